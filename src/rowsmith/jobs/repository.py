"""What keeps jobs: the seam between the rules and a database, and the small records that cross it.

Every method is one transaction. A chunk or a file that is being made belongs to an *owner* (a server process)
under a lease; what an owner reports counts only while the attempt is still its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rowsmith.errors import Conflict, Unavailable
from rowsmith.jobs.job import Action, Documents, Job, State
from rowsmith.llm import Usage as Spent

MAX_TRIES = 3
"""How often a chunk or a file is tried before its job fails."""

MAX_LOSSES = 10
"""How often a chunk may lose its server before it is held to be the reason."""


class DatabaseUnavailable(Unavailable):
    """The database is locked, full or down."""


class OwnerLost(Conflict):
    """Another server took this one's lease over; it must begin again under a new id."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A server process that works on jobs. `lock` is a file that it keeps locked while it lives."""

    id: str
    host: str
    lock: str
    lease_until: float


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one chunk."""

    job: int
    number: int
    attempt: int
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """A chunk that was made."""

    claim: Claim
    key: str
    size: int
    sha256: str
    rows: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where a chunk stands."""

    number: int
    state: Literal["pending", "running", "done", "failed"]
    attempt: int = 0
    key: str | None = None
    size: int = 0
    sha256: str = ""
    rows: int = 0
    error: str | None = None
    finished_at: float | None = None


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the dataset in one format; `table` is empty for the whole dataset."""

    id: str
    job: int
    format: str
    table: str = ""
    state: Literal["queued", "merging", "ready", "failed", "replaced"] = "queued"
    attempt: int = 0
    tries: int = 0
    key: str | None = None
    size: int = 0
    sha256: str = ""
    rows: int = 0
    error: str | None = None
    notes: tuple[str, ...] = ()
    """What was noticed and repaired while it was made."""
    created_at: float = 0.0
    finished_at: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job; ids grow by one."""

    id: int
    kind: Literal["progress", "status", "chunk", "done"]
    data: dict[str, Any]
    at: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What a tenant takes: jobs under way, their rows, and stored bytes."""

    running: int = 0
    rows: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A chunk or file that was not made; with `retry_at`, it is tried again while tries are left."""

    error: str
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Which jobs to list."""

    tenant: str | None = None
    states: tuple[State, ...] = ()
    limit: int = 50
    offset: int = 0


class JobRecords(Protocol):
    """Jobs."""

    def create(self, job: Job, documents: Documents) -> tuple[Job, bool]:
        """Store a job and its chunks; with a known idempotency key, the earlier job and False."""
        ...

    def job(self, job_id: str, tenant: str | None = None) -> Job:
        """A job by its id; raises `NotFound`, also for another tenant's."""
        ...

    def job_at(self, seq: int) -> Job | None:
        """A job by its number."""
        ...

    def documents(self, seq: int) -> Documents:
        """A job's long texts."""
        ...

    def jobs(self, query: Query) -> tuple[list[Job], int]:
        """One page, newest first, and how many there are in all."""
        ...

    def move(self, seq: int, action: Action, now: float, reason: str | None = None) -> Job:
        """Make one move of the state table; raises `MoveRefused` and changes nothing otherwise."""
        ...

    def relayout(self, job: Job, documents: Documents, now: float) -> Job:
        """Give a job another plan and chunks; raises `Conflict` once a chunk was begun."""
        ...

    def remove(self, seq: int) -> None:
        """Forget a job and everything about it."""
        ...

    def usage(self, tenant: str) -> Usage:
        """What a tenant takes now."""
        ...


