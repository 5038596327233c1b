"""Chunks as rows: claimed in batches, finished in batches, fenced by owner and attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, select, update

from rowsmith.errors import NotFound
from rowsmith.jobs.job import State
from rowsmith.jobs.repository import MAX_TRIES, Chunk, Claim, Failure, Finished, OwnerLost
from rowsmith.jobs.sql import event_rows, job_rows
from rowsmith.jobs.sql.tables import chunks, is_pending, is_running, jobs, owners

_SHOWN = [getattr(chunks.c, name) for name in Chunk.__dataclass_fields__]


def claim(connection: Connection, owner: str, limit: int, now: float) -> list[Claim]:
    """Take up to `limit` chunks, one at a time from whichever tenant has the fewest leases."""
    require_owner(connection, owner)
    leases, waiting = _leases(connection), _generating(connection)
    taken: list[Claim] = []
    while len(taken) < limit and waiting:
        tenant = min(waiting, key=lambda name: (leases[name], name))
        share = _share(leases, waiting, tenant, limit - len(taken))
        got = _take(connection, owner, waiting[tenant][0], share, now)
        taken += got
        leases[tenant] += len(got)
        if len(got) < share:  # this job has no more to give
            del waiting[tenant][0]
            if not waiting[tenant]:
                del waiting[tenant]
    return taken


def _leases(connection: Connection) -> dict[str, int]:
    counted = select(jobs.c.tenant, func.count()).join(chunks, chunks.c.job == jobs.c.seq)
    rows = connection.execute(counted.where(is_running).group_by(jobs.c.tenant))
    return defaultdict(int, {row[0]: row[1] for row in rows})


def _generating(connection: Connection) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    open_jobs = select(jobs.c.tenant, jobs.c.seq).where(
        jobs.c.state == State.GENERATING,
        ~jobs.c.unwritten,
        jobs.c.chunks_done < jobs.c.total_chunks,
    )
    for row in connection.execute(open_jobs.order_by(jobs.c.seq)):
        found[row.tenant].append(row.seq)
    return found


def _share(leases: dict[str, int], waiting: dict[str, list[int]], tenant: str, left: int) -> int:
    """How many in one go: all when alone, else as many as bring the tenant past the next one."""
    others = [leases[name] for name in waiting if name != tenant]
    return left if not others else min(left, max(1, min(others) - leases[tenant]))


def _take(connection: Connection, owner: str, seq: int, limit: int, now: float) -> list[Claim]:
    """Pick, then lease, in two steps: joined in one, PostgreSQL may compare every pending chunk with each."""
    ready = and_(chunks.c.job == seq, is_pending, chunks.c.ready_at <= now)
    picked = select(chunks.c.number).where(ready).order_by(chunks.c.number).limit(limit)
    numbers = connection.execute(picked.with_for_update(skip_locked=True)).scalars().all()
    return _lease(connection, owner, seq, numbers) if numbers else []


def claim_one(connection: Connection, owner: str, seq: int, number: int) -> Claim | None:
    """Take one chunk if it is free."""
    require_owner(connection, owner)
    free = select(chunks.c.number).where(chunks.c.job == seq, chunks.c.number == number)
    free = free.where(chunks.c.state.in_(["pending", "failed"])).with_for_update(skip_locked=True)
    numbers = connection.execute(free).scalars().all()
    return _lease(connection, owner, seq, numbers)[0] if numbers else None


def _lease(connection: Connection, owner: str, seq: int, numbers: Sequence[int]) -> list[Claim]:
    """Lease chunks that this transaction holds locked."""
    leased = update(chunks).where(chunks.c.job == seq, chunks.c.number.in_(numbers))
    leased = leased.values(state="running", owner=owner, attempt=chunks.c.attempt + 1, error=None)
    rows = connection.execute(
        leased.returning(chunks.c.job, chunks.c.number, chunks.c.attempt, chunks.c.tries)
    )
    return sorted((Claim(*row) for row in rows), key=lambda item: item.number)


def require_owner(connection: Connection, owner: str) -> None:
    """Refuse a server whose lease was taken over; it must not take more work under its old name."""
    if not connection.execute(select(exists().where(owners.c.id == owner))).scalar():
        raise OwnerLost("another server took over this one's work")


def _still_ours(owner: str, claim: Claim) -> ColumnElement[bool]:
    return and_(
        chunks.c.job == claim.job,
        chunks.c.number == claim.number,
        is_running,
        chunks.c.owner == owner,
        chunks.c.attempt == claim.attempt,
    )


def finish(connection: Connection, owner: str, done: Sequence[Finished], now: float) -> list[Finished]:
    """Record chunks; jobs are counted up in a fixed order, so that servers do not block each other."""
    by_job: dict[int, list[Finished]] = defaultdict(list)
    for item in done:
        by_job[item.claim.job].append(item)
    counted: list[Finished] = []
    for seq, items in sorted(by_job.items()):
        held = _held(connection, owner, seq, [item.claim.number for item in items])
        ours = [item for item in items if held.get(item.claim.number) == item.claim.attempt]
        if ours:
            _record(connection, ours, now)
            _count(connection, seq, ours, now)
        counted += ours
    return counted


def _held(connection: Connection, owner: str, seq: int, numbers: list[int]) -> dict[int, int]:
    """The attempts that this owner has under way, locked until the transaction ends."""
    mine = is_running & (chunks.c.owner == owner)
    query = select(chunks.c.number, chunks.c.attempt).where(
        chunks.c.job == seq, chunks.c.number.in_(numbers), mine
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(chunks.c.number).with_for_update())}


_RECORDED = (
    update(chunks)
    .where(chunks.c.job == bindparam("at_job"), chunks.c.number == bindparam("at_number"))
    .values(
        state="done",
        owner=None,
        **{name: bindparam(f"new_{name}") for name in ("key", "size", "sha256", "rows")},
    )
    .values(finished_at=bindparam("new_time"))
)


def _record(connection: Connection, done: list[Finished], now: float) -> None:
    values = [
        {
            "at_job": item.claim.job, "at_number": item.claim.number, "new_time": now, "new_key": item.key,
            "new_size": item.size, "new_sha256": item.sha256, "new_rows": item.rows,
        }
        for item in done
    ]  # fmt: skip
    connection.execute(_RECORDED, values)


def _count(connection: Connection, seq: int, items: list[Finished], now: float) -> None:
    grown = update(jobs).where(jobs.c.seq == seq)
    grown = grown.values(
        event_seq=jobs.c.event_seq + len(items) + 1,
        rows_done=jobs.c.rows_done + sum(item.rows for item in items),
        chunks_done=jobs.c.chunks_done + len(items),
        bytes_done=jobs.c.bytes_done + sum(item.size for item in items),
        updated_at=now,
    ).returning(
        jobs.c.rows_done, jobs.c.total_rows, jobs.c.chunks_done, jobs.c.total_chunks, jobs.c.event_seq
    )
    row = connection.execute(grown).one()
    entries: list[event_rows.Entry] = [
        ("chunk", {"chunk_id": item.claim.number, "rows_generated": item.rows, "size_bytes": item.size})
        for item in items
    ]
    progress = {
        "rows_generated": row.rows_done, "total_rows": row.total_rows,
        "chunks_completed": row.chunks_done, "total_chunks": row.total_chunks,
    }  # fmt: skip
    event_rows.write(connection, seq, row.event_seq, [*entries, ("progress", progress)], now)


def fail(connection: Connection, owner: str, claim: Claim, failure: Failure, now: float) -> bool:
    """Put a chunk back for another try, or end it and its job."""
    ours = _still_ours(owner, claim)
    tries = connection.execute(select(chunks.c.tries).where(ours).with_for_update()).scalar()
    if tries is None:
        return False
    again = failure.retry_at is not None and tries + 1 < MAX_TRIES
    outcome = {"state": "pending" if again else "failed", "owner": None, "error": failure.error}
    later = {"tries": tries + 1, "ready_at": failure.retry_at or 0.0}
    connection.execute(update(chunks).where(ours).values(**outcome, **later))
    if not again:
        job = job_rows.by_seq(connection, claim.job, lock=True)
        if job.state is State.GENERATING:
            job_rows.move(connection, claim.job, "fail", now, f"chunk {claim.number}: {failure.error}")
    return True


def give_back(connection: Connection, owner: str, claims: Iterable[Claim]) -> None:
    """Return chunks unmade, as if they had never been taken."""
    for item in sorted(claims, key=lambda item: (item.job, item.number)):
        connection.execute(update(chunks).where(_still_ours(owner, item)).values(state="pending", owner=None))


def one(connection: Connection, seq: int, number: int) -> Chunk:
    """One chunk."""
    row = connection.execute(select(*_SHOWN).where(chunks.c.job == seq, chunks.c.number == number)).first()
    if row is None:
        raise NotFound(f"there is no chunk {number}")
    return _chunk_from(row)


def every(connection: Connection, seq: int) -> list[Chunk]:
    """All chunks of a job."""
    rows = connection.execute(select(*_SHOWN).where(chunks.c.job == seq).order_by(chunks.c.number))
    return [_chunk_from(row) for row in rows]


def counts(connection: Connection, seq: int) -> dict[str, int]:
    """How many chunks are in which state."""
    query = select(chunks.c.state, func.count()).where(chunks.c.job == seq).group_by(chunks.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def _chunk_from(row: Any) -> Chunk:
    return Chunk(*row)
