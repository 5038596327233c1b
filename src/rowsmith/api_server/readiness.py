"""Whether the parts of the server work; asked by the readiness probe, answered from the last few seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from rowsmith.errors import RowsmithError

Check = Callable[[], Awaitable[str]]
"""Answers `ok` or another word of good news, and raises otherwise."""

_FRESH_SECONDS = 2.0
_PATIENCE = 5.0


class Readiness:
    """Runs named checks side by side, each within five seconds."""

    def __init__(self, checks: Mapping[str, Check] | None = None) -> None:
        self._checks = dict(checks or {})
        self._last: tuple[float, dict[str, str]] = (float("-inf"), {})
        self._lock = asyncio.Lock()

    async def checks(self) -> dict[str, str]:
        """`{"database": "ok", "model": "offline"}`; a failing part says `failing: why`."""
        async with self._lock:
            if time.monotonic() - self._last[0] > _FRESH_SECONDS:
                answers = await asyncio.gather(*map(_answer, self._checks.values()))
                self._last = (time.monotonic(), dict(zip(self._checks, answers, strict=True)))
            return self._last[1]


async def _answer(check: Check) -> str:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await check()
    except TimeoutError:
        return f"failing: no answer within {_PATIENCE:.0f} s"
    except RowsmithError as error:
        return f"failing: {error.message}"
    except Exception as error:  # noqa: BLE001 - a probe reports whatever is wrong, and tells no internals
        return f"failing: {type(error).__name__}"
