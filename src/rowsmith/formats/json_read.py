"""Reading back JSON objects, one a line, into given Arrow types."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput
from rowsmith.formats.json_text import is_json
from rowsmith.formats.schemas import conform, conform_array, plain_field

types = pa.types
_BLOCK = 8 << 20
_ROWS = 8192


def read_lines(source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of JSON lines in the types of `schema`."""
    if any(_holds_json(field) for field in schema):
        yield from _read_raw(source, schema)
        return
    import pyarrow.json as arrow_json

    written = pa.schema([_as_written(plain_field(field)) for field in schema])
    buffered = (
        source if isinstance(source, io.BufferedReader) else io.BufferedReader(cast("Any", source), _BLOCK)
    )
    if not buffered.peek(1):
        return
    try:
        reader = arrow_json.open_json(
            buffered,
            arrow_json.ReadOptions(block_size=_BLOCK, use_threads=False),
            arrow_json.ParseOptions(explicit_schema=written, unexpected_field_behavior="error"),
        )
        for batch in reader:
            yield conform(batch.select(schema.names), schema)
    except pa.ArrowInvalid as error:
        raise InvalidInput(f"the JSON cannot be read: {error}") from error


def parse_json_column(column: pa.StringArray, field: pa.Field) -> pa.Array:
    """A column of JSON text, as csv holds nested values, in the type of `field`."""
    if len(column) == 0:
        return pa.array([], plain_field(field).type)
    text = pc.binary_join_element_wise('{"v":', pc.fill_null(column, "null"), "}\n", "")
    lines = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(text)], pa.int32()), text), "")
    source = cast("BinaryIO", io.BufferedReader(io.BytesIO(lines[0].as_buffer())))  # type: ignore[arg-type]
    schema = pa.schema([field.with_name("v")])
    return pa.concat_arrays([conform_array(b.column(0), field.type) for b in read_lines(source, schema)])


def _as_written(field: pa.Field) -> pa.Field:
    """The type that Arrow's reader is asked for: times as strings, because it cannot parse them all."""
    kind = field.type
    if types.is_temporal(kind):
        return pa.field(field.name, pa.string())
    if types.is_struct(kind):
        return pa.field(field.name, pa.struct([_as_written(kind.field(i)) for i in range(kind.num_fields)]))
    if types.is_list(kind):
        return pa.field(field.name, pa.list_(_as_written(kind.value_field)))
    return pa.field(field.name, kind)


def _holds_json(field: pa.Field) -> bool:
    kind = field.type
    if types.is_struct(kind):
        return any(_holds_json(kind.field(i)) for i in range(kind.num_fields))
    if types.is_list(kind):
        return _holds_json(kind.value_field)
    return is_json(field)


def _read_raw(source: Iterable[bytes], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Raw JSON may hold anything, which no columnar reader types: these rows are read one by one."""
    converters = {field.name: _converter(field) for field in schema}
    written = pa.schema([_as_written(plain_field(field)) for field in schema])
    lines = iter(source)
    while some := list(islice(lines, _ROWS)):
        try:
            rows = [json.loads(line, parse_float=Decimal) for line in some]
            columns = [
                pa.array([converters[field.name](row[field.name]) for row in rows], field.type)
                for field in written
            ]
        except (ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise InvalidInput(f"the JSON cannot be read: {error}") from error
        yield conform(pa.RecordBatch.from_arrays(columns, schema.names), schema)


def _converter(field: pa.Field) -> Callable[[Any], Any]:
    kind = plain_field(field).type
    if types.is_struct(kind):
        inner = {kind.field(i).name: _converter(kind.field(i)) for i in range(kind.num_fields)}
        return lambda value: None if value is None else {name: inner[name](value[name]) for name in inner}
    if types.is_list(kind):
        item = _converter(kind.value_field)
        return lambda value: None if value is None else [item(one) for one in value]
    if is_json(field):
        return lambda value: None if value is None else _dumped(value)
    if types.is_floating(kind):
        return lambda value: None if value is None else float(value)
    return lambda value: value


def _dumped(value: Any) -> str:
    return json.dumps(_with_floats(value), ensure_ascii=False, separators=(",", ":"))


def _with_floats(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_with_floats(one) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _with_floats(one) for key, one in cast("dict[str, Any]", value).items()}
    return value
