"""The one error tree.

RowsmithError
├── InvalidInput   what was asked cannot be done as asked (HTTP 422, exit code 2)
├── NotFound       it does not exist, or not for this caller (HTTP 404, exit code 2)
├── Conflict       it exists, but not in a state that allows this (HTTP 409, exit code 1)
└── Unavailable    something this needs is missing, full or down (HTTP 503, exit code 1)

A specific error lives beside the code that raises it and derives from one of the four; the doors know
only these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in what a user sent.

    `path` is where (`tables.orders.fields.age.constraints.min_value`), `code` is a stable word for
    programs (`min_above_max`), `message` says what was given and what to do.
    """

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class RowsmithError(Exception):
    """Root of every error that Rowsmith raises on purpose."""

    status = 500
    exit_code = 1

    def __init__(self, message: str, issues: Iterable[Issue] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.issues = tuple(issues)


class InvalidInput(RowsmithError):
    """What was asked cannot be done as asked; `issues` names every problem found."""

    status = 422
    exit_code = 2

    @classmethod
    def of(cls, issues: Iterable[Issue]) -> InvalidInput:
        """One error for all problems: `InvalidInput.of([Issue("fields.age", "min_above_max", "...")])`."""
        found = tuple(issues)
        first = str(found[0]) if found else "invalid input"
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return cls(first + more, found)


class NotFound(RowsmithError):
    """It does not exist, or not for this caller."""

    status = 404
    exit_code = 2


class Conflict(RowsmithError):
    """It exists, but its state does not allow this."""

    status = 409


class Unavailable(RowsmithError):
    """Something this needs is missing, full or down; trying again later may work."""

    status = 503
