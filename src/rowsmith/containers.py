"""What holds several tables: a folder, one zip, a DuckDB or an SQLite file.

Each appears complete or not at all. A folder and a zip hold a file for each table, in any format; a zip of
the same plan has the same bytes.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyarrow as pa

from rowsmith import engine
from rowsmith.engine.dirty import KEY
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format
from rowsmith.formats.atomic import atomic
from rowsmith.plan import Plan, TablePlan

Advance = Callable[[int], None]
SUFFIXES = (".zip", ".duckdb", ".sqlite", ".db")
"""Names of files that hold any number of tables; a name without an ending is a folder."""


def is_container(path: Path) -> bool:
    """Whether a file of this name, or a folder, can hold several tables."""
    return path.suffix.lower() in SUFFIXES or path.suffix == "" or path.is_dir()


def write_container(
    plan: Plan, path: Path, format_: str, threads: int | None, advance: Advance | None
) -> int:
    """Write every table of a plan; `format_` is that of the files in a folder or a zip. The rows written."""
    writers = {".zip": _zip, ".duckdb": _duckdb, ".sqlite": _sqlite, ".db": _sqlite}
    if not is_container(path):
        names = ", ".join(table.name for table in plan.tables)
        raise InvalidInput(
            f"the schema has {len(plan.tables)} tables ({names}) and {path.name!r} holds one; name a folder, "
            "or a file that ends in .zip, .duckdb or .sqlite"
        )
    if plan.tables and path.suffix.lower() in writers and not path.is_dir():
        return writers[path.suffix.lower()](plan, path, format_, threads, advance)
    return _folder(plan, path, format_, threads, advance)


def file_names(plan: Plan, format_: str) -> dict[str, str]:
    """The file of each table, safe on any system: `{"order lines": "order_lines.csv"}`."""
    found: dict[str, str] = {}
    for table in plan.tables:
        stem = re.sub(r"[^\w-]+", "_", table.name).strip("_")[:80] or "table"
        while f"{stem}.{format_}".lower() in (name.lower() for name in found.values()):
            stem += "_"
        found[table.name] = f"{stem}.{format_}"
    return found


def parents_first(plan: Plan) -> list[TablePlan]:
    """The tables in an order in which rows can be inserted; the nullable side of a circle comes before."""
    for firm_only in (False, True):
        sorter = TopologicalSorter(
            {
                table.name: {
                    link.table
                    for link in table.links
                    if link.table != table.name and not (firm_only and link.null_rate > 0)
                }
                for table in plan.tables
            }
        )
        try:
            return [plan.table(name) for name in sorter.static_order()]
        except CycleError:
            continue
    return list(plan.tables)


def _batches(
    plan: Plan, table: TablePlan, threads: int | None, advance: Advance | None, *, encoded: bool
) -> Iterator[pa.RecordBatch]:
    for batch in engine.batches(plan, table, encoded=encoded, threads=threads):
        yield batch
        if advance is not None:
            advance(batch.num_rows)


def _fill(
    plan: Plan, table: TablePlan, sink: IO[bytes], format_: str, threads: int | None, advance: Advance | None
) -> int:
    writer = open_format(format_).writer(cast("BinaryIO", sink), engine.table_schema(table))
    for batch in _batches(plan, table, threads, advance, encoded=True):
        writer.write(batch)
    writer.close()
    return table.rows


def dirty_names(name: str, format_: str) -> tuple[str, str]:
    """The files of a dirty twin: `orders_dirty.csv` and `orders_dirty_key.csv` for `orders.csv`."""
    stem = name.removesuffix(f".{format_}")
    return f"{stem}_dirty.{format_}", f"{stem}_dirty_key.{format_}"


def fill_dirty(plan: Plan, table: TablePlan, twin: IO[bytes], key: IO[bytes], format_: str) -> None:
    """Write a table's dirty twin and its answer key, a block at a time."""
    if table.dirty is None:
        return
    opened = open_format(format_)
    rows = opened.writer(cast("BinaryIO", twin), engine.table_schema(table))
    answers = opened.writer(cast("BinaryIO", key), KEY)
    for at in range(0, table.dirty.rows, engine.BLOCK):
        made = engine.generate_dirty(plan, table, at, min(engine.BLOCK, table.dirty.rows - at))
        rows.write(made.rows)
        answers.write(made.key)
    rows.close()
    answers.close()


def _folder(plan: Plan, path: Path, format_: str, threads: int | None, advance: Advance | None) -> int:
    names = file_names(plan, format_)
    rows = 0
    if path.is_dir():
        for table in plan.tables:
            with atomic(path / names[table.name]) as sink:
                rows += _fill(plan, table, sink, format_, threads, advance)
            if table.dirty is not None:
                twin, key = dirty_names(names[table.name], format_)
                with atomic(path / twin) as sink, atomic(path / key) as answers:
                    fill_dirty(plan, table, sink, answers, format_)
        return rows
    with _beside(path) as partial:
        partial.mkdir()
        for table in plan.tables:
            with (partial / names[table.name]).open("wb") as sink:
                rows += _fill(plan, table, sink, format_, threads, advance)
            if table.dirty is not None:
                twin, key = dirty_names(names[table.name], format_)
                with (partial / twin).open("wb") as sink, (partial / key).open("wb") as answers:
                    fill_dirty(plan, table, sink, answers, format_)
    return rows


