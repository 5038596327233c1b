"""The types that a route may ask for; each is found for the request by FastAPI."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import structlog
from fastapi import Depends, Path, Query, Request
from fastapi.params import Depends as Dependency

from rowsmith.api_server.principal import Principal, Scope
from rowsmith.api_server.problems import Refused
from rowsmith.api_server.services import Services
from rowsmith.api_server.workbench import Workbench
from rowsmith.jobs.job import Job
from rowsmith.jobs.manager import JobManager


def _services(request: Request) -> Services:
    return request.state.services


def _principal(request: Request) -> Principal:
    return request.state.principal


def _bench(services: ServicesDep) -> Workbench:
    return services.bench


def _manager(services: ServicesDep) -> JobManager:
    return services.manager


async def _job(job_id: JobId, principal: PrincipalDep, services: ServicesDep) -> Job:
    structlog.contextvars.bind_contextvars(job=job_id)
    return await services.desk.run(services.manager.job, job_id, principal.tenant)


ServicesDep = Annotated[Services, Depends(_services)]
PrincipalDep = Annotated[Principal, Depends(_principal)]
BenchDep = Annotated[Workbench, Depends(_bench)]
ManagerDep = Annotated[JobManager, Depends(_manager)]
JobDep = Annotated[Job, Depends(_job)]
"""A job of the caller's tenant; another tenant's, like one that does not exist, is a 404."""

JobId = Annotated[
    str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="The id of a job.")
]
ChunkId = Annotated[int, Path(ge=0, le=10**12, description="The number of a chunk, from 0.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10**12, description="How many to pass over.")]


class Guarded(TypedDict):
    """Keyword arguments of a route that asks for a scope, and says so in the OpenAPI document."""

    dependencies: list[Dependency]
    openapi_extra: dict[str, Any]


def _needs(scope: Scope) -> Guarded:
    async def check(principal: PrincipalDep) -> None:
        if not principal.may(scope):
            raise Refused(
                403, f"this key has no scope {scope!r}; it has: {', '.join(sorted(principal.scopes))}"
            )

    return {"dependencies": [Depends(check)], "openapi_extra": {"x-scope": scope}}


READ, WRITE, ADMIN = _needs("read"), _needs("write"), _needs("admin")


def errors(guard: Guarded, *codes: int) -> Guarded:
    """The same guard for a route that has these answers besides the usual ones."""
    return {**guard, "openapi_extra": {**guard["openapi_extra"], "x-errors": list(codes)}}
