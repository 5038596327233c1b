"""Resources, prompts, completion and pages."""

from __future__ import annotations

import json

import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference

from rowsmith import library
from rowsmith.generators import semantic_types
from rowsmith.mcp_server import paging
from rowsmith.schema import DataSchema

from .conftest import USERS, connected

pytestmark = pytest.mark.anyio


async def read(connection, uri):
    return (await connection.client.read_resource(uri)).contents[0].text


async def test_the_catalogue_is_complete_and_short(server, mode):
    async with connected(server, mode) as connection:
        page = await read(connection, "rowsmith://catalog/types")
        assert len(page) < 9_000
        for name in semantic_types.names():
            family, _, member = name.partition(".")
            line = next(line for line in page.splitlines() if line.startswith(f"{family}:"))
            assert (member or family) in line.partition(": ")[2].split(", ")
        entry = json.loads(await read(connection, "rowsmith://catalog/types/person.age"))
        assert entry["parameters"]["properties"]
        family = json.loads(await read(connection, "rowsmith://catalog/types/person"))
        assert {"name", "example"} == set(family[0])
        assert "csv" in json.loads(await read(connection, "rowsmith://catalog/formats"))["names"]


async def test_the_schema_of_schemas_is_short_and_names_every_key(server):
    async with connected(server) as connection:
        page = await read(connection, "rowsmith://catalog/schema")
    assert len(page) < 14_000
    found = json.loads(page)
    assert set(found["properties"]) == set(DataSchema.model_fields)
    full = DataSchema.model_json_schema()
    assert {name: set(part.get("properties", ())) for name, part in found["$defs"].items()} == {
        name: set(part.get("properties", ())) for name, part in full["$defs"].items()
    }


async def test_a_job_can_be_read_with_schema_sample_and_report(server):
    async with connected(server) as connection:
        job_id = (await connection.data("run_job", schema=USERS, total_rows=50, seed=3))["job_id"]
        uri = f"rowsmith://jobs/{job_id}"
        assert json.loads(await read(connection, uri))["progress"]["rows_generated"] == 50
        assert json.loads(await read(connection, f"{uri}/schema")) == USERS
        sample = json.loads(await read(connection, f"{uri}/sample"))["data"]
        assert sample == library.generate(USERS, rows=50, seed=3).slice(0, 10).to_pylist()
        assert json.loads(await read(connection, f"{uri}/report"))["manifest"]["seed"] == 3


@pytest.mark.parametrize(
    "uri",
    [
        "rowsmith://jobs/nope", "rowsmith://jobs/nope/report", "rowsmith://catalog/types/no.such",
        "rowsmith://drafts/0000000000000000", "rowsmith://jobs/..%2F..%2Fetc", "file:///etc/passwd",
        "rowsmith://nothing",
    ],
)  # fmt: skip
async def test_what_does_not_exist_is_said_so(server, mode, uri):
    async with connected(server, mode) as connection:
        with pytest.raises(MCPError) as told:
            await connection.client.read_resource(uri)
    assert told.value.code == -32602


async def test_another_tenants_job_is_no_resource(server_of):
    async with connected(server_of("acme")) as acme, connected(server_of("rival")) as rival:
        job_id = (await acme.data("create_job", schema=USERS, total_rows=5))["job_id"]
        with pytest.raises(MCPError):
            await rival.client.read_resource(f"rowsmith://jobs/{job_id}")
        listed = [item.uri for item in (await rival.client.list_resources()).resources]
        assert not any(job_id in uri for uri in listed)


async def test_resources_are_listed_in_pages(server_of, monkeypatch):
    monkeypatch.setattr(paging, "_PAGE", 5)
    async with connected(server_of("many"), cache=None) as connection:
        made = set()
        for _ in range(8):
            job = await connection.data("create_job", schema=USERS, total_rows=1, auto_start=False)
            made.add(f"rowsmith://jobs/{job['job_id']}")
        first = await connection.client.list_resources()
        second = await connection.client.list_resources(cursor=first.next_cursor)
        assert second.next_cursor is None
        seen = [item.uri for item in [*first.resources, *second.resources]]
        assert made <= set(seen)
        assert len(seen) == len(set(seen))
        with pytest.raises(MCPError) as told:
            await connection.client.list_resources(cursor="made up")
        assert told.value.code == -32602


async def test_job_ids_types_and_formats_are_completed(server, mode):
    async with connected(server, mode) as connection:
        job_id = (await connection.data("create_job", schema=USERS, total_rows=1))["job_id"]
        complete = connection.client.complete
        job = ResourceTemplateReference(type="ref/resource", uri="rowsmith://jobs/{job_id}")
        found = await complete(job, {"name": "job_id", "value": job_id[:6]})
        assert job_id in found.completion.values
        type_ = ResourceTemplateReference(type="ref/resource", uri="rowsmith://catalog/types/{name}")
        found = await complete(type_, {"name": "name", "value": "person."})
        assert found.completion.values
        assert all(value.startswith("person.") for value in found.completion.values)
        prompt = PromptReference(type="ref/prompt", name="design_dataset")
        found = await complete(prompt, {"name": "output_format", "value": "par"})
        assert found.completion.values[0].startswith("parquet")
        assert (await complete(prompt, {"name": "purpose", "value": "x"})).completion.values == []


async def test_the_prompts_lead_through_the_tools(server, mode):
    async with connected(server, mode) as connection:
        prompts = {prompt.name: prompt for prompt in (await connection.client.list_prompts()).prompts}
        assert set(prompts) == {"design_dataset", "review_schema"}
        asked = await connection.client.get_prompt("design_dataset", {"purpose": "a shop", "rows": "500"})
        words = asked.messages[0].content.text
        assert all(word in words for word in ("a shop", "500", "validate_schema", "preview_rows", "run_job"))
        asked = await connection.client.get_prompt("review_schema", {"schema": "{}"})
        assert "{}" in asked.messages[0].content.text
