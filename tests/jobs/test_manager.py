"""The JobManager as doors use it, over every kind of store."""

from __future__ import annotations

import io
import json
import random
import threading
import time
import zipfile

import pyarrow.parquet as pq
import pytest

from job_servers import SCHEMA, client, delivered, specification, undisturbed
from rowsmith.errors import Conflict, InvalidInput, NotFound, RowsmithError
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.job import MoveRefused
from rowsmith.jobs.manager import JobManager
from rowsmith.schema.job import ChunkGenerationPayload

TWO_TABLES = {
    "name": "shop",
    "tables": [
        {"name": "users", "fields": SCHEMA["fields"]},
        {"name": "a/b", "rows": 30, "fields": [{"name": "n", "type": "integer"}]},
    ],
}


@pytest.fixture
def manager(tmp_path):
    made = JobManager(JobsConfig(data_dir=tmp_path, workers=2, executor="threads"))
    made.start()
    yield made
    made.close()


@pytest.fixture(params=["disk", "memory", "s3"])
def any_store(request, tmp_path):
    url = request.getfixturevalue("s3_url") if request.param == "s3" else None
    made = JobManager(JobsConfig(data_dir=tmp_path, workers=2, executor="threads", storage_url=url))
    made.start()
    yield made, {"disk": "disk", "memory": "memory", "s3": "cloud"}[request.param]
    made.close()


def finished(manager, **more):
    job_id = manager.create(specification(**more)).job_id
    ended = manager.wait(job_id, 60)
    assert ended.status == "completed", ended
    return manager.job(job_id)


def test_a_job_runs_from_request_to_download_on_every_store(any_store, tmp_path):
    manager, kind = any_store
    job = finished(manager, rows=5_000, storage_type=kind)
    assert delivered(manager, job.id) == undisturbed(tmp_path, rows=5_000)
    detail = manager.get(job.id)
    assert detail.progress.progress_percentage == 100.0
    assert detail.progress.rows_per_second > 0
    assert detail.chunks.done == 5
    assert detail.specification.total_rows == 5_000
    report = manager.files.report(job)
    assert report["manifest"]["file"]["sha256"] == undisturbed(tmp_path, rows=5_000)
    assert report["manifest"]["seed"] == 7
    manager.delete(job.id)
    with pytest.raises(NotFound):
        manager.get(job.id)
    from rowsmith.storage import open_store

    assert [item for item in open_store(job.store_url).list("jobs") if job.id in item.key] == []


def test_cloud_storage_must_be_configured(manager):
    with pytest.raises(InvalidInput, match="ROWSMITH_STORAGE_URL"):
        manager.create(specification(storage_type="cloud"))


def test_bad_requests_name_what_is_wrong(manager):
    with pytest.raises(RowsmithError, match="unknown format 'cvs'"):
        manager.create(specification(output_format="cvs"))
    with pytest.raises(InvalidInput, match="at least 1,000,0"):
        manager.create(specification(rows=10**12, chunk_size=1_000))
    with pytest.raises(InvalidInput, match="language model"):
        manager.create(specification(generator="model"))


def test_a_seed_is_drawn_and_reported_and_a_key_gives_the_same_job(manager):
    first = manager.create(specification(seed=None), idempotency_key="k")
    assert manager.create(specification(seed=None), idempotency_key="k").job_id == first.job_id
    assert manager.get(first.job_id).seed == first.seed
    with pytest.raises(Conflict, match="used for another request"):
        manager.create(specification(seed=None, rows=1), idempotency_key="k")
    assert manager.create(specification(seed=None), idempotency_key="k", tenant="b").job_id != first.job_id


def test_another_tenants_job_does_not_exist(manager):
    job_id = manager.create(specification(), tenant="a").job_id
    for call in (manager.get, manager.delete, manager.events):
        with pytest.raises(NotFound, match="there is no job"):
            call(job_id, tenant="b")
    with pytest.raises(NotFound):
        manager.control(job_id, "pause", tenant="b")
    assert manager.list(tenant="b").total == 0
    assert manager.list(tenant="a").total == 1


