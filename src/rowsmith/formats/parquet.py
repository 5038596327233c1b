"""Parquet: compressed columns in groups of 262,144 rows, strings of a pool as dictionaries.

Which columns are dictionaries is decided by the schema, and for whole numbers by the span of the first group; both
are the same however the rows were split. No Arrow schema is stored, so that every reader sees plain strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.row_groups import GROUP, GroupWriter, chunks_of, rejoin
from rowsmith.formats.schemas import conform, plain_type

types = pa.types
_READ_ROWS = 65_536
_WRITE_ROWS = 16_384
"""Values encoded at a time: 1,024, the default, makes the statistics of dictionaries cost 40 ns a value."""
_ZSTD_LEVEL = 1
"""690 ns a row of the benchmark table at 55 bytes; level 3 takes 1,000 and more for the same size."""
_SPAN = 4096


class ParquetOptions(Options):
    """What a user may set about Parquet."""

    codec: Literal["zstd", "snappy", "gzip", "lz4", "none"] = Field(
        default="zstd", description="how columns are compressed"
    )


@dataclass(frozen=True, slots=True)
class Parquet:
    """Parquet with its options settled."""

    options: ParquetOptions

    def writer(self, sink: BinaryIO, schema: pa.Schema) -> GroupWriter:
        """Write a whole file."""
        target = _Target(sink, _stored_schema(schema), self.options.codec)
        return GroupWriter(target.schema, target.emit, target.finish)

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> GroupWriter:
        """Write a file of its own, which `join` reads again."""
        return self.writer(sink, schema)

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Write the rows of all chunks into one file, equal to one written at once."""
        stored = _stored_schema(schema)
        rejoin(chunks_of(chunks, lambda chunk: self.read(chunk, stored)), self.writer(sink, schema))

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows of a file; `source` must be seekable."""
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(
                source, read_dictionary=[field.name for field in schema if types.is_dictionary(field.type)]
            )
            if file.schema_arrow.names != schema.names:
                raise InvalidInput(f"the file has the columns {file.schema_arrow.names}, expected are {schema.names}")
            for batch in file.iter_batches(_READ_ROWS, use_threads=False):
                yield conform(batch, schema)
        except pa.ArrowInvalid as error:
            raise InvalidInput(f"the Parquet file cannot be read: {error}") from error


class _Target:
    """The file being written; it is opened with the first group, whose values settle the encodings."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, codec: str) -> None:
        import pyarrow.parquet as pq

        self.schema = schema
        self._sink = sink
        self._codec = codec
        self._file: pq.ParquetWriter | None = None

    def emit(self, group: pa.RecordBatch) -> None:
        self._file = self._file or self._open(group)
        self._file.write_table(pa.Table.from_batches([group]), row_group_size=GROUP)

    def finish(self) -> None:
        (self._file or self._open(None)).close()

    def _open(self, first: pa.RecordBatch | None) -> pq.ParquetWriter:  # noqa: F821  # imported where used
        import pyarrow.parquet as pq

        pooled = [field.name for field in self.schema if types.is_dictionary(field.type)]
        if first is not None:
            pooled += [
                field.name
                for field, column in zip(self.schema, first.columns, strict=True)
                if types.is_integer(field.type) and _narrow(column)
            ]
        return pq.ParquetWriter(
            self._sink,
            self.schema,
            compression=self._codec,
            compression_level=_ZSTD_LEVEL if self._codec == "zstd" else None,
            use_dictionary=pooled or False,
            write_batch_size=_WRITE_ROWS,
            store_schema=False,
        )


def _narrow(column: pa.Array) -> bool:
    ends = pc.min_max(column).as_py()
    return ends["min"] is not None and ends["max"] - ends["min"] < _SPAN


def _stored_schema(schema: pa.Schema) -> pa.Schema:
    """Pools stay dictionaries at the top level only; inside lists and structs they are plain strings."""
    return pa.schema(
        [
            pa.field(field.name, pa.dictionary(pa.int32(), pa.string()))
            if types.is_dictionary(field.type) and types.is_string(plain_type(field.type))
            else pa.field(field.name, plain_type(field.type))
            for field in schema
        ]
    )


formats.add(
    "parquet",
    Format(
        name="parquet",
        media_type="application/vnd.apache.parquet",
        description="Compressed, typed columns, for data frames, lakes and DuckDB; the smallest and fastest to read.",
        open=Parquet,
        options=ParquetOptions,
        extensions=("parquet", "pq"),
    ),
)
