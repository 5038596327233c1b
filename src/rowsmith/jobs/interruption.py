"""How a task learns that nobody wants its result any more: it asks, between blocks of rows."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar


class Interrupted(Exception):
    """The task was told to stop; what it had begun is dropped."""


unwanted: ContextVar[Callable[[], bool]] = ContextVar("unwanted", default=lambda: False)
"""Set by whoever runs the task: says whether to stop."""


def check() -> None:
    """Raise `Interrupted` when the task should stop."""
    if unwanted.get()():
        raise Interrupted
