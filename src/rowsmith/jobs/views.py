"""Jobs as users see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from rowsmith.jobs.containers import container_of, safe_name
from rowsmith.jobs.job import Documents, Job, State
from rowsmith.jobs.merge import extension_of
from rowsmith.jobs.repository import Chunk, DataFile, Event
from rowsmith.schema.job import (
    ChunkMetadata,
    ChunksSummary,
    DatasetDownloadInfo,
    JobEvent,
    JobProgress,
    JobSpecificationInput,
    JobStateDetail,
    JobStateSummary,
)


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a date-time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def progress(job: Job, now: float) -> JobProgress:
    """How far a job is. The rate counts only the time at work, so pauses do not spoil the estimate."""
    active = job.active(now)
    rate = job.rows_done / active if active > 0 and job.rows_done else None
    left = job.total_rows - job.rows_done
    share = job.rows_done / job.total_rows if job.total_rows else float(job.state is State.COMPLETED)
    going = job.state is State.GENERATING
    return JobProgress(
        rows_generated=job.rows_done,
        total_rows=job.total_rows,
        chunks_completed=job.chunks_done,
        total_chunks=job.total_chunks,
        progress_percentage=round(100 * share, 2),
        rows_per_second=round(rate, 1) if rate is not None else None,
        estimated_completion=moment(min(now + left / rate, 253_000_000_000)) if going and rate else None,
        started_at=moment(job.started_at) if job.started_at is not None else None,
        completed_at=moment(job.completed_at) if job.completed_at is not None else None,
        error_message=job.error,
        tokens=job.tokens_read + job.tokens_written,
        cost=round(job.cost, 6),
    )


def summary(job: Job, now: float) -> JobStateSummary:
    """A job on one line."""
    return JobStateSummary(
        job_id=job.id,
        name=job.name,
        status=job.state.status,
        output_format=job.output_format,
        seed=job.seed,
        created_at=moment(job.created_at),
        updated_at=moment(job.updated_at),
        progress=progress(job, now),
    )


def detail(job: Job, documents: Documents, counts: dict[str, int], now: float) -> JobStateDetail:
    """A job in full."""
    states = {name: counts.get(name, 0) for name in ("pending", "running", "done", "failed")}
    return JobStateDetail(
        **{name: getattr(shown, name) for shown in [summary(job, now)] for name in type(shown).model_fields},
        specification=JobSpecificationInput.model_validate_json(documents.spec),
        chunk_size=job.chunk_size,
        plan_hash=job.plan_hash,
        chunks=ChunksSummary(total=job.total_chunks, **states),
        last_event_id=job.event_seq,
    )


def chunk_metadata(job: Job, chunk: Chunk) -> ChunkMetadata:
    """What is known about a finished chunk."""
    return ChunkMetadata(
        chunk_id=chunk.number,
        job_id=job.id,
        rows_generated=chunk.rows,
        size_bytes=chunk.size,
        checksum=chunk.sha256,
        timestamp=moment(chunk.finished_at or job.updated_at),
    )


def download(job: Job, file: DataFile, tables: list[str], expires_at: float | None) -> DatasetDownloadInfo:
    """A file, or how far its making is."""
    status: Literal["ready", "merging", "failed"] = (
        "ready" if file.state == "ready" else "failed" if file.state == "failed" else "merging"
    )
    return DatasetDownloadInfo(
        job_id=job.id,
        status=status,
        format=file.format,
        total_rows=file.rows if status == "ready" else job.total_rows,
        file_name=file_name(job, file, tables),
        file_size_bytes=file.size if status == "ready" else None,
        checksum=file.sha256 if status == "ready" else None,
        expires_at=moment(expires_at) if expires_at is not None else None,
        error_message=file.error,
    )


def file_name(job: Job, file: DataFile, tables: list[str]) -> str:
    """The name to save a file under: `users.csv`, or `shop.zip` for several tables."""
    several = not file.table and container_of(file.format, len(tables)) == "zip"
    plain = file.table or job.name or (tables[0] if len(tables) == 1 else "dataset")
    return f"{safe_name(plain)}.{'zip' if several else extension_of(file.format)}"


def event(item: Event) -> JobEvent:
    """An event."""
    return JobEvent(id=item.id, event=item.kind, data=item.data, at=moment(item.at))
