"""Hearing of changes to jobs without a thread for each listener."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rowsmith.api_server.stopping import Stopping
from rowsmith.jobs.events import Watch

FALLBACK_SECONDS = 1.0
"""How long a change may go unnoticed when the database's own word for it is lost."""


class Changes:
    """`await changes.wait(5.0)`: until something changed in the database, or the time is over."""

    def __init__(self, watch: Watch, stopping: Stopping) -> None:
        self._watch = watch
        self._stopping = stopping
        self._loop = asyncio.get_running_loop()
        self._next = asyncio.Event()
        self._end: Callable[[], None] | None = None
        self._told = False

    def start(self) -> None:
        """Begin to listen."""
        self._end = self._watch.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening and wake everybody."""
        if self._end is not None:
            self._end()
        self._wake()

    async def wait(self, seconds: float) -> None:
        """Wait for a change; a server that stops wakes everybody."""
        if self._stopping.is_set():
            return
        try:
            async with asyncio.timeout(min(seconds, FALLBACK_SECONDS)):
                await self._next.wait()
        except TimeoutError:
            return

    def _hear(self) -> None:
        if not self._told:  # from any thread, and often: one wake-up at a time is enough
            self._told = True
            try:
                self._loop.call_soon_threadsafe(self._wake)
            except RuntimeError:
                return  # the loop has ended, and so have its listeners

    def _wake(self) -> None:
        self._told = False
        woken, self._next = self._next, asyncio.Event()
        woken.set()
