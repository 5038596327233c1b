"""The app factory: `create_app()` for uvicorn, for tests, and for mounting in another app."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse

from rowsmith import __version__
from rowsmith.api_server import errors, mcp, openapi
from rowsmith.api_server.access import Access
from rowsmith.api_server.body import BodyGuard
from rowsmith.api_server.context import RequestContext
from rowsmith.api_server.docs_page import PAGE
from rowsmith.api_server.routers import catalog, chunks, download, events, health, jobs, schema, storage
from rowsmith.api_server.services import State, open_services
from rowsmith.api_server.settings import ServerSettings, load_settings

_TAGS = [
    {"name": "schema", "description": "From words, DDL or samples to a schema; checking and previewing it."},
    {"name": "jobs", "description": "Datasets in the making: create, watch, control, report."},
    {"name": "chunks", "description": "Parts of a dataset, and any of its rows."},
    {"name": "download", "description": "The finished files."},
    {"name": "storage", "description": "A tenant's files."},
    {"name": "catalog", "description": "The semantic types and the formats."},
    {"name": "health", "description": "Probes and numbers."},
]


def create_app(settings: ServerSettings | None = None) -> FastAPI:
    """The service with these settings (default: the environment's)."""
    chosen = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[State]:
        async with AsyncExitStack() as stack:
            services = await open_services(chosen, stack)
            app.state.services = services
            await mcp.open_in(app, services, stack)
            yield {"services": services}

    app = FastAPI(
        title="Rowsmith",
        version=__version__,
        summary="Synthetic datasets from a sentence: any number of rows, the same bytes every time.",
        lifespan=lifespan,
        openapi_tags=_TAGS,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        telemetry={
            "tracing": chosen.telemetry,
            "metrics": chosen.telemetry,
            "logs": False,  # they would carry what a user sent
            "auto_configure": chosen.telemetry,
        },
        middleware=[
            Middleware(RequestContext),
            Middleware(Access),
            Middleware(BodyGuard, max_bytes=chosen.max_body_bytes, seconds=chosen.body_seconds),
        ],
    )
    errors.install(app)
    openapi.install(app)
    for module in (schema, jobs, chunks, events, download, storage, catalog, health):
        app.include_router(module.router)
    mcp.mount(app)
    app.add_route("/docs", lambda _: HTMLResponse(PAGE), include_in_schema=False)
    return app
