"""docs/mcp.md is complete, its settings are valid, and its conversation happens as it is written."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from rowsmith.mcp_server.tools import ALL_TOOLS

from .conftest import ROOT, connected, text

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs" / "mcp.md").read_text()


async def test_every_tool_resource_and_prompt_is_in_the_docs(server):
    async with connected(server) as connection:
        client = connection.client
        resources = [item.uri for item in (await client.list_resources()).resources]
        templates = [
            item.uri_template for item in (await client.list_resource_templates()).resource_templates
        ]
        prompts = [item.name for item in (await client.list_prompts()).prompts]
    tools = [tool.name for tool in ALL_TOOLS]
    fixed = [uri for uri in resources if not uri.startswith("rowsmith://jobs/")]
    for name in [*tools, *fixed, *templates, *prompts]:
        assert f"`{name}`" in PAGE, name


def test_the_scopes_in_the_docs_are_the_tools_own():
    line = re.sub(r"\s+", " ", PAGE)
    sentence = re.search(r"`create_job` and `run_job` need a key.*?\.", line)[0]
    assert set(re.findall(r"`(\w+_\w+)`", sentence)) == {
        tool.name for tool in ALL_TOOLS if tool.scope == "write"
    }


def test_the_settings_for_clients_are_valid():
    for kind, block in re.findall(r"```(json|toml)\n(.*?)```", PAGE.partition("## Tools")[0], re.DOTALL):
        if kind == "toml":
            assert tomllib.loads(block)["mcp_servers"]["rowsmith"]["args"] == ["mcp"]
        else:
            assert "rowsmith" in next(iter(json.loads(block).values()))


async def test_the_conversation_happens_as_it_is_written(server):
    calls = re.findall(r"^`(\w+)`\n```json\n(.*?)```\n```text\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    assert len(calls) == 3
    async with connected(server) as connection:
        for name, arguments, expected in calls:
            found = text(await connection.call(name, **json.loads(arguments)))
            pattern = ".*".join(re.escape(part) for part in expected.rstrip().split("..."))
            assert re.fullmatch(pattern, found, re.DOTALL), f"{name}:\n{found}"
