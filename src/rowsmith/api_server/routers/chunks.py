"""Chunks: made on request, and shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from rowsmith.api_server.complete import complete
from rowsmith.api_server.dependencies import (
    READ,
    WRITE,
    ChunkId,
    JobDep,
    Limit,
    ManagerDep,
    Offset,
    ServicesDep,
    errors,
)
from rowsmith.api_server.download import media_type_of
from rowsmith.api_server.rows import check_size
from rowsmith.schema.job import ChunkGenerationPayload, ChunkGenerationResponse, ChunkPreviewResponse

complete(ChunkGenerationPayload)
router = APIRouter(prefix="/jobs/{job_id}/chunks", tags=["chunks"])


@router.post("/{chunk_id}", operation_id="generate_chunk", **errors(WRITE, 409))
async def generate(
    job: JobDep,
    chunk_id: ChunkId,
    manager: ManagerDep,
    services: ServicesDep,
    payload: ChunkGenerationPayload | None = None,
) -> ChunkGenerationResponse:
    """Make one chunk now; again is harmless and gives the same data."""
    return await services.makers.run(manager.chunks.generate, job, chunk_id, payload)


@router.get(
    "/{chunk_id}",
    operation_id="get_chunk",
    response_model=ChunkPreviewResponse,
    responses={200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}},
    **errors(READ, 409),
)
async def show(
    job: JobDep,
    chunk_id: ChunkId,
    manager: ManagerDep,
    services: ServicesDep,
    format: Annotated[  # noqa: A002 - the name of this thing at every door
        str, Query(max_length=32, description="`json` for a preview, or any format for a small file.")
    ] = "json",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response | ChunkPreviewResponse:
    """Show rows of a chunk that is made, as JSON values or as a file of any format."""
    detail = await services.desk.run(manager.get, job.id, tenant=job.tenant)
    check_size(detail.specification.data_schema, limit)
    if format == "json":
        return await services.bench.run(manager.chunks.preview, job, chunk_id, limit=limit, offset=offset)
    media_type = media_type_of(format, several=False)
    content = await services.bench.run(
        manager.chunks.render, job, chunk_id, format, limit=limit, offset=offset
    )
    return Response(content, media_type=media_type)
