"""The outermost layer of a request: its id, its log line, its numbers, and the 500 that tells nothing."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rowsmith.api_server.errors import answer
from rowsmith.api_server.metrics import Metrics

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SECURITY = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
)


class RequestContext:
    """Gives each request an id, in its answer, in every log line and in the problem document."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        request_id = asked if _REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status, sent = time.perf_counter(), 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in (*_SECURITY, *scope["state"].get("answer_headers", {}).items()):
                    headers.setdefault(name, value)
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        metrics: Metrics = scope["state"]["services"].metrics
        with metrics.in_flight.track_inprogress():
            try:
                await self.app(scope, receive, watched)
            except Exception as error:
                response = answer(scope, error)
                if status == 0:
                    await response(scope, receive, watched)
                else:  # the answer had begun; cutting the connection is all that tells the client
                    raise
            finally:
                _report(metrics, scope, status or 499, time.perf_counter() - began, sent)


def _report(metrics: Metrics, scope: Scope, status: int, seconds: float, sent: int) -> None:
    route = _template(scope)
    metrics.requests.labels(scope["method"], route, str(status)).inc()
    metrics.request_seconds.labels(scope["method"], route).observe(seconds)
    log = structlog.get_logger()
    facts: dict[str, Any] = {
        "method": scope["method"],
        "path": scope["path"][:200],
        "status": status,
        "seconds": round(seconds, 4),
        "bytes": sent,
    }
    principal = scope["state"].get("principal")
    if principal is not None:
        facts["tenant"] = principal.tenant
    (log.debug if route.startswith(("/health", "/metrics")) else log.info)("request", **facts)


def _template(scope: Scope) -> str:
    """The route's path as it is written in the code, so that job ids make no new time series."""
    route = scope.get("route")
    return str(getattr(route, "path", "(none)")) if route is not None else "(none)"
