"""Where tasks run: a process pool, threads, or a cluster; all of them `concurrent.futures.Executor`s."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from rowsmith.errors import InvalidInput, Unavailable
from rowsmith.jobs import interruption
from rowsmith.jobs.pool import WorkerPool

P = ParamSpec("P")
T = TypeVar("T")


def default_workers() -> int:
    """One worker per processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_executor(name: str, workers: int) -> Executor:
    """`processes`, `threads`, or `dask://HOST:PORT`."""
    if name == "processes":
        return WorkerPool(workers)
    if name == "threads":
        return Threads(workers)
    if name.startswith("dask://"):
        return _dask(name.removeprefix("dask://"))
    raise InvalidInput(f"{name!r} is no executor; use processes, threads or dask://HOST:PORT")


class Threads(ThreadPoolExecutor):
    """Threads of this process, for stores that other processes cannot see; tasks can be interrupted."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, thread_name_prefix="rowsmith-task")
        self._stops: WeakKeyDictionary[Future[Any], threading.Event] = WeakKeyDictionary()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a task."""
        stop = threading.Event()

        def run() -> T:
            interruption.unwanted.set(stop.is_set)
            return fn(*args, **kwargs)

        future = super().submit(run)
        self._stops[future] = stop
        return future

    def interrupt(self, future: Future[Any]) -> None:
        """Ask a running task to stop; one that waits is cancelled."""
        if not future.cancel():
            self._stops[future].set()


def interrupt(executor: Executor, future: Future[Any]) -> None:
    """Stop a task as far as its executor can; a cluster only drops what has not begun."""
    if isinstance(executor, WorkerPool | Threads):
        executor.interrupt(future)
    else:
        future.cancel()


def _dask(address: str) -> Executor:
    try:
        from distributed import Client  # pyright: ignore[reportMissingImports]  # the extra `cluster`
    except ImportError:
        raise Unavailable("a Dask cluster needs: pip install 'rowsmith[cluster]'") from None
    try:
        return Client(f"tcp://{address}", set_as_default=False).get_executor(retries=0, pure=False)
    except OSError as error:
        raise Unavailable(f"no Dask scheduler answers at {address}: {error}") from error
