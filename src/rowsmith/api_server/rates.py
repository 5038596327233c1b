"""How often a caller may ask, counted in this process or, for several servers, in Redis."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute, parse
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from rowsmith.api_server.problems import Refused
from rowsmith.errors import InvalidInput

_FAILURES = RateLimitItemPerMinute(60)
"""Wrong keys from one address; guessing is hopeless anyway, and this keeps it from costing us."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether a request may go on, and the headers that say how much is left."""

    ok: bool
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: int = 0


class Rates:
    """`Rates("60/minute", "memory://")`; `off` counts nothing."""

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self._item: RateLimitItem | None = None
        if text.lower() != "off":
            try:
                self._item = parse(text)
            except ValueError:
                raise InvalidInput(
                    f"ROWSMITH_RATE_LIMIT {text!r} is no rate; say 60/minute, or off"
                ) from None
        try:
            storage = storage_from_string(
                url if url.startswith("async+") else f"async+{url}", wrap_exceptions=True
            )
        except ConfigurationError as error:
            raise InvalidInput(
                f"ROWSMITH_RATE_LIMIT_URL {url.partition('@')[2] or url!r} cannot be used: {error}; "
                "for Redis, pip install rowsmith[redis]"
            ) from None
        self._window = MovingWindowRateLimiter(storage)

    async def hit(self, caller: str) -> Allowed:
        """Count one request of a caller. A Redis that is down lets requests through, and the log says so."""
        item = self._item
        if item is None:
            return Allowed(True)
        try:
            ok = await self._window.hit(item, "caller", caller)
            left = await self._window.get_window_stats(item, "caller", caller)
        except (StorageError, OSError) as error:
            structlog.get_logger().error("rate limits are not counted", reason=type(error).__name__)
            return Allowed(True)
        seconds = max(1, math.ceil(left.reset_time - time.time()))
        policy = f'"default";q={item.amount};w={item.get_expiry()}'
        headers = {
            "ratelimit-policy": policy,
            "ratelimit": f'"default";r={max(0, left.remaining)};t={seconds}',
        }
        return Allowed(ok, headers, seconds)

    async def check_failures(self, address: str) -> None:
        """Refuse an address that has sent too many wrong keys."""
        try:
            ok = await self._window.test(_FAILURES, "failed", address)
        except (StorageError, OSError):
            return
        if not ok:
            raise Refused(429, "too many wrong keys from this address; wait a minute", {"retry-after": "60"})

    async def failed(self, address: str) -> None:
        """Count a wrong key."""
        try:
            await self._window.hit(_FAILURES, "failed", address)
        except (StorageError, OSError):
            structlog.get_logger().warning("wrong keys are not counted")
