"""Parquet: compressed columns in groups of 262,144 rows, those of few different values as dictionaries.

Which columns are dictionaries is decided by the values of the first group, which is the same however the rows
were split. No Arrow schema is stored, so every reader sees plain strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.row_groups import GROUP, GroupWriter, chunks_of, compact, rejoin
from rowsmith.formats.schemas import conform, conform_array, plain_schema

if TYPE_CHECKING:
    import pyarrow.parquet as pq

types = pa.types
_READ_ROWS = 65_536
_WRITE_ROWS = 16_384
"""Values encoded at a time: 1,024, the default, makes the statistics of dictionaries cost 40 ns a value."""
_ZSTD_LEVEL = 1
"""690 ns a row of the benchmark table at 55 bytes; level 3 takes 1,000 and more for the same size."""
_SPAN = 4096
_SAMPLE = 16_384


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
        stored = plain_schema(schema).remove_metadata()
        target = _Target(sink, stored, self.options.codec)
        return GroupWriter(stored, target.emit, target.finish, pools=True)

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> GroupWriter:
        """Write a file of its own, which `join` reads again."""
        return self.writer(sink, schema)

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Write the rows of all chunks into one file, equal to one written at once."""
        stored = plain_schema(schema)
        rejoin(
            chunks_of(chunks, lambda chunk: _batches(chunk, stored, pools=True)), self.writer(sink, schema)
        )

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows of a file; `source` must be seekable."""
        pools = any(types.is_dictionary(field.type) for field in schema)
        return (conform(batch, schema) for batch in _batches(source, schema, pools=pools))


def _batches(source: BinaryIO, schema: pa.Schema, *, pools: bool) -> Iterator[pa.RecordBatch]:
    """The rows as they are stored; with `pools`, texts that are stored as dictionaries arrive so."""
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
        if file.schema_arrow.names != schema.names:
            raise InvalidInput(
                f"the file has the columns {file.schema_arrow.names}, expected are {schema.names}"
            )
        if pools and (pooled := _pooled(file)):
            source.seek(0)
            file = pq.ParquetFile(source, read_dictionary=pooled)
        yield from file.iter_batches(_READ_ROWS, use_threads=False)
    except pa.ArrowInvalid as error:
        raise InvalidInput(f"the Parquet file cannot be read: {error}") from error


def _pooled(file: pq.ParquetFile) -> list[str]:
    """The columns of strings that are stored as dictionaries."""
    if file.num_row_groups == 0:
        return []
    group = file.metadata.row_group(0)
    texts = {field.name for field in file.schema_arrow if types.is_string(field.type)}
    chunks = [group.column(i) for i in range(group.num_columns)]
    return [c.path_in_schema for c in chunks if c.path_in_schema in texts and c.has_dictionary_page]


class _Target:
    """The file being written; it is opened with the first group, whose values settle the encodings."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, codec: str) -> None:
        self._schema = schema
        self._sink = sink
        self._codec = codec
        self._file: pq.ParquetWriter | None = None

    def emit(self, columns: list[pa.Array]) -> None:
        """Write one group."""
        self._file = self._file or self._open(columns)
        stored = [_stored(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(stored, schema=self._schema), row_group_size=GROUP)

    def finish(self) -> None:
        """Write the end of the file."""
        (self._file or self._open([])).close()

    def _open(self, first: list[pa.Array]) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        pooled = {
            field.name: types.is_string(field.type)
            for field, column in zip(self._schema, first, strict=False)
            if _few_values(column)
        }
        pool = pa.dictionary(pa.int32(), pa.string())
        self._schema = pa.schema(
            [field.with_type(pool) if pooled.get(field.name) else field for field in self._schema]
        )
        return pq.ParquetWriter(
            self._sink,
            self._schema,
            compression=self._codec,
            compression_level=_ZSTD_LEVEL if self._codec == "zstd" else None,
            use_dictionary=cast("Any", list(pooled) or False),  # pyarrow annotates only the bool
            write_batch_size=_WRITE_ROWS,
            store_schema=False,
        )


def _few_values(column: pa.Array) -> bool:
    """Whether values repeat enough for a dictionary, by the first rows."""
    if types.is_integer(column.type):
        ends = pc.min_max(column).as_py()
        return ends["min"] is not None and ends["max"] - ends["min"] < _SPAN
    if types.is_dictionary(column.type) or types.is_string(column.type):
        first = column.slice(0, _SAMPLE)
        return 2 * pc.count_distinct(
            first.indices if types.is_dictionary(first.type) else first
        ).as_py() <= len(first)
    return False


def _stored(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if types.is_dictionary(kind) and types.is_string(column.type):
        return compact(column.dictionary_encode())
    return conform_array(column, kind)


formats.add(
    "parquet",
    Format(
        name="parquet",
        media_type="application/vnd.apache.parquet",
        description="Compressed, typed columns, for data frames, lakes and DuckDB; the smallest to keep.",
        open=Parquet,
        options=ParquetOptions,
        extensions=("parquet", "pq"),
    ),
)