def test_chunks_by_hand_complete_a_held_job(manager, tmp_path):
    held = manager.create(specification(rows=3_000, auto_start=False))
    assert held.status == "pending"
    job = manager.job(held.job_id)
    with pytest.raises(Conflict, match="not made yet"):
        manager.chunks.preview(job, 1)
    first = manager.chunks.generate(job, 1)
    assert first.rows_generated == 1_000
    assert first.metadata.checksum == manager.chunks.generate(job, 1).metadata.checksum
    with pytest.raises(NotFound, match="the chunks are 0 to 2"):
        manager.chunks.generate(job, 3)
    with pytest.raises(Conflict, match="cannot change any more"):
        manager.chunks.generate(job, 0, ChunkGenerationPayload(chunk_size=10))
    manager.chunks.generate(job, 0)
    assert manager.get(job.id).status == "pending"
    manager.chunks.generate(job, 2)
    assert manager.wait_for(lambda: manager.get(job.id).status == "completed", 60)
    assert delivered(manager, job.id) == undisturbed(tmp_path, rows=3_000)


def test_overrides_are_taken_while_no_chunk_is_done(manager):
    job = manager.job(manager.create(specification(rows=3_000, auto_start=False)).job_id)
    made = manager.chunks.generate(
        job, 0, ChunkGenerationPayload(chunk_size=100, uniqueness_fields=["email"])
    )
    assert made.rows_generated == 100
    detail = manager.get(job.id)
    assert (detail.chunks.total, detail.chunk_size) == (30, 100)
    assert detail.specification.uniqueness_fields == ["email"]
    assert detail.plan_hash != job.plan_hash


def test_previews_and_rows_are_parts_of_the_file(manager):
    job = finished(manager, rows=3_000, output_format="json")
    whole = json.loads(b"".join(manager.files.open(job).read()))
    preview = manager.chunks.preview(job, 1, limit=5, offset=10)
    assert (preview.total_rows, preview.columns) == (1_000, ["id", "email", "age", "at"])
    assert preview.data == whole[1_010:1_015]
    columns, rows = manager.chunks.rows(job, None, offset=2_995, limit=100)
    assert (columns, rows) == (preview.columns, whole[2_995:])
    assert manager.chunks.rows(job, None, offset=10**9, limit=1)[1] == []
    parquet = pq.read_table(io.BytesIO(manager.chunks.render(job, 2, "parquet", limit=7)))
    assert parquet.column("id").to_pylist() == [row["id"] for row in whole[2_000:2_007]]
    assert manager.chunks.render(job, 0, "csv", limit=1).decode().splitlines()[0] == "id,email,age,at"
    with pytest.raises(InvalidInput, match="limit is 0 to"):
        manager.chunks.preview(job, 0, limit=10**9)


def test_rows_are_there_before_anything_is_generated(manager):
    job = manager.job(
        manager.create(specification(rows=10**11, chunk_size=1_000_000, auto_start=False)).job_id
    )
    _, rows = manager.chunks.rows(job, None, offset=9 * 10**10, limit=3)
    assert len(rows) == 3


def test_other_formats_are_made_when_asked_for(manager, tmp_path):
    job = finished(manager, rows=3_000)
    info = manager.files.prepare(job, "parquet")
    assert info.status in ("merging", "ready")
    assert manager.wait_for(lambda: manager.files.prepare(job, "parquet").status == "ready", 60)
    assert delivered(manager, job.id, format="parquet") == undisturbed(tmp_path, "parquet", 3_000)
    ready = manager.files.prepare(job, "parquet")
    assert (ready.file_name, ready.total_rows) == ("users.parquet", 3_000)
    file = manager.files.open(job, "parquet")
    assert b"".join(file.read(0, 4)) == b"PAR1"
    assert ready.file_size_bytes == sum(len(block) for block in file.read())


