"""Files of finished datasets as rows: work that is claimed and finished like chunks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from rowsmith.jobs.job import State
from rowsmith.jobs.repository import MAX_TRIES, Chunk, DataFile, Failure
from rowsmith.jobs.sql import event_rows, job_rows
from rowsmith.jobs.sql.chunk_rows import require_owner
from rowsmith.jobs.sql.tables import chunks, files, jobs

_SHOWN = [getattr(files.c, name) for name in DataFile.__dataclass_fields__]


def file_from(row: Any) -> DataFile:
    """A row as a file."""
    values: dict[str, Any] = row._asdict()
    values["notes"] = tuple(json.loads(values["notes"]))
    return DataFile(**values)


def request(connection: Connection, file: DataFile, *, force: bool) -> DataFile:
    """The file that is there or coming, or a new one in the queue."""
    job_rows.by_seq(connection, file.job, lock=True)
    same = and_(files.c.job == file.job, files.c.format == file.format, files.c.table == file.table)
    wanted = ["queued", "merging"] if force else ["queued", "merging", "ready", "failed"]
    query = select(*_SHOWN).where(same, files.c.state.in_(wanted)).order_by(files.c.created_at.desc())
    found = [file_from(row) for row in connection.execute(query)]
    best = next((item for item in found if item.state != "failed"), found[0] if found else None)
    if best is not None:
        return best
    _insert(connection, file)
    return file


def _insert(connection: Connection, file: DataFile) -> None:
    values: dict[str, Any] = {name: getattr(file, name) for name in DataFile.__dataclass_fields__}
    connection.execute(insert(files).values(**{**values, "notes": json.dumps(file.notes)}, ready_at=0.0))


def request_primary(connection: Connection, seq: int, file: DataFile) -> None:
    """Queue the file that completes a job, once."""
    first = update(jobs).where(jobs.c.seq == seq, jobs.c.file_id.is_(None)).values(file_id=file.id)
    if connection.execute(first).rowcount:
        _insert(connection, file)


def claim(connection: Connection, owner: str, now: float) -> DataFile | None:
    """Take the file that waits longest, of a job that may run."""
    require_owner(connection, owner)
    may_run = jobs.c.state.in_([State.GENERATING, State.COMPLETED])
    query = select(files.c.id).join(jobs, jobs.c.seq == files.c.job)
    query = query.where(files.c.state == "queued", files.c.ready_at <= now, may_run)
    query = query.order_by(files.c.created_at).limit(1).with_for_update(skip_locked=True, of=files)
    file_id = connection.execute(query).scalar()
    if file_id is None:
        return None
    taken = update(files).where(files.c.id == file_id, files.c.state == "queued")
    taken = taken.values(state="merging", owner=owner, attempt=files.c.attempt + 1).returning(*_SHOWN)
    row = connection.execute(taken).first()
    return file_from(row) if row is not None else None


def give_back(connection: Connection, owner: str, file: DataFile) -> None:
    """Return a file unmade."""
    connection.execute(_settled(owner, file).values(state="queued", owner=None))


def _settled(owner: str, file: DataFile) -> Any:
    ours = and_(files.c.state == "merging", files.c.owner == owner, files.c.attempt == file.attempt)
    return update(files).where(files.c.id == file.id, ours)


def finish(connection: Connection, owner: str, file: DataFile, repaired: Sequence[Chunk], now: float) -> bool:
    """Publish a file: in one step it is ready, earlier ones are replaced, and its job may be complete."""
    made = {"key": file.key, "size": file.size, "sha256": file.sha256, "rows": file.rows}
    made |= {"notes": json.dumps(file.notes), "finished_at": now, "owner": None, "state": "ready"}
    if not connection.execute(_settled(owner, file).values(**made, error=None)).rowcount:
        return False
    same = and_(files.c.job == file.job, files.c.format == file.format, files.c.table == file.table)
    older = update(files).where(same, files.c.id != file.id, files.c.state == "ready")
    connection.execute(older.values(state="replaced"))
    for chunk in repaired:
        anew = update(chunks).where(chunks.c.job == file.job, chunks.c.number == chunk.number)
        connection.execute(anew.values(key=chunk.key, size=chunk.size, sha256=chunk.sha256))
    job = job_rows.by_seq(connection, file.job, lock=True)
    if job.file_id == file.id and job.state is State.GENERATING:
        job_rows.move(connection, job.seq, "complete", now, None)
    else:
        event_rows.append(
            connection, job.seq, [("status", {"status": job.state.status, "file": file.format})], now
        )
    return True


def fail(connection: Connection, owner: str, file: DataFile, failure: Failure, now: float) -> bool:
    """Put a file back for another try, or end it, and its job where it was the job's own."""
    again = failure.retry_at is not None and file.tries + 1 < MAX_TRIES
    outcome = {"state": "queued" if again else "failed", "owner": None, "error": failure.error}
    late = {"tries": file.tries + 1, "ready_at": failure.retry_at or 0.0}
    if not connection.execute(_settled(owner, file).values(**outcome, **late)).rowcount:
        return False
    if not again:
        job = job_rows.by_seq(connection, file.job, lock=True)
        if job.file_id == file.id and job.state is State.GENERATING:
            job_rows.move(connection, job.seq, "fail", now, f"making the {file.format} file: {failure.error}")
    return True


def of_job(connection: Connection, seq: int) -> list[DataFile]:
    """A job's files, newest first."""
    query = select(*_SHOWN).where(files.c.job == seq)
    rows = connection.execute(query.order_by(files.c.created_at.desc(), files.c.id))
    return [file_from(row) for row in rows]
