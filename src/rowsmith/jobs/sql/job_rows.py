"""Jobs as rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError

from rowsmith.errors import Conflict, NotFound
from rowsmith.jobs.job import WAITING, Action, Documents, Job, State
from rowsmith.jobs.repository import Query, Usage
from rowsmith.jobs.sql import event_rows
from rowsmith.jobs.sql.tables import chunks, documents, files, is_failed, jobs

_MOVING = (
    "state",
    "updated_at",
    "started_at",
    "completed_at",
    "active_seconds",
    "ran_since",
    "error",
    "writer",
)


class KeyReused(Conflict):
    """The idempotency key came with another request before."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"the idempotency key {key!r} was used for another request; use a new key for this one"
        )


def job_from(row: Any) -> Job:
    """A row as a job."""
    values: dict[str, Any] = row._asdict()
    values["state"] = State(values["state"])
    return Job(**values)


def create(connection: Connection, job: Job, texts: Documents) -> tuple[Job, bool]:
    """Store a job, its texts and its chunks."""
    earlier = _earlier(connection, job)
    if earlier is not None:
        return earlier, False
    values = {name: value for name, value in asdict(job).items() if name != "seq"}
    try:
        with connection.begin_nested():
            seq = connection.execute(insert(jobs).values(**values).returning(jobs.c.seq)).scalar_one()
    except IntegrityError:
        earlier = _earlier(connection, job)
        if earlier is None:
            raise
        return earlier, False
    connection.execute(insert(documents).values(job=seq, spec=texts.spec, plan=texts.plan))
    lay_chunks(connection, seq, job.total_chunks)
    event_rows.append(connection, seq, [("status", {"status": job.state.status})], job.created_at)
    return by_seq(connection, seq), True


def _earlier(connection: Connection, job: Job) -> Job | None:
    if job.idempotency_key is None:
        return None
    same = select(jobs).where(jobs.c.tenant == job.tenant, jobs.c.idempotency_key == job.idempotency_key)
    row = connection.execute(same).first()
    if row is None:
        return None
    if row.request_hash != job.request_hash:
        raise KeyReused(job.idempotency_key)
    return job_from(row)


def lay_chunks(connection: Connection, seq: int, count: int) -> None:
    """Make all chunk rows inside the database: 100,000 take a fraction of a second."""
    fresh = {"state": "pending", "attempt": 0, "tries": 0, "losses": 0, "ready_at": 0.0}
    fresh |= {"size": 0, "sha256": "", "rows": 0}
    number = _numbers(connection, count)
    columns = [
        literal(seq).label("job"),
        number.label("number"),
        *(literal(value) for value in fresh.values()),
    ]
    connection.execute(insert(chunks).from_select(["job", "number", *fresh], select(*columns)))


def _numbers(connection: Connection, count: int) -> ColumnElement[int]:
    """The numbers below `count`, as a column of a table that exists in the query only."""
    if connection.dialect.name == "postgresql":
        last = cast(literal(count - 1), BigInteger)
        return func.generate_series(cast(literal(0), BigInteger), last).column_valued("n")
    numbers = select(literal(0).label("n")).where(literal(count) > 0).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n + 1 < count)).c.n


def by_id(connection: Connection, job_id: str, tenant: str | None) -> Job:
    """A job by its id; another tenant's does not exist."""
    query = select(jobs).where(jobs.c.id == job_id)
    if tenant is not None:
        query = query.where(jobs.c.tenant == tenant)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"there is no job {job_id[:64]!r}")
    return job_from(row)


def by_seq(connection: Connection, seq: int, *, lock: bool = False) -> Job:
    """A job by its number; with `lock`, nobody else changes it until the transaction ends."""
    query = select(jobs).where(jobs.c.seq == seq)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("the job was deleted")
    return job_from(row)


def texts(connection: Connection, seq: int) -> Documents:
    """A job's long texts."""
    row = connection.execute(select(documents.c.spec, documents.c.plan).where(documents.c.job == seq)).first()
    if row is None:
        raise NotFound("the job was deleted")
    return Documents(row.spec, row.plan)


