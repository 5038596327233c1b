"""JSON: one array of objects, an object a line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pyarrow as pa

from rowsmith.errors import InvalidInput
from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.json_read import read_lines
from rowsmith.formats.json_text import object_pieces
from rowsmith.formats.pieces import assemble, bytes_of
from rowsmith.formats.text import TextFormat

_BETWEEN = b",\n"
_BLOCK = 1 << 20


def _render(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Buffer:
    lines = assemble(batch.num_rows, [*object_pieces(batch.columns, list(schema)), _BETWEEN.decode()])
    return pa.py_buffer(bytes_of(lines)[: -len(_BETWEEN)])


def _tail(any_rows: bool) -> bytes:
    return b"\n]\n" if any_rows else b"]\n"


def _parse(source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    return read_lines(cast("BinaryIO", io.BufferedReader(_Elements(source), _BLOCK)), schema)


class _Elements(io.RawIOBase):
    """An array's elements as JSON lines. Elements hold no line ends, so every one of them is ours."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        lines = (
            source
            if isinstance(source, io.BufferedReader)
            else io.BufferedReader(cast("Any", source), _BLOCK)
        )
        if lines.readline() != b"[\n":
            raise InvalidInput("the JSON is not an array with one object a line, as Rowsmith writes it")
        self._lines = lines
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what is there."""
        while not self._held:
            lines = self._lines.readlines(_BLOCK)
            if not lines:
                return 0
            if lines[-1] == b"]\n":
                lines.pop()
            self._held = memoryview(b"".join(lines).replace(_BETWEEN, b"\n"))
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size


def _open(_: Options) -> TextFormat:
    return TextFormat(render=_render, parse=_parse, head=lambda _: b"[\n", between=_BETWEEN, tail=_tail)


formats.add(
    "json",
    Format(
        name="json",
        media_type="application/json",
        description="One JSON array of objects, an object a line.",
        open=_open,
        extensions=("json",),
    ),
)
