"""`get_job_progress`, `control_job`, `list_jobs`, `generate_chunk`: looking at jobs and steering them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from anyio import to_thread
from mcp.server.mcpserver import Context
from pydantic import BaseModel, Field, StrictInt, StrictStr

from rowsmith.mcp_server import given, watching
from rowsmith.mcp_server.answers import answer, clip, fitting
from rowsmith.mcp_server.desk import caller, desk_of
from rowsmith.mcp_server.job_answers import JobAnswer, job_answer, next_step
from rowsmith.mcp_server.logs import tell
from rowsmith.mcp_server.tool import Answer, MendableTool, tool
from rowsmith.schema.job import (
    ChunkGenerationResponse,
    JobAction,
    JobControlResponse,
    JobStateSummary,
    JobStatus,
)

_LIST = 3_000
_UNKNOWN = "list_jobs shows the ids and states of your jobs."


class JobLine(BaseModel):
    """A job in a list."""

    job_id: str
    name: str | None
    status: JobStatus
    progress_percentage: float
    total_rows: int
    output_format: str
    created_at: datetime


class ListAnswer(BaseModel):
    """One page of jobs, newest first."""

    jobs: list[JobLine]
    total: int
    offset: int
    next_offset: int | None = Field(None, description="Give this as offset for the next page.")


async def get_job_progress(
    ctx: Context,
    job_id: given.JobIdArgument,
    wait_seconds: Annotated[
        float, Field(ge=0, le=3600, description="Wait so long for the job to end before answering.")
    ] = 0,
) -> Annotated[Answer, JobAnswer]:
    """Say how far a job is: rows, percent, rows per second, estimated end, and what to do next.

    Use it after create_job. With wait_seconds it answers as soon as the job ends, or when the time is over;
    that is better than asking again and again. You hear progress notifications meanwhile.
    """
    desk = desk_of(ctx)
    detail = await watching.finish(desk.jobs(), job_id, caller().tenant, ctx, wait_seconds)
    return job_answer(desk, detail)


def control_job(
    ctx: Context,
    job_id: given.JobIdArgument,
    action: Annotated[JobAction, Field(description="What to do.")],
    reason: Annotated[
        Annotated[StrictStr, Field(max_length=1000)] | None, Field(description="Kept with the event.")
    ] = None,
    max_tokens: given.TokensArgument = None,
    max_cost: given.CostArgument = None,
) -> Annotated[Answer, JobControlResponse]:
    """Pause, resume, cancel or retry a job.

    Pause keeps what is done and makes no new chunks; resume goes on, also with another budget.
    Cancel stops the job; retry runs what is not done of a cancelled or failed one. None of them loses rows,
    and the data come out the same. What the state does not allow is refused.
    """
    desk = desk_of(ctx)
    said = desk.jobs().control(
        job_id, action, tenant=caller().tenant, reason=reason, max_tokens=max_tokens, max_cost=max_cost
    )
    job = desk.jobs().get(job_id, tenant=caller().tenant)
    return answer(said, f"Done: {action}. {watching.words(job)}. {next_step(job)}")


def list_jobs(
    ctx: Context,
    status: Annotated[JobStatus | None, Field(description="Only jobs of this status.")] = None,
    limit: Annotated[
        StrictInt, Field(ge=1, le=1000, description="How many at most; fewer if they are long.")
    ] = 20,
    offset: Annotated[StrictInt, Field(ge=0, le=10**12, description="How many to pass over.")] = 0,
) -> Annotated[Answer, ListAnswer]:
    """List your jobs, newest first, a line each.

    Use it to find a job's id or to see what is running. `next_offset` is there when more follow.
    """
    page = (
        desk_of(ctx).jobs().list(tenant=caller().tenant, status=status, limit=min(limit, 50), offset=offset)
    )
    lines = [_line(job) for job in page.jobs]
    kept = lines[: len(fitting([line.model_dump(mode="json") for line in lines], _LIST))]
    following = offset + len(kept)
    said = ListAnswer(
        jobs=kept, total=page.total, offset=offset, next_offset=following if following < page.total else None
    )
    words = [
        f"{line.job_id} {line.status} {line.progress_percentage} % of {line.total_rows:,} rows, "
        f"{line.output_format}{f', {line.name}' if line.name else ''}"
        for line in kept
    ]
    head = (
        f"{len(kept)} of {page.total} jobs" + (f" from {offset}" if offset else "") + (":" if kept else ".")
    )
    more = [f"Next: list_jobs(offset={following}) for more."] if said.next_offset is not None else []
    return answer(said, "\n".join([head, *words, *more]))


def _line(job: JobStateSummary) -> JobLine:
    return JobLine(
        job_id=job.job_id,
        name=clip(job.name, 60) if job.name else None,
        status=job.status,
        progress_percentage=job.progress.progress_percentage,
        total_rows=job.progress.total_rows,
        output_format=job.output_format,
        created_at=job.created_at,
    )


async def generate_chunk(
    ctx: Context,
    job_id: given.JobIdArgument,
    chunk_id: Annotated[StrictInt, Field(ge=0, le=10**12, description="The chunk's number, from 0.")],
) -> Annotated[Answer, ChunkGenerationResponse]:
    """Make one chunk of a job now, and say its rows, size and checksum.

    Use it to make chosen parts of a job created with auto_start false; a running job makes its chunks by
    itself. Again is harmless and gives the same data.
    """
    jobs = desk_of(ctx).jobs()
    tenant = caller().tenant
    job = await to_thread.run_sync(partial(jobs.job, job_id, tenant))
    said = await to_thread.run_sync(jobs.chunks.generate, job, chunk_id)
    await tell(ctx, f"chunk {chunk_id} of job {job_id} is there")
    progress = said.progress
    text = (
        f"Chunk {chunk_id}: {said.rows_generated:,} rows, {said.metadata.size_bytes:,} bytes, "
        f"sha256 {said.metadata.checksum}. "
        f"{progress.chunks_completed} of {progress.total_chunks} chunks are done."
    )
    return answer(said, text)


TOOLS: list[MendableTool] = [
    tool(get_job_progress, title="Look at a job", scope="read", hint=_UNKNOWN),
    tool(control_job, title="Steer a job", scope="write", destructive=True, idempotent=False, hint=_UNKNOWN),
    tool(list_jobs, title="List jobs", scope="read"),
    tool(generate_chunk, title="Make one chunk", scope="write", hint=_UNKNOWN),
]
