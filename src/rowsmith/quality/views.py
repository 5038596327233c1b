"""Each table with what its expressions read from parents and children, as a view."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.plan import Plan, TablePlan
from rowsmith.plan.derived import Compute, Refer, Rollup
from rowsmith.plan.grammar import columns_renamed
from rowsmith.plan.links import Link
from rowsmith.plan.model import FieldPlan


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the view holds each field of a table, hidden ones included."""

    view: str
    of: dict[str, str]

    def sql(self, compute: Compute) -> str:
        """An expression of the plan over the columns of the view."""
        names = {f"c{number}": self.of[name] for number, name in enumerate(compute.reads)}
        return columns_renamed(compute.sql, names)


def build(plan: Plan) -> tuple[dict[str, Columns], list[str]]:
    """The columns of each table's view, and the statements that make the views, in order."""
    views = {
        table.name: Columns(f"v{number}", {field.name: f"f{at}" for at, field in enumerate(table.fields)})
        for number, table in enumerate(plan.tables)
    }
    made: list[str] = []
    statements: list[str] = []
    for table in plan.tables:
        _build(plan, table, views, made, statements)
    return views, statements


def _build(
    plan: Plan, table: TablePlan, views: dict[str, Columns], made: list[str], statements: list[str]
) -> None:
    if table.name in made:
        return
    made.append(table.name)
    columns, source = views[table.name], f"t{_number(plan, table.name)}"
    for name in table.order:
        if name in {field.name for field in table.fields}:
            continue
        hidden = table.field(name)
        for needed in _tables(table, hidden):
            _build(plan, plan.table(needed), views, made, statements)
    layer = f"SELECT *, rowid AS row FROM {source}"
    for number, name in enumerate(item for item in table.order if item not in columns.of):
        column = f"h{number}"
        layer = _with(plan, table, table.field(name), column, layer, views)
        columns.of[name] = column
    statements.append(f"CREATE TEMP VIEW {columns.view} AS {layer}")


def _tables(table: TablePlan, hidden: FieldPlan) -> list[str]:
    source = hidden.source
    if isinstance(source, Refer):
        parent = table.link(source.link).table
        return [parent] if parent != table.name else []
    return [source.table] if isinstance(source, Rollup) else []


def _with(
    plan: Plan, table: TablePlan, hidden: FieldPlan, column: str, layer: str, views: dict[str, Columns]
) -> str:
    """The layer below with one more column."""
    source, own = hidden.source, views[table.name]
    if isinstance(source, Compute):
        return f"SELECT *, {own.sql(source)} AS {column} FROM ({layer})"
    if isinstance(source, Refer):
        link = table.link(source.link)
        parent, where = _parent(plan, link, source.key, views)
        on = " AND ".join(
            f"low.{own.of[field]} = high.{views[link.table].of[key]}"
            for field, key in zip(link.fields, link.keys, strict=True)
        )
        return f"SELECT low.*, high.{parent} AS {column} FROM ({layer}) low LEFT JOIN {where} high ON {on}"
    if not isinstance(source, Rollup):
        raise TypeError(f"{hidden.name!r} cannot be hidden")
    child = plan.table(source.table)
    link = child.link(source.link)
    below = views[source.table]
    value = f"{source.function}({below.of[source.field]})" if source.field else "count(*)"
    keys = ", ".join(below.of[field] for field in link.fields)
    group = f"SELECT {keys}, {value} AS {column} FROM {below.view} GROUP BY {keys}"
    on = " AND ".join(
        f"low.{own.of[key]} = high.{below.of[field]}"
        for field, key in zip(link.fields, link.keys, strict=True)
    )
    none = "0" if source.function in ("sum", "count") else "NULL"
    return f"SELECT low.*, coalesce(high.{column}, {none}) AS {column} FROM ({layer}) low LEFT JOIN ({group}) high ON {on}"


def _parent(plan: Plan, link: Link, key: str, views: dict[str, Columns]) -> tuple[str, str]:
    """The parent's column, and where to read it: its plain table where that is enough."""
    columns = views[link.table]
    plain = any(field.name == key for field in plan.table(link.table).fields)
    return columns.of[key], f"t{_number(plan, link.table)}" if plain else columns.view


def _number(plan: Plan, name: str) -> int:
    return next(number for number, table in enumerate(plan.tables) if table.name == name)