def test_files_are_there_only_when_the_job_is_complete(manager):
    job = manager.job(manager.create(specification(auto_start=False)).job_id)
    with pytest.raises(Conflict, match="once it is completed"):
        manager.files.prepare(job)
    with pytest.raises(Conflict, match="report is there with"):
        manager.files.report(job)


def test_several_tables_come_as_a_zip_or_one_by_one(manager):
    job = finished(manager, rows=2_500, schema=TWO_TABLES)
    with zipfile.ZipFile(io.BytesIO(b"".join(manager.files.open(job).read()))) as archive:
        assert archive.namelist() == ["users.csv", "a_b.csv"]
        users = archive.read("users.csv")
        assert archive.read("a_b.csv").count(b"\n") == 31
    assert manager.files.prepare(job).file_name == "dataset.zip"
    assert manager.wait_for(lambda: manager.files.prepare(job, table="users").status == "ready", 60)
    assert b"".join(manager.files.open(job, table="users").read()) == users
    with pytest.raises(NotFound, match="there is no table 'none'"):
        manager.files.prepare(job, table="none")


def test_a_job_of_no_rows_is_a_file_with_a_head(manager):
    job = finished(manager, rows=0)
    assert b"".join(manager.files.open(job).read()) == b"id,email,age,at\n"


def test_events_tell_everything_in_order_and_end(manager):
    job = finished(manager, rows=3_000)
    events = list(manager.follow(job.id))
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    statuses = [event.data["status"] for event in events if event.event == "status"]
    assert statuses == ["pending", "schema_validation", "generating", "completed"]
    assert sorted(event.data["chunk_id"] for event in events if event.event == "chunk") == [0, 1, 2]
    assert events[-1].event == "done"
    assert [event.id for event in manager.follow(job.id, after=4)] == list(range(5, len(events) + 1))


def test_events_end_too_when_a_file_was_made_after_the_job(manager):
    job = finished(manager, rows=3_000)
    manager.files.prepare(job, "jsonl")
    assert manager.wait_for(lambda: manager.files.prepare(job, "jsonl").status == "ready", 60)
    events = list(manager.follow(job.id))
    assert [event.event for event in events[-2:]] == ["done", "status"]
    assert events[-1].data["file"] == "jsonl"
    assert list(manager.follow(job.id, after=events[-1].id)) == []


def test_events_of_one_process_are_heard_in_another(tmp_path):
    hearing, speaking = client(tmp_path), client(tmp_path)
    job_id = speaking.create(specification()).job_id
    heard = threading.Event()
    seen = hearing.watch.wait(hearing.watch.count, 0.2)
    end = hearing.watch.subscribe(heard.set)
    heard.clear()
    speaking.control(job_id, "pause")
    assert heard.wait(5)
    assert hearing.watch.wait(seen, 5) > seen
    assert hearing.events(job_id)[-1].data == {"status": "paused"}
    end()
    for manager in (hearing, speaking):
        manager.close()


def test_a_pause_stops_new_chunks_within_a_second_and_keeps_what_is_done(manager, tmp_path):
    job_id = manager.create(specification(rows=400_000)).job_id
    assert manager.wait_for(lambda: manager.job(job_id).chunks_done >= 10, 60)
    began = time.monotonic()
    manager.control(job_id, "pause")
    seq = manager.job(job_id).seq
    assert manager.wait_for(lambda: "running" not in manager.repository.chunk_counts(seq), 1.0 + 9)
    quiet = time.monotonic() - began
    paused = manager.get(job_id)
    assert paused.status == "paused"
    assert 10 <= paused.chunks.done < 400
    assert manager.wait_for(lambda: manager.job(job_id).chunks_done > paused.chunks.done, 0.5) is False
    manager.control(job_id, "resume")
    assert manager.wait(job_id, 90).status == "completed"
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=400_000)
    print(f"quiet after {quiet:.2f} s")


