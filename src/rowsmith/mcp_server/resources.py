"""The resources: the catalogue, and each job with its schema, a sample and its report."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS

from rowsmith.errors import NotFound, RowsmithError
from rowsmith.mcp_server import catalog
from rowsmith.mcp_server.desk import caller, desk_of
from rowsmith.mcp_server.job_answers import sample_of

R = TypeVar("R")

JSON = "application/json"


def add_resources(server: MCPServer[Any]) -> None:
    """Offer every resource."""
    add = server.resource
    add("rowsmith://catalog/types", name="types", title="Semantic types", mime_type="text/plain",
        description="Every semantic type, short.")(catalog.types_page)  # fmt: skip
    add("rowsmith://catalog/formats", name="formats", title="File formats", mime_type=JSON,
        description="The formats and their names.")(catalog.formats_page)  # fmt: skip
    add("rowsmith://catalog/schema", name="schema", title="JSON Schema of a DataSchema", mime_type=JSON,
        description="What a schema may say; read it before you write one.")(catalog.schema_page)  # fmt: skip
    add("rowsmith://catalog/types/{name}", name="type", title="One semantic type or family", mime_type=JSON,
        description="Parameters and example, e.g. rowsmith://catalog/types/person.age.")(_type)  # fmt: skip
    add("rowsmith://drafts/{draft_id}", name="draft", title="An extracted schema", mime_type=JSON,
        description="The schema behind a schema_ref.")(_draft)  # fmt: skip
    add("rowsmith://jobs/{job_id}", name="job", title="A job in full", mime_type=JSON,
        description="Specification, progress, chunks.")(_job)  # fmt: skip
    add("rowsmith://jobs/{job_id}/schema", name="job-schema", title="A job's schema", mime_type=JSON,
        description="The schema that a job was made from.")(_job_schema)  # fmt: skip
    add("rowsmith://jobs/{job_id}/sample", name="job-sample", title="Rows of a job", mime_type=JSON,
        description="Its first ten rows.")(_job_sample)  # fmt: skip
    add("rowsmith://jobs/{job_id}/report", name="job-report", title="A job's report", mime_type=JSON,
        description="Files, checksums, repairs and the manifest.")(_job_report)  # fmt: skip


def _type(name: str) -> str:
    return _found(lambda: catalog.type_page(name))


def _draft(draft_id: str, ctx: Context) -> str:
    return _found(lambda: _json(desk_of(ctx).drafts.get(caller().tenant, f"rowsmith://drafts/{draft_id}")))


def _job(job_id: str, ctx: Context) -> str:
    jobs = desk_of(ctx).jobs()
    return _found(lambda: jobs.get(job_id, tenant=caller().tenant).model_dump_json(by_alias=True))


def _job_schema(job_id: str, ctx: Context) -> str:
    jobs = desk_of(ctx).jobs()
    return _found(
        lambda: _json(jobs.get(job_id, tenant=caller().tenant).specification.data_schema.document())
    )


def _job_sample(job_id: str, ctx: Context) -> str:
    jobs = desk_of(ctx).jobs()
    return _found(lambda: sample_of(jobs, job_id, 10).model_dump_json())


def _job_report(job_id: str, ctx: Context) -> str:
    jobs = desk_of(ctx).jobs()
    return _found(lambda: _json(jobs.files.report(jobs.job(job_id, caller().tenant))))


def _found(read: Callable[[], R]) -> R:
    """Read it; what does not exist is no such resource, anything else is told in words."""
    try:
        return read()
    except NotFound as error:
        raise ResourceNotFoundError(error.message) from error
    except RowsmithError as error:
        raise MCPError(code=INVALID_PARAMS, message=error.message) from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
