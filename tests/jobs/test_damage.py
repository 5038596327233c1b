"""What goes wrong with the stored chunks is noticed when the file is made, repaired, and told."""

from __future__ import annotations

import pytest

from job_servers import delivered, specification, undisturbed
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.manager import JobManager


@pytest.fixture
def manager(tmp_path):
    made = JobManager(JobsConfig(data_dir=tmp_path, workers=2, executor="threads"))
    made.start()
    yield made
    made.close()


def flip(paths):
    content = bytearray(paths[3].read_bytes())
    content[len(content) // 2] ^= 1
    paths[3].write_bytes(content)
    return "chunk 3: its file does not match its checksum"


def truncate(paths):
    paths[5].write_bytes(paths[5].read_bytes()[:-7])
    return "chunk 5: its file has"


def empty(paths):
    paths[5].write_bytes(b"")
    return "chunk 5: its file has 0 bytes"


def lengthen(paths):
    with paths[2].open("ab") as file:
        file.write(b"more")
    return "chunk 2: its file has at least"


def delete(paths):
    paths[0].unlink()
    return "chunk 0: its file is missing"


def swap(paths):
    first, second = paths[1].read_bytes(), paths[4].read_bytes()
    paths[1].write_bytes(second)
    paths[4].write_bytes(first)
    return "chunk 1: its file"


def everything(paths):
    for harm in (flip, truncate, delete, swap):
        harm(paths)
    return "chunk 4: its file"


HARMS = [flip, truncate, empty, lengthen, delete, swap, everything]
FORMS = ["json", "parquet", "csv.gz", "jsonl.zst", "arrow"]


@pytest.mark.parametrize(
    ("form", "harm"), [("csv", harm) for harm in HARMS] + [(form, everything) for form in FORMS]
)
def test_damage_is_noticed_repaired_and_told(manager, tmp_path, form, harm):
    job_id = manager.create(specification(rows=6_000, output_format=form)).job_id
    assert manager.wait(job_id, 60).status == "completed"
    job = manager.job(job_id)
    before = delivered(manager, job_id)
    chunks = manager.repository.chunks(job.seq)
    told = harm([tmp_path / "files" / chunk.key for chunk in chunks])
    manager.files.prepare(job, force=True)
    assert manager.wait_for(lambda: manager.files.prepare(job).status == "ready", 60)
    assert delivered(manager, job_id) == before
    if "." not in form:  # joined members are not the bytes of one member, though their content is
        assert before == undisturbed(tmp_path, form, 6_000)
    notes = manager.files.report(job)["repairs"]
    assert any(note.startswith(told) for note in notes), notes
    assert all("exactly as before" in note for note in notes)
    manager.files.prepare(job, force=True)  # what was repaired stays repaired
    assert manager.wait_for(lambda: manager.files.prepare(job).status == "ready", 60)
    assert manager.files.report(job)["manifest"]["notes"] == []


def test_damage_before_the_first_merge_does_not_disturb_the_job(manager, tmp_path):
    job_id = manager.create(specification(rows=6_000, auto_start=False)).job_id
    job = manager.job(job_id)
    for number in range(5):
        manager.chunks.generate(job, number)
    key = manager.repository.chunk(job.seq, 2).key
    (tmp_path / "files" / key).write_bytes(b"garbage")
    manager.chunks.generate(job, 5)
    assert manager.wait_for(lambda: manager.job(job_id).state.value == "completed", 60)
    assert delivered(manager, job_id) == undisturbed(tmp_path, rows=6_000)
    assert "chunk 2" in manager.files.report(job)["repairs"][0]
