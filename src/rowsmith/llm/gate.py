"""How often and how much a provider may be asked, over everything that this process does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from rowsmith.llm.config import ModelConfig


class Gate:
    """Lets a call pass when there is room: `async with gate.turn(1200): ...`."""

    def __init__(self, config: ModelConfig) -> None:
        self._room = asyncio.Semaphore(config.concurrency)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._requests = _per_minute(config.requests_per_minute, "requests")
        self._tokens = _per_minute(config.tokens_per_minute, "tokens")
        self._closed_until = 0.0

    def close_for(self, seconds: float) -> None:
        """Let nobody pass for so long: the provider asked for it."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncGenerator[None]:
        """Wait for a place, for the provider's wish, and for the minute's budget of requests and tokens."""
        async with self._room:
            await self._open()
            await self._within(self._requests, 1)
            await self._within(self._tokens, tokens)
            await self._open()
            yield

    async def _open(self) -> None:
        while (left := self._closed_until - time.monotonic()) > 0:
            await asyncio.sleep(left)

    async def _within(self, limit: RateLimitItemPerMinute | None, cost: int) -> None:
        if limit is None:
            return
        while not self._limiter.hit(limit, cost=min(cost, limit.amount)):
            reset = self._limiter.get_window_stats(limit).reset_time
            await asyncio.sleep(min(max(0.05, reset - time.time()), 5.0))


def _per_minute(amount: int | None, kind: str) -> RateLimitItemPerMinute | None:
    return None if amount is None else RateLimitItemPerMinute(amount, namespace=kind)
