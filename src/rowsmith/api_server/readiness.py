"""Whether the parts of the server work; asked by the readiness probe, answered from the last few seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from anyio import to_thread

from rowsmith.api_server.settings import ServerSettings
from rowsmith.errors import RowsmithError
from rowsmith.jobs.manager import JobManager
from rowsmith.llm import ModelConfig, open_model, submit
from rowsmith.storage import open_store

Check = Callable[[], Awaitable[str]]
"""Answers `ok` or another word of good news, and raises otherwise."""

_FRESH_SECONDS = 2.0
_PATIENCE = 5.0
_MODEL_SECONDS = 30.0


class ModelCheck:
    """Tries the model's key, and not more often than once in `_MODEL_SECONDS`."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._last: tuple[float, RowsmithError | None] = (float("-inf"), None)

    async def __call__(self) -> str:
        """`ok`, or `offline` where there is no model; raises what is wrong."""
        if self._config.offline:
            return "offline"
        if time.monotonic() - self._last[0] > _MODEL_SECONDS:
            error = None
            try:
                await asyncio.wrap_future(submit(open_model(self._config).check()))
            except RowsmithError as wrong:
                error = wrong
            self._last = (time.monotonic(), error)
        if self._last[1] is not None:
            raise self._last[1]
        return "ok"


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


def checks_of(manager: JobManager, settings: ServerSettings) -> dict[str, Check]:
    """What the server needs: its database, its store, its workers, and the model's key where one is set."""

    def database() -> str:
        manager.repository.work_waits(0.0)
        return "ok"

    def storage() -> str:
        next(iter(open_store(manager.config.storage).list("probe")), None)
        return "ok"

    def workers() -> str:
        if manager.working:
            return "ok"
        return "failing: the coordinator has stopped" if settings.run_jobs else "elsewhere"

    return {
        "database": partial(to_thread.run_sync, database),
        "storage": partial(to_thread.run_sync, storage),
        "model": ModelCheck(manager.config.model),
        "workers": partial(to_thread.run_sync, workers),
    }


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
