"""Any Arrow column as JSON text, for json, jsonl and the nested values of csv."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput
from rowsmith.formats import values
from rowsmith.formats.pieces import (
    Piece,
    Pool,
    assemble,
    bytes_of,
    either,
    from_offsets,
    nullable,
    offsets_of,
    rows_with,
    specials,
)

types = pa.types
_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def is_json(field: pa.Field) -> bool:
    """Whether the strings of a field are JSON text."""
    return (field.metadata or {}).get(b"rowsmith") == b"json"


def object_pieces(arrays: list[pa.Array], fields: list[pa.Field]) -> list[Piece]:
    """One JSON object a row: `{"a":1,"b":"x"}`."""
    pieces: list[Piece] = ["{"]
    for at, (array, field) in enumerate(zip(arrays, fields, strict=True)):
        key = json.dumps(field.name, ensure_ascii=False)
        pieces += [f"{',' if at else ''}{key}:", *value_pieces(array, field)]
    return [*pieces, "}"]


def value_pieces(array: pa.Array, field: pa.Field) -> list[Piece]:
    """The JSON of one column; `field` says of strings whether they are JSON already."""
    kind = array.type
    if types.is_dictionary(kind):
        if (
            len(array.dictionary) > len(array)
            or array.dictionary.null_count
            or not types.is_string(kind.value_type)
        ):
            return value_pieces(array.cast(kind.value_type), field)
        return _pooled(array, field)
    if types.is_string(kind) or types.is_large_string(kind):
        return _strings(pc.cast(array, pa.string()), field)
    if types.is_null(kind):
        return ["null"]
    if types.is_struct(kind):
        fields = [
            field.type.field(i) if types.is_struct(field.type) else kind.field(i)
            for i in range(kind.num_fields)
        ]
        return nullable(array, "null", lambda some: object_pieces(some.flatten(), fields))
    if is_list(kind):
        return _lists(pc.cast(array, pa.list_(kind.value_field)), field)
    render, quoted = scalar_renderer(kind, field.name)
    quote = '"' if quoted else ""
    return nullable(array, "null", lambda some: [quote, *render(some), quote])


def is_list(kind: pa.DataType) -> bool:
    """Whether values of the type are lists."""
    return types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)


def scalar_renderer(kind: pa.DataType, name: str) -> tuple[Callable[[pa.Array], list[Piece]], bool]:
    """How values of a type that is no string are written, and whether JSON quotes them."""
    for test, render, quoted in (
        (types.is_integer, values.integers, False),
        (types.is_floating, values.floats, False),
        (types.is_boolean, values.booleans, False),
        (types.is_decimal, values.decimals, False),
        (types.is_date, values.dates, True),
        (types.is_timestamp, values.timestamps, True),
        (types.is_time, values.times, True),
    ):
        if test(kind):
            return render, quoted
    raise InvalidInput(
        f"column {name!r} has the type {kind}, which text formats cannot write; cast it to a string"
    )


def _pooled(array: pa.DictionaryArray, field: pa.Field) -> list[Piece]:
    pool = assemble(len(array.dictionary), _strings(array.dictionary, field))
    if array.null_count == 0:
        return [Pool(pool, array.indices.to_numpy())]
    index = pc.fill_null(array.indices, pa.scalar(len(pool), array.indices.type)).to_numpy()
    return [Pool(pa.concat_arrays([pool, pa.array(["null"])]), index)]


def _strings(array: pa.StringArray, field: pa.Field) -> list[Piece]:
    null = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    if is_json(field):
        return [_one_line(array)] if null is None else [_one_line(array), either(null, "null", "")]
    text = escaped(array)
    if null is None:
        return ['"', text, '"']
    return [either(null, "null", '"'), text, either(null, "", '"')]


def _one_line(array: pa.StringArray) -> pa.StringArray:
    """JSON text holds raw line ends between its tokens only, where a space says the same."""
    for code in specials(array, "\n\r", 14):
        array = pc.replace_substring(array, chr(code), " ")
    return array


def escaped(array: pa.StringArray) -> pa.StringArray:
    """The inside of JSON strings; only rows that need it are touched."""
    found = specials(array, '\\"', 93)
    data = bytes_of(array)
    if int(data.min(initial=255)) < 32:
        found += [int(code) for code in np.unique(data[data < 32])]
    if not found:
        return array
    mask = rows_with(array, found)
    part = array.filter(pa.array(mask))
    for code in found:
        part = pc.replace_substring(part, chr(code), _SHORT.get(code, f"\\u{code:04x}"))
    return pc.replace_with_mask(array, pa.array(mask), part)


def _lists(array: pa.ListArray, field: pa.Field) -> list[Piece]:
    """Items each led by `[` or `,` stand in one run of text, which the lists' own offsets cut."""
    inner = field.type.value_field if is_list(field.type) else array.type.value_field
    items = array.flatten()
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy()
    bounds = np.zeros(len(array) + 1, np.int64)
    np.cumsum(lengths, out=bounds[1:])
    leading = np.zeros(len(items), np.bool_)
    leading[bounds[:-1][lengths > 0]] = True
    text = assemble(len(items), [either(leading, "[", ","), *value_pieces(items, inner)])
    rows = from_offsets(np.ascontiguousarray(offsets_of(text)[bounds]), text.buffers()[2])
    close = np.where(lengths > 0, 0, 1)
    if array.null_count:
        close[array.is_null().to_numpy(zero_copy_only=False)] = 2
    return [rows, Pool(pa.array(["]", "[]", "null"]), close)]
