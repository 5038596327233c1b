"""Where an element's values are in the opened files, and how to ask them."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rowsmith.plan import FieldPlan, TablePlan
from rowsmith.plan.model import Cases
from rowsmith.quality.elements import Element
from rowsmith.quality.report import Check
from rowsmith.quality.verify import Opened
from rowsmith.quality.views import Columns
from rowsmith.schema import FieldDefinition, TableDefinition


@dataclass(frozen=True, slots=True)
class Finding:
    """A measured value, whether it is what was asked (None: nothing to say), and a word about it."""

    measured: Any
    holds: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An element of a table in the opened files."""

    there: Opened
    element: Element
    table: TableDefinition
    plan: TablePlan
    columns: Columns
    checks: tuple[Check, ...]
    """The promises of this element, checked."""

    @property
    def field(self) -> FieldDefinition:
        """The field, or the member of an object, that the element speaks of."""
        own = next(item for item in self.table.fields if item.name == self.element.field)
        members = own.fields or []
        return next((item for item in members if item.name == self.element.child), own)

    @property
    def made(self) -> FieldPlan:
        """How the field is made; the ordinary rows of one with conditions."""
        found = self.plan.field(self.element.field)
        return found.source.otherwise if isinstance(found.source, Cases) else found

    @property
    def column(self) -> str:
        """The values as SQL."""
        column = self.columns.of[self.element.field]
        return f"{column}.{quoted(self.element.child)}" if self.element.child else column

    @property
    def source(self) -> str:
        """The rows that the element speaks of: all of them, or those that no condition of the field takes."""
        found = self.plan.field(self.element.field).source if self.element.field else None
        if isinstance(found, Cases):
            return f"(SELECT * FROM {self.columns.view} WHERE ({self.columns.sql(found.select)}) IS NULL)"
        return self.there.house.tables[self.table.name]

    @property
    def rows(self) -> int:
        """The rows of the table's file."""
        return self.there.house.rows[self.table.name]

    @property
    def broken(self) -> int:
        """How many rows break the element's promises."""
        return sum(item.broken for item in self.checks)

    @property
    def checked(self) -> int:
        """How many rows were checked for it."""
        return max((item.checked for item in self.checks), default=0)

    def one(self, select: str) -> tuple[Any, ...]:
        """The single row of a query over the element's rows."""
        return self.there.house.one(f"SELECT {select} FROM {self.source}")

    def all(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a whole query."""
        return self.there.house.connection.execute(query).fetchall()


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def plain(value: Any) -> Any:
    """A measured value as JSON: dates as ISO text, decimals as numbers."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def share(count: int, rows: int) -> float:
    """A share to six places: `share(1, 3)` is 0.333333."""
    return round(count / rows, 6) if rows else 0.0
