"""What parquet and arrow have in common: rows gathered into groups of a fixed size, whatever their batches.

These formats compress columns, not rows, so chunks cannot be joined by copying bytes: the joined file would
show how it was split. Joining reads the chunks and writes their rows again in groups of the same size as a
file written at once, so the bytes are the same, in the memory of one group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.formats.format import Writer
from rowsmith.formats.schemas import conform_columns

GROUP = 262_144
types = pa.types
Emit = Callable[[list[pa.Array]], None]
"""Takes the columns of one group."""


class GroupWriter:
    """Hands on groups of `GROUP` rows, the last one shorter, each column of them in canonical form.

    With `pools`, columns of strings may be handed on as dictionaries, whenever all of a group came so.
    """

    def __init__(self, schema: pa.Schema, emit: Emit, finish: Callable[[], None], *, pools: bool) -> None:
        self._schema = schema
        self._emit = emit
        self._finish = finish
        self._pools = pools
        self._held: list[list[pa.Array]] = []
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Take the rows of one batch."""
        columns = conform_columns(batch, self._schema, pools=self._pools)
        taken = 0
        while taken < batch.num_rows:
            part = [column.slice(taken, GROUP - self._rows) for column in columns]
            size = min(batch.num_rows - taken, GROUP - self._rows)
            self._held.append(part)
            self._rows += size
            taken += size
            if self._rows == GROUP:
                self._flush()

    def close(self) -> None:
        """Hand on the last group."""
        if self._rows:
            self._flush()
        self._finish()

    def _flush(self) -> None:
        held, self._held, self._rows = self._held, [], 0
        self._emit([_canonical([part[i] for part in held]) for i in range(len(self._schema))])


def rejoin(batches: Iterable[Iterator[pa.RecordBatch]], writer: Writer) -> None:
    """Write the rows of all chunks in order."""
    for chunk in batches:
        for batch in chunk:
            writer.write(batch)
    writer.close()


def chunks_of(
    chunks: Iterable[BinaryIO], read: Callable[[BinaryIO], Iterator[pa.RecordBatch]]
) -> Iterator[Iterator[pa.RecordBatch]]:
    """The batches of each chunk; a chunk of no bytes has none."""
    for chunk in chunks:
        if chunk.read(1):
            chunk.seek(0)
            yield read(chunk)


def _canonical(arrays: list[pa.Array]) -> pa.Array:
    """One array that depends on the values alone: zeros under nulls, dictionaries by first appearance."""
    pooled = [types.is_dictionary(array.type) for array in arrays]
    if all(pooled):
        return compact(pa.chunked_array(arrays).unify_dictionaries().combine_chunks())
    if any(pooled):
        arrays = [array.cast(pa.string()) for array in arrays]
    whole = pa.concat_arrays(arrays)
    return _cleared(whole) if whole.null_count or types.is_nested(whole.type) else whole


def _cleared(array: pa.Array) -> pa.Array:
    if types.is_struct(array.type) and array.type.num_fields:
        children = [_cleared(child) for child in array.flatten()]
        fields = [array.type.field(i) for i in range(array.type.num_fields)]
        return pa.StructArray.from_arrays(
            children, fields=fields, mask=array.is_null() if array.null_count else None
        )
    if types.is_list(array.type):
        lengths = pc.fill_null(pc.list_value_length(array), 0)
        ends = pc.cast(pc.cumulative_sum(lengths), pa.int32())
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        mask = array.is_null() if array.null_count else None
        return pa.ListArray.from_arrays(offsets, _cleared(array.flatten()), type=array.type, mask=mask)
    return array.take(pa.array(np.arange(len(array), dtype=np.int32)))


def compact(array: pa.DictionaryArray) -> pa.DictionaryArray:
    """Only the texts in use, each once, in the order in which they first appear."""
    indices = array.indices
    codes = (indices.drop_null() if indices.null_count else indices).to_numpy()
    size = len(array.dictionary)
    first = np.full(size, len(codes), np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    place = np.zeros(size, np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    renumbered = pa.array(place).take(indices) if size else pa.nulls(len(array), pa.int32())
    texts = array.dictionary.take(pa.array(order)).dictionary_encode()
    if len(texts.dictionary) < len(texts):  # a text twice in the pool, or a null in it
        renumbered = texts.indices.take(renumbered)
    return pa.DictionaryArray.from_arrays(renumbered, texts.dictionary)
