"""`create_job` and `run_job`: from a schema to a durable job."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

import anyio
from anyio import to_thread
from mcp.server.elicitation import AcceptedElicitation, CancelledElicitation, DeclinedElicitation
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Resolve
from pydantic import Field, StrictBool, WithJsonSchema

from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound
from rowsmith.mcp_server import given, job_answers, watching
from rowsmith.mcp_server.desk import Desk, caller, desk_of
from rowsmith.mcp_server.elicitation import RowsAnswer, ask_for_any, ask_for_schema
from rowsmith.mcp_server.job_answers import JobAnswer, job_answer
from rowsmith.mcp_server.logs import tell
from rowsmith.mcp_server.tasks import handed_over, wants_task
from rowsmith.mcp_server.tool import Answer, MendableTool, tool
from rowsmith.schema import DataSchema
from rowsmith.schema.dataset import Mode
from rowsmith.schema.job import ChunkSize, JobSpecificationInput, JobStateSummary
from rowsmith.schema.messages import SchemaImportRequest
from rowsmith.schema.values import Integer

_SHOWN = 5

Asked = AcceptedElicitation[RowsAnswer] | DeclinedElicitation | CancelledElicitation


async def create_job(
    ctx: Context,
    schema: given.SchemaArgument,
    asked: Annotated[Asked, Resolve(ask_for_schema)],
    total_rows: given.RowsArgument = None,
    chunk_size: Annotated[ChunkSize | None, Field(description="Rows of a chunk; chosen if left out.")] = None,
    output_format: given.FormatArgument = "csv",
    storage_type: Annotated[
        Literal["disk", "memory", "cloud"] | None, Field(description="Where the files go.")
    ] = None,
    uniqueness_fields: given.UniqueArgument = [],  # noqa: B006 - the schema of the tool shows it
    seed: given.SeedArgument = None,
    mode: given.ModeArgument = None,
    name: given.NameArgument = None,
    description: given.Note = None,
    created_by: given.Who = None,
    metadata: given.Metadata = {},  # noqa: B006 - the schema of the tool shows it
    auto_start: Annotated[
        StrictBool, Field(description="False waits for control_job with resume, or generate_chunk.")
    ] = True,
    max_tokens: given.TokensArgument = None,
    max_cost: given.CostArgument = None,
) -> Annotated[Answer, JobAnswer]:
    """Start a durable job that makes a dataset of any size from a schema, and answer at once.

    Use it for many rows, or when you want to pause, watch or share the work; for one call from request to
    file use run_job. The job goes on by itself. You get its id, seed and
    first rows. Then call get_job_progress until it is completed, and merge_and_download for the file.
    """
    desk = desk_of(ctx)
    wanted = await to_thread.run_sync(given.schema_of, desk, schema)
    specification = JobSpecificationInput(
        schema=wanted, total_rows=_rows(wanted, total_rows, asked), chunk_size=chunk_size,
        output_format=output_format, storage_type=storage_type, uniqueness_fields=uniqueness_fields,
        seed=seed, mode=mode, name=name, description=description, created_by=created_by, metadata=metadata,
        auto_start=auto_start, max_tokens=max_tokens, max_cost=max_cost,
        receipt=desk.drafts.receipt(caller().tenant, schema),
    )  # fmt: skip
    job = await to_thread.run_sync(_create, desk, specification)
    await tell(ctx, f"job {job.job_id} created")
    return await to_thread.run_sync(partial(job_answer, desk, job, rows=_SHOWN))


async def run_job(
    ctx: Context,
    asked: Annotated[Asked, Resolve(ask_for_any)],
    schema: Annotated[
        given.Schema | None, Field(description="As in create_job; or else `user_input` or `source`.")
    ] = None,
    user_input: Annotated[
        given.RequestArgument | None, Field(description="The request in words; or else give `schema`.")
    ] = None,
    source: Annotated[
        SchemaImportRequest | None,
        WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "null"}]}),  # shown once, in extract_schema
        Field(description="As in extract_schema: `kind`, `content`, ..."),
    ] = None,
    total_rows: given.RowsArgument = None,
    output_format: Annotated[
        given.FormatArgument | None, Field(description="csv unless the request says another.")
    ] = None,
    uniqueness_fields: given.UniqueArgument = [],  # noqa: B006 - the schema of the tool shows it
    seed: given.SeedArgument = None,
    mode: given.ModeArgument = None,
    name: given.NameArgument = None,
    wait_seconds: given.WaitArgument = None,
) -> Annotated[Answer, JobAnswer]:
    """Make a dataset in one call: read the request or the source or take the schema, generate, and deliver the file.

    Use it when the user just wants the data. Give one of `schema`, `user_input` and `source`. You hear progress while
    it runs; cancelling the call cancels the job. You get the row count, a sample, and a link to the file with
    size and checksum. If the rows take longer than the wait, the job goes on and you get its id:
    then call get_job_progress, and merge_and_download at the end.
    """
    desk = desk_of(ctx)
    specification = await to_thread.run_sync(
        partial(
            _specification, desk, schema, user_input, source, total_rows, asked,
            output_format=output_format, uniqueness_fields=uniqueness_fields, seed=seed, mode=mode, name=name,
        )
    )  # fmt: skip
    job = await to_thread.run_sync(_create, desk, specification)
    if wants_task(ctx):
        return await to_thread.run_sync(partial(job_answer, desk, job, meta=handed_over(job.job_id)))
    await tell(ctx, f"job {job.job_id} created")
    try:
        await watching.finish(desk.jobs(), job.job_id, caller().tenant, ctx, wait_seconds)
    except anyio.get_cancelled_exc_class():
        with anyio.CancelScope(shield=True):
            await to_thread.run_sync(_abandon, desk, job.job_id)
        raise
    return await to_thread.run_sync(job_outcome, desk, job.job_id, caller().tenant)


def job_outcome(desk: Desk, job_id: str, tenant: str) -> Answer:
    """What run_job answers about a job as it stands: with its file, once it is completed."""
    jobs = desk.jobs()
    detail = jobs.get(job_id, tenant=tenant)
    if detail.status != "completed":
        return job_answer(desk, detail)
    job = jobs.job(job_id, tenant)
    file = job_answers.ready_file(desk, job, jobs.files.prepare(job))
    return job_answer(desk, detail, rows=_SHOWN, file=file if file.status == "ready" else None)


def _create(desk: Desk, specification: JobSpecificationInput) -> JobStateSummary:
    return desk.jobs().create(specification, tenant=caller().tenant)


def _abandon(desk: Desk, job_id: str) -> None:
    """Cancel a job whose call was cancelled; not when the client merely went away and may come back."""
    if desk.leaving():
        return
    try:
        desk.jobs().control(job_id, "cancel", tenant=caller().tenant, reason="the call was cancelled")
    except (Conflict, NotFound):
        return  # it ended first


def _specification(
    desk: Desk,
    schema: dict[str, Any] | str | None,
    user_input: str | None,
    source: SchemaImportRequest | None,
    total_rows: int | None,
    asked: Asked,
    *,
    output_format: str | None,
    uniqueness_fields: list[str | list[str]],
    seed: Integer | None,
    mode: Mode | None,
    name: str | None,
) -> JobSpecificationInput:
    if not given.only_one(schema, user_input, source):
        message = "give one of `schema`, `user_input` and `source`, and not two"
        raise InvalidInput.of([Issue("schema", "schema_or_user_input_or_source", message)])
    if schema is not None:
        wanted, rows, format_, drawn = given.schema_of(desk, schema), None, None, None
        receipt = desk.drafts.receipt(caller().tenant, schema)
    else:
        found = given.read(desk, user_input, source)
        wanted, rows, format_, drawn = found.schema, found.rows, found.output_format, found.seed
        receipt = found.clauses() or None
    return JobSpecificationInput(
        schema=wanted,
        total_rows=_rows(wanted, rows if total_rows is None else total_rows, asked),
        output_format=output_format or format_ or "csv",
        uniqueness_fields=uniqueness_fields,
        seed=drawn if seed is None else seed,
        mode=mode,
        name=name,
        receipt=receipt,
    )


def _rows(schema: DataSchema, given_rows: int | None, asked: Asked) -> int:
    if given_rows is not None:
        return given_rows
    if isinstance(asked, AcceptedElicitation) and asked.data is not None:  # pyright: ignore[reportUnnecessaryComparison]  # a resolver may answer None
        return asked.data.total_rows
    if given.needs_rows(schema):
        raise given.rows_missing()
    return 1  # every table says its own number


_HINT = "validate_schema lists every problem of a schema at once."

TOOLS: list[MendableTool] = [
    tool(create_job, title="Start a job", scope="write", idempotent=False, hint=_HINT),
    tool(run_job, title="Make a dataset", scope="write", idempotent=False, hint=_HINT),
]
