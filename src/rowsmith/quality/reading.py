"""Any file that Rowsmith writes, read back a batch at a time: single tables, folders' files, zips, databases."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pyarrow as pa

from rowsmith.containers import quoted
from rowsmith.errors import InvalidInput
from rowsmith.formats import format_of, open_format
from rowsmith.formats.json_read import parse_json_column
from rowsmith.formats.schemas import conform, conform_array
from rowsmith.plan import Plan, TablePlan
from rowsmith.quality.sheets import sheet_rows

_BATCH = 20_000
_SQLITE = (".sqlite", ".db")

HOLDS_ALL = (".zip", ".duckdb", ".xlsx", *_SQLITE)
"""Endings of files that hold every table."""


def batches_of(path: Path, plan: Plan, table: TablePlan, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a table in a finished file, in the types of `schema`."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise InvalidInput(f"{path} is not a file; give a file, or a directory with a file for each table")
    if suffix in READERS:
        yield from READERS[suffix](path, plan, table, schema)
        return
    if zipfile.is_zipfile(path):
        raise InvalidInput(f"{path} is a zip; a file of tables ends in .zip or .xlsx")
    with path.open("rb") as source:
        yield from open_format(format_of(path)).read(source, schema)


def _zip(path: Path, plan: Plan, table: TablePlan, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Its members are in the order of the tables; each is unpacked to a file of its own, which can be sought."""
    with _unpacked(path, plan, table) as member:
        yield from batches_of(member, plan, table, schema)


@contextmanager
def _unpacked(path: Path, plan: Plan, table: TablePlan) -> Generator[Path]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise InvalidInput(f"{path} is not a zip: {error}") from None
    with archive, tempfile.TemporaryDirectory(prefix="rowsmith-unpack-") as folder:
        names = [
            item.filename
            for item in archive.infolist()
            if not item.filename.rpartition("/")[2].partition(".")[0].endswith(("_dirty", "_dirty_key"))
        ]
        if len(names) != len(plan.tables):
            raise InvalidInput(
                f"{path} holds {len(names)} files, and the schema has {len(plan.tables)} tables"
            )
        name = names[[item.name for item in plan.tables].index(table.name)]
        target = Path(folder) / f"data.{format_of(name)}"
        with archive.open(name) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
        yield target


def _duckdb(path: Path, plan: Plan, table: TablePlan, schema: pa.Schema) -> Iterator[pa.RecordBatch]:  # noqa: ARG001
    import duckdb

    try:
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            connection.execute("SET enable_external_access=false")
            found = connection.sql(f"SELECT * FROM {quoted(table.name)}")
            for batch in cast("Iterable[pa.RecordBatch]", found.to_arrow_reader(_BATCH)):
                yield conform(batch, schema)
    except duckdb.Error as error:
        raise InvalidInput(f"{path} cannot be read: {str(error).partition(chr(10))[0]}") from None


def _sqlite(path: Path, plan: Plan, table: TablePlan, schema: pa.Schema) -> Iterator[pa.RecordBatch]:  # noqa: ARG001
    import sqlite3

    names = ", ".join(map(quoted, schema.names))
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            found = connection.execute(f"SELECT {names} FROM {quoted(table.name)} ORDER BY rowid")
            while rows := found.fetchmany(_BATCH):
                yield _of_rows(rows, schema)
    except sqlite3.Error as error:
        raise InvalidInput(f"{path} cannot be read: {error}") from None


def _xlsx(path: Path, plan: Plan, table: TablePlan, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    number = [item.name for item in plan.tables].index(table.name) + 1
    waiting: list[tuple[Any, ...]] = []
    for row in sheet_rows(path, number, schema):
        waiting.append(row)
        if len(waiting) == _BATCH:
            yield _of_rows(waiting, schema)
            waiting = []
    if waiting:
        yield _of_rows(waiting, schema)


def _of_rows(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows of plain values as a batch; what a file cannot store as such is text in it."""
    columns = [
        _column(list(values), field) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(values: list[Any], field: pa.Field) -> pa.Array:
    kind = field.type
    try:
        if pa.types.is_nested(kind):
            return parse_json_column(pa.array(values, pa.string()), field)
        if pa.types.is_boolean(kind):
            return pa.array([None if value is None else bool(value) for value in values], kind)
        if pa.types.is_floating(kind):
            return pa.array([None if value is None else float(value) for value in values], kind)
        if pa.types.is_integer(kind):
            return pa.array([None if value is None else int(value) for value in values], kind)
        texts = pa.array([None if value is None else str(value) for value in values], pa.string())
        return conform_array(texts, kind)
    except (ValueError, TypeError, pa.ArrowInvalid) as error:
        raise InvalidInput(f"the column {field.name!r} cannot be read as {kind}: {error}") from None


READERS: dict[str, Callable[[Path, Plan, TablePlan, pa.Schema], Iterator[pa.RecordBatch]]] = {
    ".zip": _zip,
    ".duckdb": _duckdb,
    ".sqlite": _sqlite,
    ".db": _sqlite,
    ".xlsx": _xlsx,
}
"""How each kind of file with several tables is read."""
