"""The engine: `generate(plan, table, start, rows)` is any range of rows of a table, computed alone.

Nothing here remembers anything between calls. A range is made in blocks, several at a time on threads
(NumPy and Arrow work without the interpreter lock), and always comes out in order.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.plan.arrow_types import arrow_field, coerce
from rowsmith.plan.guards import broken
from rowsmith.plan.model import Array, Draw, FieldPlan, Plan, Struct, TablePlan

BLOCK = 65_536
"""Rows made at a time: large enough for NumPy, small enough to stay in the cache."""

_IN_FLIGHT = 2
"""Blocks in flight per thread, beyond the one being read: memory is constant however slow the reader."""


def table_schema(table: TablePlan) -> pa.Schema:
    """The Arrow schema of a table: `id: int64, email: string, signup_at: timestamp[us, UTC]`."""
    return pa.schema([arrow_field(field) for field in table.fields])


def generate(plan: Plan, table: TablePlan, start: int, rows: int, *, encoded: bool = False) -> pa.RecordBatch:
    """Rows `start` to `start + rows` of a table, all below `table.rows`: a batch of `table_schema(table)`.

    With `encoded`, columns drawn from a pool stay dictionaries of strings, which the formats write faster.
    """
    if start < 0 or rows < 0 or start + rows > table.rows:
        raise InvalidInput(f"rows {start:,} to {start + rows:,} are outside the table's 0 to {table.rows:,}")
    columns = compute(plan, table, Rows(start, rows), [field.name for field in table.fields])
    arrays = [columns[field.name] if encoded else _decoded(columns[field.name]) for field in table.fields]
    schema = table_schema(table)
    if encoded:
        schema = pa.schema([item.with_type(array.type) for item, array in zip(schema, arrays, strict=True)])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def compute(plan: Plan, table: TablePlan, rows: Rows, names: list[str]) -> dict[str, pa.Array]:
    """The named columns at any rows of a table, and those they depend on."""
    wanted = _needed(table, names)
    stream = Stream((plan.seed, table.name))
    columns: dict[str, pa.Array] = {}
    for name in table.order:
        if name in wanted:
            field = table.field(name)
            columns[name] = _column(plan, field, stream, stream.child(name), rows, columns)
    return columns


def batches(
    plan: Plan,
    table: TablePlan,
    start: int = 0,
    stop: int | None = None,
    *,
    encoded: bool = False,
    threads: int | None = None,
    block: int = BLOCK,
) -> Iterator[pa.RecordBatch]:
    """The rows of a range in order, a block at a time, in constant memory.

    `threads` is how many blocks are made at once (default: one per processor); it changes no byte.
    """
    stop = table.rows if stop is None else stop
    threads = threads or processors()

    def make(at: int) -> pa.RecordBatch:
        return generate(plan, table, at, min(block, stop - at), encoded=encoded)

    starts = range(start, stop, block)
    if threads == 1 or len(starts) <= 1:
        yield from map(make, starts)
        return
    yield from _in_order(make, starts, threads)


def processors() -> int:
    """How many processors this process may use, a container's or `taskset`'s limit included."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_order(make: Callable[[int], pa.RecordBatch], starts: range, threads: int) -> Iterator[pa.RecordBatch]:
    with ThreadPoolExecutor(threads, thread_name_prefix="rowsmith") as pool:
        flying: deque[Future[pa.RecordBatch]] = deque()
        try:
            for at in starts:
                flying.append(pool.submit(make, at))
                if len(flying) > threads * _IN_FLIGHT:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()
        finally:
            for future in flying:
                future.cancel()


def _needed(table: TablePlan, names: list[str]) -> set[str]:
    needed: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            todo += table.field(name).bound.values()
    return needed


def _column(
    plan: Plan, field: FieldPlan, table: Stream, stream: Stream, rows: Rows, columns: dict[str, pa.Array]
) -> pa.Array:
    """One field at the given rows, nulls and all."""
    source = field.source
    if isinstance(source, Struct):
        children = [
            _column(plan, child, table, stream.child(child.name), rows, columns) for child in source.fields
        ]
        fields = [arrow_field(child) for child in source.fields]
        values: pa.Array = pa.StructArray.from_arrays([_decoded(child) for child in children], fields=fields)
    elif isinstance(source, Array):
        values = _array(plan, source, table, stream, rows, columns)
    else:
        values = _drawn(plan, field, source, table, stream, rows, columns)
    if field.null_rate > 0:
        values = _with_nulls(
            values, stream.child("null").u32(rows) < np.uint64(round(field.null_rate * 2**32))
        )
    return values


def _drawn(
    plan: Plan,
    field: FieldPlan,
    source: Draw,
    table: Stream,
    stream: Stream,
    rows: Rows,
    columns: dict[str, pa.Array],
) -> pa.Array:
    context = Context(
        table=table,
        locale=field.locale,
        now=plan.now,
        unique=field.unique,
        label=field.label,
        digit=field.digit,
        bound={name: _reader(columns, of) for name, of in field.bound.items()},
    )
    values = coerce(semantic_types.get(source.semantic_type)(stream, rows, context, **source.params), field)
    if field.guard is None:
        return values
    bad = broken(values, field.guard)
    at = np.flatnonzero(bad.to_numpy(zero_copy_only=False))
    if len(at) == 0:
        return values
    fallback, spare = field.guard.fallback, Rows.at(rows.numbers()[at])
    kept = semantic_types.get(fallback.semantic_type)(
        stream.child("guard"), spare, context, **fallback.params
    )
    return pc.replace_with_mask(_decoded(values), bad, _decoded(coerce(kept, field)))


def _array(
    plan: Plan, source: Array, table: Stream, stream: Stream, rows: Rows, columns: dict[str, pa.Array]
) -> pa.Array:
    """Item j of row i is row i * max_length + j of the items' own stream, whatever the other lengths are."""
    lengths = source.min_length + stream.child("length").below(
        rows, source.max_length - source.min_length + 1
    )
    offsets = np.zeros(rows.count + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    items = Rows.at(np.repeat(rows.numbers(), lengths) * source.max_length + within)
    values = _decoded(_column(plan, source.items, table, stream.child("items"), items, columns))
    kind = pa.list_(pa.field("item", values.type))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), values, type=kind)


def _reader(columns: dict[str, pa.Array], name: str) -> Callable[[Rows], pa.Array]:
    return lambda _: columns[name]


def _decoded(values: pa.Array) -> pa.Array:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _with_nulls(values: pa.Array, null: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        return pa.DictionaryArray.from_arrays(_with_nulls(values.indices, null), values.dictionary)
    return pc.if_else(pa.array(null), pa.scalar(None, values.type), values)
