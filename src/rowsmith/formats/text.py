"""Formats whose rows are text one after the other: what csv, json and jsonl have in common.

A chunk is the rows alone. A file is the head, the rows of all chunks with the separator between those that
have any, and the tail; so joining copies bytes and looks at none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.formats.compression import CompressedSink, Compression
from rowsmith.formats.schemas import check_names

_BLOCK = 1 << 20
_SLICE = 65_536
_TEXT_LIMIT = 1 << 26

Render = Callable[[pa.RecordBatch, pa.Schema], pa.Buffer]
"""The text of the rows of a batch that is not empty, each with its end; the schema has the metadata."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A text format made of its parts."""

    render: Render
    parse: Callable[[BinaryIO, pa.Schema], Iterator[pa.RecordBatch]]
    head: Callable[[pa.Schema], bytes] = lambda _: b""
    between: bytes = b""
    """What rows have between them beyond their own ends; `render` leaves it off after the last row."""
    tail: Callable[[bool], bytes] = lambda _: b""
    """The end of the file, told whether there were any rows."""

    def writer(self, sink: BinaryIO, schema: pa.Schema) -> TextWriter:
        """Write a whole file."""
        sink.write(self.head(schema))
        return TextWriter(self, sink, schema, whole=True)

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> TextWriter:
        """Write rows only."""
        return TextWriter(self, sink, schema, whole=False)

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Copy the chunks one after the other between head and tail."""
        self.join_as(chunks, sink, schema, bytes)

    def join_as(
        self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema, pack: Callable[[bytes], bytes]
    ) -> None:
        """Join chunks that went through a compressor, with what is added going through `pack`."""
        between = self.between and pack(self.between)
        if head := self.head(schema):
            sink.write(pack(head))
        any_rows = False
        for chunk in chunks:
            block = chunk.read(_BLOCK)
            if block and any_rows:
                sink.write(between)
            any_rows = any_rows or bool(block)
            while block:
                sink.write(block)
                block = chunk.read(_BLOCK)
        tail = self.tail(any_rows)
        if tail or not (head or any_rows):
            sink.write(pack(tail))

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Read a whole file back."""
        return self.parse(source, schema)


class TextWriter:
    """Renders batches into a sink."""

    def __init__(self, form: TextFormat, sink: BinaryIO, schema: pa.Schema, *, whole: bool) -> None:
        self._form = form
        self._sink = sink
        self._schema = schema
        self._whole = whole
        self._any_rows = False

    def write(self, batch: pa.RecordBatch) -> None:
        """Write a batch, in slices that keep the memory small."""
        check_names(batch, self._schema)
        for part in _slices(batch):
            if self._form.between and self._any_rows:
                self._sink.write(self._form.between)
            self._sink.write(self._form.render(part, self._schema))
            self._any_rows = True

    def close(self) -> None:
        """Write the end of the file; a chunk has none."""
        if self._whole:
            self._sink.write(self._form.tail(self._any_rows))


@dataclass(frozen=True, slots=True)
class CompressedText:
    """A text format with every file and chunk compressed: `csv.gz`."""

    form: TextFormat
    compression: Compression

    def writer(self, sink: BinaryIO, schema: pa.Schema) -> CompressedWriter:
        """Write one member or frame."""
        packed = self.compression.open(sink, always=True)
        return CompressedWriter(self.form.writer(packed, schema), packed)  # type: ignore[arg-type]

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> CompressedWriter:
        """Write one member or frame, or nothing when there are no rows."""
        packed = self.compression.open(sink, always=False)
        return CompressedWriter(self.form.chunk(packed, schema), packed)  # type: ignore[arg-type]

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Copy the chunks as they are; head, separators and tail are small members of their own."""
        self.form.join_as(chunks, sink, schema, self.compression.pack)

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Read the decompressed content."""
        return self.form.read(self.compression.reader(source), schema)


@dataclass(frozen=True, slots=True)
class CompressedWriter:
    """A text writer and the compressor it writes to."""

    inner: TextWriter
    sink: CompressedSink

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows of one batch."""
        self.inner.write(batch)

    def close(self) -> None:
        """End the text, then the member."""
        self.inner.close()
        self.sink.finish()


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Parts of at most so many rows whose text surely fits an Arrow string column."""
    for start in range(0, batch.num_rows, _SLICE):
        yield from _fitting(batch.slice(start, _SLICE))


def _fitting(part: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    if part.num_rows == 1 or sum(map(_size, part.columns)) <= _TEXT_LIMIT:
        yield part
    else:
        half = part.num_rows // 2
        yield from _fitting(part.slice(0, half))
        yield from _fitting(part.slice(half))


def _size(column: pa.Array) -> int:
    """About the bytes of a column's text; each row of a dictionary may hold its longest."""
    if not pa.types.is_dictionary(column.type):
        return column.nbytes
    longest = pc.max(pc.binary_length(column.dictionary)).as_py() if len(column.dictionary) else 0
    return len(column) * (4 + (longest or 0))
