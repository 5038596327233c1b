"""Bodies are checked by their bytes, before anything is built from them."""

from __future__ import annotations

import asyncio
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.api_server.body import BodyGuard
from rowsmith.api_server.json_scan import MAX_DEPTH, MAX_VALUES, JsonScan
from rowsmith.api_server.problems import Refused
from rowsmith.errors import InvalidInput
from tests.api_server.test_errors import JSON, assert_problem

ONE_FIELD = {"fields": [{"name": "a", "type": "integer"}]}


def check_json(body, block=131_072):
    scan = JsonScan()
    for start in range(0, len(body), block):
        scan.feed(body[start : start + block])
    scan.end()


def code_of(body):
    with pytest.raises(InvalidInput) as caught:
        check_json(body)
    return caught.value.issues[0].code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a": NaN}', "not_finite"),
        (b"[-Infinity]", "not_finite"),
        (b"[1e400]", "not_finite"),
        (b"[-1E+999]", "not_finite"),
        (b"[" + b"9" * 400 + b".5]", "not_finite"),
        (b"[9223372036854775808]", "integer_too_large"),
        (b"[-9223372036854775809]", "integer_too_large"),
        (b"[" + b"1" * 5000 + b"]", "integer_too_large"),
        (b'["\\ud800"]', "lone_surrogate"),
        (b'["\\udc00\\ud800"]', "lone_surrogate"),
        (b'{"\\uDfff": 1}', "lone_surrogate"),
        (b'["a\\u0000b"]', "null_character"),
        (b'["\xed\xa0\x80"]', "not_utf8"),
        (b'["\xff"]', "not_utf8"),
        ("[1]".encode("utf-16"), "not_utf8"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b"[" + b"0," * MAX_VALUES + b"0]", "too_many_values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_must_not_become_an_object_is_refused(body, code):
    assert code_of(body) == code
    if len(body) < 1000:  # and wherever the network cuts it
        for block in (1, 2, 3, 5, 7):
            with pytest.raises(InvalidInput):
                check_json(body, block)


@pytest.mark.parametrize(
    "body",
    [
        b'["NaN Infinity 1e400 99999999999999999999 [[[[[", "\\"[[[{{{", "\\ud83d\\ude00"]',
        b"[9223372036854775807, -9223372036854775808, 1e308, 1e-400]",
        b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
        b'"' + b"\\\\" * 100_000,
        b"",
        b'["\\\\ud800", "\\\\\\ud83d\\ude00", "\\\\u0000"]',
        b"[12345678901234567890123456789.5, 1.00000000000000000000000001]",
    ],
)
def test_what_is_harmless_passes(body):
    for block in (3, 131_072):
        check_json(body[:20_000], block)
    check_json(body)


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
                    | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)))  # fmt: skip
def test_every_honest_document_passes(document):
    for block in (1, 7, 131_072):
        check_json(json.dumps(document).encode(), block)
        check_json(json.dumps(document, ensure_ascii=False).encode(), block)


def test_a_scan_takes_little_memory_whatever_the_body():
    body = b"[" + b"{}," * 3_000_000 + b"{}]"
    tracemalloc.start()
    assert code_of(body) == "too_many_values"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * len(body)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b'{"schema": {"fields": [{"name": "a", "constraints": {"min_value": NaN}}]}, "total_rows": 1}', 422),
        (b'{"schema": {"fields": [{"name": "a", "constraints": {"min_value": 1e400}}]}, "total_rows": 1}', 422),
        (b'{"schema": {"fields": [{"name": "\\ud800"}]}, "total_rows": 1}', 422),
        (json.dumps({"schema": ONE_FIELD, "total_rows": True}).encode(), 422),
        (json.dumps({"schema": ONE_FIELD, "total_rows": 2**70}).encode(), 422),
        (json.dumps({"schema": ONE_FIELD, "total_rows": 10**15}).encode(), 422),
        (json.dumps({"schema": ONE_FIELD, "total_rows": -1}).encode(), 422),
        (json.dumps({"schema": {"fields": [{"name": f"f{i}"} for i in range(10_000)]}, "total_rows": 1}).encode(), 422),
        (b'{"schema": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422),
        (b" " * 10_000_001, 413),
        (b"[]", 422),
        (b"null", 422),
        (b"\x00\x01", 422),
    ],
    ids=["nan", "1e400", "surrogate", "true", "2^70", "1e15 rows", "negative", "10,000 fields", "deep", "10 MB", "list", "null", "bytes"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/jobs", "/jobs/quote"])
def test_hostile_jobs_are_refused(client, path, sent, status):
    assert_problem(client.post(path, content=sent, headers=JSON), status)


def test_a_hundred_megabytes_are_refused_without_being_kept(client):
    def parts():
        for _ in range(100):
            yield b" " * 1_000_000

    assert_problem(client.post("/jobs", content=parts(), headers=JSON), 413)


def test_rows_that_are_huge_by_their_schema_are_refused(client):
    fields = [{"name": "a", "constraints": {"min_length": 9_000_000}}]
    assert_problem(client.post("/schema/preview", json={"schema": {"fields": fields}, "rows": 1000}), 422)
    many = [{"name": f"f{i}", "constraints": {"min_length": 9_000_000}} for i in range(100)]
    assert_problem(client.post("/jobs", json={"schema": {"fields": many}, "total_rows": 1}), 422)


def test_a_client_that_sends_too_slowly_is_told_so():
    async def never():
        await asyncio.Event().wait()

    async def app(scope, receive, send):
        raise AssertionError("the app must not be asked")

    guard = BodyGuard(app, max_bytes=100, seconds=0.01)
    scope = {"type": "http", "headers": [(b"content-length", b"10")]}
    with pytest.raises(Refused) as caught:
        asyncio.run(guard(scope, never, never))
    assert caught.value.status == 408
