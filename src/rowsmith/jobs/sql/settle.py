"""Moves that are due without anybody asking: a job's turn has come, its chunks are done, or have failed."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, func, select

from rowsmith.jobs.job import Job, State
from rowsmith.jobs.repository import DataFile
from rowsmith.jobs.sql import file_rows, job_rows
from rowsmith.jobs.sql.tables import chunks, files, is_failed, is_pending, jobs

_BATCH = 50


def due(connection: Connection) -> bool:
    """Whether there is anything to settle; only looks, so that an idle server writes nothing."""
    open_states = (
        select(jobs.c.seq).where(jobs.c.state.in_([State.PENDING, State.SCHEMA_VALIDATION])).limit(1)
    )
    if connection.execute(open_states).first() is not None:
        return True
    if connection.execute(select(jobs.c.seq).where(_all_chunks_done(), _unsettled_file()).limit(1)).first():
        return True
    return connection.execute(_with_failed_chunks().limit(1)).first() is not None


def settle(connection: Connection, now: float, limits: Callable[[str], int]) -> list[Job]:
    """Make the moves; returns the jobs to be checked before they start."""
    _finish_generating(connection, now)
    for row in connection.execute(_with_failed_chunks().limit(_BATCH)).all():
        job_rows.move(connection, row.seq, "fail", now, f"chunk {row.number}: {row.error}")
    return _let_in(connection, now, limits)


def work_waits(connection: Connection, now: float) -> bool:
    """Whether a claim would find anything; only looks."""
    ready = (chunks.c.job == jobs.c.seq) & is_pending & (chunks.c.ready_at <= now)
    open_jobs = select(jobs.c.seq).where(jobs.c.state == State.GENERATING, ~jobs.c.unwritten)
    if connection.execute(open_jobs.where(select(chunks.c.job).where(ready).exists()).limit(1)).first():
        return True
    may_run = jobs.c.state.in_([State.GENERATING, State.COMPLETED])
    queued = select(files.c.id).join(jobs, jobs.c.seq == files.c.job)
    queued = queued.where(files.c.state == "queued", files.c.ready_at <= now, may_run)
    return connection.execute(queued.limit(1)).first() is not None


def _all_chunks_done() -> ColumnElement[bool]:
    running = jobs.c.state.in_([State.GENERATING, State.HELD])
    return running & ~jobs.c.unwritten & (jobs.c.chunks_done == jobs.c.total_chunks)


def _unsettled_file() -> ColumnElement[bool]:
    settled = select(files.c.id).where(files.c.id == jobs.c.file_id, files.c.state.in_(["queued", "merging"]))
    return ~settled.exists()


def _finish_generating(connection: Connection, now: float) -> None:
    query = select(jobs.c.seq).where(_all_chunks_done(), _unsettled_file()).limit(_BATCH)
    for seq in connection.execute(query).scalars().all():
        job = job_rows.by_seq(connection, seq, lock=True)
        if job.state is State.HELD:
            job = job_rows.move(connection, seq, "start", now, None)
        if job.state is not State.GENERATING:
            continue
        if job.file_id is None:
            file = DataFile(secrets.token_hex(16), seq, job.output_format, created_at=now)
            file_rows.request_primary(connection, seq, file)
            continue
        state, error = connection.execute(
            select(files.c.state, files.c.error).where(files.c.id == job.file_id)
        ).one()
        if state == "failed":
            job_rows.move(connection, seq, "fail", now, f"making the {job.output_format} file: {error}")
        elif state == "ready":  # another server may have queued it a moment ago
            job_rows.move(connection, seq, "complete", now, None)


def _with_failed_chunks():
    first = select(chunks.c.job, func.min(chunks.c.number).label("number")).where(is_failed)
    first = first.group_by(chunks.c.job).subquery()
    query = select(jobs.c.seq, first.c.number, chunks.c.error).join(first, first.c.job == jobs.c.seq)
    query = query.join(chunks, (chunks.c.job == jobs.c.seq) & (chunks.c.number == first.c.number))
    return query.where(jobs.c.state == State.GENERATING)


def _let_in(connection: Connection, now: float, limits: Callable[[str], int]) -> list[Job]:
    """Waiting jobs, oldest first, as many of a tenant at once as its limit allows."""
    active = select(jobs.c.tenant, func.count()).where(jobs.c.state == State.GENERATING)
    running = defaultdict(int, {row[0]: row[1] for row in connection.execute(active.group_by(jobs.c.tenant))})
    waiting = select(jobs).where(jobs.c.state.in_([State.SCHEMA_VALIDATION, State.PENDING]))
    found: list[Job] = []
    for row in connection.execute(waiting.order_by(jobs.c.seq).limit(1000)).all():
        if len(found) >= _BATCH or running[row.tenant] >= limits(row.tenant):
            continue
        job = job_rows.by_seq(connection, row.seq, lock=True)
        if job.state is State.PENDING:
            job = job_rows.move(connection, job.seq, "check", now, None)
        if job.state is State.SCHEMA_VALIDATION:
            running[row.tenant] += 1
            found.append(job)
    return found
