"""Events of jobs for many listeners: one reader per job, and every listener goes at its own pace.

A listener is a cursor. Where it is near the end it reads what the job's reader keeps in memory (a bounded
number of events); where it is further back it reads the database. A slow listener thus holds nobody up and
costs no memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from functools import partial

import structlog

from rowsmith.api_server.changes import Changes
from rowsmith.api_server.stopping import Stopping
from rowsmith.api_server.workbench import Workbench
from rowsmith.errors import NotFound, Unavailable
from rowsmith.jobs.job import FINAL, Job
from rowsmith.jobs.manager import JobManager
from rowsmith.schema.job import JobEvent

KEPT = 1000
"""Events of a job in memory; older ones are read again."""

PAGE = 500
_LEAST_SECONDS = 0.1
"""The least time between two looks at a job, however fast it changes."""


@dataclass(slots=True)
class _Feed:
    """What the reader of one job shares with its listeners."""

    job: Job
    last: int
    kept: deque[JobEvent] = field(default_factory=lambda: deque[JobEvent](maxlen=KEPT))
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: int = 0
    ended: bool = False
    task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        woken, self.changed = self.changed, asyncio.Event()
        woken.set()


class Feeds:
    """The readers of all jobs that somebody listens to."""

    def __init__(self, manager: JobManager, desk: Workbench, changes: Changes, stopping: Stopping) -> None:
        self._manager = manager
        self._desk = desk
        self._changes = changes
        self._stopping = stopping
        self._feeds: dict[str, _Feed] = {}

    async def listen(self, job: Job, after: int, silence: float) -> AsyncGenerator[JobEvent | None]:
        """A job's events after an id, until the last; None after each `silence` seconds without one."""
        feed = self._join(job)
        cursor = min(after, feed.last)
        try:
            while not self._stopping.is_set():
                ended, changed, goal = feed.ended, feed.changed, feed.last
                for event in await self._next(feed, cursor):
                    cursor = event.id
                    yield event
                if cursor < goal:
                    continue
                if ended:
                    return
                try:
                    async with asyncio.timeout(silence):
                        await changed.wait()
                except TimeoutError:
                    yield None
        finally:
            self._leave(feed)

    async def _next(self, feed: _Feed, cursor: int) -> list[JobEvent]:
        if cursor >= feed.last:
            return []
        if feed.kept and feed.kept[0].id <= cursor + 1:
            return [event for event in feed.kept if event.id > cursor]
        read = partial(self._manager.events, feed.job.id, after=cursor, tenant=feed.job.tenant, limit=PAGE)
        try:
            return [event for event in await self._desk.run(read) if event.id <= feed.last]
        except NotFound:  # deleted meanwhile
            feed.ended, feed.last = True, cursor
            return []

    def _join(self, job: Job) -> _Feed:
        feed = self._feeds.get(job.id)
        if feed is None or feed.ended:
            feed = self._feeds[job.id] = _Feed(job, job.event_seq)
            feed.task = asyncio.create_task(self._read(feed))
        feed.listeners += 1
        return feed

    def _leave(self, feed: _Feed) -> None:
        feed.listeners -= 1
        if feed.listeners == 0:
            if feed.task is not None:
                feed.task.cancel()
            if self._feeds.get(feed.job.id) is feed:
                del self._feeds[feed.job.id]

    async def _read(self, feed: _Feed) -> None:
        while not (feed.ended or self._stopping.is_set()):
            try:
                job, found = await self._desk.run(self._look, feed)
                feed.kept.extend(found)
                if found:
                    feed.last = found[-1].id
                feed.ended = job.state in FINAL and feed.last >= job.event_seq
            except NotFound:
                feed.ended = True
            except Unavailable as error:
                structlog.get_logger().warning("events are not read", job=feed.job.id, reason=error.message)
            feed.wake()
            await asyncio.sleep(_LEAST_SECONDS)
            if not feed.ended:
                await self._changes.wait(60.0)
        feed.wake()

    def _look(self, feed: _Feed) -> tuple[Job, list[JobEvent]]:
        """The job as it is, and what is new; changes nothing, for it runs in a thread."""
        job = self._manager.job(feed.job.id, feed.job.tenant)
        return job, self._manager.events(feed.job.id, after=feed.last, tenant=feed.job.tenant, limit=PAGE)
