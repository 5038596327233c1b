"""Files as tables of a temporary database on disk, so that files of any size are checked in little memory."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa

from rowsmith.containers import file_names
from rowsmith.engine import table_schema
from rowsmith.errors import InvalidInput
from rowsmith.formats import format_of
from rowsmith.plan import Plan, TablePlan
from rowsmith.quality.reading import HOLDS_ALL, batches_of

if TYPE_CHECKING:
    import duckdb

_MEMORY = "400MB"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The database, the name of each table in it, and the files that could not be read as promised."""

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, str]
    rows: dict[str, int]
    unreadable: dict[str, str]

    def one(self, sql: str) -> tuple[Any, ...]:
        """The single row of a query."""
        found = self.connection.execute(sql).fetchone()
        return cast("tuple[Any, ...]", found)


@contextmanager
def warehouse(plan: Plan, files: Mapping[str, Path]) -> Generator[Warehouse]:
    """Load the file of each table; columns are `f0, f1, ...` in the order of the schema."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="rowsmith-verify-") as folder:
        connection = duckdb.connect(str(Path(folder) / "verify.duckdb"))
        try:
            connection.execute(f"SET memory_limit='{_MEMORY}'")
            connection.execute("SET python_enable_replacements=false")
            connection.execute("SET enable_external_access=false")
            connection.execute("SET lock_configuration=true")
            names = {table.name: f"t{number}" for number, table in enumerate(plan.tables)}
            house = Warehouse(connection, names, {}, {})
            for table in plan.tables:
                _load(house, plan, table, files[table.name])
            yield house
        finally:
            connection.close()


def files_of(plan: Plan, paths: list[Path]) -> dict[str, Path]:
    """The file of each table: the only one, one that holds all, or those that are called after the tables."""
    if len(paths) == 1 and paths[0].suffix.lower() in HOLDS_ALL and not paths[0].is_dir():
        return {table.name: paths[0] for table in plan.tables}
    if len(plan.tables) == 1 and len(paths) == 1 and not paths[0].is_dir():
        return {plan.tables[0].name: paths[0]}
    found = [item for path in paths for item in (sorted(path.iterdir()) if path.is_dir() else [path])]
    by_stem = {path.name.partition(".")[0]: path for path in found}
    stems = {name: file.removesuffix(".csv") for name, file in file_names(plan, "csv").items()}
    missing = [stem for stem in stems.values() if stem not in by_stem]
    if missing:
        raise InvalidInput(f"there is no file for the table {missing[0]!r}, such as {missing[0]}.csv")
    return {name: by_stem[stem] for name, stem in stems.items()}


def format_in(files: Mapping[str, Path]) -> str | None:
    """The format of the files: `csv`, `parquet`, or that of the file that holds all."""
    path = next(iter(files.values()), None)
    if path is None or path.suffix.lower() == ".zip":
        return None
    if path.suffix.lower() in HOLDS_ALL:
        return {".db": "sqlite"}.get(path.suffix.lower(), path.suffix.lower().removeprefix("."))
    return format_of(path)


def _load(house: Warehouse, plan: Plan, table: TablePlan, path: Path) -> None:
    schema = table_schema(table)
    target = house.tables[table.name]
    empty = _columns(schema.empty_table().to_batches(), schema)
    house.connection.register("chunk", empty)
    house.connection.execute(f"CREATE TABLE {target} AS SELECT * FROM chunk")
    house.rows[table.name] = 0
    try:
        for batch in batches_of(path, plan, table, schema):
            house.connection.register("chunk", _columns([batch], schema))
            house.connection.execute(f"INSERT INTO {target} SELECT * FROM chunk")
            house.rows[table.name] += batch.num_rows
    except InvalidInput as error:
        house.unreadable[table.name] = error.message


def _columns(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """The batches with plain column names, and date-times as UTC without a zone, as expressions see them."""
    table = pa.Table.from_batches(batches, schema=schema if not batches else batches[0].schema)
    columns: list[pa.ChunkedArray] = []
    naive = pa.timestamp("us")
    for column in table.columns:
        zoned = column.type == pa.timestamp("us", "UTC")
        chunks = [chunk.view(naive) for chunk in column.chunks] if zoned else column.chunks
        columns.append(pa.chunked_array(chunks, naive if zoned else column.type))
    return pa.Table.from_arrays(columns, names=[f"f{number}" for number in range(len(columns))])
