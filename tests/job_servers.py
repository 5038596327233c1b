"""Servers as processes of their own, for tests that kill, stop and starve them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import psutil

from rowsmith import library
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.manager import JobManager
from rowsmith.schema.job import JobSpecificationInput
from services import until

SCHEMA = {
    "name": "users",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "email", "type": "email"},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 90}},
        {"name": "at", "type": "datetime"},
    ],
}


def specification(rows=20_000, chunk_size=1_000, **more):
    return JobSpecificationInput(
        schema=more.pop("schema", SCHEMA),
        total_rows=rows,
        chunk_size=chunk_size,
        seed=more.pop("seed", 7),
        **more,
    )


def undisturbed(folder: Path, form="csv", rows=20_000, seed=7) -> str:
    """The SHA-256 of the same dataset written at once, without any job."""
    path = folder / f"once-{form}-{rows}-{seed}"
    library.write(SCHEMA, path, rows=rows, seed=seed, format=form, threads=1)
    return sha256(path.read_bytes()).hexdigest()


def delivered(manager: JobManager, job_id: str, **which) -> str:
    """The SHA-256 of the bytes that a download gives."""
    digest = sha256()
    for block in manager.files.open(manager.job(job_id), **which).read():
        digest.update(block)
    return digest.hexdigest()


class Server:
    """A `rowsmith worker` on a data folder."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.settings = {f"ROWSMITH_{name.upper()}": str(value) for name, value in settings.items()}
        self.seen: set[int] = set()
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        environment = (
            os.environ | {"ROWSMITH_DATA_DIR": str(self.folder), "ROWSMITH_WORKERS": "2"} | self.settings
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rowsmith", "worker"],
                env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.seen.add(self.process.pid)
        return self

    def workers(self) -> list[int]:
        try:
            found = [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            found = []
        self.seen.update(found)
        return found

    def kill(self, victim: str) -> None:
        """`kill -9` of the server, of one of its workers, or of all of them at once."""
        workers = self.workers()
        if victim == "worker":
            for pid in workers[:1]:
                _signal(pid)
            return
        if victim == "both":
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it in peace, and see that nothing is left."""
        self.workers()
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        until(lambda: not any(map(alive, self.seen)), what="all processes to be gone")


def _signal(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def client(folder: Path, **options) -> JobManager:
    """A manager that only asks; the servers work."""
    return JobManager(JobsConfig(data_dir=folder, **options))
