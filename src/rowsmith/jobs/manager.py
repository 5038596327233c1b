"""The JobManager: everything the doors can do with jobs, from any thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from rowsmith.errors import Unavailable
from rowsmith.formats.atomic import atomic
from rowsmith.jobs import creation, janitor, views
from rowsmith.jobs.chunk_desk import ChunkDesk
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.coordinator import Coordinator
from rowsmith.jobs.events import Watch
from rowsmith.jobs.executors import default_workers, open_executor
from rowsmith.jobs.file_desk import FileDesk
from rowsmith.jobs.job import FINAL, Job, State
from rowsmith.jobs.ownership import Ownership
from rowsmith.jobs.quote import quote
from rowsmith.jobs.repository import Query
from rowsmith.jobs.sql import SqlRepository
from rowsmith.jobs.writing import Writers
from rowsmith.schema.job import (
    JobAction,
    JobControlResponse,
    JobEvent,
    JobQuote,
    JobsListResponse,
    JobSpecificationInput,
    JobStateDetail,
    JobStateSummary,
    JobStatus,
)
from rowsmith.storage import open_store

LOCAL = "local"
"""The tenant of a machine on which nobody has to say who they are."""

_AT_REST = (*FINAL, State.PAUSED, State.HELD)


class JobManager:
    """`JobManager(JobsConfig(data_dir=Path(".rowsmith")))`; after `start()`, this process works on jobs."""

    def __init__(self, config: JobsConfig) -> None:
        self.config = config
        self.repository = SqlRepository(config.database, busy_seconds=config.busy_seconds)
        self.watch = Watch(self.repository.database)
        self.ownership = Ownership(
            self.repository, config.data_dir / "owners", lease_seconds=config.lease_seconds
        )
        self.workers = config.workers or default_workers()
        self._executors: dict[str, Executor] = {}
        self._coordinator: Coordinator | None = None
        self.chunks = ChunkDesk(self.repository, self.ownership, self.executor, self.wait_for)
        self.files = FileDesk(self.repository, config)

    def start(self) -> None:
        """Work on jobs in this process, until `close`."""
        self.ownership.take_over()
        self._coordinator = Coordinator(
            self.repository, self.watch, self.ownership, self.executor,
            workers=self.workers, limits=lambda _: self.config.limits.running_jobs,
            writers=Writers(self.repository, self.config.model, self.watch.touch),
            keep_house=self.keep_house,
        )  # fmt: skip
        self._coordinator.start()

    @property
    def working(self) -> bool:
        """Whether this process works on jobs, and its coordinator lives."""
        return self._coordinator is not None and self._coordinator.alive

    def close(self, drain_seconds: float = 15.0) -> None:
        """Stop working, let running chunks finish for so long, and let go of everything."""
        if self._coordinator is not None:
            self._coordinator.stop(drain_seconds)
        for executor in self._executors.values():
            executor.shutdown(cancel_futures=True)
        self.ownership.close()
        self.watch.close()
        self.repository.close()

    def executor(self, store_url: str) -> Executor:
        """Where tasks on a store run: other processes cannot see this one's memory."""
        name = "threads" if not open_store(store_url).shared else self.config.executor
        if name not in self._executors:
            self._executors[name] = open_executor(name, self.workers)
        return self._executors[name]

    def create(
        self, specification: JobSpecificationInput, *, tenant: str = LOCAL, idempotency_key: str | None = None
    ) -> JobStateSummary:
        """Store a job and answer when it is stored; the same key and request give the same job."""
        key = idempotency_key or specification.idempotency_key
        job, documents = creation.new_job(specification, tenant, key, self.config)
        creation.check_limits(job, self.repository.usage(tenant), self.config)
        stored, _ = self.repository.create(job, documents)
        return views.summary(stored, time.time())

    def quote(self, specification: JobSpecificationInput) -> JobQuote:
        """What a job would cost; nothing is started."""
        return quote(specification, self.workers, self.config.model)

    def list(
        self, *, tenant: str | None = LOCAL, status: JobStatus | None = None, limit: int = 50, offset: int = 0
    ) -> JobsListResponse:
        """One page of jobs, newest first."""
        states = tuple(state for state in State if status is not None and state.status == status)
        jobs, total = self.repository.jobs(Query(tenant, states, limit, offset))
        now = time.time()
        return JobsListResponse(
            jobs=[views.summary(job, now) for job in jobs], total=total, limit=limit, offset=offset
        )

    def job(self, job_id: str, tenant: str | None = LOCAL) -> Job:
        """A job's record; another tenant's does not exist."""
        return self.repository.job(job_id, tenant)

    def get(self, job_id: str, *, tenant: str | None = LOCAL) -> JobStateDetail:
        """A job in full."""
        job = self.repository.job(job_id, tenant)
        counts = self.repository.chunk_counts(job.seq)
        return views.detail(job, self.repository.documents(job.seq), counts, time.time())

    def wait(self, job_id: str, seconds: float, *, tenant: str | None = LOCAL) -> JobStateDetail:
        """A job in full as soon as it rests (is completed, failed, paused, ...), or when the time is over."""
        self.wait_for(lambda: self.repository.job(job_id, tenant).state in _AT_REST, seconds)
        return self.get(job_id, tenant=tenant)

    def wait_for(self, check: Callable[[], bool], seconds: float) -> bool:
        """Wait for something to be true in the database, looking at each change."""
        deadline = time.monotonic() + seconds
        seen = self.watch.count
        while not check():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            seen = self.watch.wait(seen, min(left, 1.0))
        return True

    def save(
        self,
        job_id: str,
        path: Path | None = None,
        format: str | None = None,  # noqa: A002 - the name of this thing at every door
        *,
        table: str | None = None,
        tenant: str | None = LOCAL,
        seconds: float = 86_400,
    ) -> Path:
        """Wait for a completed job's file, then copy it; it appears at `path` when it is complete."""
        job = self.job(job_id, tenant)
        self.wait_for(lambda: self.files.prepare(job, format, table=table).status != "merging", seconds)
        info = self.files.prepare(job, format, table=table)
        if info.status != "ready":
            raise Unavailable(f"the file was not made: {info.error_message or 'no server works on it'}")
        target = path or Path(info.file_name)
        with atomic(target) as sink:
            for block in self.files.open(job, format, table=table).read():
                sink.write(block)
        return target

    def control(
        self,
        job_id: str,
        action: JobAction,
        *,
        tenant: str | None = LOCAL,
        reason: str | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
    ) -> JobControlResponse:
        """Pause, resume, cancel or retry; raises `MoveRefused` where the state does not allow it.

        A resumed job may be given another budget for its language model.
        """
        job = self.repository.job(job_id, tenant)
        if max_tokens is not None or max_cost is not None:
            creation.check_budget_move(job, action)
            self.repository.budget(job.seq, max_tokens, max_cost)
        moved = self.repository.move(job.seq, action, time.time(), reason)
        return JobControlResponse(success=True, status=moved.state.status)

    def delete(self, job_id: str, *, tenant: str | None = LOCAL) -> None:
        """Remove a job that is at rest, and its files."""
        job = self.repository.job(job_id, tenant)
        janitor.remove(self.repository, job)

    def keep_house(self) -> None:
        """Remove jobs past their retention and files that nobody refers to; run now and then by `start`."""
        if self.config.retention_seconds is not None:
            janitor.expire(self.repository, time.time() - self.config.retention_seconds)
        for url in {self.config.storage, self.config.disk}:
            janitor.sweep(self.repository, open_store(url))

    def events(
        self, job_id: str, *, after: int = 0, tenant: str | None = LOCAL, limit: int = 1000
    ) -> list[JobEvent]:
        """What happened after an event id, in order."""
        job = self.repository.job(job_id, tenant)
        return [views.event(item) for item in self.repository.events(job.seq, after, limit)]

    def follow(self, job_id: str, *, after: int = 0, tenant: str | None = LOCAL) -> Iterator[JobEvent]:
        """Events as they come, until the last one."""
        while True:
            seen, job = self.watch.count, self.job(job_id, tenant)
            found = self.events(job_id, after=after, tenant=tenant)
            for item in found:
                yield item
                after = item.id
            if job.state in FINAL and after >= job.event_seq:
                return
            if not found:
                self.watch.wait(seen, 1.0)
