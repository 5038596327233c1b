"""Jobs: datasets in the making."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response

from rowsmith.api_server.complete import complete
from rowsmith.api_server.dependencies import (
    READ,
    WRITE,
    JobDep,
    Limit,
    ManagerDep,
    Offset,
    PrincipalDep,
    ServicesDep,
    errors,
)
from rowsmith.api_server.messages import JobReport, RowsResponse
from rowsmith.api_server.report import report_page
from rowsmith.api_server.rows import check_size
from rowsmith.errors import InvalidInput, Issue
from rowsmith.schema.job import (
    JobControlRequest,
    JobControlResponse,
    JobQuote,
    JobsListResponse,
    JobSpecificationInput,
    JobStateDetail,
    JobStateSummary,
    JobStatus,
)

complete(JobSpecificationInput, JobControlRequest)
router = APIRouter(prefix="/jobs", tags=["jobs"])

_AT_REST = frozenset({"completed", "failed", "cancelled", "paused"})
IdempotencyKey = Annotated[
    str | None,
    Header(min_length=1, max_length=256, description="The same key and request always mean the same job."),
]


@router.post("", operation_id="create_job", status_code=201, **errors(WRITE, 409))
async def create(
    specification: JobSpecificationInput,
    services: ServicesDep,
    principal: PrincipalDep,
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> JobStateSummary:
    """Create a job; it is stored when this answers, and starts by itself unless `auto_start` is false."""
    said = {idempotency_key, specification.idempotency_key} - {None}
    if len(said) > 1:
        message = "the body and the header name different idempotency keys; send one"
        raise InvalidInput.of([Issue("idempotency_key", "contradiction", message)])
    check_size(specification.data_schema, 1)
    made = await services.bench.run(
        services.manager.create, specification, tenant=principal.tenant, idempotency_key=idempotency_key
    )
    response.headers["location"] = f"{request.url.path}/{made.job_id}"
    return made


@router.post("/quote", operation_id="quote_job", **READ)
async def quote(specification: JobSpecificationInput, services: ServicesDep) -> JobQuote:
    """Say what a job would cost: rows, chunks, seconds, bytes and tokens. Nothing is started."""
    check_size(specification.data_schema, 4_096)
    return await services.bench.run(services.manager.quote, specification)


@router.get("", operation_id="list_jobs", **READ)
async def list_(
    services: ServicesDep,
    principal: PrincipalDep,
    status: Annotated[JobStatus | None, Query(description="Only jobs of this status.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> JobsListResponse:
    """List jobs, newest first."""
    return await services.desk.run(
        services.manager.list, tenant=principal.tenant, status=status, limit=limit, offset=offset
    )


@router.get("/{job_id}", operation_id="get_job", **READ)
async def get(
    job: JobDep,
    services: ServicesDep,
    wait: Annotated[
        float | None, Query(ge=0, le=600, description="Seconds to wait for the job to come to rest.")
    ] = None,
) -> JobStateDetail:
    """Show a job: its progress, its specification and its chunks."""
    deadline = time.monotonic() + min(wait or 0.0, services.settings.max_wait_seconds)
    with services.streams.taken():
        while True:
            shown = await services.desk.run(services.manager.get, job.id, tenant=job.tenant)
            left = deadline - time.monotonic()
            if left <= 0 or shown.status in _AT_REST or services.stopping.is_set():
                return shown
            await services.changes.wait(left)


@router.delete("/{job_id}", operation_id="delete_job", status_code=204, **errors(WRITE, 409))
async def delete(job: JobDep, services: ServicesDep) -> None:
    """Delete a job and its files; one that runs is refused."""
    await services.desk.run(services.manager.delete, job.id, tenant=job.tenant)


@router.post("/{job_id}/control", operation_id="control_job", **errors(WRITE, 409))
async def control(job: JobDep, request: JobControlRequest, services: ServicesDep) -> JobControlResponse:
    """Pause, resume, cancel or retry a job; what its status does not allow is refused and changes nothing."""
    return await services.desk.run(
        services.manager.control, job.id, request.action, tenant=job.tenant, reason=request.reason,
        max_tokens=request.max_tokens, max_cost=request.max_cost,
    )  # fmt: skip


@router.get("/{job_id}/rows", operation_id="get_rows", tags=["chunks"], **READ)
async def rows(
    job: JobDep,
    manager: ManagerDep,
    services: ServicesDep,
    table: Annotated[
        str | None, Query(max_length=128, description="Which table, if there are several.")
    ] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> RowsResponse:
    """Show any rows of the dataset, computed now, whether they were generated or not."""
    detail = await services.desk.run(manager.get, job.id, tenant=job.tenant)
    check_size(detail.specification.data_schema, limit)
    columns, data = await services.bench.run(manager.chunks.rows, job, table, offset=offset, limit=limit)
    return RowsResponse(job_id=job.id, table=table, offset=offset, columns=columns, data=data)


@router.get("/{job_id}/report", operation_id="get_report", response_model=JobReport, **errors(READ, 409))
async def report(
    job: JobDep,
    manager: ManagerDep,
    services: ServicesDep,
    format: Annotated[  # noqa: A002 - the name of this thing at every door
        Literal["json", "markdown", "html"],
        Query(description="As data, as Markdown, or as a page with plots."),
    ] = "json",
) -> Any:
    """Show what was delivered: each clause beside what was measured, the files, and the manifest."""
    if format == "json":
        return JobReport.model_validate(await services.bench.run(manager.files.report, job))
    return await services.bench.run(report_page, manager.files, job, format)
