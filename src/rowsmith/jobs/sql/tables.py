"""The tables, as SQLAlchemy sees them. `migrations/` makes them; a test keeps the two alike."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
)  # fmt: skip

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

jobs = Table(
    "jobs",
    metadata,
    Column("seq", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("tenant", String(128), nullable=False),
    Column("state", String(20), nullable=False),
    Column("name", String(128)),
    Column("output_format", String(32), nullable=False),
    Column("seed", _NUMBER, nullable=False),
    Column("plan_hash", String(64), nullable=False),
    Column("chunk_size", _NUMBER, nullable=False),
    Column("total_rows", _NUMBER, nullable=False),
    Column("total_chunks", _NUMBER, nullable=False),
    Column("store_url", Text, nullable=False),
    Column("idempotency_key", String(256)),
    Column("request_hash", String(64), nullable=False),
    Column("rows_done", _NUMBER, nullable=False),
    Column("chunks_done", _NUMBER, nullable=False),
    Column("bytes_done", _NUMBER, nullable=False),
    Column("error", Text),
    Column("created_at", Float(53), nullable=False),
    Column("updated_at", Float(53), nullable=False),
    Column("started_at", Float(53)),
    Column("completed_at", Float(53)),
    Column("active_seconds", Float(53), nullable=False),
    Column("ran_since", Float(53)),
    Column("event_seq", _NUMBER, nullable=False),
    Column("file_id", String(32)),
    Column("unwritten", Boolean, nullable=False),
    Column("writer", String(32)),
    Column("model_calls", _NUMBER, nullable=False),
    Column("tokens_read", _NUMBER, nullable=False),
    Column("tokens_written", _NUMBER, nullable=False),
    Column("cost", Float(53), nullable=False),
    Index("jobs_by_key", "tenant", "idempotency_key", unique=True),
    Index("jobs_by_tenant", "tenant", "seq"),
    Index("jobs_by_state", "state", "seq"),
    sqlite_autoincrement=True,  # a number never comes again, so a late report cannot meet another job
)

documents = Table(
    "documents",
    metadata,
    Column("job", ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("spec", Text, nullable=False),
    Column("plan", Text, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("job", ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("owner", String(32)),
    Column("attempt", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("ready_at", Float(53), nullable=False),
    Column("key", Text),
    Column("size", _NUMBER, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", _NUMBER, nullable=False),
    Column("error", Text),
    Column("finished_at", Float(53)),
    sqlite_with_rowid=False,
)

# Written out rather than bound: a partial index serves only a query that says its condition word for word.
is_pending, is_running, is_failed = (
    chunks.c.state == literal_column(f"'{state}'") for state in ("pending", "running", "failed")
)
# With all that a claim asks for in it; otherwise SQLite walks the primary key, past all chunks that are done.
_KEY = (chunks.c.job, chunks.c.state, chunks.c.number, chunks.c.ready_at)
for _name, _only in (("pending", is_pending), ("running", is_running), ("failed", is_failed)):
    Index(f"chunks_{_name}", *_KEY, sqlite_where=_only, postgresql_where=_only)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("job", ForeignKey("jobs.seq", ondelete="CASCADE"), nullable=False),
    Column("format", String(32), nullable=False),
    Column("table", String(128), nullable=False),
    Column("state", String(8), nullable=False),
    Column("owner", String(32)),
    Column("attempt", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ready_at", Float(53), nullable=False),
    Column("key", Text),
    Column("size", _NUMBER, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", _NUMBER, nullable=False),
    Column("error", Text),
    Column("notes", Text, nullable=False),
    Column("created_at", Float(53), nullable=False),
    Column("finished_at", Float(53)),
    Index("files_by_job", "job", "created_at"),
    Index("files_by_state", "state", "created_at"),
)

events = Table(
    "events",
    metadata,
    Column("job", ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("data", Text, nullable=False),
    Column("at", Float(53), nullable=False),
    sqlite_with_rowid=False,
)

owners = Table(
    "owners",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", Text, nullable=False),
    Column("lock", Text, nullable=False),
    Column("lease_until", Float(53), nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(128), nullable=False),
    Column("name", String(128), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("scopes", String(64), nullable=False),
    Column("created_at", Float(53), nullable=False),
    Column("expires_at", Float(53)),
    Column("last_used_at", Float(53)),
    Column("revoked_at", Float(53)),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(128), nullable=False),
)
