"""Trouble from outside: a full disk, a locked database, a chunk that kills its worker."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest

from job_servers import SCHEMA, delivered, specification, undisturbed
from rowsmith.errors import Unavailable
from rowsmith.jobs.config import JobsConfig, LimitReached, Limits
from rowsmith.jobs.manager import JobManager
from rowsmith.jobs.repository import DatabaseUnavailable
from rowsmith.storage import StoreFull
from rowsmith.storage.disk import DiskStore


@pytest.fixture
def managers():
    made = []

    def build(folder, **options):
        manager = JobManager(JobsConfig(data_dir=folder, workers=2, **options))
        made.append(manager)
        return manager

    yield build
    for manager in made:
        manager.close()


class Room:
    """A disk of so many bytes, in the place of the real one's."""

    def __init__(self, monkeypatch, size):
        self.left = size
        self.lock = threading.Lock()
        real = DiskStore._publish

        def publish(store, draft, path, key):
            with self.lock:
                if draft.stat().st_size > self.left:
                    raise StoreFull(
                        f"no space left in {store.root}: No space left on device; make room and retry"
                    )
                self.left -= draft.stat().st_size
            real(store, draft, path, key)

        monkeypatch.setattr(DiskStore, "_publish", publish)


@pytest.mark.parametrize("room", [100_000, 1_400_000], ids=["chunks", "merge"])
def test_a_full_disk_fails_the_job_with_the_reason_and_retry_completes_it(
    managers, tmp_path, monkeypatch, room
):
    monkeypatch.setattr("rowsmith.jobs.work._FIRST_WAIT", 0.01)
    disk = Room(monkeypatch, room)
    manager = managers(tmp_path, executor="threads")
    manager.start()
    job_id = manager.create(specification(rows=20_000)).job_id
    failed = manager.wait(job_id, 60)
    assert failed.status == "failed"
    assert "no space left" in failed.progress.error_message
    assert ("making the csv file" in failed.progress.error_message) == (room > 1_000_000)
    assert manager.working
    disk.left = 10**9
    manager.control(job_id, "retry")
    assert manager.wait(job_id, 60).status == "completed"
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=20_000)


class Holder:
    """Another process's write lock on a SQLite file, as seen from here: a connection of its own."""

    def __init__(self, folder):
        self.connection = sqlite3.connect(folder / "rowsmith.db", check_same_thread=False)

    def __enter__(self):
        self.connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, *_):
        self.connection.rollback()
        self.connection.close()


def test_a_database_locked_for_a_while_is_waited_for(managers, tmp_path):
    manager = managers(tmp_path, executor="threads")
    manager.start()
    holder = Holder(tmp_path)
    with holder:
        threading.Timer(3.0, holder.connection.rollback).start()
        began = time.monotonic()
        job_id = manager.create(specification(rows=3_000)).job_id
        assert time.monotonic() - began > 2.5
    assert manager.wait(job_id, 60).status == "completed"


def test_a_database_locked_for_long_is_a_clear_unavailable_and_nothing_breaks(managers, tmp_path):
    manager = managers(tmp_path, executor="threads", busy_seconds=0.5)
    manager.start()
    job_id = manager.create(specification(rows=200_000)).job_id
    assert manager.wait_for(lambda: manager.job(job_id).chunks_done > 5, 60)
    with Holder(tmp_path):
        with pytest.raises(DatabaseUnavailable, match="locked by another process for more than") as caught:
            manager.create(specification())
        assert caught.value.status == 503
        with pytest.raises(Unavailable):
            manager.control(job_id, "pause")
        assert manager.get(job_id).status == "generating"  # reading goes on
        assert manager.working
    assert manager.wait(job_id, 60).status == "completed"
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=200_000)


@pytest.mark.long
def test_a_database_locked_for_twenty_seconds_is_a_clear_unavailable(managers, tmp_path):
    manager = managers(tmp_path)
    with Holder(tmp_path):  # held for longer than anybody waits
        began = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="more than 10 s"):
            manager.create(specification())
        assert time.monotonic() - began < 20


def test_a_chunk_that_kills_its_worker_fails_with_that_reason(managers, tmp_path, monkeypatch):
    monkeypatch.setattr("rowsmith.jobs.coordinator.make_chunk", __import__("worker_tasks").die_on_chunk_two)
    monkeypatch.setattr("rowsmith.jobs.work._FIRST_WAIT", 0.01)
    manager = managers(tmp_path)
    manager.start()
    job_id = manager.create(specification(rows=6_000)).job_id
    failed = manager.wait(job_id, 60)
    assert failed.status == "failed"
    assert (
        "chunk 2: rows 2,000 to 3,000 of users: the worker process was killed by signal 9"
        in failed.progress.error_message
    )
    assert manager.repository.chunk(manager.job(job_id).seq, 2).attempt == 3
    assert manager.working
    monkeypatch.undo()
    manager.control(job_id, "retry")
    assert manager.wait(job_id, 60).status == "completed"
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=6_000)


def test_limits_are_told_before_anything_is_stored(managers, tmp_path):
    manager = managers(
        tmp_path, executor="threads", limits=Limits(running_jobs=1, rows=10_000, bytes=100_000)
    )
    manager.create(specification(rows=6_000, auto_start=False))
    first = manager.create(specification(rows=6_000)).job_id
    with pytest.raises(LimitReached, match="6,000 rows on top of 6,000 under way") as caught:
        manager.create(specification(rows=6_000))
    assert caught.value.status == 429
    manager.create(specification(rows=6_000), tenant="other")
    manager.start()
    assert manager.wait(first, 60).status == "completed"
    with pytest.raises(LimitReached, match="bytes are stored and 100,000 are allowed"):
        manager.create(specification(rows=10))
    manager.delete(first)
    assert manager.create(specification(rows=10)).status == "pending"
    assert SCHEMA["name"] == "users"