def remove(connection: Connection, seq: int) -> None:
    """Forget a job that is at rest; what hangs from it goes too."""
    job = by_seq(connection, seq, lock=True)
    if job.state in WAITING:
        raise Conflict(f"the job is {job.state.status}; cancel it before deleting it")
    connection.execute(delete(jobs).where(jobs.c.seq == seq))


def page(connection: Connection, query: Query) -> tuple[list[Job], int]:
    """One page, newest first."""
    wanted = select(jobs)
    if query.tenant is not None:
        wanted = wanted.where(jobs.c.tenant == query.tenant)
    if query.states:
        wanted = wanted.where(jobs.c.state.in_([state.value for state in query.states]))
    total = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    rows = connection.execute(wanted.order_by(jobs.c.seq.desc()).limit(query.limit).offset(query.offset))
    return [job_from(row) for row in rows], total


def move(connection: Connection, seq: int, action: Action, now: float, reason: str | None) -> Job:
    """Compare and set: the row is locked, the table asked, and the events written with the new state."""
    job = by_seq(connection, seq, lock=True).to(action, now, reason)
    connection.execute(
        update(jobs).where(jobs.c.seq == seq).values({name: getattr(job, name) for name in _MOVING})
    )
    if action == "retry":
        _try_again(connection, job)
    event_rows.append(connection, seq, event_rows.status_entries(job.state, reason), now)
    return by_seq(connection, seq)


def _try_again(connection: Connection, job: Job) -> None:
    fresh = {"tries": 0, "losses": 0, "ready_at": 0.0, "error": None}
    mine, worn = chunks.c.job == job.seq, (chunks.c.tries > 0) | (chunks.c.losses > 0)
    failed = update(chunks).where(mine, is_failed)
    connection.execute(failed.values(state="pending", **fresh))
    # Chunks under way count anew too: what they fail of was before the retry.
    connection.execute(update(chunks).where(mine, worn, chunks.c.state != "done").values(fresh))
    again = {"state": "queued", "tries": 0, "ready_at": 0.0, "error": None}
    connection.execute(
        update(files).where(files.c.id == job.file_id, files.c.state == "failed").values(again)
    )


def relayout(connection: Connection, job: Job, texts: Documents, now: float) -> Job:
    """Replace plan and chunks of a job of which nothing is begun."""
    by_seq(connection, job.seq, lock=True)
    begun = select(func.count()).where(chunks.c.job == job.seq, chunks.c.state.in_(["running", "done"]))
    if connection.execute(begun).scalar_one():
        raise Conflict("some chunks of this job are made or being made; its plan cannot change any more")
    connection.execute(delete(chunks).where(chunks.c.job == job.seq))
    connection.execute(
        update(documents).where(documents.c.job == job.seq).values(spec=texts.spec, plan=texts.plan)
    )
    kept = ("plan_hash", "chunk_size", "total_rows", "total_chunks")
    values = {name: getattr(job, name) for name in kept}
    connection.execute(update(jobs).where(jobs.c.seq == job.seq).values(updated_at=now, **values))
    lay_chunks(connection, job.seq, job.total_chunks)
    return by_seq(connection, job.seq)


def usage(connection: Connection, tenant: str) -> Usage:
    """What a tenant takes."""
    busy = jobs.c.state.in_([state.value for state in WAITING])
    sums = select(
        func.count(case((busy, 1))),
        func.coalesce(func.sum(case((busy, jobs.c.total_rows - jobs.c.rows_done))), 0),
        func.coalesce(func.sum(jobs.c.bytes_done), 0),
    ).where(jobs.c.tenant == tenant)
    running, rows, made = connection.execute(sums).one()
    kept = select(func.coalesce(func.sum(files.c.size), 0)).join(jobs, jobs.c.seq == files.c.job)
    merged = connection.execute(kept.where(jobs.c.tenant == tenant, files.c.state == "ready")).scalar_one()
    return Usage(running, int(rows), int(made) + int(merged))
