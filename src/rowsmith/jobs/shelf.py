"""A tenant's finished files, over all of its jobs: listed, found, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, update

from rowsmith.errors import Conflict, NotFound
from rowsmith.jobs.merge import manifest_key
from rowsmith.jobs.sql.database import Database
from rowsmith.jobs.sql.tables import files, jobs
from rowsmith.storage import open_store


@dataclass(frozen=True, slots=True)
class ShelvedFile:
    """One finished file and the job that it belongs to."""

    id: str
    job_id: str
    job_name: str | None
    format: str
    table: str
    size: int
    sha256: str
    rows: int
    created_at: float
    key: str
    store_url: str


class Shelf:
    """What `JobManager` knows about files, seen by tenant: `Shelf(manager.repository.database)`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, tenant: str, *, limit: int = 50, offset: int = 0) -> tuple[list[ShelvedFile], int, int]:
        """One page, newest first; how many there are in all, and their bytes."""
        page = _ready(tenant).order_by(files.c.created_at.desc(), files.c.id).limit(limit).offset(offset)
        all_of_them = _ready(tenant).subquery()
        sums = select(func.count(), func.coalesce(func.sum(all_of_them.c.size), 0)).select_from(all_of_them)
        with self._database.read() as connection:
            found = [_file(row) for row in connection.execute(page)]
            total, size = connection.execute(sums).one()
        return found, int(total), int(size)

    def find(self, tenant: str, file_id: str) -> ShelvedFile:
        """One file; another tenant's does not exist."""
        with self._database.read() as connection:
            row = connection.execute(_ready(tenant).where(files.c.id == file_id)).one_or_none()
        if row is None:
            raise NotFound(f"there is no file {file_id!r}")
        return _file(row)

    def remove(self, tenant: str, file_id: str) -> None:
        """Remove a file; it is made again from the job's chunks when it is next asked for."""
        file = self.find(tenant, file_id)
        with self._database.write() as connection:
            gone = (
                update(files)
                .where(files.c.id == file_id, files.c.state == "ready")
                .values(state="replaced", key=None, size=0)
            )
            if connection.execute(gone).rowcount != 1:
                raise Conflict(f"the file {file_id!r} is being changed; try again")
        open_store(file.store_url).delete([file.key, manifest_key(file.key)])


def _ready(tenant: str) -> Select[*tuple[Any, ...]]:
    columns: list[ColumnElement[Any]] = [
        files.c.id, jobs.c.id.label("job_id"), jobs.c.name.label("job_name"), files.c.format, files.c.table,
        files.c.size, files.c.sha256, files.c.rows, files.c.created_at, files.c.key, jobs.c.store_url,
    ]  # fmt: skip
    joined = select(*columns).join(jobs, jobs.c.seq == files.c.job)
    return joined.where(jobs.c.tenant == tenant, files.c.state == "ready", files.c.key.is_not(None))


def _file(row: Row[*tuple[Any, ...]]) -> ShelvedFile:
    return ShelvedFile(*row)
