"""Two servers on one PostgreSQL and one S3 store: they share a job, and one that freezes does no harm."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from job_servers import Server, client, delivered, specification, undisturbed
from services import until


@pytest.fixture
def shared(tmp_path, postgres_url, s3_url):
    settings = {"database_url": postgres_url, "storage_url": s3_url, "lease_seconds": "2"}
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    servers = [Server(folder, **settings).start() for folder in folders]
    manager = client(tmp_path, database_url=postgres_url, storage_url=s3_url)
    yield servers, manager
    manager.close()
    for server in servers:
        if server.process.poll() is None:
            os.kill(server.process.pid, signal.SIGCONT)
        server.end()


def makers(manager, job_id):
    """How many chunks each server made, by the owner in their keys."""
    chunks = manager.repository.chunks(manager.job(job_id).seq)
    return Counter(chunk.key.rpartition("-")[2] for chunk in chunks if chunk.key)


def test_two_servers_share_a_job(shared, tmp_path):
    _, manager = shared
    until(lambda: len(manager.repository.owners()) == 2, what="both servers")
    job_id = manager.create(specification(rows=80_000)).job_id
    assert manager.wait(job_id, 120).status == "completed"
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=80_000)
    assert len(makers(manager, job_id)) == 2
    assert manager.files.open(manager.job(job_id)).sign(60).startswith("http")


def test_a_server_that_freezes_past_its_lease_doubles_and_loses_nothing(shared, tmp_path):
    (first, _), manager = shared
    until(lambda: len(manager.repository.owners()) == 2, what="both servers")
    before = {owner.id for owner in manager.repository.owners()}
    job_id = manager.create(specification(rows=200_000)).job_id
    assert manager.wait_for(lambda: manager.job(job_id).chunks_done >= 20, 60)
    os.kill(first.process.pid, signal.SIGSTOP)  # its workers go on with what they have
    gone = until(lambda: before - {owner.id for owner in manager.repository.owners()}, what="the take-over")
    os.kill(first.process.pid, signal.SIGCONT)
    ended = manager.wait(job_id, 120)
    assert (ended.status, ended.progress.rows_generated) == ("completed", 200_000)
    assert ended.progress.chunks_completed == 200
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=200_000)
    counted = Counter(
        event.data["chunk_id"] for event in manager.events(job_id, limit=10_000) if event.event == "chunk"
    )
    assert counted == Counter(range(200))  # each chunk was counted once
    until(
        lambda: len(manager.repository.owners()) == 2, what="the frozen server to come back under a new name"
    )
    assert not gone & {owner.id for owner in manager.repository.owners()}
