"""Events: appended in the transaction that makes them true, with ids that grow by one within a job."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rowsmith.jobs.job import FINAL, State
from rowsmith.jobs.repository import Event
from rowsmith.jobs.sql.tables import events, jobs

Entry = tuple[str, dict[str, Any]]


def append(connection: Connection, seq: int, entries: list[Entry], now: float) -> None:
    """Append events; the job's row, locked by the count, keeps writers in line."""
    grown = update(jobs).where(jobs.c.seq == seq).values(event_seq=jobs.c.event_seq + len(entries))
    last = connection.execute(grown.returning(jobs.c.event_seq)).scalar()
    if last is None:
        return  # the job was deleted meanwhile
    write(connection, seq, last, entries, now)


def write(connection: Connection, seq: int, last: int, entries: list[Entry], now: float) -> None:
    """Write events whose ids, up to `last`, were counted already."""
    first = last - len(entries) + 1
    connection.execute(
        insert(events),
        [
            {"job": seq, "id": first + at, "kind": kind, "data": json.dumps(data), "at": now}
            for at, (kind, data) in enumerate(entries)
        ],
    )


def status_entries(state: State, reason: str | None) -> list[Entry]:
    """What a move says, with the last word where the job is at rest."""
    data: dict[str, Any] = {"status": state.status}
    if reason:
        data["reason"] = reason
    entries: list[Entry] = [("status", data)]
    if state in FINAL:
        entries.append(("done", {"status": state.status}))
    return entries


def after(connection: Connection, seq: int, event_id: int, limit: int) -> list[Event]:
    """The events after one, in order."""
    query = select(events.c.id, events.c.kind, events.c.data, events.c.at)
    query = query.where(events.c.job == seq, events.c.id > event_id).order_by(events.c.id).limit(limit)
    return [Event(row.id, row.kind, json.loads(row.data), row.at) for row in connection.execute(query)]
