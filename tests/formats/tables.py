"""Random typed tables, and the ways a format is driven in tests."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from rowsmith.formats import OpenFormat
from rowsmith.formats.text import CompressedText

_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ["", " lead", "tail ", 'say "hi"', "a,b", "line\nend", "crlf\r\nend", "\r", "=1+1", "-5", "@x"]  # noqa: RUF005
        + ["null", "true", "NULL", "1.0"]
        + ["'", "#c", "\t", "\\", '\\"', "\x00", "\x1f\x7f", "\ufeff", "\u2028"]
        + ["🐘👩‍👩‍👧", "שלום", "مرحبا", "é", "e\u0301"]
    ),
)  # fmt: skip
_FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-(10**6), 10**6, places=2).map(float),
    st.decimals(-(10**12), 10**12, places=5).map(float),
    st.sampled_from(
        [0.0, -0.0, 5e-324, 1.7976931348623157e308, 1e15, 1e16, 123456789012.5, 0.1 + 0.2, -1.0, 1e-7]
    ),
)
_UTC = dt.UTC
_MOMENTS = st.one_of(
    st.datetimes(timezones=st.just(_UTC)),
    st.datetimes(timezones=st.just(_UTC)).map(lambda moment: moment.replace(microsecond=0)),
)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
_JSON_TEXT = st.builds(
    lambda value, indent: json.dumps(value, indent=indent, ensure_ascii=False),
    _JSON.filter(lambda value: value is not None),
    st.sampled_from([None, 1]),
)  # fmt: skip

SCALARS: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int64(), st.integers(-(2**63), 2**63 - 1) | st.integers(-100, 100)),
    (pa.float64(), _FLOATS),
    (pa.bool_(), st.booleans()),
    (pa.date32(), st.dates()),
    (pa.timestamp("us", "UTC"), _MOMENTS),
    (pa.time64("us"), st.times() | st.times().map(lambda time: time.replace(microsecond=0))),
    (pa.decimal128(12, 2), st.decimals(-(10**9), 10**9, places=2)),
    (pa.decimal128(38, 10), st.decimals(Decimal(-(10**27)), Decimal(10**27), places=10)),
    (pa.string(), _TEXTS),
    (pa.dictionary(pa.int32(), pa.string()), _TEXTS),
]


@st.composite
def fields(draw: st.DrawFn, name: str) -> tuple[pa.Field, st.SearchStrategy[Any]]:
    kind = draw(st.sampled_from(["scalar", "scalar", "scalar", "list", "struct", "rows", "json"]))
    pick = st.sampled_from(SCALARS)
    if kind == "json":
        return pa.field(name, pa.string(), metadata={b"rowsmith": b"json"}), _JSON_TEXT
    if kind == "scalar":
        arrow, values = draw(pick)
        return pa.field(name, arrow), values
    if kind == "list":
        arrow, values = draw(pick)
        return pa.field(name, pa.list_(_plain(arrow))), st.lists(st.none() | values, max_size=4)
    (first, a), (second, b) = draw(pick), draw(pick)
    struct = pa.struct([pa.field("a b", _plain(first)), pa.field('q"', pa.list_(_plain(second)))])
    values = st.fixed_dictionaries({"a b": st.none() | a, 'q"': st.none() | st.lists(b, max_size=3)})
    if kind == "struct":
        return pa.field(name, struct), values
    return pa.field(name, pa.list_(struct)), st.lists(st.none() | values, max_size=3)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


NAMES = ["id", "two words", 'quo"te', "com,ma", "שם", "🐘", "=x", "a.b"]


@st.composite
def tables(draw: st.DrawFn, max_rows: int = 12) -> pa.RecordBatch:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    made = [draw(fields(name)) for name in names]
    rows = draw(st.integers(0, max_rows))
    columns = []
    for field, values in made:
        cells = draw(
            st.lists(st.none() | values if draw(st.booleans()) else values, min_size=rows, max_size=rows)
        )
        array = pa.array(cells, _plain(field.type))
        columns.append(array.cast(field.type) if array.type != field.type else array)
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema([field for field, _ in made]))


def split(batch: pa.RecordBatch, cuts: Iterable[int]) -> list[pa.RecordBatch]:
    edges = [0, *sorted(min(cut, batch.num_rows) for cut in cuts), batch.num_rows]
    return [batch.slice(a, b - a) for a, b in pairwise(edges)]


def whole(form: OpenFormat, batches: list[pa.RecordBatch], schema: pa.Schema) -> bytes:
    sink = io.BytesIO()
    writer = form.writer(sink, schema)
    for batch in batches:
        writer.write(batch)
    writer.close()
    return sink.getvalue()


def chunk(form: OpenFormat, batch: pa.RecordBatch) -> bytes:
    sink = io.BytesIO()
    writer = form.chunk(sink, batch.schema)
    writer.write(batch)
    writer.close()
    return sink.getvalue()


def joined(form: OpenFormat, chunks: list[bytes], schema: pa.Schema) -> bytes:
    sink = io.BytesIO()
    form.join(map(io.BytesIO, chunks), sink, schema)
    return sink.getvalue()


def content(form: OpenFormat, data: bytes) -> bytes:
    """The bytes, or what they decompress to: members are cut where chunks are, their content is not."""
    if isinstance(form, CompressedText):
        return form.compression.reader(io.BytesIO(data)).read()
    return data


def read(form: OpenFormat, data: bytes, schema: pa.Schema) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for batch in form.read(io.BytesIO(data), schema):
        assert batch.schema.equals(schema)
        rows += values(batch)
    return rows


def values(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Rows to compare: JSON text by its value, floats by their text so that -0.0 is not 0.0."""
    rows = batch.to_pylist()
    for field in batch.schema:
        if (field.metadata or {}).get(b"rowsmith") == b"json":
            for row in rows:
                row[field.name] = None if row[field.name] is None else json.loads(row[field.name])
    return [{name: repr(value) for name, value in row.items()} for row in rows]