def _zip(plan: Plan, path: Path, format_: str, threads: int | None, advance: Advance | None) -> int:
    import zipfile

    names, rows = file_names(plan, format_), 0
    packed = format_.rpartition(".")[2] in ("gz", "zst", "parquet")
    with atomic(path) as sink, zipfile.ZipFile(sink, "w") as archive:
        for table in plan.tables:
            entry = zipfile.ZipInfo(names[table.name])
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as member:
                rows += _fill(plan, table, member, format_, threads, advance)
            if table.dirty is not None:
                # A zip takes one member at a time, so the twin waits beside it.
                with tempfile.TemporaryDirectory() as folder:
                    parts = [Path(folder) / name for name in dirty_names(names[table.name], format_)]
                    with parts[0].open("wb") as twin, parts[1].open("wb") as key:
                        fill_dirty(plan, table, twin, key, format_)
                    for part in parts:
                        extra = zipfile.ZipInfo(part.name)
                        extra.compress_type, extra.external_attr = entry.compress_type, entry.external_attr
                        with part.open("rb") as source, archive.open(extra, "w", force_zip64=True) as member:
                            shutil.copyfileobj(source, member)
    return rows


Read = Callable[[TablePlan], Iterator[pa.RecordBatch]]


def write_database(plan: Plan, path: Path, read: Read) -> None:
    """A DuckDB or SQLite file, by its ending, with the rows that `read` gives for each table."""
    write = write_duckdb if path.suffix.lower() == ".duckdb" else write_sqlite
    write(plan, path, read)


def _duckdb(plan: Plan, path: Path, format_: str, threads: int | None, advance: Advance | None) -> int:  # noqa: ARG001
    write_duckdb(plan, path, lambda table: _batches(plan, table, threads, advance, encoded=False))
    return sum(table.rows for table in plan.tables)


def write_duckdb(plan: Plan, path: Path, read: Read) -> None:
    """A DuckDB file with the rows that `read` gives for each table."""
    import duckdb

    with _beside(path) as partial:
        connection = duckdb.connect(str(partial))
        try:
            for table in parents_first(plan):
                name = quoted(table.name)
                connection.register("chunk", engine.table_schema(table).empty_table())
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM chunk")  # noqa: S608 - quoted above
                for batch in read(table):
                    connection.register("chunk", pa.Table.from_batches([batch]))
                    connection.execute(f"INSERT INTO {name} SELECT * FROM chunk")  # noqa: S608 - quoted above
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise InvalidInput(f"DuckDB does not take these tables: {reason}") from error
        finally:
            connection.close()


def _sqlite(plan: Plan, path: Path, format_: str, threads: int | None, advance: Advance | None) -> int:  # noqa: ARG001
    write_sqlite(plan, path, lambda table: _batches(plan, table, threads, advance, encoded=False))
    return sum(table.rows for table in plan.tables)


def write_sqlite(plan: Plan, path: Path, read: Read) -> None:
    """An SQLite file with the rows that `read` gives for each table."""
    import sqlite3

    with _beside(path) as partial:
        connection = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("BEGIN")
            for table in parents_first(plan):
                connection.execute(_sqlite_table(plan, table))
                marks = ", ".join("?" * len(table.fields))
                insert = f"INSERT INTO {quoted(table.name)} VALUES ({marks})"  # noqa: S608 - quoted
                for batch in read(table):
                    # The driver takes rows, so the columns have to be turned into rows here.
                    columns = [_plain(column) for column in batch.columns]
                    connection.executemany(insert, zip(*columns, strict=True))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise InvalidInput(f"SQLite does not take the dataset: {error}") from error
        finally:
            connection.close()


def _sqlite_table(plan: Plan, table: TablePlan) -> str:
    """`CREATE TABLE` with types, keys that others refer to, and references."""
    kinds = {"integer": "INTEGER", "boolean": "INTEGER", "float": "REAL", "decimal": "NUMERIC"}
    lines = [f"{quoted(field.name)} {kinds.get(field.type, 'TEXT')}" for field in table.fields]
    keys = {link.keys for other in plan.tables for link in other.links if link.table == table.name}
    lines += [f"UNIQUE ({_listed(key)})" for key in sorted(keys)]
    lines += [
        f"FOREIGN KEY ({_listed(link.fields)}) REFERENCES {quoted(link.table)} ({_listed(link.keys)})"
        for link in table.links
    ]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(lines)})"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _plain(column: pa.Array) -> list[Any]:
    """Values that SQLite stores: numbers and text; dates as ISO text, nested values as JSON."""
    import json

    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_string(kind):
        return column.to_pylist()
    if pa.types.is_boolean(kind):
        return column.cast(pa.int8()).to_pylist()
    if pa.types.is_nested(kind):
        return [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
    return column.cast(pa.string()).to_pylist()


@contextmanager
def _beside(path: Path) -> Generator[Path]:
    """A temporary name in the same folder that takes the place of `path` at the end, or goes."""
    try:
        path.parent.resolve(strict=True)
    except OSError as error:
        raise InvalidInput(f"cannot write {path}: {error.strerror}") from None
    partial = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        if partial.is_dir():
            shutil.rmtree(partial)
        else:
            partial.unlink(missing_ok=True)
