"""The service in this process, with threads for workers; a real server where that is the point."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from rowsmith.api_server.app import create_app
from rowsmith.api_server.settings import ServerSettings

ROOT = Path(__file__).parents[2]

SPEC = {
    "schema": {
        "name": "users",
        "fields": [
            {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 80}},
            {"name": "email"},
        ],
    },
    "total_rows": 500,
    "chunk_size": 100,
    "seed": 7,
}


@contextlib.contextmanager
def running(folder, *, raises=True, **given):
    """A client of a service of its own."""
    settings = ServerSettings(
        **{"data_dir": folder, "executor": "threads", "workers": 1, "rate_limit": "off", **given}
    )
    app = create_app(settings)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=raises) as client:
        client.app_ = app
        yield client


@pytest.fixture(scope="session")
def client(tmp_path_factory):
    with running(tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="session")
def finished(client):
    """The id of a completed job of 500 rows."""
    made = client.post("/jobs", json=SPEC).json()
    done = client.get(f"/jobs/{made['job_id']}", params={"wait": 60}).json()
    assert done["status"] == "completed", done
    return made["job_id"]


class Server:
    """A server process; `url` is where it listens."""

    def __init__(self, folder, env, *args):
        self.log = Path(folder) / f"server-{time.monotonic_ns()}.log"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ROWSMITH_")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), "api-server", "--port", "0", "--log-format", "json", *args],
                env={**inherited, "ROWSMITH_DATA_DIR": str(folder), "ROWSMITH_WORKERS": "1",
                     "ROWSMITH_RATE_LIMIT": "off", **env},
                stdout=log, stderr=log,
            )  # fmt: skip
        self.url = self._address()
        self.client = httpx2.Client(base_url=self.url, timeout=60)

    def _address(self):
        import json

        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text())
            for line in self.log.read_text().splitlines():
                with contextlib.suppress(ValueError):
                    entry = json.loads(line)
                    if entry.get("event") == "listening":
                        return entry["address"]
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        raise AssertionError("the server did not start: " + self.log.read_text())

    def stop(self, sig=signal.SIGTERM, seconds=20):
        if self.process.poll() is None:
            self.process.send_signal(sig)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        return self.process.returncode


@pytest.fixture
def serve(tmp_path):
    """Start server processes: `serve(ROWSMITH_API_KEYS="a=12345678")`."""
    started = []

    def start(*args, folder=None, **env):
        server = Server(folder or tmp_path, env, *args)
        started.append(server)
        return server

    yield start
    for server in started:
        server.client.close()
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
