"""Every answer that is not a success is a problem document, and none tells what is inside."""

from __future__ import annotations

import pytest

from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound, Unavailable
from tests.api_server.conftest import running

JSON = {"content-type": "application/json"}


def assert_problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert set(document) <= {"type", "title", "status", "detail", "instance", "request_id", "errors"}
    assert document["request_id"] == answer.headers["x-request-id"]
    assert document["detail"]
    return document


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/nothing-here", {}, 404),
        ("GET", "/jobs/unknown", {}, 404),
        ("GET", "/jobs/not%20an%20id", {}, 422),
        ("PUT", "/jobs", {}, 405),
        ("POST", "/schema/extract", {"content": b"a=b", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", "/schema/extract", {"content": b"{}"}, 415),
        ("POST", "/schema/extract", {"content": b"{", "headers": JSON}, 422),
        ("POST", "/schema/extract", {"content": b'"\\ud800"', "headers": JSON}, 422),
        ("POST", "/schema/extract", {"json": {}}, 422),
        ("POST", "/schema/extract", {}, 422),
        ("POST", "/jobs", {"json": {"schema": {"fields": []}, "total_rows": True}}, 422),
        ("GET", "/jobs?limit=1001", {}, 422),
        ("GET", "/jobs?status=sleeping", {}, 422),
        ("GET", "/catalog/types/person.emal", {}, 404),
    ],
)  # fmt: skip
def test_a_refusal_is_a_problem_document(client, method, path, sent, status):
    assert_problem(client.request(method, path, **sent), status)


def test_a_405_names_the_methods_that_are_allowed(client):
    assert client.put("/jobs").headers["allow"] == "GET, POST"
    assert client.put("/jobs/x/download").headers["allow"] == "GET, HEAD, POST"


def test_a_schema_problem_names_the_field_by_its_name(client):
    schema = {"fields": [{"name": "age", "type": "number"}]}
    document = assert_problem(client.post("/schema/preview", json={"schema": schema}), 422)
    assert document["errors"][0]["path"] == "schema.fields.age.type"


def test_a_compile_problem_lists_every_issue(client):
    fields = [
        {"name": "a", "type": "integer", "constraints": {"min_value": 9, "max_value": 1}},
        {"name": "b", "semantic_type": "person.emal"},
    ]
    document = assert_problem(client.post("/jobs", json={"schema": {"fields": fields}, "total_rows": 5}), 422)
    assert len(document["errors"]) == 2


def test_a_client_may_name_its_request(client):
    assert (
        client.get("/jobs/x", headers={"x-request-id": "my-request-1"}).json()["request_id"] == "my-request-1"
    )
    assert (
        client.get("/jobs/x", headers={"x-request-id": "no good <id>"}).json()["request_id"] != "no good <id>"
    )


def test_a_failure_of_ours_tells_nothing_but_its_id(tmp_path):
    with running(tmp_path, raises=False) as client:

        @client.app_.get("/boom")
        async def boom() -> None:
            raise KeyError("the secret inside")

        document = assert_problem(client.get("/boom"), 500)
        assert "secret" not in str(document)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput.of([Issue("a", "b", "c")]), 422),
        (NotFound("x"), 404),
        (Conflict("x"), 409),
        (Unavailable("x"), 503),
    ],
)
def test_each_kind_of_error_has_its_status(tmp_path, error, status):
    with running(tmp_path) as client:

        @client.app_.get("/raise")
        async def raise_() -> None:
            raise error

        answer = client.get("/raise")
        assert_problem(answer, status)
        assert ("retry-after" in answer.headers) == (status == 503)
