"""Probes: alive, ready, and the numbers for Prometheus."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from rowsmith.api_server.dependencies import ADMIN, ServicesDep

router = APIRouter(tags=["health"])


class Liveness(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether the server can do its work, part by part."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "checks": {"database": "ok", "storage": "ok", "model": "offline", "workers": "ok"},
                }
            ]
        }
    )

    status: Literal["ok", "failing"]
    checks: dict[str, str]


@router.get("/health/live", operation_id="health_live")
async def live() -> Liveness:
    """Say that the process is there; touches nothing."""
    return Liveness()


@router.get(
    "/health/ready",
    operation_id="health_ready",
    responses={503: {"model": Readiness, "description": "A part that is needed fails."}},
)
async def ready(services: ServicesDep, response: Response) -> Readiness:
    """Check the database, the store, the language model's key and the workers."""
    checks = await services.readiness.checks()
    failing = any(value.startswith("failing") for value in checks.values())
    if failing or services.stopping.is_set():
        response.status_code = 503
    return Readiness(status="failing" if response.status_code == 503 else "ok", checks=checks)


@router.get("/metrics", operation_id="metrics", response_class=Response, **ADMIN)
async def metrics(services: ServicesDep) -> Response:
    """The numbers of this server, for Prometheus."""
    text = await services.bench.run(services.metrics.text)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
