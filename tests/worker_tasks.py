"""Tasks for worker processes in tests; they must be importable there."""

from __future__ import annotations

import time

from rowsmith.jobs import interruption


def spin():
    """Work until interrupted."""
    while True:
        interruption.check()
        time.sleep(0.001)
