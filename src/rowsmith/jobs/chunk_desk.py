"""Single chunks and rows on request: make one, show one, or show any rows at all."""

from __future__ import annotations

# ruff: noqa: A002 - `format` is the name of this thing at every door
import io
import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

import pyarrow as pa

from rowsmith import engine
from rowsmith.errors import Conflict, InvalidInput, Unavailable
from rowsmith.formats import open_format
from rowsmith.jobs import creation, views
from rowsmith.jobs.chunk import make_chunk
from rowsmith.jobs.job import Job, State
from rowsmith.jobs.layout import Span
from rowsmith.jobs.ownership import Ownership
from rowsmith.jobs.repository import Chunk, Claim, OwnerLost, Repository
from rowsmith.jobs.work import JobWork, JobWorks, failure, finished
from rowsmith.schema.job import ChunkGenerationPayload, ChunkGenerationResponse, ChunkPreviewResponse

MAX_PREVIEW = 10_000
"""Rows that one preview may hold."""

_WAIT_SECONDS = 60.0


class ChunkDesk:
    """What `JobManager.chunks` offers; a job has been looked up for its tenant before."""

    def __init__(
        self,
        repository: Repository,
        ownership: Ownership,
        executors: Callable[[str], Executor],
        wait_for: Callable[[Callable[[], bool], float], bool],
    ) -> None:
        self._repository = repository
        self._ownership = ownership
        self._executors = executors
        self._wait_for = wait_for
        self._works = JobWorks(repository)

    def generate(
        self, job: Job, number: int, payload: ChunkGenerationPayload | None = None
    ) -> ChunkGenerationResponse:
        """Make one chunk now, or answer with the one that is there: asking again is harmless."""
        job = self._relaid(job, payload or ChunkGenerationPayload())
        _written(job)
        work = self._works.of(job)
        work.layout.span(number)
        deadline = time.monotonic() + _WAIT_SECONDS
        while (chunk := self._repository.chunk(job.seq, number)).state != "done":
            if chunk.state == "running":
                self._await(job, number, deadline)
            else:
                self._make(job, work, number)
        now = self._repository.job(job.id)
        return ChunkGenerationResponse(
            chunk_id=number,
            rows_generated=chunk.rows,
            metadata=views.chunk_metadata(now, chunk),
            progress=views.progress(now, time.time()),
        )

    def _relaid(self, job: Job, payload: ChunkGenerationPayload) -> Job:
        if payload.chunk_size is None and payload.uniqueness_fields is None:
            return job
        documents = self._repository.documents(job.seq)
        other, texts = creation.relaid(job, documents, payload.chunk_size, payload.uniqueness_fields)
        if (other.plan_hash, other.chunk_size) == (job.plan_hash, job.chunk_size):
            return job
        return self._repository.relayout(other, texts, time.time())

    def _await(self, job: Job, number: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        if not self._wait_for(lambda: self._repository.chunk(job.seq, number).state != "running", left):
            raise Unavailable(f"chunk {number} is still being made; ask again later")

    def _make(self, job: Job, work: JobWork, number: int) -> None:
        if job.state in (State.CANCELLED, State.FAILED, State.COMPLETED):
            raise Conflict(
                f"the job is {job.state.status}, so its chunks are not made any more; retry the job first"
            )
        claim = self._claim(job, number)
        if claim is None:
            return
        owner = self._ownership.id
        try:
            made = self._executors(job.store_url).submit(make_chunk, work.chunk_task(claim, owner)).result()
        except Exception as error:
            told = failure(work.told(number, error), error, claim.tries, time.time())
            self._repository.fail(owner, claim, told, time.time())
            raise
        self._repository.finish(owner, [finished(claim, made)], time.time())

    def _claim(self, job: Job, number: int) -> Claim | None:
        try:
            return self._repository.claim_one(self._ownership.id, job.seq, number)
        except OwnerLost:
            self._ownership.lost(self._ownership.id)
            return self._repository.claim_one(self._ownership.id, job.seq, number)

    def preview(self, job: Job, number: int, *, limit: int = 100, offset: int = 0) -> ChunkPreviewResponse:
        """Rows of a finished chunk as JSON values."""
        chunk, span = self._done(job, number), self._works.of(job).layout.span(number)
        part = _part(span, limit, offset)
        columns, data = self._json_rows(self._works.of(job), part)
        return ChunkPreviewResponse(chunk_id=number, total_rows=chunk.rows, columns=columns, data=data)

    def render(
        self, job: Job, number: int, format: str, *, limit: int = MAX_PREVIEW, offset: int = 0
    ) -> bytes:
        """Rows of a finished chunk as a small file of any format."""
        self._done(job, number)
        work = self._works.of(job)
        return self._file(work, _part(work.layout.span(number), limit, offset), format, {})

    def rows(
        self, job: Job, table: str | None, *, offset: int = 0, limit: int = 100
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """Any rows of the dataset, computed now, whether they were generated or not: columns and rows."""
        _written(job)
        work = self._works.of(job)
        chosen = work.plan.table(table)
        start = min(offset, chosen.rows)
        return self._json_rows(work, _part(Span(0, chosen.name, start, chosen.rows - start), limit, 0))

    def _done(self, job: Job, number: int) -> Chunk:
        self._works.of(job).layout.span(number)
        chunk = self._repository.chunk(job.seq, number)
        if chunk.state != "done":
            raise Conflict(
                f"chunk {number} is not made yet ({chunk.state}); ask for the job's rows to see them anyway"
            )
        return chunk

    def _json_rows(self, work: JobWork, span: Span) -> tuple[list[str], list[dict[str, Any]]]:
        """The rows as the JSON format writes them, so that a preview and a file say the same."""
        schema: pa.Schema = engine.table_schema(work.plan.table(span.table))
        return schema.names, json.loads(self._file(work, span, "json", {}))

    def _file(self, work: JobWork, span: Span, format: str, options: Mapping[str, object]) -> bytes:
        table = work.plan.table(span.table)
        sink = io.BytesIO()
        writer = open_format(format, options).writer(sink, engine.table_schema(table))
        writer.write(engine.generate(work.plan, table, span.start, span.rows))
        writer.close()
        return sink.getvalue()


def _written(job: Job) -> None:
    if job.unwritten:
        raise Conflict(
            "a language model has to write this job's texts first, which it does when the job runs; "
            f"the job is {job.state.status}"
        )


def _part(span: Span, limit: int, offset: int) -> Span:
    if not 0 <= limit <= MAX_PREVIEW or offset < 0:
        raise InvalidInput(
            f"limit is 0 to {MAX_PREVIEW:,} and offset is not negative; got {limit} and {offset}"
        )
    skipped = min(offset, span.rows)
    return Span(span.number, span.table, span.start + skipped, min(limit, span.rows - skipped))
