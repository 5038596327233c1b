"""Downloads: the finished file, prepared, linked to and streamed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from rowsmith.api_server.complete import complete
from rowsmith.api_server.dependencies import READ, WRITE, JobDep, ManagerDep, ServicesDep, errors
from rowsmith.api_server.download import link, media_type_of, prepared
from rowsmith.api_server.ranges import file_answer
from rowsmith.schema.job import DatasetDownloadInfo, DownloadRequest

complete(DownloadRequest)
router = APIRouter(prefix="/jobs/{job_id}/download", tags=["download"])

Format = Annotated[str | None, Query(max_length=32, description="Which format; by default the job's own.")]
Table = Annotated[str | None, Query(max_length=128, description="One table of several; all come as a zip.")]
Wait = Annotated[float, Query(ge=0, le=600, description="Seconds to wait while the file is made.")]

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_BINARY = {"application/octet-stream": _BYTES, "*/*": _BYTES}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _BINARY},
    206: {"description": "A part of the file.", "content": _BINARY},
    304: {"description": "The client has it already."},
}


@router.post(
    "",
    operation_id="prepare_download",
    responses={
        202: {"model": DatasetDownloadInfo, "description": "It is being made; `Location` has it then."}
    },
    **errors(WRITE, 409),
)
async def prepare(
    job: JobDep,
    services: ServicesDep,
    manager: ManagerDep,
    request: Request,
    response: Response,
    wanted: DownloadRequest | None = None,
    table: Table = None,
    wait: Wait = 0.0,
) -> DatasetDownloadInfo:
    """Have the dataset made into one file, in any format, and get a link to it."""
    asked = wanted or DownloadRequest()
    with services.streams.taken():
        info = await prepared(services, job, asked.format, table, force=asked.force_remerge, wait=wait)
    if info.status == "merging":
        response.status_code = 202
        response.headers["location"] = f"{request.url.path}?format={info.format}"
        return info
    if info.status == "failed":
        return info
    file = await services.desk.run(manager.files.open, job, info.format, table=table)
    url, expires = await link(services, request.base_url, job, file, table, services.settings.link_seconds)
    return info.model_copy(update={"download_url": url, "expires_at": expires})


@router.get("", operation_id="download", response_class=Response, responses=_FILE, **errors(READ, 409, 416))
async def download(
    job: JobDep,
    services: ServicesDep,
    request: Request,
    format: Format = None,  # noqa: A002 - the name of this thing at every door
    table: Table = None,
    wait: Wait = 0.0,
) -> Response:
    """Download the file, or any range of it."""
    return await _answer(job, services, request, format, table, wait, body=True)


@router.head(
    "", operation_id="download_head", response_class=Response, responses=_FILE, **errors(READ, 409, 416)
)
async def head(
    job: JobDep,
    services: ServicesDep,
    request: Request,
    format: Format = None,  # noqa: A002 - the name of this thing at every door
    table: Table = None,
    wait: Wait = 0.0,
) -> Response:
    """Show the file's size, checksum and name."""
    return await _answer(job, services, request, format, table, wait, body=False)


async def _answer(
    job: JobDep,
    services: ServicesDep,
    request: Request,
    format_: str | None,
    table: str | None,
    wait: float,
    *,
    body: bool,
) -> Response:
    with services.streams.taken():
        await prepared(services, job, format_, table, wait=wait)
    file = await services.desk.run(services.manager.files.open, job, format_, table=table)
    info = file.info
    return file_answer(
        request.headers,
        read=file.read if body else None,
        size=info.file_size_bytes or 0,
        sha256=info.checksum or "",
        name=info.file_name,
        media_type=media_type_of(info.format, several=info.file_name.endswith(".zip")),
    )
