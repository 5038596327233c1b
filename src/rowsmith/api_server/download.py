"""Finished files on their way out: asked for, waited for, linked to."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from starlette.datastructures import URL

from rowsmith.api_server.services import Services
from rowsmith.errors import InvalidInput, Issue
from rowsmith.formats import formats
from rowsmith.jobs.file_desk import OpenFile
from rowsmith.jobs.job import Job
from rowsmith.schema.job import DatasetDownloadInfo

_PACKED = {"gz": "application/gzip", "zst": "application/zstd"}


def media_type_of(format_: str, *, several: bool) -> str:
    """`text/csv` for `csv`, `application/gzip` for `csv.gz`, and a zip for several tables."""
    if several:
        return "application/zip"
    stem, _, packing = format_.partition(".")
    if stem not in formats:
        raise InvalidInput.of([Issue("format", "unknown_value", f"unknown format {format_[:40]!r}")])
    return _PACKED.get(packing, formats.get(stem).media_type)


async def prepared(
    services: Services,
    job: Job,
    format_: str | None,
    table: str | None,
    *,
    force: bool = False,
    wait: float = 0.0,
) -> DatasetDownloadInfo:
    """The file, ready or being made; waits so many seconds for it."""
    deadline = time.monotonic() + min(wait, services.settings.max_wait_seconds)
    while True:
        info = await services.desk.run(services.manager.files.prepare, job, format_, table=table, force=force)
        left, force = deadline - time.monotonic(), False
        if info.status != "merging" or left <= 0 or services.stopping.is_set():
            return info
        await services.changes.wait(left)


async def link(
    services: Services, base: URL, job: Job, file: OpenFile, table: str | None, seconds: int
) -> tuple[str, datetime]:
    """A link that works without a key: the store's own where it makes such links, ours otherwise."""
    theirs = await services.desk.run(file.sign, seconds)
    if theirs is not None:
        return theirs, datetime.fromtimestamp(int(time.time()) + seconds, UTC)
    params = {"format": file.info.format, **({"table": table} if table else {})}
    path, expires = services.links.make(job.tenant, f"/jobs/{job.id}/download", params, seconds)
    return str(base).rstrip("/") + path, datetime.fromtimestamp(expires, UTC)
