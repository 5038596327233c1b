"""Errors say how to mend the call, and one more call is enough."""

from __future__ import annotations

import pytest

from rowsmith.mcp_server.refusals import ERROR

from .conftest import USERS, connected, text

pytestmark = pytest.mark.anyio


async def test_every_problem_of_a_schema_comes_at_once_and_one_call_mends_it(server, mode):
    wrong = {
        "fields": [
            {"name": "age", "type": "integer", "constraints": {"min_value": 90, "max_value": 18}},
            {"name": "mail", "type": "string", "semantic_type": "web.emal"},
            {"name": "code", "type": "string", "constraints": {"unique": True, "enum_values": ["a", "b"]}},
        ]
    }
    async with connected(server, mode) as connection:
        said = await connection.call("validate_schema", schema=wrong, total_rows=100)
        found = {issue["path"]: issue for issue in said.structured_content["issues"]}
        assert not said.is_error
        assert not said.structured_content["valid"]
        assert any(path.startswith("fields.age") for path in found)
        assert any(path.startswith("fields.mail") for path in found)
        assert "swap" in text(said)
        wrong["fields"][0]["constraints"] = {"min_value": 18, "max_value": 90}
        wrong["fields"][1]["semantic_type"] = "internet.email"
        wrong["fields"][2]["constraints"] = {"enum_values": ["a", "b"]}
        again = await connection.data("validate_schema", schema=wrong, total_rows=100)
        assert again["valid"], again


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        (
            "create_job",
            {"schema": USERS, "rows": 5},
            ["did you mean 'total_rows'", "arguments of create_job are"],
        ),
        ("create_job", {"schema": USERS, "total_rows": "5"}, ["total_rows", 'got the text "5"']),
        ("create_job", {"schema": USERS, "total_rows": True}, ["got the boolean true"]),
        ("create_job", {"schema": USERS, "total_rows": 10**15}, ["1000000000000"]),
        ("create_job", {"schema": USERS}, ["total_rows", "ask the user"]),
        ("create_job", {"total_rows": 5}, ["schema: is missing"]),
        ("create_job", {"schema": USERS, "total_rows": 5, "output_format": "pdf"}, ["pdf"]),
        (
            "create_job",
            {"schema": "rowsmith://drafts/0000000000000000", "total_rows": 5},
            ["extract_schema again"],
        ),
        ("create_job", {"schema": {"fields": []}, "total_rows": 5}, ["fields"]),
        ("run_job", {}, ["one of `schema`, `user_input` and `source`"]),
        ("run_job", {"schema": USERS, "user_input": "5 users"}, ["and not two"]),
        ("preview_rows", {"schema": USERS, "rows": 11}, ["less than or equal to 10"]),
        ("preview_rows", {"schema": USERS, "table": "nope"}, ["the tables are: users"]),
        (
            "control_job",
            {"job_id": "abc", "action": "stop"},
            ["'pause', 'resume', 'cancel' or 'retry'", '"stop"'],
        ),
        ("get_job_progress", {"job_id": "abc"}, ["abc", "list_jobs"]),
        ("merge_and_download", {"job_id": "../../etc/passwd"}, ["job_id"]),
        ("extract_schema", {"user_input": "   "}, ["empty"]),
    ],
)
async def test_an_error_says_how_to_mend_the_call(server, tool, arguments, words):
    async with connected(server) as connection:
        said = await connection.refused(tool, **arguments)
    for word in words:
        assert word in said, said


async def test_an_error_for_programs_has_the_words_and_codes_of_the_http_service(server):
    async with connected(server) as connection:
        result = await connection.call("control_job", job_id="abc", action="pause")
    assert result.meta[ERROR]["status"] == 404
    assert result.meta[ERROR]["title"] == "not found"
    assert result.structured_content is None


async def test_a_move_that_is_not_allowed_changes_nothing(server):
    async with connected(server) as connection:
        job = await connection.data("run_job", schema=USERS, total_rows=10)
        said = await connection.refused("control_job", job_id=job["job_id"], action="pause")
        assert "conflict (409)" in said
        assert (await connection.data("get_job_progress", job_id=job["job_id"]))["status"] == "completed"


async def test_a_file_of_an_unfinished_job_is_a_conflict(server):
    async with connected(server) as connection:
        job = await connection.data("create_job", schema=USERS, total_rows=10, auto_start=False)
        assert "409" in await connection.refused("merge_and_download", job_id=job["job_id"])
        assert "409" in await connection.refused("get_report", job_id=job["job_id"])


async def test_another_tenants_job_does_not_exist(server_of):
    async with connected(server_of("acme")) as acme, connected(server_of("rival")) as rival:
        job = await acme.data("run_job", schema=USERS, total_rows=10)
        draft = (await acme.data("extract_schema", user_input="users with email"))["schema_ref"]
        known, unknown = job["job_id"], "f" * 32
        for tool, more in [
            ("get_job_progress", {}), ("control_job", {"action": "cancel"}),
            ("generate_chunk", {"chunk_id": 0}),
            ("merge_and_download", {}), ("get_report", {}),
        ]:  # fmt: skip
            foreign = await rival.refused(tool, job_id=known, **more)
            assert foreign.replace(known, unknown) == await rival.refused(tool, job_id=unknown, **more)
        assert (await rival.data("list_jobs"))["total"] == 0
        assert "no draft" in await rival.refused("preview_rows", schema=draft)


async def test_a_key_without_the_scope_may_only_look(server_of):
    async with connected(server_of("acme", {"read"})) as reader:
        assert "no scope 'write'" in await reader.refused("create_job", schema=USERS, total_rows=1)
        await reader.data("list_jobs")


async def test_what_breaks_inside_tells_no_internals(manager, monkeypatch, server, caplog):
    def broken(*_, **__):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(manager, "list", broken)
    async with connected(server) as connection:
        said = await connection.refused("list_jobs")
    assert "secret" not in said
    assert "secret detail" in caplog.text
