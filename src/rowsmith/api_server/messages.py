"""Answers that only HTTP gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from rowsmith.schema.receipt import Receipt


class RowsResponse(BaseModel):
    """Rows of a dataset, as JSON values."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "job_id": "3f0c1a...",
                    "table": None,
                    "offset": 9_000_000_000,
                    "columns": ["id", "email"],
                    "data": [{"id": 9_000_000_001, "email": "ada.lane@example.org"}],
                }
            ]
        }
    )

    job_id: str
    table: str | None
    offset: int
    columns: list[str]
    data: list[dict[str, Any]]


class JobReport(BaseModel):
    """What was delivered, what was measured of it, and how to make it again."""

    model_config = ConfigDict(extra="allow")

    job_id: str
    status: str
    files: list[dict[str, Any]]
    repairs: list[str]
    receipt: Receipt | None
    """Null where the dataset is too large to be measured while somebody waits."""
    manifest: dict[str, Any]


class StoredFile(BaseModel):
    """A finished file of a tenant."""

    id: str
    job_id: str
    job_name: str | None
    format: str
    table: str | None
    rows: int
    size_bytes: int
    checksum: str
    created_at: datetime


class StorageResponse(BaseModel):
    """One page of files, newest first, and how many bytes all of them take."""

    files: list[StoredFile]
    total: int
    total_bytes: int
    limit: int
    offset: int


class SignedLink(BaseModel):
    """A link that works without a key until it expires."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "http://127.0.0.1:8000/jobs/3f0c1a/download?format=csv&expires=1767225600&tenant=acme&signature=...",
                    "expires_at": "2026-01-01T00:00:00Z",
                }
            ]
        }
    )

    url: str
    expires_at: datetime
