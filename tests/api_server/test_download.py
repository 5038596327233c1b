"""Downloads: whole, in parts, not at all when the client has them, under their names."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from rowsmith.api_server.problems import Refused
from rowsmith.api_server.ranges import disposition, file_answer
from tests.api_server.conftest import SPEC
from tests.api_server.test_errors import assert_problem

CONTENT = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def whole(client, finished):
    return client.get(f"/jobs/{finished}/download").content


def test_the_file_is_what_its_checksum_says(client, finished, whole):
    answer = client.get(f"/jobs/{finished}/download")
    digest = hashlib.sha256(whole).hexdigest()
    assert answer.headers["etag"] == f'"{digest}"'
    assert answer.headers["content-length"] == str(len(whole))
    assert answer.headers["content-type"].startswith("text/csv")
    prepared = client.post(f"/jobs/{finished}/download").json()
    assert (prepared["status"], prepared["checksum"]) == ("ready", digest)
    assert prepared["file_size_bytes"] == len(whole)


def test_head_says_what_get_would(client, finished):
    get, head = (client.request(verb, f"/jobs/{finished}/download") for verb in ("GET", "HEAD"))
    assert head.content == b""
    for name in ("etag", "content-length", "content-type", "content-disposition", "accept-ranges"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    ("said", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=10-", slice(10, None)), ("bytes=-7", slice(-7, None)),
     ("bytes=5-999999999", slice(5, None)), ("bytes=0-0", slice(0, 1)), ("BYTES=1-2", slice(1, 3))],
)  # fmt: skip
def test_a_range_is_that_part(client, finished, whole, said, part):
    answer = client.get(f"/jobs/{finished}/download", headers={"range": said})
    assert answer.status_code == 206
    assert answer.content == whole[part]
    start = (
        whole.index(answer.content)
        if len(answer.content) > 20
        else int(answer.headers["content-range"][6:].split("-")[0])
    )
    assert answer.headers["content-range"].startswith(f"bytes {start}-")
    assert answer.headers["content-range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize(
    "said", ["bytes=9-1", "lines=1-2", "bytes=", "bytes=-", "bytes=0-1,5-6", "bytes=a-b"]
)
def test_what_is_no_single_range_is_the_whole_file(client, finished, whole, said):
    answer = client.get(f"/jobs/{finished}/download", headers={"range": said})
    assert answer.status_code == 200
    assert answer.content == whole


def test_a_range_beyond_the_end_is_416(client, finished, whole):
    for said in (f"bytes={len(whole)}-", "bytes=99999999999-", "bytes=-0"):
        answer = client.get(f"/jobs/{finished}/download", headers={"range": said})
        assert_problem(answer, 416)
        assert answer.headers["content-range"] == f"bytes */{len(whole)}"


def test_a_download_is_resumed_only_if_the_file_is_the_same(client, finished, whole):
    etag = client.head(f"/jobs/{finished}/download").headers["etag"]
    same = client.get(f"/jobs/{finished}/download", headers={"range": "bytes=9-", "if-range": etag})
    other = client.get(f"/jobs/{finished}/download", headers={"range": "bytes=9-", "if-range": '"x"'})
    assert (same.status_code, other.status_code) == (206, 200)


@pytest.mark.parametrize("said", ["{etag}", "W/{etag}", '"x", {etag}', "*"])
def test_what_the_client_has_is_not_sent_again(client, finished, said):
    etag = client.head(f"/jobs/{finished}/download").headers["etag"]
    answer = client.get(f"/jobs/{finished}/download", headers={"if-none-match": said.format(etag=etag)})
    assert (answer.status_code, answer.content) == (304, b"")


def test_another_format_is_made_when_it_is_asked_for(client, finished):
    first = client.post(f"/jobs/{finished}/download", json={"format": "jsonl.gz"})
    assert first.status_code in (200, 202)
    ready = client.get(f"/jobs/{finished}/download?format=jsonl.gz&wait=60")
    assert ready.headers["content-type"] == "application/gzip"
    assert ready.headers["content-disposition"] == 'attachment; filename="users.jsonl.gz"'
    assert_problem(client.post(f"/jobs/{finished}/download", json={"format": "docx"}), 422)
    assert_problem(client.get(f"/jobs/{finished}/download?format=docx"), 422)


def test_several_tables_come_as_one_zip_or_one_by_one(client):
    tables = [
        {"name": name, "rows": 10, "fields": [{"name": "age", "type": "integer"}]} for name in ("a", "b")
    ]
    spec = {"schema": {"tables": tables}, "total_rows": 10, "name": "Straße"}
    job = client.post("/jobs", json=spec).json()["job_id"]
    assert client.get(f"/jobs/{job}?wait=60").json()["status"] == "completed"
    answer = client.get(f"/jobs/{job}/download?wait=60")
    assert answer.headers["content-type"] == "application/zip"
    assert "filename*=UTF-8''Stra%C3%9Fe.zip" in answer.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["a.csv", "b.csv"]
    one = client.get(f"/jobs/{job}/download?table=b&wait=60")
    assert one.content.startswith(b"age\n") or one.content.startswith(b"age\r\n")
    assert_problem(client.get(f"/jobs/{job}/download?table=c"), 404)


def test_a_job_that_is_not_completed_has_no_file(client):
    job = client.post("/jobs", json={**SPEC, "auto_start": False}).json()["job_id"]
    assert_problem(client.get(f"/jobs/{job}/download"), 409)
    assert_problem(client.post(f"/jobs/{job}/download"), 409)
    assert client.head(f"/jobs/{job}/download").status_code == 409


def test_a_stored_file_can_be_deleted_and_comes_again(client):
    job = client.post("/jobs", json=SPEC).json()["job_id"]
    client.get(f"/jobs/{job}?wait=60")
    before = client.get(f"/jobs/{job}/download?wait=60").content
    file = next(item for item in client.get("/storage?limit=1000").json()["files"] if item["job_id"] == job)
    assert client.delete(f"/storage/{file['id']}").status_code == 204
    assert_problem(client.delete(f"/storage/{file['id']}"), 404)
    assert client.get(f"/jobs/{job}/download?wait=60").content == before


@given(st.text(min_size=1, max_size=40))
def test_any_name_makes_a_header_that_is_ascii(name):
    if not any(0xD800 <= ord(char) < 0xE000 for char in name):
        disposition(name).encode("ascii")


@given(st.integers(0, 2000), st.integers(0, 2000), st.sampled_from(["{0}-{1}", "{0}-", "-{1}"]))
def test_ranges_add_up(first, last, form):
    said = "bytes=" + form.format(first, last)
    try:
        answer = file_answer(
            Headers({"range": said}),
            read=None,
            size=len(CONTENT),
            sha256="x",
            name="a",
            media_type="text/plain",
        )
    except Refused as refused:
        assert refused.status == 416
        return
    if answer.status_code == 206:
        start, stop = map(int, answer.headers["content-range"][6:].split("/")[0].split("-"))
        assert 0 <= start <= stop < len(CONTENT)
        assert int(answer.headers["content-length"]) == stop - start + 1
