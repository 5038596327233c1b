"""Pages of the list of resources: the fixed ones first, then the caller's jobs, newest first."""

from __future__ import annotations

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, ListResourcesResult, Resource

from rowsmith.mcp_server.answers import clip
from rowsmith.mcp_server.desk import Desk, caller
from rowsmith.mcp_server.watching import words

_PAGE = 50
_PREFIX = "jobs-"


def page_of_resources(desk: Desk, fixed: list[Resource], cursor: str | None) -> ListResourcesResult:
    """One page; the first also has the fixed resources."""
    offset = _offset(cursor)
    page = desk.jobs().list(tenant=caller().tenant, limit=_PAGE, offset=offset)
    jobs = [
        Resource(
            uri=f"rowsmith://jobs/{job.job_id}",
            name=f"job {job.job_id}",
            title=clip(job.name, 80) if job.name else None,
            description=words(job),
            mime_type="application/json",
        )
        for job in page.jobs
    ]
    following = offset + len(jobs)
    return ListResourcesResult(
        resources=[*(fixed if offset == 0 else []), *jobs],
        next_cursor=f"{_PREFIX}{following}" if jobs and following < page.total else None,
    )


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    digits = cursor.removeprefix(_PREFIX)
    if not cursor.startswith(_PREFIX) or not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise MCPError(code=INVALID_PARAMS, message="this cursor is none of ours; begin again without one")
    return int(digits)
