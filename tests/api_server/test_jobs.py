"""Jobs over HTTP: made once, watched, controlled, shown, deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api_server.conftest import SPEC, running
from tests.api_server.test_errors import assert_problem

HELD = {**SPEC, "auto_start": False}


def test_a_job_is_there_when_its_creation_is_answered(client):
    made = client.post("/jobs", json={**HELD, "name": "nightly"})
    assert made.status_code == 201
    shown = client.get(made.headers["location"]).json()
    assert shown["job_id"] == made.json()["job_id"]
    assert (shown["name"], shown["status"], shown["seed"]) == ("nightly", "pending", 7)
    assert shown["specification"]["total_rows"] == 500
    assert shown["chunks"] == {"total": 5, "pending": 5, "running": 0, "done": 0, "failed": 0}


def test_the_same_idempotency_key_makes_one_job(client):
    def create(_):
        return client.post("/jobs", json=HELD, headers={"idempotency-key": "ten at once"})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(create, range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["job_id"] for answer in answers}) == 1


def test_the_same_key_for_another_request_is_refused(client):
    key = {"idempotency-key": "for one request"}
    client.post("/jobs", json=HELD, headers=key)
    assert_problem(client.post("/jobs", json={**HELD, "total_rows": 6}, headers=key), 409)
    assert_problem(client.post("/jobs", json={**HELD, "idempotency_key": "another"}, headers=key), 422)


def test_a_long_poll_ends_when_the_job_rests(client, finished):
    shown = client.get(f"/jobs/{finished}?wait=60").json()
    assert shown["progress"]["progress_percentage"] == 100.0
    assert shown["progress"]["rows_generated"] == 500


def test_the_state_table_is_kept(client):
    job = client.post("/jobs", json=HELD).json()["job_id"]
    assert_problem(client.post(f"/jobs/{job}/control", json={"action": "pause"}), 409)
    assert client.post(f"/jobs/{job}/control", json={"action": "cancel"}).json() == {
        "success": True,
        "status": "cancelled",
    }
    assert_problem(client.post(f"/jobs/{job}/control", json={"action": "explode"}), 422)
    assert client.post(f"/jobs/{job}/control", json={"action": "retry"}).json()["status"] == "generating"
    assert client.get(f"/jobs/{job}?wait=60").json()["status"] == "completed"
    assert client.delete(f"/jobs/{job}").status_code == 204
    assert_problem(client.get(f"/jobs/{job}"), 404)


def test_lists_are_filtered_and_paged(client, finished):
    everything = client.get("/jobs").json()
    assert everything["total"] >= 1
    completed = client.get("/jobs?status=completed&limit=1").json()
    assert [job["status"] for job in completed["jobs"]] == ["completed"]
    assert client.get(f"/jobs?offset={everything['total']}").json()["jobs"] == []


def test_a_quote_starts_nothing(client):
    before = client.get("/jobs").json()["total"]
    quote = client.post("/jobs/quote", json={**SPEC, "total_rows": 10**9, "chunk_size": None}).json()
    assert quote["rows"] == 10**9
    assert quote["bytes"]["parquet"] > 10**8
    assert client.get("/jobs").json()["total"] == before


def test_a_chunk_made_twice_is_the_same_chunk(client):
    job = client.post("/jobs", json=HELD).json()["job_id"]
    assert_problem(client.get(f"/jobs/{job}/chunks/0"), 409)
    first = client.post(f"/jobs/{job}/chunks/0").json()
    again = client.post(f"/jobs/{job}/chunks/0", json={}).json()
    assert first["metadata"] == again["metadata"]
    assert first["rows_generated"] == 100
    assert_problem(client.post(f"/jobs/{job}/chunks/0", json={"chunk_size": 50}), 409)
    assert_problem(client.post(f"/jobs/{job}/chunks/99"), 404)


def test_a_chunk_is_shown_in_any_format(client, finished):
    import io

    import pyarrow.csv
    import pyarrow.parquet

    shown = client.get(f"/jobs/{finished}/chunks/2?limit=3&offset=1").json()
    assert (shown["chunk_id"], shown["total_rows"], shown["columns"]) == (2, 100, ["age", "email"])
    csv = client.get(f"/jobs/{finished}/chunks/2?limit=3&offset=1&format=csv")
    assert csv.headers["content-type"].startswith("text/csv")
    parquet = client.get(f"/jobs/{finished}/chunks/2?limit=3&offset=1&format=parquet").content
    for table in (
        pyarrow.csv.read_csv(io.BytesIO(csv.content)),
        pyarrow.parquet.read_table(io.BytesIO(parquet)),
    ):
        assert table.to_pylist() == shown["data"]
    assert_problem(client.get(f"/jobs/{finished}/chunks/2?format=docx"), 422)


def test_any_rows_are_shown_generated_or_not(client, finished):
    held = client.post("/jobs", json={**HELD, "total_rows": 10**11, "chunk_size": 10_000_000}).json()[
        "job_id"
    ]
    rows = client.get(f"/jobs/{held}/rows?offset=99999999990&limit=5").json()
    assert len(rows["data"]) == 5
    same = client.get(f"/jobs/{finished}/rows?limit=2").json()["data"]
    assert same == client.get(f"/jobs/{finished}/chunks/0?limit=2").json()["data"]
    assert_problem(client.get(f"/jobs/{finished}/rows?table=nothing"), 404)
    assert client.get(f"/jobs/{finished}/rows?offset=500").json()["data"] == []


def test_a_report_tells_how_to_make_the_file_again(client, finished):
    report = client.get(f"/jobs/{finished}/report").json()
    assert report["manifest"]["seed"] == 7
    csv = next(file for file in report["files"] if file["format"] == "csv")
    assert csv["sha256"] == report["manifest"]["file"]["sha256"]


def test_200_creations_at_once_all_land(client):
    def create(number):
        return client.post("/jobs", json={**HELD, "name": f"many-{number}"}).status_code

    before = client.get("/jobs").json()["total"]
    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(create, range(200))) == [201] * 200
    assert client.get("/jobs").json()["total"] == before + 200


def test_numbers_for_prometheus(client, finished):
    text = client.get("/metrics").text
    assert 'rowsmith_requests_total{method="GET",route="/jobs/{job_id}",status="200"}' in text
    assert 'rowsmith_jobs{state="completed"}' in text
    assert finished not in text


@pytest.mark.parametrize("part", ["database", "storage", "model", "workers"])
def test_readiness_names_each_part(client, part):
    ready = client.get("/health/ready").json()
    assert ready["status"] == "ok"
    assert ready["checks"][part] in ("ok", "offline")


def test_a_server_that_leaves_chunks_to_others_is_ready(tmp_path):
    with running(tmp_path, run_jobs=False) as client:
        assert client.get("/health/ready").json()["checks"]["workers"] == "elsewhere"
        job = client.post("/jobs", json=SPEC).json()["job_id"]
        assert client.get(f"/jobs/{job}").json()["status"] == "pending"


def test_a_store_that_is_gone_is_not_ready(tmp_path):
    with running(tmp_path) as client:
        services = client.app_.state.services
        broken = services.readiness._checks

        async def failing():
            raise OSError("no")

        broken["storage"] = failing
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"]["storage"] == "failing: OSError"
