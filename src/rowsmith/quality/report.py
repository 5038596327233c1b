"""The outcome of a verification: one line for each thing that a schema promises."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One promise and how often the file breaks it: `Check("orders", "total", "= a * b", 1000, 0)`."""

    table: str
    field: str
    promise: str
    checked: int
    broken: int
    example: str | None = None
    """The first row that breaks it, for people."""
    element: str = ""
    """What of the field, or of the table, promises it: `constraints.min_value`, `reference`, `rows`."""

    @property
    def holds(self) -> bool:
        """Whether no row breaks it."""
        return self.broken == 0


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of all tables."""

    checks: tuple[Check, ...]
    rows: dict[str, int]

    @property
    def broken(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.holds)

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return not self.broken
