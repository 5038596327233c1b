"""The worker process: `python -m rowsmith.jobs.worker`, started by `WorkerPool` and ended with its parent."""

from __future__ import annotations

import ctypes
import os
import pickle
import queue
import signal
import sys
import threading
from typing import IO, Any

from rowsmith.jobs import interruption
from rowsmith.jobs.pool import receive, send

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Answer tasks until the input ends."""
    parent = os.getppid()
    _die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is the parent's to answer
    tasks_in, results_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # a stray print must not get between the messages
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    stop = threading.Event()
    interruption.unwanted.set(stop.is_set)
    threading.Thread(target=_listen, args=(tasks_in, inbox, stop), daemon=True).start()
    while True:
        message = inbox.get()
        send(results_out, _answer(message))
        stop.clear()


def _listen(tasks_in: IO[bytes], inbox: queue.SimpleQueue[bytes], stop: threading.Event) -> None:
    """Hand on tasks; an empty message stops the current one, and the end of input ends everything."""
    try:
        while True:
            message = receive(tasks_in)
            if message:
                inbox.put(message)
            else:
                stop.set()
    except EOFError:
        os._exit(0)


def _answer(message: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(message)  # noqa: S301 - our own parent wrote it
        return pickle.dumps(("made", function(*args, **kwargs)), protocol=5)
    except interruption.Interrupted:
        return pickle.dumps(("interrupted", None))
    except BaseException as error:  # noqa: BLE001 - whatever it was, the task's future carries it
        return pickle.dumps(("failed", _portable(error)))


def _portable(error: BaseException) -> Any:
    """The error as it is where it can travel, else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - an exception may refuse in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _die_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(0)


if __name__ == "__main__":
    main()
