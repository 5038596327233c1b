"""`kill -9` at any moment: after a restart the job completes by itself, with the same bytes."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from job_servers import Server, client, delivered, specification, undisturbed
from rowsmith.jobs.repository import Query

PER_SERVER = 2 * 3
"""Chunks in flight: three for each of two workers."""


@pytest.fixture
def served(tmp_path):
    server, manager = Server(tmp_path).start(), client(tmp_path)
    yield server, manager
    manager.close()
    server.end()


def disturb(server, manager, job_id, moment, victim, chunks):
    """Kill when so many chunks are done, or while the file is made; then start again what was killed."""
    seq = manager.job(job_id).seq

    def reached():
        job = manager.job(job_id)
        if moment < chunks:
            return job.chunks_done >= moment
        return job.state.value == "completed" or any(
            file.state == "merging" for file in manager.repository.files(seq)
        )

    assert manager.wait_for(reached, 60), manager.job(job_id)
    server.kill(victim)
    if victim != "worker":
        server.start()


def check_undisturbed(manager, job_id, folder, form, rows, kills):
    ended = manager.wait(job_id, 120)
    assert ended.status == "completed", ended
    assert ended.progress.rows_generated == rows
    assert delivered(manager, job_id) == undisturbed(folder, form, rows)
    chunks = manager.repository.chunks(manager.job(job_id).seq)
    assert {chunk.state for chunk in chunks} == {"done"}
    assert sum(chunk.attempt - 1 for chunk in chunks) <= kills * PER_SERVER
    events = manager.events(job_id, limit=100_000)
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    assert sum(event.event == "chunk" for event in events) == len(chunks)


def test_a_job_survives_the_killing_of_server_worker_and_both(served, tmp_path):
    server, manager = served
    job_id = manager.create(specification(rows=40_000)).job_id
    for moment, victim in ((3, "worker"), (10, "server"), (22, "both"), (40, "server")):
        disturb(server, manager, job_id, moment, victim, chunks=40)
    check_undisturbed(manager, job_id, tmp_path, "csv", 40_000, kills=4)


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_job_survives_thirty_random_kills(served, tmp_path, form):
    server, manager = served
    draw = random.Random(form)
    job_id = manager.create(specification(rows=200_000, output_format=form)).job_id
    moments = sorted([0, *(draw.randrange(200) for _ in range(26)), 200, 200, 200])
    for moment in moments:
        disturb(server, manager, job_id, moment, draw.choice(["server", "worker", "both"]), chunks=200)
    check_undisturbed(manager, job_id, tmp_path, form, 200_000, kills=30)


CREATOR = """
import sys
from pathlib import Path
from job_servers import client, specification
manager = client(Path(sys.argv[1]))
while True:
    print(manager.create(specification(rows=50_000, chunk_size=10)).job_id, flush=True)
"""


def test_a_job_is_made_whole_or_not_at_all(tmp_path):
    draw, answered = random.Random(1), []
    for _ in range(4):
        creator = subprocess.Popen(
            [sys.executable, "-c", CREATOR, tmp_path], stdout=subprocess.PIPE, text=True
        )
        answered += [creator.stdout.readline().strip() for _ in range(draw.randint(1, 2))]
        creator.kill()
        creator.wait()
        creator.stdout.close()
    manager = client(tmp_path)
    jobs, total = manager.repository.jobs(Query(limit=1000))
    assert set(answered) <= {job.id for job in jobs}  # what was answered is there
    for job in jobs:
        assert manager.repository.chunk_counts(job.seq) == {"pending": 5_000}
        assert manager.get(job.id).specification.total_rows == 50_000
    assert total == len(jobs)
    manager.close()
