"""What a script of DDL has built up so far: tables with their columns and keys, enumerations and domains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

Expression = Any
"""A node of sqlglot's tree."""


@dataclass(slots=True)
class Column:
    """One column as declared."""

    name: str
    type: Expression | None = None
    type_name: str = ""
    """The type as it was written, for a name of the user's own: an enumeration or a domain."""
    not_null: bool = False
    default: Expression | None = None
    generated: Expression | None = None
    identity: tuple[int, int] | None = None
    """(first number, step) of a column that counts by itself."""
    comment: str = ""


@dataclass(slots=True)
class ForeignKey:
    """`columns` hold the `keys` of a row of `table`; no keys stand for its primary key."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """One table with everything that later statements added to it."""

    name: str
    columns: dict[str, Column] = field(default_factory=dict[str, Column])
    """By name in lower case."""
    primary_key: tuple[str, ...] = ()
    uniques: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    foreign_keys: list[ForeignKey] = field(default_factory=list[ForeignKey])
    checks: list[Expression] = field(default_factory=list[Any])
    comment: str = ""
    named: dict[str, Any] = field(default_factory=dict[str, Any])
    """Constraints by the name that the script gave them, in lower case."""
    keyed: bool = False
    """A table of SQLite whose primary key is never null: `STRICT`, or `WITHOUT ROWID`."""

    def column(self, name: str) -> Column | None:
        """A column by name, in capitals or not."""
        return self.columns.get(name.lower())

    def copied(self) -> dict[str, Column]:
        """Columns like these for another table."""
        return {key: replace(column) for key, column in self.columns.items()}

    def drop_column(self, name: str) -> None:
        """Take a column out, and every key and check that it has part in."""
        gone = self.columns.pop(name.lower(), None)
        if gone is None:
            return

        def without(names: tuple[str, ...]) -> bool:
            return all(item.lower() != name.lower() for item in names)

        self.primary_key = self.primary_key if without(self.primary_key) else ()
        self.uniques = [group for group in self.uniques if without(group)]
        self.foreign_keys = [item for item in self.foreign_keys if without(item.columns)]
        self.checks = [check for check in self.checks if without(tuple(_column_names(check)))]

    def drop_constraint(self, name: str) -> None:
        """Take out the constraint that the script called so."""
        gone = self.named.pop(name.lower(), None)
        if gone is not None and gone == self.primary_key:
            self.primary_key = ()
        self.uniques = [group for group in self.uniques if group is not gone]
        self.foreign_keys = [item for item in self.foreign_keys if item is not gone]
        self.checks = [check for check in self.checks if check is not gone]


@dataclass(slots=True)
class Domain:
    """A type of the user's own: `CREATE DOMAIN year AS integer CHECK (VALUE > 1900)`."""

    type: Expression | None
    not_null: bool = False
    checks: list[Expression] = field(default_factory=list[Any])


@dataclass(slots=True)
class Note:
    """One statement and what became of it; no tables where it had no effect."""

    text: str
    tables: tuple[str, ...] = ()


@dataclass(slots=True)
class Catalogue:
    """Everything that was declared, by name in lower case."""

    dialect: str
    tables: dict[str, Table] = field(default_factory=dict[str, Table])
    enums: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    domains: dict[str, Domain] = field(default_factory=dict[str, Domain])
    notes: list[Note] = field(default_factory=list[Note])
    warnings: list[str] = field(default_factory=list[str])

    def table(self, name: str) -> Table | None:
        """A table by name, in capitals or not."""
        return self.tables.get(name.lower())

    def rename_table(self, table: Table, name: str) -> None:
        """Give a table another name, wherever it is spoken of."""
        before = table.name.lower()
        for other in self.tables.values():
            for foreign in other.foreign_keys:
                foreign.table = name if foreign.table.lower() == before else foreign.table
        table.name = name
        self.tables = {item.name.lower(): item for item in self.tables.values()}

    def rename_column(self, table: Table, column: Column, name: str) -> None:
        """Give a column another name, in its place and wherever it is spoken of."""
        before = column.name.lower()

        def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(name if item.lower() == before else item for item in names)

        table.primary_key = renamed(table.primary_key)
        table.uniques = [renamed(group) for group in table.uniques]
        for other in self.tables.values():
            for foreign in other.foreign_keys:
                if other is table:
                    foreign.columns = renamed(foreign.columns)
                if foreign.table.lower() == table.name.lower():
                    foreign.keys = renamed(foreign.keys)
        computed = [item.generated for item in table.columns.values() if item.generated is not None]
        for tree in (*table.checks, *computed):
            for node in tree.find_all(exp.Identifier):
                if node.name.lower() == before:
                    node.set("this", name)
        column.name = name
        table.columns = {item.name.lower(): item for item in table.columns.values()}

    def warn(self, message: str) -> None:
        """Tell the user of something that was read but is not kept; once is enough."""
        if message not in self.warnings:
            self.warnings.append(message)


def _column_names(tree: Expression) -> Iterator[str]:
    return (node.name for node in tree.find_all(exp.Column))
