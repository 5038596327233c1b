"""The server as a process: started, stopped, under load, beside another one."""

from __future__ import annotations

import contextlib
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

import httpx2
import psutil
import pytest

from tests.api_server.conftest import ROOT, SPEC

MILLION = {**SPEC, "total_rows": 2_000_000, "chunk_size": 100_000}


def test_a_signal_stops_it_and_what_was_begun_goes_on_later(serve):
    server = serve()
    job = server.client.post("/jobs", json=MILLION).json()["job_id"]
    while server.client.get(f"/jobs/{job}").json()["progress"]["chunks_completed"] == 0:
        time.sleep(0.05)
    began = time.monotonic()
    assert server.stop(signal.SIGTERM) in (0, -signal.SIGTERM)
    assert time.monotonic() - began < 15
    again = serve()
    done = again.client.get(f"/jobs/{job}?wait=60").json()
    assert done["status"] == "completed"
    assert done["progress"]["rows_generated"] == 2_000_000


def test_a_public_address_without_keys_is_one_clear_line(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "serve", "--host", "0.0.0.0", "--port", "0"],
        env={"ROWSMITH_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("error: 0.0.0.0 can be reached by other machines")
    assert len(done.stderr.splitlines()) == 1


BODIES = [
    b"[" * 100_000,
    b'{"a": ' * 100_000,
    b"[" + b"{}," * 3_000_000 + b"{}]",
    b'"' + b"\\u0041" * 1_600_000 + b'"',
    b" " * 50_000_000,
    b'{"schema": {"fields": [' + b'{"name":"a"},' * 700_000 + b"]}}",
    b"\xff" * 9_000_000,
    b'{"x": "' + b"\\\\" * 4_900_000 + b'"}',
]
HEAD = b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"


class Probe:
    """Asks again and again whether the server lives, and notes how long that takes and what memory it uses."""

    def __init__(self, server):
        self.process = psutil.Process(server.process.pid)
        self.url, self.before = server.url, self.process.memory_info().rss
        self.peak, self.waits, self.stop = self.before, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        with httpx2.Client(base_url=self.url, timeout=60) as client:
            while not self.stop.is_set():
                began = time.perf_counter()
                client.get("/health/live").raise_for_status()
                self.waits.append(time.perf_counter() - began)
                self.peak = max(self.peak, self.process.memory_info().rss)
                self.stop.wait(0.02)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


@pytest.mark.parametrize("strict", [False, pytest.param(True, marks=pytest.mark.long)], ids=["", "in time"])
def test_hostile_clients_do_not_disturb_the_others(serve, strict):
    """The times are for a machine that does nothing else; they are checked in the long tests."""
    server = serve(ROWSMITH_BODY_SECONDS="1")
    for _ in range(2):
        server.client.post("/jobs", json={**MILLION, "total_rows": 20_000_000})
    host, port = server.url.removeprefix("http://").split(":")
    took = []
    with contextlib.ExitStack() as slow, Probe(server) as probe:
        connections = [slow.enter_context(socket.create_connection((host, int(port)), 60)) for _ in range(20)]
        for connection in connections:
            connection.sendall(HEAD)
        for body in BODIES:
            began = time.perf_counter()
            answer = server.client.post("/jobs", content=body, headers={"content-type": "application/json"})
            took.append(time.perf_counter() - began)
            assert 400 <= answer.status_code < 500, body[:20]
            assert answer.headers["content-type"] == "application/problem+json"
        for connection in connections:
            assert b" 408 " in connection.recv(1000).split(b"\r\n")[0]
    assert probe.peak - probe.before < 300_000_000
    if strict:
        assert max(took) < 3
        assert statistics.quantiles(probe.waits, n=100)[98] < 0.5


def test_two_servers_serve_one_anothers_jobs(serve, postgres_url, s3_url, tmp_path):
    import os

    shared = {"ROWSMITH_DATABASE_URL": postgres_url, "ROWSMITH_STORAGE_URL": s3_url,
              "ROWSMITH_API_KEYS": "acme=acme-key-1,other=other-key-1",
              **{name: value for name, value in os.environ.items() if name.startswith("AWS_")}}  # fmt: skip
    one, two = (
        serve(folder=folder, **shared) for folder in (_made(tmp_path / "one"), _made(tmp_path / "two"))
    )
    acme = {"x-api-key": "acme-key-1"}
    job = one.client.post("/jobs", json=SPEC, headers=acme).json()["job_id"]
    assert two.client.get(f"/jobs/{job}?wait=60", headers=acme).json()["status"] == "completed"
    events = [server.client.get(f"/jobs/{job}/events", headers=acme).text for server in (one, two)]
    assert events[0] == events[1]
    files = [
        server.client.get(f"/jobs/{job}/download?wait=60", headers=acme).content for server in (one, two)
    ]
    assert files[0] == files[1]
    assert len(files[0]) > 1000
    part = two.client.get(f"/jobs/{job}/download", headers={**acme, "range": "bytes=5-9"})
    assert part.content == files[0][5:10]
    link = two.client.post(f"/jobs/{job}/download", headers=acme).json()["download_url"]
    assert httpx2.get(link).content == files[0]
    assert two.client.get(f"/jobs/{job}", headers={"x-api-key": "other-key-1"}).status_code == 404


def _made(folder):
    folder.mkdir()
    return folder


def test_what_is_no_http_is_told_so_in_a_problem_document(serve):
    server = serve()
    host, port = server.url.removeprefix("http://").split(":")
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n"):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(sent)
            answer = connection.recv(10_000)
            assert b" 400 " in answer.split(b"\r\n")[0]
            assert b"application/problem+json" in answer
