"""What both clients send and how they read the answers: plain values, no network."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound, RowsmithError, Unavailable
from rowsmith.schema import DataSchema
from rowsmith.schema.job import (
    ChunkGenerationResponse,
    ChunkPreviewResponse,
    DatasetDownloadInfo,
    JobAction,
    JobControlResponse,
    JobQuote,
    JobsListResponse,
    JobStateDetail,
    JobStateSummary,
    JobStatus,
)
from rowsmith.schema.messages import (
    SchemaExtractionResponse,
    SchemaPreviewResponse,
    SchemaValidationResponse,
)

T = TypeVar("T")
Schema = DataSchema | Mapping[str, Any]


class NotAllowed(RowsmithError):
    """The key is wrong (401) or lacks the scope (403)."""

    status = 403


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request, and the type of its answer."""

    method: str
    path: str
    answer: type[T]
    json: Any = None
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0
    """How much longer than usual the answer may take."""

    def read(self, status: int, content: bytes, headers: Mapping[str, str]) -> T:
        """The answer, or the error that it tells."""
        if status >= 400:
            raise error_of(status, content, headers)
        if self.answer is type(None):
            return None  # type: ignore[return-value]  # T is None here
        return TypeAdapter(self.answer).validate_json(content)


def document(schema: Schema) -> dict[str, Any]:
    """A schema as JSON values."""
    return schema.document() if isinstance(schema, DataSchema) else dict(schema)


def extract(user_input: str, context: str | None) -> Call[SchemaExtractionResponse]:
    """Words into a schema."""
    return Call(
        "POST", "/schema/extract", SchemaExtractionResponse, _given(user_input=user_input, context=context)
    )


def import_schema(
    kind: str, content: str | bytes, dialect: str | None, name: str | None
) -> Call[SchemaExtractionResponse]:
    """Another language's schema into ours."""
    plain = isinstance(content, str)
    text = content if isinstance(content, str) else base64.b64encode(content).decode()
    sent = _given(kind=kind, content=text, dialect=dialect, name=name, encoding="text" if plain else "base64")
    return Call("POST", "/schema/import", SchemaExtractionResponse, sent)


def validate(schema: Schema) -> Call[SchemaValidationResponse]:
    """Every problem of a schema."""
    return Call("POST", "/schema/validate", SchemaValidationResponse, document(schema))


def preview(
    schema: Schema, rows: int, offset: int, seed: int | None, table: str | None
) -> Call[SchemaPreviewResponse]:
    """Rows without a job."""
    sent = _given(schema=document(schema), rows=rows, offset=offset, seed=seed, table=table)
    return Call("POST", "/schema/preview", SchemaPreviewResponse, sent)


def create(
    schema: Schema, total_rows: int, key: str | None, options: dict[str, Any]
) -> Call[JobStateSummary]:
    """A new job."""
    sent = _given(schema=document(schema), total_rows=total_rows, **options)
    headers = {} if key is None else {"Idempotency-Key": key}
    return Call("POST", "/jobs", JobStateSummary, sent, headers=headers)


def quote(schema: Schema, total_rows: int, options: dict[str, Any]) -> Call[JobQuote]:
    """What a job would cost."""
    return Call(
        "POST", "/jobs/quote", JobQuote, _given(schema=document(schema), total_rows=total_rows, **options)
    )


def list_(status: JobStatus | None, limit: int, offset: int) -> Call[JobsListResponse]:
    """One page of jobs."""
    return Call("GET", "/jobs", JobsListResponse, params=_given(status=status, limit=limit, offset=offset))


def get(job_id: str, wait: float) -> Call[JobStateDetail]:
    """A job in full."""
    return Call("GET", f"/jobs/{job_id}", JobStateDetail, params={"wait": wait} if wait else {}, seconds=wait)


def control(
    job_id: str, action: JobAction, reason: str | None, max_tokens: int | None, max_cost: float | None
) -> Call[JobControlResponse]:
    """A move of the state table."""
    sent = _given(action=action, reason=reason, max_tokens=max_tokens, max_cost=max_cost)
    return Call("POST", f"/jobs/{job_id}/control", JobControlResponse, sent)


def delete(job_id: str) -> Call[None]:
    """Remove a job."""
    return Call("DELETE", f"/jobs/{job_id}", type(None))


def make_chunk(job_id: str, chunk_id: int) -> Call[ChunkGenerationResponse]:
    """Make a chunk now."""
    return Call("POST", f"/jobs/{job_id}/chunks/{chunk_id}", ChunkGenerationResponse, seconds=60)


def chunk(job_id: str, chunk_id: int, limit: int, offset: int) -> Call[ChunkPreviewResponse]:
    """Rows of a chunk."""
    params = {"limit": limit, "offset": offset}
    return Call("GET", f"/jobs/{job_id}/chunks/{chunk_id}", ChunkPreviewResponse, params=params)


def rows(job_id: str, table: str | None, offset: int, limit: int) -> Call[dict[str, Any]]:
    """Any rows of the dataset."""
    params = _given(table=table, offset=offset, limit=limit)
    return Call("GET", f"/jobs/{job_id}/rows", dict[str, Any], params=params)


def report(job_id: str) -> Call[dict[str, Any]]:
    """What was delivered."""
    return Call("GET", f"/jobs/{job_id}/report", dict[str, Any])


def prepare(job_id: str, format_: str | None, table: str | None, wait: float) -> Call[DatasetDownloadInfo]:
    """Have a file made."""
    return Call(
        "POST", f"/jobs/{job_id}/download", DatasetDownloadInfo, _given(format=format_),
        params=_given(table=table, wait=wait or None), seconds=wait,
    )  # fmt: skip


def error_of(status: int, content: bytes, headers: Mapping[str, str]) -> RowsmithError:
    """The error of our own tree that a problem document tells."""
    import json

    try:
        problem = json.loads(content)
        detail = str(problem["detail"])
        issues = [Issue(item["path"], item["code"], item["message"]) for item in problem.get("errors") or ()]
    except (ValueError, KeyError, TypeError):
        detail, issues = f"the server answered {status} without a reason", []
    if status in (401, 403):
        return NotAllowed(detail)
    if status == 429:
        return Unavailable(f"{detail} (Retry-After: {headers.get('retry-after', '?')} s)")
    kinds: dict[int, type[RowsmithError]] = {404: NotFound, 409: Conflict}
    kind = kinds.get(status, InvalidInput if status < 500 else Unavailable)
    return kind(detail, issues)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
