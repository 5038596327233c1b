"""What a job waits for from a language model, who has it written, and what it cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the columns; jobs that are there wait for nothing and spent nothing."""
    op.add_column("jobs", sa.Column("unwritten", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("jobs", sa.Column("writer", sa.String(32)))
    for name in ("model_calls", "tokens_read", "tokens_written"):
        op.add_column("jobs", sa.Column(name, _NUMBER, nullable=False, server_default="0"))
    op.add_column("jobs", sa.Column("cost", sa.Float(53), nullable=False, server_default="0"))
