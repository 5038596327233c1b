"""The lane of model calls: one thread with an event loop for all of this process, never a worker's slot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rowsmith-models", daemon=True).start()
    return loop


def submit(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Begin something in the lane; cancelling the future cancels the work."""
    return asyncio.run_coroutine_threadsafe(work, _loop())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Wait for something in the lane: `run(model.ask(question, piece))`; not from within the lane."""
    future = submit(work)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise
