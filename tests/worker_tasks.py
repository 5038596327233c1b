"""Tasks for worker processes in tests; they must be importable there."""

from __future__ import annotations

import os
import signal
import time

from rowsmith.jobs import interruption
from rowsmith.jobs.chunk import make_chunk


def spin():
    """Work until interrupted."""
    while True:
        interruption.check()
        time.sleep(0.001)


def die_on_chunk_two(task):
    """Make a chunk, but kill the own process at the third."""
    if task.span.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return make_chunk(task)
