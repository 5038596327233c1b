"""A bounded number of things that stay open: event streams and long polls."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from prometheus_client import Gauge

from rowsmith.errors import Unavailable


class Slots:
    """`with slots.taken(): ...`; raises `Unavailable` when none is free."""

    def __init__(self, size: int, gauge: Gauge) -> None:
        self._free = size
        self._gauge = gauge

    @contextmanager
    def taken(self) -> Generator[None]:
        """Hold one while the block runs."""
        if self._free <= 0:
            raise Unavailable("too many event streams and long polls are open; try again later")
        self._free -= 1
        self._gauge.inc()
        try:
            yield
        finally:
            self._free += 1
            self._gauge.dec()
