"""Formats whose files are written as a whole, because nothing can be appended to them: Excel and databases.

Their chunks are kept as Arrow files, and the file is made from these.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from rowsmith import engine
from rowsmith.containers import write_database
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format
from rowsmith.jobs.workbook import check_fits, write_workbook
from rowsmith.plan import Plan, TablePlan

WHOLE = ("duckdb", "sqlite", "xlsx")
"""Each holds any number of tables."""

CHUNK_FORMAT = "arrow"

Read = Callable[[TablePlan], Iterator[pa.RecordBatch]]


def check_format(format: str, options: Mapping[str, object], plan: Plan | None = None) -> None:  # noqa: A002
    """Refuse a format that does not exist, or cannot hold the plan's tables."""
    if format not in WHOLE:
        open_format(format, options)
    elif options:
        raise InvalidInput(f"{format} has no options; {', '.join(options)} cannot be set")
    elif format == "xlsx" and plan is not None:
        check_fits(plan)


def chunk_format(format: str) -> str:  # noqa: A002 - the name of this thing at every door
    """The format of the chunks of a job: `chunk_format("xlsx")` is `arrow`, `chunk_format("csv")` is `csv`."""
    return CHUNK_FORMAT if format in WHOLE else format


def write_whole(plan: Plan, format: str, read: Read, sink: BinaryIO) -> None:  # noqa: A002
    """Write a plan's tables from the batches that `read` gives."""
    check_format(format, {}, plan)
    if format == "xlsx":
        write_workbook(sink, ((table.name, engine.table_schema(table), read(table)) for table in plan.tables))
        return
    with tempfile.TemporaryDirectory(prefix="rowsmith-") as folder:
        path = Path(folder) / f"data.{format}"
        write_database(plan, path, read)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sink, 1 << 20)


def only(plan: Plan, table: str) -> Plan:
    """The plan of one table alone, without references to tables that are not there."""
    return replace(plan, tables=(replace(plan.table(table), links=()),))
