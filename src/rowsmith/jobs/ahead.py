"""Reading ahead: the next blocks are read and hashed by a thread while the present ones are written."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_BLOCKS = 8
"""Blocks held at most: memory stays constant however slow the writer is."""


class _End:
    """What comes after the last item: nothing, or the error that ended the reading."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


@contextmanager
def read_ahead(items: Callable[[], Iterator[T]]) -> Generator[Iterator[T]]:
    """The items in order, made by a thread that stops when the block is left."""
    held: queue.Queue[T | _End] = queue.Queue(_BLOCKS)
    stop = threading.Event()

    def put(item: T | _End) -> None:
        while not stop.is_set():
            try:
                held.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def fill() -> None:
        try:
            for item in items():
                put(item)
                if stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again where the items are used
            put(_End(error))
        else:
            put(_End())

    def drain() -> Iterator[T]:
        while not isinstance(item := held.get(), _End):
            yield item
        if item.error is not None:
            raise item.error

    thread = threading.Thread(target=fill, name="rowsmith-ahead", daemon=True)
    thread.start()
    try:
        yield drain()
    finally:
        stop.set()
        thread.join()
