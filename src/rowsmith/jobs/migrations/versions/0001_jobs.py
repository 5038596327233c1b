"""Jobs, their documents, chunks, files and events, and the servers that own them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.Float(53)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("tenant", sa.String(128), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("name", sa.String(128)),
        sa.Column("output_format", sa.String(32), nullable=False),
        sa.Column("seed", _NUMBER, nullable=False),
        sa.Column("plan_hash", sa.String(64), nullable=False),
        sa.Column("chunk_size", _NUMBER, nullable=False),
        sa.Column("total_rows", _NUMBER, nullable=False),
        sa.Column("total_chunks", _NUMBER, nullable=False),
        sa.Column("store_url", sa.Text, nullable=False),
        sa.Column("idempotency_key", sa.String(256)),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("rows_done", _NUMBER, nullable=False),
        sa.Column("chunks_done", _NUMBER, nullable=False),
        sa.Column("bytes_done", _NUMBER, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME),
        sa.Column("completed_at", _TIME),
        sa.Column("active_seconds", _TIME, nullable=False),
        sa.Column("ran_since", _TIME),
        sa.Column("event_seq", _NUMBER, nullable=False),
        sa.Column("file_id", sa.String(32)),
        sa.Index("jobs_by_key", "tenant", "idempotency_key", unique=True),
        sa.Index("jobs_by_tenant", "tenant", "seq"),
        sa.Index("jobs_by_state", "state", "seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        _of_job(primary_key=True, autoincrement=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
    )
    op.create_table(
        "chunks",
        _of_job(primary_key=True, autoincrement=False),
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("losses", sa.Integer, nullable=False),
        sa.Column("ready_at", _TIME, nullable=False),
        *_result_columns(),
        sqlite_with_rowid=False,
    )
    for state in ("pending", "running", "failed"):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"chunks_{state}",
            "chunks",
            ["job", "state", "number", "ready_at"],
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_table(
        "files",
        sa.Column("id", sa.String(32), primary_key=True),
        _of_job(nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("table", sa.String(128), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("ready_at", _TIME, nullable=False),
        *_result_columns(),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Index("files_by_job", "job", "created_at"),
        sa.Index("files_by_state", "state", "created_at"),
    )
    op.create_table(
        "events",
        _of_job(primary_key=True, autoincrement=False),
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "owners",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("lock", sa.Text, nullable=False),
        sa.Column("lease_until", _TIME, nullable=False),
    )


def downgrade() -> None:
    """Remove the tables."""
    for name in ("owners", "events", "files", "chunks", "documents", "jobs"):
        op.drop_table(name)


def _of_job(**options: object) -> sa.Column[int]:
    return sa.Column("job", _NUMBER, sa.ForeignKey("jobs.seq", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


def _result_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("key", sa.Text),
        sa.Column("size", _NUMBER, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", _NUMBER, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("finished_at", _TIME),
    ]
