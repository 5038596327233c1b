"""A pool of worker processes in which a death is one task's, not everybody's.

`ProcessPoolExecutor` gives up as a whole when one process dies and cannot say whose fault it was, and its
processes outlive a killed parent. Here each worker has a thread that starts it, feeds it and notices its end;
a worker ends with its parent, because its input does (and, on Linux, because the kernel was asked).
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import IO, Any, ParamSpec, TypeVar, cast

from rowsmith.errors import Unavailable
from rowsmith.jobs.interruption import Interrupted

P = ParamSpec("P")
T = TypeVar("T")

_Task = tuple["Future[Any]", bytes]


class WorkerDied(Unavailable):
    """The process that worked on a task is gone: killed, out of memory, or crashed."""

    def __init__(self, code: int | None) -> None:
        how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        super().__init__(f"the worker process {how} while it worked on this")


class WorkerPool(Executor):
    """`WorkerPool(2)`: an executor whose tasks are module-level functions with picklable arguments."""

    def __init__(self, workers: int) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._workers = [_Worker(self._tasks, f"rowsmith-worker-{at}") for at in range(workers)]

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a task."""
        message = pickle.dumps((fn, args, kwargs), protocol=5)
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is shut down")
            self._tasks.put((future, message))
        return future

    def interrupt(self, future: Future[Any]) -> None:
        """Ask a running task to stop; one that waits is cancelled."""
        if not future.cancel():
            for worker in self._workers:
                worker.interrupt(future)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers, after their tasks where these are not cancelled."""
        with self._lock:
            if not self._closed:
                self._closed = True
                if cancel_futures:
                    self._drop()
                for _ in self._workers:
                    self._tasks.put(None)
        if cancel_futures:
            for worker in self._workers:
                worker.kill()
        if wait:
            for worker in self._workers:
                worker.thread.join()

    def _drop(self) -> None:
        while True:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                return
            if task is not None:
                task[0].cancel()

    def processes(self) -> list[int]:
        """The ids of the processes that live now."""
        return [found.pid for worker in self._workers if (found := worker.process) is not None]


class _Worker:
    """One worker process and the thread that minds it."""

    def __init__(self, tasks: queue.SimpleQueue[_Task | None], name: str) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._tasks = tasks
        self._current: Future[Any] | None = None
        self._lock = threading.Lock()
        # The kernel's parent-death signal comes when the starting *thread* ends: this one has to start it.
        self.thread = threading.Thread(target=self._mind, name=name, daemon=True)
        self.thread.start()

    def _mind(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, message = task
            if future.set_running_or_notify_cancel():
                self._run(future, message)
        self._end()

    def _run(self, future: Future[Any], message: bytes) -> None:
        try:
            process = self._started()
            with self._lock:
                self._current = future
                send(_pipe(process.stdin), message)
            kind, value = pickle.loads(receive(_pipe(process.stdout)))  # noqa: S301 - our own process wrote it
        except (OSError, EOFError, pickle.UnpicklingError):
            code = self._end()
            future.set_exception(WorkerDied(code))
            return
        finally:
            with self._lock:
                self._current = None
        if kind == "made":
            future.set_result(value)
        else:
            future.set_exception(Interrupted() if kind == "interrupted" else value)

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self._end()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rowsmith.jobs.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        return self.process

    def interrupt(self, future: Future[Any]) -> None:
        """Send the word to stop if this worker has that task."""
        with self._lock:
            if self._current is future and self.process is not None:
                try:
                    send(_pipe(self.process.stdin), b"")
                except OSError:
                    return  # it died; its thread notices

    def kill(self) -> None:
        """End the process at once."""
        process = self.process
        if process is not None:
            process.kill()

    def _end(self) -> int | None:
        process, self.process = self.process, None
        if process is None:
            return None
        process.kill()
        code = process.wait()
        _pipe(process.stdout).close()
        try:
            _pipe(process.stdin).close()
        except OSError:
            return code  # a message that its death kept from going out
        return code


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    return cast("IO[bytes]", end)


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message with its length before it; an empty one asks to stop."""
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one message; raises `EOFError` when the other side is gone."""
    length = _exactly(stream, 8)
    return _exactly(stream, int.from_bytes(length, "big"))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
