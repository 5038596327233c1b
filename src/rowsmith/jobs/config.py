"""What a JobManager needs to know; the doors fill it from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rowsmith.errors import Unavailable
from rowsmith.llm.config import ModelConfig


@dataclass(frozen=True, slots=True)
class Limits:
    """What each tenant may take; None is without limit."""

    running_jobs: int = 4
    """More wait for their turn."""
    rows: int | None = None
    """Rows of all unfinished jobs together."""
    bytes: int | None = None
    """Stored bytes, chunks and files."""


@dataclass(frozen=True, slots=True)
class JobsConfig:
    """`JobsConfig(data_dir=Path("/var/lib/rowsmith"))` is a complete one: SQLite and files in that folder."""

    data_dir: Path
    database_url: str | None = None
    storage_url: str | None = None
    executor: str = "processes"
    workers: int | None = None
    limits: Limits = Limits()
    lease_seconds: float = 30.0
    busy_seconds: float = 10.0
    retention_seconds: float | None = None
    model: ModelConfig = field(default_factory=ModelConfig)
    """The language model for text and for rows that ask for one."""

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'rowsmith.db'}"

    @property
    def disk(self) -> str:
        """The store on this machine's disk."""
        return (self.data_dir.absolute() / "files").as_uri()

    @property
    def storage(self) -> str:
        """The store for jobs that name none."""
        return self.storage_url or self.disk


class LimitReached(Unavailable):
    """The tenant has what it may have; later there may be room again."""

    status = 429
