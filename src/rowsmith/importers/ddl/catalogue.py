"""What a script of DDL has built up so far: tables with their columns and keys, enumerations and domains."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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
    keyed: bool = False
    """A table of SQLite whose primary key is never null: `STRICT`, or `WITHOUT ROWID`."""

    def column(self, name: str) -> Column | None:
        """A column by name, in capitals or not."""
        return self.columns.get(name.lower())


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

    def warn(self, message: str) -> None:
        """Tell the user of something that was read but is not kept; once is enough."""
        if message not in self.warnings:
            self.warnings.append(message)
