"""From a plan to a finished file: generate, encode, count, and move into place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rowsmith import engine
from rowsmith.containers import SUFFIXES, dirty_names, fill_dirty, is_container, write_container
from rowsmith.errors import InvalidInput
from rowsmith.formats import format_of, open_format
from rowsmith.formats.atomic import atomic
from rowsmith.plan import Plan, TablePlan

DEFAULT_FORMAT = "csv"

Advance = Callable[[int], None]
"""Called with the number of rows just written."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written: `Delivery(path="users.parquet", rows=5000, size_bytes=211034, ...)`."""

    path: Path
    format: str
    rows: int
    size_bytes: int
    seconds: float
    seed: int
    plan_hash: str


def choose_format(path: str | Path | None, asked: str | None, suggested: str | None = None) -> str:
    """The format that was asked for, or that the file's name says, or that the request mentions, or CSV."""
    if asked is not None:
        open_format(asked)
        return asked
    if path is not None and str(path) != "-" and Path(path).suffix and not is_container(Path(path)):
        return format_of(path)
    return suggested or DEFAULT_FORMAT


def deliver(
    plan: Plan,
    path: Path,
    format: str | None = None,  # noqa: A002 - the name of this thing at every door
    *,
    threads: int | None = None,
    advance: Advance | None = None,
) -> Delivery:
    """Write the plan's rows to `path`; the file appears when it is complete, or not at all.

    Several tables go into a folder, or into one file that ends in `.zip`, `.duckdb` or `.sqlite`.
    """
    chosen = choose_format(path, format)
    began = time.perf_counter()
    if len(plan.tables) > 1 or path.suffix.lower() in SUFFIXES or path.is_dir():
        rows = write_container(plan, path, chosen, threads, advance)
    else:
        with atomic(path) as file:
            rows = deliver_to(plan, file, chosen, threads=threads, advance=advance)
        table = plan.table()
        if table.dirty is not None:
            twin, key = dirty_names(path.name, chosen)
            with atomic(path.with_name(twin)) as rows_file, atomic(path.with_name(key)) as key_file:
                fill_dirty(plan, table, rows_file, key_file, chosen)
    seconds = time.perf_counter() - began
    return Delivery(path, chosen, rows, _size(path), seconds, plan.seed, plan.hash)


def _size(path: Path) -> int:
    return sum(item.stat().st_size for item in path.iterdir()) if path.is_dir() else path.stat().st_size


def deliver_to(
    plan: Plan,
    sink: BinaryIO,
    format: str,  # noqa: A002 - the name of this thing at every door
    *,
    threads: int | None = None,
    advance: Advance | None = None,
) -> int:
    """Write the rows of a single-table plan to an open binary file and return how many there were."""
    table = _only_table(plan)
    writer = open_format(format).writer(sink, engine.table_schema(table))
    written = 0
    for batch in engine.batches(plan, table, encoded=True, threads=threads):
        writer.write(batch)
        written += batch.num_rows
        if advance is not None:
            advance(batch.num_rows)
    writer.close()
    return written


def _only_table(plan: Plan) -> TablePlan:
    if len(plan.tables) != 1:
        names = ", ".join(table.name for table in plan.tables)
        raise InvalidInput(f"the schema has {len(plan.tables)} tables ({names}); one file holds one table")
    return plan.tables[0]
