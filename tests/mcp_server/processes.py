"""The server as a process of its own, the way clients start it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
from mcp.client.stdio import StdioServerParameters

COMMAND = [sys.executable, "-m", "rowsmith", "mcp"]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ROWSMITH_")}
    return {**inherited, "ROWSMITH_DATA_DIR": str(folder), "ROWSMITH_WORKERS": "2",
            "ROWSMITH_LOG_LEVEL": "WARNING",
            **settings}  # fmt: skip


def started_by_client(folder: Path, **settings: str) -> StdioServerParameters:
    return StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment(folder, **settings))


def raw(folder: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(COMMAND, env=environment(folder), stdin=pipe, stdout=pipe, stderr=pipe)


def processes_of(folder: Path) -> list[psutil.Process]:
    """Every living process that was started with this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ROWSMITH_DATA_DIR") == str(folder) and process.status() != "zombie":
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found
