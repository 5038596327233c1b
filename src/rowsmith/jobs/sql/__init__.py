"""Jobs in SQLite and PostgreSQL."""

from rowsmith.jobs.sql.repository import SqlRepository, memory_repository

__all__ = ["SqlRepository", "memory_repository"]
