"""What every format keeps, each plain and compressed; a new format is tested the moment it is registered."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rowsmith.formats import format_names, formats, open_format

from .tables import chunk, content, joined, read, split, tables, values, whole

pytestmark = pytest.mark.parametrize("name", format_names())
_SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_CUTS = st.lists(st.integers(0, 12), max_size=4)


@_SETTINGS
@given(table=tables())
def test_what_was_written_reads_back_the_same(name: str, table: pa.RecordBatch) -> None:
    form = open_format(name)
    assert read(form, whole(form, [table], table.schema), table.schema) == values(table)


@_SETTINGS
@given(table=tables(), cuts=_CUTS)
def test_any_split_into_batches_writes_the_same_bytes(
    name: str, table: pa.RecordBatch, cuts: list[int]
) -> None:
    form = open_format(name)
    assert whole(form, split(table, cuts), table.schema) == whole(form, [table], table.schema)


@_SETTINGS
@given(table=tables(), cuts=_CUTS)
def test_any_split_into_chunks_joins_to_the_whole(name: str, table: pa.RecordBatch, cuts: list[int]) -> None:
    form = open_format(name)
    result = joined(form, [chunk(form, part) for part in split(table, cuts)], table.schema)
    assert content(form, result) == content(form, whole(form, [table], table.schema))


def test_no_chunks_at_all_make_an_empty_file(name: str) -> None:
    form, schema = open_format(name), pa.schema([("a", pa.int64()), ("b", pa.string())])
    result = joined(form, [], schema)
    assert read(form, result, schema) == []
    assert content(form, result) == content(form, whole(form, [], schema))


def test_chunks_without_rows_or_bytes_change_nothing(name: str) -> None:
    form, table = open_format(name), pa.RecordBatch.from_pydict({"a": [1, 2], "b": ["x", None]})
    parts = [chunk(form, part) for part in split(table, [0, 0, 1, 1])]
    assert joined(form, [b"", *parts, b""], table.schema) == joined(
        form, [part for part, rows in zip(parts, [0, 0, 1, 0, 1], strict=True) if rows], table.schema
    )


def test_the_sink_stays_open(name: str) -> None:
    form, sink = open_format(name), io.BytesIO()
    form.writer(sink, pa.schema([("a", pa.int64())])).close()
    assert not sink.closed


def test_many_rows_read_back_and_join_like_few(name: str) -> None:
    """Enough rows for every fast path, for several slices and for more than one row group."""
    rows = 300_000
    count = pa.array(range(rows))
    table = pa.RecordBatch.from_pydict(
        {
            "id": count,
            "wide": pa.array([(i * 7_919_777) % 10**11 - 5 * 10**10 for i in range(rows)]),
            "price": pa.array([((i * 7919) % 10**9 - 10**8) / 100 for i in range(rows)]),
            "word": pa.array(["", "a,b", 'c"d', None, "é"] * (rows // 5)).dictionary_encode(),
            "text": pa.array([f"row {i}" if i % 3 else None for i in range(rows)]),
        }
    )
    form = open_format(name)
    once = whole(form, [table], table.schema)
    back = pa.Table.from_batches(form.read(io.BytesIO(once), table.schema))
    plain = table.schema.set(3, pa.field("word", pa.string()))
    assert back.cast(plain).equals(pa.table(table).cast(plain))
    parts = [chunk(form, part) for part in split(table, [1, 70_000, 262_145])]
    result = joined(form, parts, table.schema)
    assert content(form, result) == content(form, once)


def test_long_texts_are_written_in_small_parts(name: str) -> None:
    pool = pa.array(["x" * 50_000, "y"])
    words = pa.DictionaryArray.from_arrays(pa.array([0, 1] * 1000, pa.int32()), pool)
    table = pa.record_batch([words, words.cast(pa.string())], names=["a", "b"])
    form = open_format(name)
    batches = list(form.read(io.BytesIO(whole(form, [table], table.schema)), table.schema))
    assert pa.Table.from_batches(batches).column("b").equals(pa.chunked_array([table.column(1)]))


def test_each_format_says_what_it_is(name: str) -> None:
    entry = formats.get(name.partition(".")[0])
    assert entry.media_type.count("/") == 1
    assert entry.description.endswith(".")
    assert all(field.description for field in entry.options.model_fields.values())
