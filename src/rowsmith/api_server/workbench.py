"""Where requests compute: a few threads for heavy work, and an end to the queue before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from rowsmith.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")


class Workbench:
    """`await bench.run(library.preview, schema, rows=10)`: in a thread, at most `parallel` at a time."""

    def __init__(self, parallel: int, waiting: int) -> None:
        self._limiter = CapacityLimiter(parallel)
        self._waiting = waiting
        self._queued = 0

    async def run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a call; raises `Unavailable` when too many wait already."""
        if self._queued >= self._waiting:
            raise Unavailable("too many requests are being computed; try again in a moment")
        self._queued += 1
        try:
            return await to_thread.run_sync(lambda: call(*args, **kwargs), limiter=self._limiter)
        finally:
            self._queued -= 1

    @property
    def queued(self) -> int:
        """Calls that run or wait."""
        return self._queued
