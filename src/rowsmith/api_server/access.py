"""The gate before every route: who is asking, and how often. Nothing of the body is read before it opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import structlog
from anyio import to_thread
from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from rowsmith.api_server.addresses import is_loopback
from rowsmith.api_server.oidc import TokenRefused
from rowsmith.api_server.principal import LOCAL, Principal
from rowsmith.api_server.problems import Refused
from rowsmith.api_server.services import Services

R = TypeVar("R")

PUBLIC = frozenset({"/health/live", "/health/ready", "/openapi.json", "/docs"})
_LINKED = re.compile(r"/jobs/[^/]+/download")
_CHALLENGE = {"www-authenticate": 'Bearer realm="rowsmith"'}


class Access:
    """Asks for a key, a token or a signed link, and counts the requests of each caller."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http" or scope["path"] in PUBLIC:
            await self.app(scope, receive, send)
            return
        services: Services = scope["state"]["services"]
        principal = await _who(scope, services)
        scope["state"]["principal"] = principal
        structlog.contextvars.bind_contextvars(tenant=principal.tenant)
        allowed = await services.rates.hit(principal.name)
        scope["state"]["answer_headers"] = allowed.headers
        if not allowed.ok:
            services.metrics.refusals.labels("rate").inc()
            raise Refused(
                429,
                f"more than {services.rates.text} requests; try again in {allowed.seconds} s",
                {"retry-after": str(allowed.seconds)},
            )
        await self.app(scope, receive, send)


async def _who(scope: Scope, services: Services) -> Principal:
    headers = Headers(scope=scope)
    params = QueryParams(scope["query_string"])
    if "signature" in params and _LINKED.fullmatch(scope["path"]):
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused(403, "a link is for reading only", kind="link-refused")
        return services.links.check(scope["path"], params)
    text = _credential(headers)
    if text is not None:
        return await _known(text, scope, services)
    if services.settings.auth_configured or await _look_up(services, services.keys.exist):
        services.metrics.refusals.labels("no_key").inc()
        raise Refused(401, "send an API key in `Authorization: Bearer KEY` or `X-API-Key`", _CHALLENGE)
    _check_local(headers, services.settings.host)
    return LOCAL


async def _known(text: str, scope: Scope, services: Services) -> Principal:
    address = str((scope.get("client") or ("unknown",))[0])
    await services.rates.check_failures(address)
    reason = "the key is unknown, expired or revoked"
    principal = await _look_up(services, services.keys.check, text)
    if principal is None and services.tokens is not None and text.count(".") == 2:
        try:
            principal = await services.tokens.check(text)
        except TokenRefused as error:
            reason = str(error)
    if principal is None:
        await services.rates.failed(address)
        services.metrics.refusals.labels("bad_key").inc()
        raise Refused(
            401, reason, {"www-authenticate": f'{_CHALLENGE["www-authenticate"]}, error="invalid_token"'}
        )
    return principal


async def _look_up(services: Services, call: Callable[..., R], *args: str) -> R:
    """Ask the database in a lane of its own, so that long requests cannot keep the gate shut."""
    return await to_thread.run_sync(call, *args, limiter=services.gate)


def _check_local(headers: Headers, own: str) -> None:
    """Without keys only this machine may ask: no web page under another name, no other site's script."""
    host = headers.get("host", "")
    name = host.partition("]")[0].strip("[") if host.startswith("[") else host.partition(":")[0]
    if is_loopback(own) and not is_loopback(name):
        raise Refused(421, "this server has no keys and answers only to localhost")
    if headers.get("sec-fetch-site", "") == "cross-site":
        raise Refused(403, "this server has no keys and answers no other site's pages")


def _credential(headers: Headers) -> str | None:
    """The key or token of a request; two that differ are refused, for it is not clear who asks."""
    scheme, _, text = headers.get("authorization", "").partition(" ")
    found = {text.strip() if scheme.lower() == "bearer" else ""} if scheme else set[str]()
    if "x-api-key" in headers:
        found.add(headers["x-api-key"].strip())
    if len(found) > 1:
        raise Refused(401, "`Authorization` and `X-API-Key` differ; send one of them", _CHALLENGE)
    return found.pop() if found else None
