"""`verify`: every promise of a schema, checked on finished files."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rowsmith.plan import Plan, TablePlan
from rowsmith.plan.bounds import absolute
from rowsmith.plan.links import Fanout, Link, Shuffled, Tree
from rowsmith.quality.along import in_order
from rowsmith.quality.grid import on_the_grid
from rowsmith.quality.history import of_history
from rowsmith.quality.promises import Promise, promises
from rowsmith.quality.report import Check, Report
from rowsmith.quality.views import Columns, build
from rowsmith.quality.warehouse import Warehouse, warehouse
from rowsmith.schema import DataSchema, TableDefinition


@dataclass(frozen=True, slots=True)
class Opened:
    """Finished files beside their schema: the tables with bounds as dates, the plan, the rows as views."""

    schema: DataSchema
    plan: Plan
    house: Warehouse
    definitions: Mapping[str, TableDefinition]
    views: Mapping[str, Columns]


@contextmanager
def opened(schema: DataSchema, plan: Plan, files: Mapping[str, Path]) -> Generator[Opened]:
    """Load each table's file; `plan` is the schema's, of any seed."""
    definitions = {table.name: absolute(table, plan.now) for table in schema.all_tables()}
    with warehouse(plan, files) as house:
        views, statements = build(plan)
        for statement in statements:
            house.connection.execute(statement)
        yield Opened(schema, plan, house, definitions, views)


def verify(schema: DataSchema, plan: Plan, files: Mapping[str, Path]) -> Report:
    """Check each table's file against the schema, in memory that does not grow with the files."""
    with opened(schema, plan, files) as there:
        return check(there)


def check(there: Opened) -> Report:
    """Every promise of the schema, checked on the opened files."""
    house, views = there.house, there.views
    checks: list[Check] = []
    for table in there.plan.tables:
        definition = there.definitions[table.name]
        if table.name in house.unreadable:
            reason = house.unreadable[table.name]
            checks.append(Check(table.name, "", "readable in the schema's types", 1, 1, reason))
        if definition.rows is not None:
            found = house.rows[table.name]
            wrong = int(found != definition.rows)
            example = f"there are {found:,}" if wrong else None
            checks.append(Check(table.name, "", f"{definition.rows:,} rows", found, wrong, example, "rows"))
        checks += _rows(house, definition, table, views[table.name])
        checks += _patterns(house, definition, views[table.name])
        checks += _unique(house, definition, table, views[table.name])
        checks += on_the_grid(house, table, views[table.name])
        checks += of_history(house, definition, table, views[table.name])
        checks += in_order(house, table, views[table.name])
        for link in table.links:
            checks += [replace(one, element="reference") for one in _link(house, table, link, views)]
    return Report(tuple(checks), dict(house.rows))


def _rows(
    house: Warehouse, definition: TableDefinition, table: TablePlan, columns: Columns
) -> Iterator[Check]:
    """All promises about single rows: one pass over each relation."""
    by_source: dict[str, list[Promise]] = {}
    for promise in promises(definition, table, columns):
        by_source.setdefault(promise.source or columns.view, []).append(promise)
    for source, listed in by_source.items():
        counts = ", ".join(
            f"count(*) FILTER (WHERE ({item.where})), "
            f"count(*) FILTER (WHERE ({item.where}) AND ({item.broken}))"
            for item in listed
        )
        found = house.one(f"SELECT {counts} FROM {source}")
        for number, item in enumerate(listed):
            checked, broken = found[2 * number], found[2 * number + 1]
            example = None
            if broken:
                (row,) = house.one(f"SELECT min(row) FROM {source} WHERE ({item.where}) AND ({item.broken})")
                example = f"row {row}"
            yield Check(table.name, item.field, item.text, checked, broken, example, item.element)


def _patterns(house: Warehouse, definition: TableDefinition, columns: Columns) -> Iterator[Check]:
    """Patterns are Python's, so Python checks them, a batch of values at a time."""
    for field in definition.fields:
        pattern = field.constraints.pattern
        if pattern is None or field.expression is not None or field.when:
            continue
        compiled, checked, broken, example = re.compile(pattern), 0, 0, None
        column = columns.of[field.name]
        source = house.connection.execute(
            f"SELECT row, {column} FROM {columns.view} WHERE {column} IS NOT NULL"
        )
        while rows := source.fetchmany(10_000):
            bad = [row for row, value in rows if compiled.search(str(value)) is None]
            checked, broken = checked + len(rows), broken + len(bad)
            example = example or (f"row {bad[0]}" if bad else None)
        yield Check(
            definition.name, field.name, f"matches {pattern}", checked, broken, example, "constraints.pattern"
        )


