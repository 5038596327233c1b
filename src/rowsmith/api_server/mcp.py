"""`/mcp`: the MCP server inside the HTTP service, with its authentication, tenants and limits."""

from __future__ import annotations

from contextlib import AsyncExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from rowsmith.api_server.access import is_loopback
from rowsmith.api_server.principal import LOCAL, Principal
from rowsmith.api_server.problems import Refused
from rowsmith.api_server.services import Services

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    from rowsmith.mcp_server.desk import Caller

PATH = "/mcp"


def mount(app: FastAPI) -> None:
    """Give the app the route; what answers there is opened with the app."""
    app.router.routes.append(Route(PATH, endpoint=_Endpoint(app)))


async def open_in(app: FastAPI, services: Services, stack: AsyncExitStack) -> None:
    """Start the MCP server for as long as the app runs."""
    from mcp.server.transport_security import TransportSecuritySettings

    from rowsmith.mcp_server.desk import Desk, caller
    from rowsmith.mcp_server.server import build_server

    def download_url(job_id: str, format_: str) -> str:
        path, seconds = f"/jobs/{job_id}/download", services.settings.link_seconds
        url, _ = services.links.make(caller().tenant, path, {"format": format_}, seconds)
        return caller().base_url + url

    desk = Desk(
        jobs=lambda: services.manager,
        who=_caller,
        download_url=download_url,
        leaving=services.stopping.is_set,
    )
    secret = services.settings.link_secret.get_secret_value().encode()
    server = build_server(desk, keys=[sha256(b"mcp:" + secret).digest()] if secret else ())
    app.state.mcp = server.streamable_http_app(
        streamable_http_path=PATH,
        max_request_body_size=services.settings.max_body_bytes,
        # The gate of this service has checked host and caller already, and `_check_origin` the page.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    await stack.enter_async_context(server.session_manager.run())


class _Endpoint:
    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of the protocol."""
        _check_origin(Headers(scope=scope), scope["state"]["principal"])
        await self._app.state.mcp(scope, receive, send)


def _check_origin(headers: Headers, principal: Principal) -> None:
    """Without keys no web page but this machine's own may ask, whatever name it used for this machine."""
    origin = headers.get("origin")
    if principal is not LOCAL or origin is None:
        return
    host = origin.partition("://")[2].rpartition("@")[2]
    name = host.partition("]")[0].strip("[") if host.startswith("[") else host.partition(":")[0]
    if not is_loopback(name):
        raise Refused(403, "this server has no keys and answers no other site's pages")


def _caller(ctx: ServerRequestContext[Any, Any]) -> Caller:
    from rowsmith.mcp_server.desk import Caller

    request = cast("Request", ctx.request)  # over HTTP there always is one
    principal: Principal = request.state.principal
    return Caller(principal.tenant, principal.scopes, str(request.base_url).rstrip("/"))
