"""Arrow's file format (Feather 2): typed columns as they lie in memory, in groups of 262,144 rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

import pyarrow as pa
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.row_groups import GroupWriter, chunks_of, rejoin
from rowsmith.formats.schemas import conform, plain_schema


class ArrowOptions(Options):
    """What a user may set about Arrow files."""

    codec: Literal["zstd", "lz4", "none"] = Field(default="zstd", description="how columns are compressed")


@dataclass(frozen=True, slots=True)
class ArrowFile:
    """The Arrow file format with its options settled."""

    options: ArrowOptions

    def writer(self, sink: BinaryIO, schema: pa.Schema) -> GroupWriter:
        """Write a whole file."""
        stored = plain_schema(schema)
        codec = None if self.options.codec == "none" else self.options.codec
        file = pa.ipc.new_file(
            sink, stored, options=pa.ipc.IpcWriteOptions(compression=codec, use_threads=False)
        )

        def emit(columns: list[pa.Array]) -> None:
            file.write_batch(pa.RecordBatch.from_arrays(columns, schema=stored))

        return GroupWriter(stored, emit, file.close, pools=False)

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> GroupWriter:
        """Write a file of its own, which `join` reads again."""
        return self.writer(sink, schema)

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Write the rows of all chunks into one file, equal to one written at once."""
        stored = plain_schema(schema)
        rejoin(chunks_of(chunks, lambda chunk: self.read(chunk, stored)), self.writer(sink, schema))

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows of a file; `source` must be seekable."""
        try:
            file = pa.ipc.open_file(source)
            for i in range(file.num_record_batches):
                yield conform(file.get_batch(i), schema)
        except pa.ArrowInvalid as error:
            raise InvalidInput(f"the Arrow file cannot be read: {error}") from error


formats.add(
    "arrow",
    Format(
        name="arrow",
        media_type="application/vnd.apache.arrow.file",
        description="Arrow's file format, also called Feather: typed columns, as they lie in memory.",
        open=ArrowFile,
        options=ArrowOptions,
        extensions=("arrow", "feather", "ipc"),
    ),
)