def test_a_cancel_frees_the_workers_and_a_retry_completes(manager, tmp_path):
    job_id = manager.create(specification(rows=3_000_000, chunk_size=1_000_000)).job_id
    seq = manager.job(job_id).seq
    assert manager.wait_for(lambda: "running" in manager.repository.chunk_counts(seq), 60)
    manager.control(job_id, "cancel", reason="not needed")
    assert manager.wait_for(lambda: "running" not in manager.repository.chunk_counts(seq), 10)
    assert manager.get(job_id).status == "cancelled"
    other = finished(manager, rows=1_000)
    assert other.rows_done == 1_000
    manager.delete(job_id)


def test_random_control_from_eight_clients_ends_in_an_exact_dataset(manager, tmp_path):
    job_id = manager.create(specification(rows=60_000)).job_id
    refused = []

    def steer(number):
        draw = random.Random(number)
        for _ in range(25):
            try:
                manager.control(job_id, draw.choice(["pause", "resume", "cancel", "retry"]))
            except MoveRefused as error:
                refused.append(error)

    clients = [threading.Thread(target=steer, args=(number,)) for number in range(8)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    resting = manager.get(job_id).status
    assert refused
    if resting in ("paused", "cancelled"):
        manager.control(job_id, "resume" if resting == "paused" else "retry")
    assert manager.wait(job_id, 90).status == "completed"
    assert manager.job(job_id).rows_done == 60_000
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=60_000)


def test_a_quote_says_what_it_would_cost_and_starts_nothing(manager):
    quote = manager.quote(specification(rows=10**7, chunk_size=None))
    assert quote.rows == 10**7
    assert quote.seconds > 0
    assert {"csv", "parquet", "json"} <= set(quote.bytes)
    exact = len(b"".join(manager.files.open(finished(manager, rows=100_000)).read()))
    assert 0.9 < quote.bytes["csv"] / (exact * 100) < 1.1
    assert manager.list().total == 1


def test_draining_gives_back_what_is_not_finished(tmp_path):
    first = JobManager(JobsConfig(data_dir=tmp_path, workers=2, executor="threads"))
    first.start()
    job_id = first.create(specification(rows=100_000)).job_id
    assert first.wait_for(lambda: first.job(job_id).chunks_done >= 5, 60)
    first.close()
    second = client(tmp_path)
    assert "running" not in second.repository.chunk_counts(second.job(job_id).seq)
    assert second.repository.owners() == []
    assert all(chunk.attempt <= 2 for chunk in second.repository.chunks(second.job(job_id).seq))
    second.start()
    assert second.wait(job_id, 90).status == "completed"
    assert delivered(second, job_id) == undisturbed(tmp_path, rows=100_000)
    second.close()


def test_house_keeping_removes_the_expired_and_the_orphaned(tmp_path, monkeypatch):
    import os

    from rowsmith.jobs import janitor
    from rowsmith.storage import open_store
    from rowsmith.storage.store import put

    made = JobManager(JobsConfig(data_dir=tmp_path, workers=1, executor="threads", retention_seconds=1000.0))
    made.start()
    job = finished(made, rows=2_000)
    store = open_store(job.store_url)
    kept = {item.key for item in store.list()}
    orphan = put(store, f"jobs/{'0' * 32}/chunks/000000001-1-aaaaaaaa", b"x").key
    stale = put(store, f"jobs/{job.id}/chunks/000000001-9-aaaaaaaa", b"x").key
    assert janitor.sweep(made.repository, store) == []  # too young to be sure
    for item in store.list():
        os.utime(store.path(item.key), (1, 1))
    assert {item.key for item in janitor.sweep(made.repository, store)} == {orphan, stale}
    assert {item.key for item in store.list()} == kept
    monkeypatch.setattr(time, "time", lambda real=time.time: real() + 2000)
    made.keep_house()
    assert made.list().total == 0
    assert list(store.list()) == []
    made.close()
