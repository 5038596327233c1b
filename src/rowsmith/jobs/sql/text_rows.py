"""Texts of jobs as rows: who has them written, what they cost, and the plan that they are part of."""

from __future__ import annotations

import json

from sqlalchemy import Connection, and_, select, update

from rowsmith.jobs.job import Documents, Job, State
from rowsmith.jobs.sql import job_rows
from rowsmith.jobs.sql.chunk_rows import require_owner
from rowsmith.jobs.sql.tables import documents, jobs
from rowsmith.llm import Usage

_open = jobs.c.state.in_([State.SCHEMA_VALIDATION, State.GENERATING])


def wait(connection: Connection) -> bool:
    """Whether some texts have nobody who writes them; only looks."""
    free = and_(jobs.c.unwritten, jobs.c.writer.is_(None), _open)
    return connection.execute(select(jobs.c.seq).where(free).limit(1)).first() is not None


def claim(connection: Connection, owner: str, limit: int) -> list[Job]:
    """Take jobs whose texts nobody writes, oldest first."""
    require_owner(connection, owner)
    free = select(jobs.c.seq).where(jobs.c.unwritten, jobs.c.writer.is_(None), _open)
    free = free.order_by(jobs.c.seq).limit(limit).with_for_update(skip_locked=True)
    taken = connection.execute(free).scalars().all()
    connection.execute(update(jobs).where(jobs.c.seq.in_(taken)).values(writer=owner))
    return [job_rows.by_seq(connection, seq) for seq in taken]


def finish(
    connection: Connection, owner: str, before: Job, texts: Documents, plan_hash: str, now: float
) -> bool:
    """Put the written plan in the place of the one it was made from; a job that waited for it begins."""
    ours = and_(jobs.c.seq == before.seq, jobs.c.writer == owner, jobs.c.plan_hash == before.plan_hash)
    written = (
        update(jobs).where(ours).values(unwritten=False, writer=None, plan_hash=plan_hash, updated_at=now)
    )
    if not connection.execute(written).rowcount:
        return False
    connection.execute(update(documents).where(documents.c.job == before.seq).values(plan=texts.plan))
    if job_rows.by_seq(connection, before.seq, lock=True).state is State.SCHEMA_VALIDATION:
        job_rows.move(connection, before.seq, "start", now, None)
    return True


def release(connection: Connection, owner: str, seq: int) -> bool:
    """Let go of a job's texts; says whether they were ours."""
    ours = update(jobs).where(jobs.c.seq == seq, jobs.c.writer == owner).values(writer=None)
    return bool(connection.execute(ours).rowcount)


def budget(connection: Connection, seq: int, given: dict[str, float]) -> None:
    """Put other limits into a job's request; those that are not given stay."""
    spec = json.loads(job_rows.texts(connection, seq).spec) | given
    connection.execute(update(documents).where(documents.c.job == seq).values(spec=json.dumps(spec)))


def spend(connection: Connection, seq: int, spent: Usage) -> None:
    """Add what a call cost."""
    more = {
        "model_calls": jobs.c.model_calls + spent.calls,
        "tokens_read": jobs.c.tokens_read + spent.input_tokens,
        "tokens_written": jobs.c.tokens_written + spent.output_tokens,
        "cost": jobs.c.cost + spent.cost,
    }
    connection.execute(update(jobs).where(jobs.c.seq == seq).values(more))
