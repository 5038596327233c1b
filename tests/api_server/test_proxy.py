"""Two server processes behind one Caddy, configured by deploy/Caddyfile, on a real PostgreSQL and a real S3 server."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from services import free_ports, until
from tests.api_server.conftest import ROOT, SPEC

ACME, OTHER = {"x-api-key": "acme-key-1"}, {"x-api-key": "other-key-1"}
CADDY = Path(sys.executable).with_name("caddy")


@pytest.fixture
def servers(serve, postgres_url, s3_url, tmp_path):
    shared = {"ROWSMITH_DATABASE_URL": postgres_url, "ROWSMITH_STORAGE_URL": s3_url,
              "ROWSMITH_API_KEYS": "acme=acme-key-1,other=other-key-1",
              "ROWSMITH_FORWARDED_ALLOW_IPS": "127.0.0.1",
              **{name: value for name, value in os.environ.items() if name.startswith("AWS_")}}  # fmt: skip
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    return [serve(folder=tmp_path / name, **shared) for name in ("one", "two")]


@pytest.fixture
def proxy(servers, tmp_path):
    """A client of the shipped Caddyfile, of which only the names of the servers are replaced."""
    text = (ROOT / "deploy/Caddyfile").read_text()
    for number, server in enumerate(servers, 1):
        assert f"server-{number}:8000" in text
        text = text.replace(f"server-{number}:8000", server.url.removeprefix("http://"))
    (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    url = f"http://127.0.0.1:{free_ports(1)[0]}"
    with (tmp_path / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [CADDY, "run", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"],
            env={"ROWSMITH_SITE": url, "HOME": str(tmp_path)}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        with httpx2.Client(base_url=url, timeout=60, headers=ACME) as client:
            until(lambda: _ready(client), what="the proxy")
            yield client
    finally:
        process.terminate()
        process.wait(10)


def _ready(client):
    with contextlib.suppress(httpx2.TransportError):
        return client.get("/health/live").status_code == 200
    return False


def test_two_servers_behind_the_proxy_serve_one_anothers_jobs(proxy, servers):
    job = proxy.post("/jobs", json=SPEC).json()["job_id"]
    assert proxy.get(f"/jobs/{job}?wait=60").json()["status"] == "completed"
    assert {proxy.get(f"/jobs/{job}").json()["status"] for _ in range(30)} == {"completed"}
    assert all(job in server.log.read_text() for server in servers), "one server answered everything"

    direct = [server.client.get(f"/jobs/{job}/events", headers=ACME).text for server in servers]
    assert proxy.get(f"/jobs/{job}/events").text == direct[0] == direct[1]

    whole = proxy.get(f"/jobs/{job}/download").content
    assert len(whole) > 1000
    for start in range(0, 40, 5):
        part = proxy.get(f"/jobs/{job}/download", headers={"range": f"bytes={start}-{start + 4}"})
        assert (part.status_code, part.content) == (206, whole[start : start + 5])
    link = proxy.post(f"/jobs/{job}/download").json()["download_url"]
    assert httpx2.get(link).content == whole

    _events_come_while_the_stream_is_open(proxy)
    assert proxy.get(f"/jobs/{job}", headers=OTHER).status_code == 404
    assert proxy.get("/metrics").status_code == 404


def _events_come_while_the_stream_is_open(proxy):
    """The job is paused, so its stream does not end by itself: a proxy that buffered it would say nothing."""
    spec = {**SPEC, "total_rows": 5_000_000, "chunk_size": 50_000}
    job = proxy.post("/jobs", json=spec).json()["job_id"]
    assert proxy.post(f"/jobs/{job}/control", json={"action": "pause"}).is_success
    with proxy.stream("GET", f"/jobs/{job}/events") as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("data:") for line in lines)
        assert proxy.post(f"/jobs/{job}/control", json={"action": "cancel"}).is_success
        assert any("cancelled" in line for line in lines)
