r"""CSV: RFC 4180 in UTF-8 with one header line, quotes only where they are needed.

A null is an empty cell, an empty string is `""`. Nested values are JSON text. Lines end in `\n` unless told
otherwise: RFC 4180 says `\r\n`, but every reader takes both and line tools expect the former.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.json_read import parse_json_column
from rowsmith.formats.json_text import is_list, scalar_renderer, value_pieces
from rowsmith.formats.pieces import (
    Piece,
    Pool,
    assemble,
    bytes_of,
    either,
    nullable,
    offsets_of,
    rows_with,
    specials,
)
from rowsmith.formats.schemas import conform, plain_type
from rowsmith.formats.text import TextFormat

types = pa.types
_BLOCK = 8 << 20
_QUOTED = ',"\n\r'


class CsvOptions(Options):
    """What a user may set about CSV."""

    csv_safe: bool = Field(
        default=False,
        description="put ' before text that begins with = + - @, tab or return: spreadsheets run no formula",
    )
    line_end: Literal["\n", "\r\n"] = Field(default="\n", description="what ends a line")


def _open(options: CsvOptions) -> TextFormat:
    def render(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Buffer:
        pieces: list[Piece] = []
        for at, (column, field) in enumerate(zip(batch.columns, schema, strict=True)):
            pieces += ["," if at else "", *_cells(column, field, options.csv_safe)]
        lines = assemble(batch.num_rows, [*pieces, options.line_end])
        return pa.py_buffer(bytes_of(lines))

    def head(schema: pa.Schema) -> bytes:
        return (",".join(map(_header_cell, schema.names)) + options.line_end).encode()

    return TextFormat(render=render, parse=_parse, head=head)


def _header_cell(name: str) -> str:
    quoted = name == "" or any(char in name for char in _QUOTED)
    return '"' + name.replace('"', '""') + '"' if quoted else name


def _cells(array: pa.Array, field: pa.Field, safe: bool) -> list[Piece]:
    kind = array.type
    if types.is_dictionary(kind):
        if (
            len(array.dictionary) > len(array)
            or array.dictionary.null_count
            or not types.is_string(kind.value_type)
        ):
            return _cells(array.cast(kind.value_type), field, safe)
        pool = assemble(len(array.dictionary), _text_cells(array.dictionary, safe))
        if array.null_count == 0:
            return [Pool(pool, array.indices.to_numpy())]
        index = pc.fill_null(array.indices, pa.scalar(len(pool), array.indices.type)).to_numpy()
        return [Pool(pa.concat_arrays([pool, pa.array([""])]), index)]
    if types.is_string(kind) or types.is_large_string(kind):
        return _text_cells(pc.cast(array, pa.string()), safe)
    if types.is_null(kind):
        return []
    if types.is_struct(kind) or is_list(kind):
        return nullable(
            array, "", lambda some: _text_cells(assemble(len(some), value_pieces(some, field)), safe=False)
        )
    render, _ = scalar_renderer(kind, field.name)
    return nullable(array, "", render)


def _text_cells(array: pa.StringArray, safe: bool) -> list[Piece]:
    if safe:
        array = _neutralised(array)
    quoted = np.diff(offsets_of(array)) == 0
    found = specials(array, _QUOTED, 45)
    if found:
        quoted |= rows_with(array, found)
    if array.null_count and quoted.any():
        # Below a null there may be bytes that nobody wrote, commas among them.
        quoted &= array.is_valid().to_numpy(zero_copy_only=False)
    if not quoted.any():
        return [array]
    if ord('"') in found:
        array = _replaced(array, rows_with(array, [ord('"')]), '"', '""')
    return [either(quoted, '"', ""), array, either(quoted, '"', "")]


def _replaced(
    array: pa.StringArray, mask: np.ndarray[tuple[int], np.dtype[np.bool_]], old: str, new: str
) -> pa.Array:
    rows = pa.array(mask)
    return pc.replace_with_mask(array, rows, pc.replace_substring(array.filter(rows), old, new))


def _neutralised(array: pa.StringArray) -> pa.StringArray:
    """A formula made text: `=1+1` becomes `'=1+1`."""
    risky = pc.fill_null(pc.match_substring_regex(array, "^[=+\\-@\t\r]"), False)
    if not pc.any(risky).as_py():
        return array
    return pc.replace_with_mask(array, risky, pc.binary_join_element_wise("'", array.filter(risky), ""))


def _parse(source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow.csv as arrow_csv

    direct = {field.name: plain_type(field.type) for field in schema}
    read_as = {name: pa.string() if _indirect(kind) else kind for name, kind in direct.items()}
    try:
        reader = arrow_csv.open_csv(
            source,
            arrow_csv.ReadOptions(block_size=_BLOCK, use_threads=False),
            arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=len(schema) > 1),
            arrow_csv.ConvertOptions(
                column_types=read_as,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["true"],
                false_values=["false"],
                check_utf8=True,
            ),
        )
        if reader.schema.names != schema.names:
            raise InvalidInput(f"the CSV has the columns {reader.schema.names}, expected are {schema.names}")
        for batch in reader:
            columns = [_converted(column, field) for column, field in zip(batch.columns, schema, strict=True)]
            yield conform(pa.RecordBatch.from_arrays(columns, schema.names), schema)
    except pa.ArrowInvalid as error:
        raise InvalidInput(f"the CSV cannot be read: {error}") from error


def _indirect(kind: pa.DataType) -> bool:
    return types.is_nested(kind) or types.is_time(kind)


def _converted(column: pa.Array, field: pa.Field) -> pa.Array:
    kind = plain_type(field.type)
    return parse_json_column(column, field) if types.is_nested(kind) else column


formats.add(
    "csv",
    Format(
        name="csv",
        media_type="text/csv",
        description="Comma-separated values with a header, for spreadsheets, databases and everything else.",
        open=_open,
        options=CsvOptions,
        extensions=("csv",),
    ),
)
