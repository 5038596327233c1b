"""A manifest lets anybody check a dataset without trusting anybody."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner

from job_servers import specification
from rowsmith.cli.jobs import command as jobs
from rowsmith.cli.verify import command as verify
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.manager import JobManager
from rowsmith.jobs.verification import verify_manifest


@pytest.fixture
def downloaded(tmp_path, monkeypatch):
    monkeypatch.setenv("ROWSMITH_DATA_DIR", str(tmp_path / "data"))
    manager = JobManager(JobsConfig(data_dir=tmp_path / "data", workers=2, executor="threads"))
    manager.start()
    job_id = manager.create(specification(rows=6_000)).job_id
    assert manager.wait(job_id, 60).status == "completed"
    manager.close()
    path = tmp_path / "users.csv"
    done = CliRunner().invoke(jobs, ["download", job_id, "-o", str(path), "--manifest"])
    assert done.exit_code == 0, done.output
    return path, path.with_name("users.csv.manifest.json")


def test_what_was_delivered_is_verified(downloaded):
    data, manifest = downloaded
    done = CliRunner().invoke(verify, [str(manifest), str(data)])
    assert done.exit_code == 0, done.output
    assert done.output.count("holds") == 5  # the plan, the file, three chunks


def test_a_changed_file_is_noticed(downloaded):
    data, manifest = downloaded
    data.write_bytes(data.read_bytes().replace(b"1", b"2", 1))
    done = CliRunner().invoke(verify, [str(manifest), str(data)])
    assert done.exit_code == 1
    assert "BROKEN  users.csv" in done.output


def test_a_changed_plan_or_chunk_is_noticed(downloaded):
    _, manifest = downloaded
    document = json.loads(manifest.read_text())
    other = json.loads(manifest.read_text())
    other["plan"]["seed"] += 1
    broken = [
        item.what for item in verify_manifest(other, None, chunks=6, draw=random.Random(1)) if not item.holds
    ]
    assert broken[0] == "plan"
    assert len(broken) == 7
    document["chunks"][2]["sha256"] = "0" * 64
    document["versions"]["pyarrow"] = "1.0"
    found = verify_manifest(document, None, chunks=6, draw=random.Random(1))
    assert [item.what for item in found if not item.holds] == ["chunk 2"]
    assert "then 1.0" in found[-1].detail


def test_other_files_without_a_schema_are_a_wrong_use(downloaded):
    data, _ = downloaded
    done = CliRunner().invoke(verify, [str(data)])
    assert done.exit_code == 2
    assert "give --schema FILE, or a manifest" in done.output