def _unique(
    house: Warehouse, definition: TableDefinition, table: TablePlan, columns: Columns
) -> Iterator[Check]:
    made = {field.name: field for field in table.fields}
    alone = [
        [field.name]
        for field in definition.fields
        if field.constraints.unique
        or (made[field.name].unique and not made[field.name].within and not made[field.name].digit)
    ]
    keys = [definition.primary_key] if len(definition.primary_key) > 1 else []
    for group in [*alone, *keys, *definition.unique_together]:
        names = ", ".join(columns.of[name] for name in group)
        known = " AND ".join(f"{columns.of[name]} IS NOT NULL" for name in group)
        broken, row = house.one(
            "SELECT coalesce(sum(times - 1), 0), min(first) FROM "
            f"(SELECT count(*) AS times, min(row) AS first FROM {columns.view} "
            f"WHERE {known} GROUP BY {names} "
            "HAVING count(*) > 1)"
        )
        example = f"row {row}" if broken else None
        promise = "unique" if len(group) == 1 else "unique together"
        element = "constraints.unique" if len(group) == 1 else "unique_together"
        rows = house.rows[table.name]
        yield Check(table.name, ", ".join(group), promise, rows, int(broken), example, element)


def _link(house: Warehouse, table: TablePlan, link: Link, views: Mapping[str, Columns]) -> Iterator[Check]:
    child, parent = views[table.name], views[link.table]
    low, high = house.tables[table.name], house.tables[link.table]
    fields = ", ".join(link.fields)
    on = " AND ".join(
        f"low.{child.of[field]} = high.{parent.of[key]}"
        for field, key in zip(link.fields, link.keys, strict=True)
    )
    known = " AND ".join(f"low.{child.of[field]} IS NOT NULL" for field in link.fields)
    orphan = f"FROM {low} low WHERE {known} AND NOT EXISTS (SELECT 1 FROM {high} high WHERE {on})"
    broken, row = house.one(f"SELECT count(*), min(low.rowid) {orphan}")
    rows = house.rows[table.name]
    yield Check(table.name, fields, f"a row of {link.table}", rows, broken, f"row {row}" if broken else None)
    if not link.null_rate and not isinstance(link.choice, Tree):
        nulls, row = house.one(f"SELECT count(*), min(low.rowid) FROM {low} low WHERE NOT ({known})")
        yield Check(table.name, fields, "not null", rows, nulls, f"row {row}" if nulls else None)
    choice = link.choice.fanout if isinstance(link.choice, Shuffled) else link.choice
    if isinstance(choice, Fanout):
        first = child.of[link.fields[0]]
        keys = ", ".join(f"low.{child.of[field]}" for field in link.fields)
        counts = (
            f"SELECT high.rowid AS row, coalesce(low.times, 0) AS times FROM {high} high LEFT JOIN "
            f"(SELECT count(low.{first}) AS times, {keys} FROM {low} low GROUP BY {keys}) low ON {on}"
        )
        broken, row = house.one(
            f"SELECT count(*), min(row) FROM ({counts}) WHERE times < {choice.low} OR times > {choice.high}"
        )
        said = f"{choice.low}" if choice.low == choice.high else f"{choice.low} to {choice.high}"
        promise = f"{said} for each row of {link.table}"
        example = f"row {row} of {link.table}" if broken else None
        yield Check(table.name, fields, promise, house.rows[link.table], broken, example)
    if isinstance(link.choice, Tree):
        yield _tree(house, table, link, child)


def _tree(house: Warehouse, table: TablePlan, link: Link, columns: Columns) -> Check:
    """Every row reaches a root in at most the promised number of steps."""
    source, key, field = house.tables[table.name], columns.of[link.keys[0]], columns.of[link.fields[0]]
    depth = link.choice.depth if isinstance(link.choice, Tree) else 0
    (reached,) = house.one(
        f"WITH RECURSIVE tree(key, level) AS (SELECT {key}, 0 FROM {source} WHERE {field} IS NULL UNION ALL "
        f"SELECT low.{key}, level + 1 FROM {source} low JOIN tree ON low.{field} = tree.key "
        f"WHERE level < {depth}) "
        "SELECT count(*) FROM tree"
    )
    rows = house.rows[table.name]
    return Check(table.name, link.name, f"at most {depth} steps from a root", rows, max(0, rows - reached))
