"""API keys and shared secrets in the jobs' database."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from rowsmith.api_server.keys import ApiKey
from rowsmith.jobs.sql.database import Database
from rowsmith.jobs.sql.tables import api_keys
from rowsmith.jobs.sql.tables import secrets as shared

_COLUMNS = tuple(column.name for column in api_keys.columns)

# ruff: noqa: D102 - the protocol says what each method means


class SqlKeys:
    """Keys in a database that all servers share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: ApiKey) -> None:
        values = {name: getattr(key, name) for name in _COLUMNS if name != "scopes"}
        with self._database.write() as connection:
            connection.execute(insert(api_keys).values(scopes=" ".join(key.scopes), **values))

    def find(self, key_id: str) -> ApiKey | None:
        with self._database.read() as connection:
            row = connection.execute(select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        return None if row is None else _key(row)

    def all(self) -> list[ApiKey]:
        with self._database.read() as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at)).all()
        return [_key(row) for row in rows]

    def used(self, key_id: str, at: float) -> None:
        self._set(key_id, last_used_at=at)

    def revoke(self, key_id: str, at: float) -> bool:
        return self._set(key_id, revoked_at=at)

    def _set(self, key_id: str, **values: float) -> bool:
        with self._database.write() as connection:
            done = connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(**values))
        return done.rowcount == 1


def shared_secret(database: Database, name: str) -> bytes:
    """A secret that the first server draws and all servers on the database read."""
    query = select(shared.c.value).where(shared.c.name == name)
    with database.read() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        try:
            with database.write() as connection:
                connection.execute(insert(shared).values(name=name, value=secrets.token_hex(32)))
        except IntegrityError:
            pass  # another server was first; its secret is the one
        with database.read() as connection:
            found = connection.execute(query).scalar_one()
    return bytes.fromhex(found)


def _key(row: Row[*tuple[Any, ...]]) -> ApiKey:
    values: list[Any] = list(row)
    at = _COLUMNS.index("scopes")
    values[at] = tuple(values[at].split())
    return ApiKey(**dict(zip(_COLUMNS, values, strict=True)))
