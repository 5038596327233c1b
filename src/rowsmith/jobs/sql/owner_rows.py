"""Servers and their leases as rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from rowsmith.jobs.repository import MAX_LOSSES, Owner
from rowsmith.jobs.sql.tables import chunks, files, is_running, jobs, owners


def register(connection: Connection, owner: Owner) -> None:
    """Enter a server."""
    connection.execute(
        insert(owners).values(id=owner.id, host=owner.host, lock=owner.lock, lease_until=owner.lease_until)
    )


def renew(connection: Connection, owner: str, lease_until: float) -> bool:
    """Lengthen a lease that is still there."""
    longer = update(owners).where(owners.c.id == owner).values(lease_until=lease_until)
    return bool(connection.execute(longer).rowcount)


def every(connection: Connection) -> list[Owner]:
    """All servers."""
    columns = select(owners.c.id, owners.c.host, owners.c.lock, owners.c.lease_until)
    return [Owner(*row) for row in connection.execute(columns.order_by(owners.c.id))]


def take_over(connection: Connection, owner: str, now: float, *, dead: bool) -> int:
    """Strike a server off and free what it had; of several that try, one does it."""
    gone = delete(owners).where(owners.c.id == owner)
    gone = gone if dead else gone.where(owners.c.lease_until < now)
    if not connection.execute(gone).rowcount:
        return 0
    return _free(connection, lambda column: column == owner)


def strays(connection: Connection) -> bool:
    """Whether anything is leased to a server that was struck off; only looks.

    On PostgreSQL a server may freeze within a claim, be struck off, and commit the claim when it wakes.
    """
    lost = [
        exists().where(is_running, _struck_off(chunks.c.owner)),
        exists().where(files.c.state == "merging", _struck_off(files.c.owner)),
        exists().where(jobs.c.unwritten, _struck_off(jobs.c.writer)),
    ]
    return bool(connection.execute(select(or_(*lost))).scalar())


def free_strays(connection: Connection) -> int:
    """Free what is leased to servers that were struck off; how much that was."""
    return _free(connection, _struck_off)


def _struck_off(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.not_in(select(owners.c.id))


def _free(connection: Connection, held: Callable[[ColumnElement[Any]], ColumnElement[bool]]) -> int:
    running = is_running & held(chunks.c.owner)
    reason = f"its server was lost {MAX_LOSSES} times while it was made"
    worn = update(chunks).where(running, chunks.c.losses + 1 >= MAX_LOSSES)
    freed = connection.execute(worn.values(state="failed", owner=None, error=reason)).rowcount
    free = update(chunks).where(running).values(state="pending", owner=None, losses=chunks.c.losses + 1)
    freed += connection.execute(free).rowcount
    connection.execute(update(jobs).where(held(jobs.c.writer)).values(writer=None))
    merging = update(files).where(files.c.state == "merging", held(files.c.owner))
    return freed + connection.execute(merging.values(state="queued", owner=None)).rowcount
