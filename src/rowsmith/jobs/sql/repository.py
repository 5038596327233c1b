"""The repository over SQLite and PostgreSQL: each method is one transaction over the rows' functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rowsmith.errors import NotFound
from rowsmith.jobs.job import Action, Documents, Job
from rowsmith.jobs.repository import (
    Chunk,
    Claim,
    DataFile,
    Event,
    Failure,
    Finished,
    Owner,
    Query,
    Usage,
)
from rowsmith.jobs.sql import chunk_rows, event_rows, file_rows, job_rows, owner_rows, settle, text_rows
from rowsmith.jobs.sql.database import BUSY_SECONDS, Database
from rowsmith.jobs.sql.upgrade import upgrade
from rowsmith.llm import Usage as Spent

# ruff: noqa: D102 - the protocol says what each method means


class SqlRepository:
    """Jobs in a database: `SqlRepository("sqlite:////var/lib/rowsmith/rowsmith.db")`."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.database = Database(url, busy_seconds=busy_seconds)
        upgrade(self.database)

    def create(self, job: Job, documents: Documents) -> tuple[Job, bool]:
        with self.database.write() as connection:
            return job_rows.create(connection, job, documents)

    def job(self, job_id: str, tenant: str | None = None) -> Job:
        with self.database.read() as connection:
            return job_rows.by_id(connection, job_id, tenant)

    def job_at(self, seq: int) -> Job | None:
        try:
            with self.database.read() as connection:
                return job_rows.by_seq(connection, seq)
        except NotFound:
            return None

    def documents(self, seq: int) -> Documents:
        with self.database.read() as connection:
            return job_rows.texts(connection, seq)

    def jobs(self, query: Query) -> tuple[list[Job], int]:
        with self.database.read() as connection:
            return job_rows.page(connection, query)

    def move(self, seq: int, action: Action, now: float, reason: str | None = None) -> Job:
        with self.database.write() as connection:
            return job_rows.move(connection, seq, action, now, reason)

    def relayout(self, job: Job, documents: Documents, now: float) -> Job:
        with self.database.write() as connection:
            return job_rows.relayout(connection, job, documents, now)

    def remove(self, seq: int) -> None:
        with self.database.write() as connection:
            job_rows.remove(connection, seq)

    def usage(self, tenant: str) -> Usage:
        with self.database.read() as connection:
            return job_rows.usage(connection, tenant)

    def claim(self, owner: str, limit: int, now: float) -> list[Claim]:
        with self.database.write() as connection:
            return chunk_rows.claim(connection, owner, limit, now)

    def claim_one(self, owner: str, seq: int, number: int) -> Claim | None:
        with self.database.write() as connection:
            return chunk_rows.claim_one(connection, owner, seq, number)

    def finish(self, owner: str, done: Sequence[Finished], now: float) -> list[Finished]:
        with self.database.write() as connection:
            return chunk_rows.finish(connection, owner, done, now)

    def fail(self, owner: str, claim: Claim, failure: Failure, now: float) -> bool:
        with self.database.write() as connection:
            return chunk_rows.fail(connection, owner, claim, failure, now)

    def give_back(self, owner: str, claims: Iterable[Claim]) -> None:
        with self.database.write() as connection:
            chunk_rows.give_back(connection, owner, claims)

    def chunk(self, seq: int, number: int) -> Chunk:
        with self.database.read() as connection:
            return chunk_rows.one(connection, seq, number)

    def chunks(self, seq: int) -> list[Chunk]:
        with self.database.read() as connection:
            return chunk_rows.every(connection, seq)

    def chunk_counts(self, seq: int) -> dict[str, int]:
        with self.database.read() as connection:
            return chunk_rows.counts(connection, seq)

    def request_file(self, file: DataFile, *, force: bool) -> DataFile:
        with self.database.write() as connection:
            return file_rows.request(connection, file, force=force)

    def claim_file(self, owner: str, now: float) -> DataFile | None:
        with self.database.write() as connection:
            return file_rows.claim(connection, owner, now)

    def give_back_file(self, owner: str, file: DataFile) -> None:
        with self.database.write() as connection:
            file_rows.give_back(connection, owner, file)

    def finish_file(self, owner: str, file: DataFile, repaired: Sequence[Chunk], now: float) -> bool:
        with self.database.write() as connection:
            return file_rows.finish(connection, owner, file, repaired, now)

    def fail_file(self, owner: str, file: DataFile, failure: Failure, now: float) -> bool:
        with self.database.write() as connection:
            return file_rows.fail(connection, owner, file, failure, now)

    def files(self, seq: int) -> list[DataFile]:
        with self.database.read() as connection:
            return file_rows.of_job(connection, seq)

    def claim_texts(self, owner: str, limit: int) -> list[Job]:
        with self.database.read() as connection:
            if not text_rows.wait(connection):
                return []
        with self.database.write() as connection:
            return text_rows.claim(connection, owner, limit)

    def finish_texts(self, owner: str, before: Job, texts: Documents, plan_hash: str, now: float) -> bool:
        with self.database.write() as connection:
            return text_rows.finish(connection, owner, before, texts, plan_hash, now)

    def stop_texts(self, owner: str, seq: int, action: Action, reason: str, now: float) -> bool:
        with self.database.write() as connection:
            ours = text_rows.release(connection, owner, seq)
            if ours:
                job_rows.move(connection, seq, action, now, reason)
            return ours

    def release_texts(self, owner: str, seq: int) -> None:
        with self.database.write() as connection:
            text_rows.release(connection, owner, seq)

    def budget(self, seq: int, max_tokens: int | None, max_cost: float | None) -> None:
        given = {"max_tokens": max_tokens, "max_cost": max_cost}
        with self.database.write() as connection:
            text_rows.budget(connection, seq, {k: v for k, v in given.items() if v is not None})

    def spend(self, seq: int, spent: Spent) -> None:
        with self.database.write() as connection:
            text_rows.spend(connection, seq, spent)

    def register(self, owner: Owner) -> None:
        with self.database.write() as connection:
            owner_rows.register(connection, owner)

    def renew(self, owner: str, lease_until: float) -> bool:
        with self.database.write() as connection:
            return owner_rows.renew(connection, owner, lease_until)

    def owners(self) -> list[Owner]:
        with self.database.read() as connection:
            return owner_rows.every(connection)

    def take_over(self, owner: str, now: float, *, dead: bool) -> int:
        with self.database.write() as connection:
            return owner_rows.take_over(connection, owner, now, dead=dead)

    def free_strays(self) -> int:
        with self.database.read() as connection:
            if not owner_rows.strays(connection):
                return 0
        with self.database.write() as connection:
            return owner_rows.free_strays(connection)

    def settle(self, now: float, limits: Callable[[str], int]) -> list[Job]:
        with self.database.read() as connection:
            if not settle.due(connection):
                return []
        with self.database.write() as connection:
            return settle.settle(connection, now, limits)

    def work_waits(self, now: float) -> bool:
        with self.database.read() as connection:
            return settle.work_waits(connection, now)

    def events(self, seq: int, after: int = 0, limit: int = 1000) -> list[Event]:
        with self.database.read() as connection:
            return event_rows.after(connection, seq, after, limit)

    def close(self) -> None:
        self.database.close()


def memory_repository() -> SqlRepository:
    """Jobs in this process's memory, gone with it: the fake for tests and for one-off runs."""
    return SqlRepository("sqlite://")
