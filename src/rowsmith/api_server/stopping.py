"""The moment from which the server is stopping: streams end, and what runs gets the rest of the time."""

from __future__ import annotations

import time
from collections.abc import Callable


class Stopping:
    """`stopping.begin()` once, from the event loop; everybody asks `stopping.is_set()`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began: float | None = None
        self._then: list[Callable[[], None]] = []

    def is_set(self) -> bool:
        """Whether the server is stopping."""
        return self._began is not None

    def left(self) -> float:
        """Seconds until everything must have ended."""
        began = time.monotonic() if self._began is None else self._began
        return max(0.0, self._seconds - (time.monotonic() - began))

    def call(self, then: Callable[[], None]) -> None:
        """Call this when it begins."""
        self._then.append(then)

    def begin(self) -> None:
        """Begin to stop; the second time changes nothing."""
        if self._began is None:
            self._began = time.monotonic()
            for then in self._then:
                then()
