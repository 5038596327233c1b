"""From a request to a job: checked, compiled, laid out and within its tenant's limits."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from hashlib import sha256

from rowsmith.errors import InvalidInput, Issue
from rowsmith.jobs.config import JobsConfig, LimitReached
from rowsmith.jobs.job import Action, Documents, Job, State, moved
from rowsmith.jobs.layout import Layout, choose_chunk_size
from rowsmith.jobs.repository import Usage
from rowsmith.jobs.whole import check_format
from rowsmith.plan import Plan
from rowsmith.plan.conflicts import compile_explained
from rowsmith.schema import parse_schema
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.texts import carried, forecast, unwritten_fields

SEEDS = 2**31
"""Drawn seeds are short enough to be typed again."""


def compiled(specification: JobSpecificationInput, seed: int | None = None) -> Plan:
    """The plan of a request; every problem of the schema in one error."""
    if specification.generator == "model":
        raise InvalidInput.of(
            [
                Issue(
                    "generator",
                    "not_available",
                    "rows by a language model are not available here; use 'engine'",
                )
            ]
        )
    chosen = next(
        value for value in (specification.seed, seed, secrets.randbelow(SEEDS)) if value is not None
    )
    schema = parse_schema(specification.data_schema)
    if specification.mode is not None:
        schema = schema.model_copy(update={"mode": specification.mode})
    return compile_explained(
        schema,
        rows=specification.total_rows,
        seed=chosen,
        uniqueness_fields=list(specification.uniqueness_fields),
    )


def new_job(
    specification: JobSpecificationInput, tenant: str, key: str | None, config: JobsConfig
) -> tuple[Job, Documents]:
    """A job and its texts, not yet stored."""
    plan = compiled(specification)
    check_format(specification.output_format, specification.format_options, plan)
    unwritten = not config.model.offline and bool(unwritten_fields(plan))
    if unwritten:
        forecast(plan)  # which refuses what is too much to be written
    chunk_size = choose_chunk_size(plan, specification.chunk_size)
    layout, now = Layout(plan, chunk_size), time.time()
    job = Job(
        id=secrets.token_hex(16),
        tenant=tenant,
        state=State.PENDING if specification.auto_start else State.HELD,
        name=specification.name,
        output_format=specification.output_format,
        seed=plan.seed,
        plan_hash=plan.hash,
        chunk_size=chunk_size,
        total_rows=layout.rows,
        total_chunks=layout.chunks,
        store_url=store_url(specification, config),
        idempotency_key=key,
        request_hash=request_hash(specification),
        created_at=now,
        updated_at=now,
        unwritten=unwritten,
    )
    return job, Documents(specification.model_dump_json(by_alias=True, exclude_unset=True), plan.to_json())


def request_hash(specification: JobSpecificationInput) -> str:
    """What makes two requests the same for an idempotency key."""
    unsaid = {name for name in ("receipt", "max_tokens", "max_cost") if getattr(specification, name) is None}
    same = specification.model_dump_json(by_alias=True, exclude={"idempotency_key", *unsaid})
    return sha256(same.encode()).hexdigest()


def store_url(specification: JobSpecificationInput, config: JobsConfig) -> str:
    """Where a job's files go."""
    if specification.storage_type == "memory":
        return "memory://jobs"
    if specification.storage_type == "disk":
        return config.storage if config.storage.startswith("file:") else config.disk
    if specification.storage_type == "cloud" and config.storage.startswith(("file:", "memory:")):
        message = "no cloud storage is configured; set ROWSMITH_STORAGE_URL to s3://, gs:// or az://"
        raise InvalidInput.of([Issue("storage_type", "not_configured", message)])
    return config.storage


def relaid(
    job: Job, documents: Documents, chunk_size: int | None, uniqueness: list[str | list[str]] | None
) -> tuple[Job, Documents]:
    """The same job with another chunk size or other unique fields."""
    specification = JobSpecificationInput.model_validate_json(documents.spec)
    changes: dict[str, object] = {}
    if chunk_size is not None:
        changes["chunk_size"] = chunk_size
    if uniqueness is not None:
        changes["uniqueness_fields"] = uniqueness
    specification = specification.model_copy(update=changes)
    plan = carried(compiled(specification, job.seed), Plan.from_json(documents.plan))
    size = choose_chunk_size(plan, specification.chunk_size)
    layout = Layout(plan, size)
    other = replace(
        job, plan_hash=plan.hash, chunk_size=size, total_rows=layout.rows, total_chunks=layout.chunks
    )
    return other, Documents(specification.model_dump_json(by_alias=True, exclude_unset=True), plan.to_json())


def check_budget_move(job: Job, action: Action) -> None:
    """Refuse a budget with another move than one that goes on."""
    if action not in ("resume", "retry"):
        message = f"a budget goes with resume or retry, not with {action}"
        raise InvalidInput.of([Issue("max_tokens", "not_with_this", message)])
    moved(job.state, action)


def check_limits(job: Job, usage: Usage, config: JobsConfig) -> None:
    """Refuse what would take a tenant over its limits."""
    limits = config.limits
    if limits.rows is not None and usage.rows + job.total_rows > limits.rows:
        raise LimitReached(
            f"{job.total_rows:,} rows on top of {usage.rows:,} under way are more than "
            f"the {limits.rows:,} allowed; wait for jobs to finish"
        )
    if limits.bytes is not None and usage.bytes >= limits.bytes:
        raise LimitReached(
            f"{usage.bytes:,} bytes are stored and {limits.bytes:,} are allowed; "
            "delete jobs that are not needed"
        )
