"""Request bodies, checked before anything is built from them: size, time, depth, count and values.

A JSON body becomes Python objects only when it is small enough, not too deep, and holds no NaN, no infinity,
no integer beyond 64 bits, no lone surrogate and no null character. All of that is found by a scan of the bytes.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import Iterator

import numpy as np
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rowsmith.api_server.problems import Refused
from rowsmith.errors import InvalidInput, Issue

MAX_DEPTH = 40
"""A schema may be 32 deep (`MAX_NESTING`); a request wraps it a few times."""

MAX_VALUES = 500_000
"""Values in one body; each costs about a hundred bytes of memory however short it is written."""

DRAIN_SECONDS = 2.0
"""How long a refused body is still read and thrown away, so that its sender hears the answer."""

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_WORD = re.compile(rb"-?(?:NaN|Infinity)")
_NUMBER = re.compile(rb"-?\d[\d.eE+-]*")
_SUSPICIOUS = re.compile(rb"\d{19}|[eE][+-]?\d{3}|\d{300}")
_ESCAPE = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


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
            check_json(body)
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


def check_json(body: bytes) -> None:
    """Raise `InvalidInput` for a body that must not be turned into objects."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refusal("not_utf8", f"the body is not UTF-8: byte {error.start} is wrong") from None
    for match in _STRING.finditer(body) if _ESCAPE.search(body) else ():
        _check_text(match.group())
    bare = _STRING.sub(b'""', body)
    codes = np.frombuffer(bare, np.uint8)
    opens, closes = (codes == 0x5B) | (codes == 0x7B), (codes == 0x5D) | (codes == 0x7D)
    if np.count_nonzero(codes == 0x2C) + np.count_nonzero(opens) > MAX_VALUES:
        raise _refusal("too_many_values", f"the body holds more than {MAX_VALUES:,} values")
    steps = opens.astype(np.int8) - closes.astype(np.int8)
    if len(steps) and int(np.cumsum(steps, dtype=np.int32).max()) > MAX_DEPTH:
        raise _refusal("too_deep", f"the body is nested deeper than {MAX_DEPTH} levels; flatten it")
    _check_numbers(bare)


def _check_numbers(bare: bytes) -> None:
    word = _WORD.search(bare)
    if word is not None:
        raise _refusal("not_finite", f"{word.group().decode()} is no JSON number; use null or leave it out")
    if _SUSPICIOUS.search(bare) is None:
        return
    for number in _suspects(bare):
        shown = number.decode()[:40]
        if re.fullmatch(rb"-?\d+", number):
            if len(number) > 20 or not -(2**63) <= int(number) < 2**63:
                raise _refusal("integer_too_large", f"the integer {shown} does not fit in 64 bits")
        elif not math.isfinite(_float(number)):
            raise _refusal("not_finite", f"the number {shown} is too large for a double")


def _suspects(bare: bytes) -> Iterator[bytes]:
    for match in _NUMBER.finditer(bare):
        if _SUSPICIOUS.search(match.group()):
            yield match.group()


def _float(number: bytes) -> float:
    try:
        return float(number)
    except ValueError:
        return 0.0  # not a number at all: the JSON parser says so, with the place


def _check_text(literal: bytes) -> None:
    if _ESCAPE.search(literal) is None:
        return
    try:
        text = json.loads(literal)
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _refusal(
            "lone_surrogate", "a text holds half of a surrogate pair (\\ud800 to \\udfff); send whole characters"
        ) from None
    except ValueError:
        return  # a bad escape: the JSON parser says so, with the place
    if "\0" in text:
        raise _refusal("null_character", "a text holds the character \\u0000; leave it out")


def _refusal(code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue("", code, message)])


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