class ChunkRecords(Protocol):
    """Chunks, as workers see them."""

    def claim(self, owner: str, limit: int, now: float) -> list[Claim]:
        """Take chunks of generating jobs, from the tenants with the fewest leases first."""
        ...

    def claim_one(self, owner: str, seq: int, number: int) -> Claim | None:
        """Take one chunk that nobody has; None where it is done or taken."""
        ...

    def finish(self, owner: str, done: Sequence[Finished], now: float) -> list[Finished]:
        """Report chunks; returns those that count, because their attempts were still this owner's."""
        ...

    def fail(self, owner: str, claim: Claim, failure: Failure, now: float) -> bool:
        """Report a failure; says whether it counted."""
        ...

    def give_back(self, owner: str, claims: Iterable[Claim]) -> None:
        """Return chunks unmade."""
        ...

    def chunk(self, seq: int, number: int) -> Chunk:
        """One chunk."""
        ...

    def chunks(self, seq: int) -> list[Chunk]:
        """All chunks of a job, in order."""
        ...

    def chunk_counts(self, seq: int) -> dict[str, int]:
        """How many chunks are in which state."""
        ...


class FileRecords(Protocol):
    """Files of finished datasets."""

    def request_file(self, file: DataFile, *, force: bool) -> DataFile:
        """Ask for a file; the ready or coming one where there is one, unless forced."""
        ...

    def claim_file(self, owner: str, now: float) -> DataFile | None:
        """Take a file that waits to be made."""
        ...

    def finish_file(self, owner: str, file: DataFile, repaired: Sequence[Chunk], now: float) -> bool:
        """Report a finished file and the chunks that were made anew for it; says whether it counted."""
        ...

    def fail_file(self, owner: str, file: DataFile, failure: Failure, now: float) -> bool:
        """Report a failure; says whether it counted."""
        ...

    def give_back_file(self, owner: str, file: DataFile) -> None:
        """Return a file unmade."""
        ...

    def files(self, seq: int) -> list[DataFile]:
        """A job's files, newest first."""
        ...


class TextRecords(Protocol):
    """Texts that a language model writes for a job before its first chunk."""

    def claim_texts(self, owner: str, limit: int) -> list[Job]:
        """Take jobs whose texts nobody writes."""
        ...

    def finish_texts(self, owner: str, before: Job, texts: Documents, plan_hash: str, now: float) -> bool:
        """Report the plan with its texts; says whether it counted, because the claim and the plan were as before."""
        ...

    def stop_texts(self, owner: str, seq: int, action: Action, reason: str, now: float) -> bool:
        """Report that they cannot be written now, and move the job; says whether it counted."""
        ...

    def release_texts(self, owner: str, seq: int) -> None:
        """Let another server, or a later turn, write them."""
        ...

    def budget(self, seq: int, max_tokens: int | None, max_cost: float | None) -> None:
        """Give a job another budget; what is None stays."""
        ...

    def spend(self, seq: int, spent: Spent) -> None:
        """Add what a call of the model cost to its job."""
        ...


class OwnerRecords(Protocol):
    """Servers and their leases."""

    def register(self, owner: Owner) -> None:
        """Enter a server."""
        ...

    def renew(self, owner: str, lease_until: float) -> bool:
        """Lengthen a lease; False when it was taken over."""
        ...

    def owners(self) -> list[Owner]:
        """Every server with a lease."""
        ...

    def take_over(self, owner: str, now: float, *, dead: bool) -> int:
        """Free what an owner had, if its lease is over or it is known to be dead; how much that was."""
        ...

    def free_strays(self) -> int:
        """Free what an owner claimed in a transaction that ended after it was struck off."""
        ...


class Repository(JobRecords, ChunkRecords, FileRecords, TextRecords, OwnerRecords, Protocol):
    """All records, with the events that their changes leave behind."""

    def settle(self, now: float, limits: Callable[[str], int]) -> list[Job]:
        """Make the moves that are due; returns the jobs whose plan is to be checked."""
        ...

    def work_waits(self, now: float) -> bool:
        """Whether a claim would find anything."""
        ...

    def events(self, seq: int, after: int = 0, limit: int = 1000) -> list[Event]:
        """What happened after an event id, in order."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
