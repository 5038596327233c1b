"""From what is claimed to what is run: the tasks of a job, and what a task's end means."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rowsmith.errors import Unavailable
from rowsmith.jobs.chunk import ChunkMade, ChunkTask, parsed_plan
from rowsmith.jobs.containers import container_of
from rowsmith.jobs.interruption import Interrupted
from rowsmith.jobs.job import Documents, Job
from rowsmith.jobs.layout import Layout
from rowsmith.jobs.merge import FileTask, extension_of
from rowsmith.jobs.pieces import ChunkFile
from rowsmith.jobs.repository import Claim, DataFile, Failure, Finished, Repository
from rowsmith.jobs.whole import chunk_format
from rowsmith.plan import Plan
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.storage.keys import chunk_key, file_key

_FIRST_WAIT = 0.5
"""Seconds before a second try; each further one waits four times as long."""


@dataclass(frozen=True, slots=True)
class JobWork:
    """A job with its texts and its layout; found once per job and plan."""

    job: Job
    documents: Documents
    layout: Layout
    specification: JobSpecificationInput

    @property
    def plan(self) -> Plan:
        """The plan."""
        return parsed_plan(self.documents.plan)

    def chunk_task(self, claim: Claim, owner: str) -> ChunkTask:
        """The task that makes a claimed chunk."""
        return ChunkTask(
            plan=self.documents.plan,
            span=self.layout.span(claim.number),
            format=chunk_format(self.job.output_format),
            store_url=self.job.store_url,
            key=chunk_key(self.job.id, claim.number, claim.attempt, owner),
            options=self.specification.format_options,
        )

    def file_task(self, file: DataFile, repository: Repository) -> FileTask:
        """The task that makes a claimed file, from chunk files where they have the same format."""
        own = file.format == self.job.output_format
        several = container_of(file.format, 1 if file.table else len(self.layout.tables))
        name = f"data.{several or extension_of(file.format)}"
        return FileTask(
            plan=self.documents.plan,
            chunk_size=self.job.chunk_size,
            format=file.format,
            store_url=self.job.store_url,
            key=file_key(self.job.id, file.id, file.attempt, name),
            options=self.specification.format_options if own else {},
            schema=self.specification.data_schema.model_dump_json(by_alias=True, exclude_defaults=True),
            table=file.table,
            chunks=self._chunk_files(file, repository) if own else None,
            tag=f"r{file.attempt}{file.id[:4]}",
        )

    def _chunk_files(self, file: DataFile, repository: Repository) -> tuple[ChunkFile, ...]:
        wanted = self.layout.numbers(file.table) if file.table else range(self.layout.chunks)
        return tuple(
            ChunkFile(chunk.number, chunk.key or "", chunk.size, chunk.sha256)
            for chunk in repository.chunks(self.job.seq)
            if chunk.number in wanted
        )

    def told(self, number: int, error: BaseException) -> str:
        """An error with the rows it is about."""
        span = self.layout.span(number)
        where = f"rows {span.start:,} to {span.start + span.rows:,} of {span.table}"
        return f"{where}: {describe(error)}"


class JobWorks:
    """Remembers the jobs at work."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._found = lru_cache(maxsize=64)(self._find)

    def of(self, job: Job) -> JobWork:
        """A job's work."""
        return self._found(job.seq, job.plan_hash, job.chunk_size)

    def at(self, seq: int) -> JobWork | None:
        """A job's work by its number; None when the job was deleted."""
        job = self._repository.job_at(seq)
        return self.of(job) if job is not None else None

    def _find(self, seq: int, _plan_hash: str, _chunk_size: int) -> JobWork:
        job = self._repository.job_at(seq)
        documents = self._repository.documents(seq)
        if job is None:
            raise LookupError(seq)
        layout = Layout(parsed_plan(documents.plan), job.chunk_size)
        specification = JobSpecificationInput.model_validate_json(documents.spec)
        return JobWork(job, documents, layout, specification)


def finished(claim: Claim, made: ChunkMade) -> Finished:
    """A chunk's result as a report."""
    return Finished(claim, made.key, made.size, made.sha256, made.rows, made.seconds)


def is_dropped(future: Future[Any]) -> bool:
    """Whether a task ended because nobody wanted it any more."""
    if future.cancelled():
        return True
    return isinstance(future.exception(), Interrupted | CancelledError)


def failure(message: str, error: BaseException, tries: int, now: float) -> Failure:
    """What an error means: what may pass is tried again later, what is so by nature is not."""
    passing = isinstance(error, Unavailable | OSError | MemoryError | BrokenExecutor)
    passing = passing or type(error).__name__ == "KilledWorker"  # Dask's word for it
    return Failure(message, now + _FIRST_WAIT * 4**tries if passing else None)


def describe(error: BaseException) -> str:
    """An error in one line."""
    from rowsmith.errors import RowsmithError

    if isinstance(error, RowsmithError):
        return error.message
    return f"{type(error).__name__}: {error}"
