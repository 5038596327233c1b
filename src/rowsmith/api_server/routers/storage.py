"""Storage: a tenant's finished files over all of its jobs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from rowsmith.api_server.dependencies import (
    READ,
    WRITE,
    Limit,
    ManagerDep,
    Offset,
    PrincipalDep,
    ServicesDep,
    errors,
)
from rowsmith.api_server.download import link
from rowsmith.api_server.messages import SignedLink, StorageResponse, StoredFile
from rowsmith.jobs.shelf import ShelvedFile

router = APIRouter(prefix="/storage", tags=["storage"])

FileId = Annotated[
    str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="The id of a file.")
]


@router.get("", operation_id="list_files", **READ)
async def list_(
    services: ServicesDep, principal: PrincipalDep, limit: Limit = 50, offset: Offset = 0
) -> StorageResponse:
    """List finished files, newest first."""
    found, total, size = await services.desk.run(
        services.shelf.list, principal.tenant, limit=limit, offset=offset
    )
    shown = [_shown(file) for file in found]
    return StorageResponse(files=shown, total=total, total_bytes=size, limit=limit, offset=offset)


@router.delete("/{file_id}", operation_id="delete_file", status_code=204, **errors(WRITE, 409))
async def delete(file_id: FileId, services: ServicesDep, principal: PrincipalDep) -> None:
    """Delete a file; its job stays, and the file is made again when it is next asked for."""
    await services.desk.run(services.shelf.remove, principal.tenant, file_id)


@router.post("/{file_id}/sign", operation_id="sign_file", **errors(WRITE, 409))
async def sign(
    file_id: FileId,
    services: ServicesDep,
    principal: PrincipalDep,
    manager: ManagerDep,
    request: Request,
    seconds: Annotated[int | None, Query(ge=1, le=604_800, description="How long the link works.")] = None,
) -> SignedLink:
    """Make a link to a file that works without a key until it expires."""
    found = await services.desk.run(services.shelf.find, principal.tenant, file_id)
    job = await services.desk.run(manager.job, found.job_id, principal.tenant)
    file = await services.desk.run(manager.files.open, job, found.format, table=found.table or None)
    url, expires = await link(
        services, request.base_url, job, file, found.table or None, seconds or services.settings.link_seconds
    )
    return SignedLink(url=url, expires_at=expires)


def _shown(file: ShelvedFile) -> StoredFile:
    return StoredFile(
        id=file.id,
        job_id=file.job_id,
        job_name=file.job_name,
        format=file.format,
        table=file.table or None,
        rows=file.rows,
        size_bytes=file.size,
        checksum=file.sha256,
        created_at=datetime.fromtimestamp(file.created_at, UTC),
    )
