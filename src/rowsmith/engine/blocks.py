"""Ranges of rows, whole: a range alone, or a long one in blocks on several threads, always in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa

from rowsmith.engine.columns import compute
from rowsmith.engine.drawn import decoded
from rowsmith.errors import InvalidInput
from rowsmith.generators import Rows
from rowsmith.plan.arrow_types import arrow_field
from rowsmith.plan.model import Plan, TablePlan

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
    arrays = [columns[field.name] if encoded else decoded(columns[field.name]) for field in table.fields]
    schema = table_schema(table)
    if encoded:
        schema = pa.schema([item.with_type(array.type) for item, array in zip(schema, arrays, strict=True)])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


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
