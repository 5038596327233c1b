"""Request bodies within their limits: size, time and type here, what is in them in `json_scan`."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rowsmith.api_server.json_scan import JsonScan
from rowsmith.api_server.problems import Refused

DRAIN_SECONDS = 2.0
"""How long a refused body is still read and thrown away, so that its sender hears the answer."""

_BLOCK = 131_072


class BodyGuard:
    """Reads a body within its limits and hands it on whole; everything else is refused."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, seconds: float) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not (headers.get("content-length", "0") != "0" or "transfer-encoding" in headers):
            await self.app(scope, receive, send)
            return
        body = await self._read(headers, receive)
        if body:
            require_json(headers.get("content-type", ""))
            await check_json(body)
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > self.max_bytes:
            if headers.get("expect", "").lower() != "100-continue":
                await _drain(receive)
            raise self._too_large()
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "the request ended before its body did")
                    part = message.get("body", b"")
                    size += len(part)
                    if size > self.max_bytes:
                        parts.clear()
                        break
                    parts.append(part)
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            raise Refused(
                408, f"the body did not arrive within {self.seconds:g} s", {"connection": "close"}
            ) from None
        await _drain(receive)
        raise self._too_large()

    def _too_large(self) -> Refused:
        return Refused(
            413,
            f"the request body is larger than {self.max_bytes:,} bytes; send less, or raise "
            "ROWSMITH_MAX_BODY_BYTES",
            {"connection": "close"},
        )


def require_json(content_type: str) -> None:
    """Refuse what does not call itself JSON."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return
    raise Refused(
        415,
        f"the content type {kind[:100]!r} is not read here; send application/json"
        if kind
        else "the body has no content type; send application/json",
        {"accept-post": "application/json"},
    )


async def check_json(body: bytes) -> None:
    """Raise `InvalidInput` for a body that must not be turned into objects; others are served meanwhile."""
    scan = JsonScan()
    for start in range(0, len(body), _BLOCK):
        scan.feed(body[start : start + _BLOCK])
        await asyncio.sleep(0)
    scan.end()


async def _drain(receive: Receive) -> None:
    end = time.monotonic() + DRAIN_SECONDS
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while time.monotonic() < end:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body once, and after that what the connection says (that it was closed)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
