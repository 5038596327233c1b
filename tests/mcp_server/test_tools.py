"""The tools, in both of the protocol's eras."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPDeprecationWarning

from rowsmith import library
from rowsmith.mcp_server.answers import MAX_ANSWER

from .conftest import USERS, connected, text

pytestmark = pytest.mark.anyio

ARGUMENTS = {
    "extract_schema": {"user_input", "source", "schema", "context", "example_data", "extractor"},
    "validate_schema": {"schema", "total_rows"},
    "preview_rows": {"schema", "rows", "offset", "seed", "table", "total_rows"},
    "create_job": {
        "schema", "total_rows", "chunk_size", "output_format", "storage_type", "uniqueness_fields", "seed",
        "mode", "name", "description", "created_by", "metadata", "auto_start", "max_tokens", "max_cost",
    },
    "run_job": {
        "schema", "user_input", "source", "total_rows", "output_format", "uniqueness_fields", "seed", "mode", "name",
        "wait_seconds",
    },
    "get_job_progress": {"job_id", "wait_seconds"},
    "control_job": {"job_id", "action", "reason", "max_tokens", "max_cost"},
    "list_jobs": {"status", "limit", "offset"},
    "generate_chunk": {"job_id", "chunk_id"},
    "merge_and_download": {"job_id", "format"},
    "get_report": {"job_id"},
}  # fmt: skip


async def test_the_tools_have_their_names_arguments_and_words(server, mode):
    async with connected(server, mode) as connection:
        tools = (await connection.client.list_tools()).tools
    assert {tool.name: set(tool.input_schema["properties"]) for tool in tools} == ARGUMENTS
    for tool in tools:
        assert len(tool.description) > 120, tool.name
        assert tool.output_schema["type"] == "object", tool.name
        assert tool.input_schema["additionalProperties"] is False, tool.name
        assert tool.annotations.open_world_hint is False
        described = tool.input_schema["properties"].values()
        assert all("description" in argument for argument in described), tool.name


async def test_the_annotations_say_what_only_reads(server):
    async with connected(server) as connection:
        tools = {tool.name: tool.annotations for tool in (await connection.client.list_tools()).tools}
    reading = {name for name, notes in tools.items() if notes.read_only_hint}
    assert reading == {"validate_schema", "preview_rows", "get_job_progress", "list_jobs", "get_report"}
    assert {name for name, notes in tools.items() if notes.destructive_hint} == {"control_job"}
    assert not tools["create_job"].idempotent_hint
    assert tools["generate_chunk"].idempotent_hint


async def test_the_list_of_tools_is_short_enough_for_a_context(server):
    async with connected(server) as connection:
        tools = (await connection.client.list_tools()).tools
    shown = [{"name": tool.name, "d": tool.description, "i": tool.input_schema} for tool in tools]
    assert len(json.dumps(shown)) < 16_000


async def test_from_a_sentence_to_a_file(server, mode):
    async with connected(server, mode) as connection:
        read = await connection.data(
            "extract_schema", user_input="3000 users with email, age 18-80 and country, as parquet"
        )
        assert (read["rows"], read["output_format"]) == (3000, "parquet")
        assert [field["name"] for field in read["schema"]["fields"]] == ["email", "age", "country"]
        assert (await connection.data("validate_schema", schema=read["schema"]))["valid"]
        shown = await connection.data(
            "preview_rows", schema=read["schema_ref"], rows=3, seed=7, total_rows=3000
        )
        assert len(shown["data"]) == 3
        assert {profile["column"] for profile in shown["profiles"]} >= {"age"}
        job = await connection.data(
            "create_job",
            schema=read["schema_ref"],
            total_rows=3000,
            seed=7,
            output_format="parquet",
            name="first",
        )
        assert job["sample"]["data"][:3] == shown["data"]
        done = await connection.data("get_job_progress", job_id=job["job_id"], wait_seconds=60)
        assert done["status"] == "completed"
        file = await connection.call("merge_and_download", job_id=job["job_id"])
        link = next(item for item in file.content if item.type == "resource_link")
        said = file.structured_content
        data = Path(said["local_path"]).read_bytes()
        assert (said["checksum"], said["file_size_bytes"]) == (sha256(data).hexdigest(), len(data))
        assert (link.size, link.uri) == (len(data), Path(said["local_path"]).as_uri())
        report = await connection.data("get_report", job_id=job["job_id"])
        assert report["files"][0]["sha256"] == said["checksum"]
        assert report["seed"] == 7
        found = await connection.data("list_jobs", status="completed", limit=5)
        assert job["job_id"] in [line["job_id"] for line in found["jobs"]]


async def test_one_call_makes_the_file_and_tells_progress(server, mode):
    async with connected(server, mode) as connection:
        said = await connection.data("run_job", schema=USERS, total_rows=20_000, seed=7, output_format="csv")
    assert said["status"] == "completed"
    assert Path(said["file"]["local_path"]).read_bytes().count(b"\n") == 20_001
    steps = [progress for progress, _, _ in connection.heard]
    assert steps == sorted(set(steps)), "progress only grows"
    assert connection.heard[-1][:2] == (20_000, 20_000)


async def test_a_preview_is_the_jobs_own_rows(server):
    async with connected(server) as connection:
        shown = await connection.data(
            "preview_rows", schema=USERS, offset=900, rows=2, seed=5, total_rows=1000
        )
    rows = library.generate(USERS, rows=1000, seed=5).slice(900, 2).to_pylist()
    assert shown["data"] == [{**row} for row in rows]


async def test_a_job_can_be_made_chunk_by_chunk(server):
    async with connected(server) as connection:
        job = await connection.data(
            "create_job", schema=USERS, total_rows=300, chunk_size=100, auto_start=False, seed=1
        )
        first = await connection.data("generate_chunk", job_id=job["job_id"], chunk_id=1)
        again = await connection.data("generate_chunk", job_id=job["job_id"], chunk_id=1)
        assert first["metadata"]["checksum"] == again["metadata"]["checksum"]
        assert again["progress"]["chunks_completed"] == 1
        assert "chunk" in await connection.refused("generate_chunk", job_id=job["job_id"], chunk_id=99)
        moved = await connection.data("control_job", job_id=job["job_id"], action="resume")
        assert moved["status"] == "generating"
        done = await connection.data("get_job_progress", job_id=job["job_id"], wait_seconds=60)
        assert done["progress"]["rows_generated"] == 300


async def test_a_wide_table_and_long_values_still_fit(server):
    names = [f"column_{'x' * 100}_{number}" for number in range(150)]
    wide = {"name": "w" * 128, "fields": [{"name": name, "type": "string"} for name in names]}
    long = {
        "fields": [{"name": "t", "type": "enum", "constraints": {"enum_values": ["x" * 5_000, "y" * 5_000]}}]
    }
    async with connected(server) as connection:
        for schema in (wide, long):
            shown = await connection.data("preview_rows", schema=schema, rows=10)
            assert shown["data"]
            said = await connection.data("run_job", schema=schema, total_rows=20)
            assert said["status"] == "completed"
            assert (await connection.data("get_report", job_id=said["job_id"]))["files"]
        assert shown["data"][0]["t"].endswith("...")
        request = "100 rows with " + ", ".join(f"measure {number} between 1 and 5" for number in range(120))
        read = await connection.data("extract_schema", user_input=request)
        assert "schema" not in read
        assert (await connection.data("run_job", schema=read["schema_ref"], total_rows=10))[
            "status"
        ] == "completed"
    assert connection.largest < MAX_ANSWER


async def test_jobs_are_listed_in_pages_that_fit(server_of):
    async with connected(server_of("pages")) as connection:
        made = []
        for number in range(16):
            job = await connection.data(
                "create_job", schema=USERS, total_rows=1, auto_start=False, name=f"{number} {'n' * 120}"
            )
            made.append(job["job_id"])
        seen, offset = [], 0
        while offset is not None:
            page = await connection.data("list_jobs", limit=1000, offset=offset)
            seen += [job["job_id"] for job in page["jobs"]]
            offset = page.get("next_offset")
        assert seen == made[::-1]
        for job_id in made:
            await connection.data("control_job", job_id=job_id, action="cancel")


async def test_a_deadline_gives_the_job_back_unfinished(server):
    async with connected(server) as connection:
        said = await connection.data("run_job", schema=USERS, total_rows=200_000_000, wait_seconds=0)
        assert said["status"] in ("pending", "schema_validation", "generating")
        assert "file" not in said
        await connection.data("control_job", job_id=said["job_id"], action="cancel", reason="enough")


async def test_an_old_client_hears_log_messages_and_may_silence_them(server):
    heard = []

    async def listen(message):
        heard.append(message.data)

    async with connected(server, "legacy", logging_callback=listen) as connection:
        await connection.data("create_job", schema=USERS, total_rows=1)
        assert [message for message in heard if "created" in message]
        heard.clear()
        with pytest.warns(MCPDeprecationWarning):
            await connection.client.set_logging_level("error")
        await connection.data("create_job", schema=USERS, total_rows=1)
        assert not heard


async def test_the_words_say_what_to_do_next(server):
    async with connected(server) as connection:
        job = await connection.call("create_job", schema=USERS, total_rows=10)
        assert f'get_job_progress(job_id="{job.structured_content["job_id"]}"' in text(job)


async def test_a_source_becomes_a_file_in_one_call(server, mode):
    ddl = {"kind": "ddl", "content": "CREATE TABLE u (id int PRIMARY KEY, age int CHECK (age >= 18));"}
    async with connected(server, mode) as connection:
        said = await connection.data("run_job", source=ddl, total_rows=30, seed=7)
        assert said["status"] == "completed"
        assert said["progress"]["rows_generated"] == 30
        both = await connection.refused("run_job", source=ddl, user_input="30 users", total_rows=30)
        assert "`source`" in both
        assert "total_rows" in await connection.refused("run_job", source=ddl)
        nonsense = {"kind": "ddl", "content": "what is this"}
        assert "content" in await connection.refused("run_job", source=nonsense, total_rows=3)
