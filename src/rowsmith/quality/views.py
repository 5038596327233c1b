"""Each table with what its expressions read from parents and children, as views.

Every hidden field is a small view of its own (`row`, `value`), made from the plain tables and from the hidden
fields that it reads; a table's view joins those that its promises need.
"""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.plan import Plan, TablePlan
from rowsmith.plan.derived import Compute, Refer, Rollup
from rowsmith.plan.grammar import columns_renamed


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
    builder = _Builder(plan)
    for table in plan.tables:
        for hidden in table.hidden:
            builder.hide(table, hidden.name)
    for table in plan.tables:
        names = [hidden.name for hidden in table.hidden]
        view = builder.views[table.name].view
        builder.statements.append(f"CREATE TEMP VIEW {view} AS {builder.relation(table, names)}")
    return builder.views, builder.statements


class _Builder:
    """Makes the view of each hidden field once, after those that it reads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.statements: list[str] = []
        self.views: dict[str, Columns] = {}
        self._made: set[tuple[str, str]] = set()
        self._number = {table.name: number for number, table in enumerate(plan.tables)}
        for table in plan.tables:
            columns = {field.name: f"f{at}" for at, field in enumerate(table.fields)}
            columns |= {hidden.name: f"h{at}" for at, hidden in enumerate(table.hidden)}
            self.views[table.name] = Columns(f"v{self._number[table.name]}", columns)

    def relation(self, table: TablePlan, names: list[str]) -> str:
        """A query for the table with its row numbers and the hidden ones of the given fields."""
        number, columns = self._number[table.name], self.views[table.name].of
        hidden = [name for name in dict.fromkeys(names) if columns[name].startswith("h")]
        values = "".join(f", {columns[name]}.value AS {columns[name]}" for name in hidden)
        joins = "".join(
            f" LEFT JOIN {self._view(table, name)} {columns[name]} ON {columns[name]}.row = own.rowid"
            for name in hidden
        )
        return f"SELECT own.*, own.rowid AS row{values} FROM t{number} own{joins}"

    def hide(self, table: TablePlan, name: str) -> None:
        """Make the view of a hidden field and of what it reads."""
        if (table.name, name) in self._made or not self.views[table.name].of[name].startswith("h"):
            return
        self._made.add((table.name, name))
        source, columns = table.field(name).source, self.views[table.name]
        if isinstance(source, Compute):
            for read in source.reads:
                self.hide(table, read)
            below = self.relation(table, list(source.reads))
            body = f"SELECT row, {columns.sql(source)} AS value FROM ({below})"
        elif isinstance(source, Refer):
            body = self._parent_value(table, source)
        elif isinstance(source, Rollup):
            body = self._children_value(table, source)
        else:
            raise TypeError(f"{name!r} cannot be hidden")
        self.statements.append(f"CREATE TEMP VIEW {self._view(table, name)} AS {body}")

    def _view(self, table: TablePlan, name: str) -> str:
        return f"w{self._number[table.name]}_{self.views[table.name].of[name]}"

    def _parent_value(self, table: TablePlan, source: Refer) -> str:
        link = table.link(source.link)
        parent = self.plan.table(link.table)
        self.hide(parent, source.key)
        own, above = self.views[table.name].of, self.views[link.table].of
        on = " AND ".join(
            f"low.{own[field]} = high.{above[key]}" for field, key in zip(link.fields, link.keys, strict=True)
        )
        return (
            f"SELECT low.rowid AS row, high.{above[source.key]} AS value "
            f"FROM t{self._number[table.name]} low "
            f"LEFT JOIN ({self.relation(parent, [source.key])}) high ON {on}"
        )

    def _children_value(self, table: TablePlan, source: Rollup) -> str:
        child = self.plan.table(source.table)
        link = child.link(source.link)
        own, below = self.views[table.name].of, self.views[child.name].of
        names: list[str] = []
        value = "count(*)"
        if source.field is not None:
            self.hide(child, source.field)
            names, value = [source.field], f"{source.function}({below[source.field]})"
        keys = ", ".join(below[field] for field in link.fields)
        group = f"SELECT {keys}, {value} AS value FROM ({self.relation(child, names)}) GROUP BY {keys}"
        on = " AND ".join(
            f"high.{own[key]} = low.{below[field]}" for field, key in zip(link.fields, link.keys, strict=True)
        )
        none = "0" if source.function in ("sum", "count") else "NULL"
        return (
            f"SELECT high.rowid AS row, coalesce(low.value, {none}) AS value "
            f"FROM t{self._number[table.name]} high LEFT JOIN ({group}) low ON {on}"
        )
