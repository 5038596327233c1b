"""What users send and get about jobs: the mission's models, by the mission's names."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt, StrictStr

from rowsmith.schema.dataset import DataSchema, Mode
from rowsmith.schema.receipt import Clauses
from rowsmith.schema.values import MAX_FIELDS, MAX_NAME, Integer, Json, Model, Name, RowCount, Text

JobStatus = Literal[
    "pending", "schema_validation", "generating", "paused", "completed", "failed", "cancelled"
]  # fmt: skip
JobAction = Literal["pause", "resume", "cancel", "retry"]

MAX_CHUNK = 10_000_000
ChunkSize = Annotated[StrictInt, Field(ge=1, le=MAX_CHUNK)]
Uniqueness = Annotated[
    list[Name | Annotated[list[Name], Field(min_length=1, max_length=32)]], Field(max_length=MAX_FIELDS)
]
MaxTokens = Annotated[StrictInt, Field(ge=0)]
MaxCost = Annotated[float, Field(ge=0, strict=True, allow_inf_nan=False)]
FormatName = Annotated[StrictStr, Field(max_length=32)]


class JobSpecificationInput(Model):
    """A job to be made: `{"schema": {...}, "total_rows": 1000000, "output_format": "parquet"}`."""

    data_schema: DataSchema = Field(alias="schema")
    total_rows: RowCount
    chunk_size: ChunkSize | None = None
    output_format: FormatName = "csv"
    format_options: dict[StrictStr, Json] = {}
    uniqueness_fields: Uniqueness = []
    seed: Integer | None = None
    storage_type: Literal["disk", "memory", "cloud"] | None = None
    name: Name | None = None
    description: Text | None = None
    created_by: Annotated[StrictStr, Field(max_length=MAX_NAME)] | None = None
    metadata: dict[StrictStr, Json] = {}
    auto_start: StrictBool = True
    generator: Literal["engine", "model"] = "engine"
    mode: Mode | None = None
    """Coverage, or realistic rows, whatever the schema says."""
    max_tokens: MaxTokens | None = None
    """The next call of the model that could pass it pauses the job."""
    max_cost: MaxCost | None = None
    idempotency_key: Annotated[StrictStr, Field(min_length=1, max_length=256)] | None = None
    receipt: Clauses | None = None
    """The clauses that `/schema/extract` gave, so that the job's report can measure each of them."""


class JobProgress(Model):
    """How far a job is; `rows_per_second` counts only the time in which it was at work."""

    rows_generated: int
    total_rows: int
    chunks_completed: int
    total_chunks: int
    progress_percentage: float
    rows_per_second: float | None = None
    estimated_completion: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    error_message: str | None = None
    """Why it failed or is paused."""
    tokens: int = 0
    """Tokens of a language model that it spent, read and written together."""
    cost: float = 0.0
    """The same in dollars."""


class JobStateSummary(Model):
    """A job on one line."""

    job_id: str
    name: str | None
    status: JobStatus
    output_format: str
    seed: int
    created_at: datetime
    updated_at: datetime
    progress: JobProgress


class ChunksSummary(Model):
    """How many chunks stand where."""

    total: int
    pending: int
    running: int
    done: int
    failed: int


class JobStateDetail(JobStateSummary):
    """A job in full."""

    specification: JobSpecificationInput
    chunk_size: int
    plan_hash: str
    chunks: ChunksSummary
    last_event_id: int


class JobsListResponse(Model):
    """One page of jobs, newest first."""

    jobs: list[JobStateSummary]
    total: int
    limit: int
    offset: int


class JobControlRequest(Model):
    """`{"action": "pause", "reason": "the disk is nearly full"}`."""

    action: JobAction
    reason: Annotated[StrictStr, Field(max_length=1000)] | None = None
    max_tokens: MaxTokens | None = None
    """With `resume`, a new budget in the place of the job's."""
    max_cost: MaxCost | None = None


class JobControlResponse(Model):
    """Whether the move was made, and where the job stands now."""

    success: bool
    status: JobStatus


class ChunkGenerationPayload(Model):
    """Overrides that change the job's plan; taken while none of its chunks is done."""

    chunk_size: ChunkSize | None = None
    uniqueness_fields: Uniqueness | None = None


class ChunkMetadata(Model):
    """What is known about a finished chunk; `checksum` is the SHA-256 of its file."""

    chunk_id: int
    job_id: str
    rows_generated: int
    size_bytes: int
    checksum: str
    timestamp: datetime


class ChunkGenerationResponse(Model):
    """A chunk that is there."""

    chunk_id: int
    rows_generated: int
    metadata: ChunkMetadata
    issues: list[str] = []
    progress: JobProgress


class ChunkPreviewResponse(Model):
    """Rows of a chunk as JSON values."""

    chunk_id: int
    total_rows: int
    columns: list[str]
    data: list[dict[str, Any]]


class DownloadRequest(Model):
    """Which file to prepare; without a format, the one the job was made for."""

    format: FormatName | None = None
    force_remerge: StrictBool = False


class DatasetDownloadInfo(Model):
    """A file of the dataset, or how far its making is."""

    job_id: str
    status: Literal["ready", "merging", "failed"]
    format: str
    total_rows: int
    file_name: str
    file_size_bytes: int | None = None
    checksum: str | None = None
    download_url: str | None = None
    expires_at: datetime | None = None
    error_message: str | None = None


class JobQuote(Model):
    """What a job would cost, measured on a small sample; nothing is started."""

    rows: int
    chunks: int
    chunk_size: int
    seconds: float
    bytes: dict[str, int]
    tokens: int = 0
    """Tokens of the language model, about; none where there is no model."""
    money: float = 0.0
    """The same in dollars."""


class JobEvent(Model):
    """Something that happened; ids grow by one within a job."""

    id: int
    event: Literal["progress", "status", "chunk", "done"]
    data: dict[str, Any]
    at: datetime
