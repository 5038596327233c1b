"""The preview as an MCP App."""

from __future__ import annotations

import re

import pytest
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID

from rowsmith.mcp_server.app import PREVIEW_URI

from .conftest import USERS, connected, text

pytestmark = pytest.mark.anyio


async def test_the_preview_names_its_page_and_the_page_is_there(server):
    async with connected(server) as connection:
        assert EXTENSION_ID in connection.client.server_capabilities.extensions
        tools = {tool.name: tool for tool in (await connection.client.list_tools()).tools}
        assert tools["preview_rows"].meta["ui"]["resourceUri"] == PREVIEW_URI
        page = (await connection.client.read_resource(PREVIEW_URI)).contents[0]
    assert page.mime_type == APP_MIME_TYPE
    assert "preview_rows" in page.text


async def test_the_page_loads_nothing_and_runs_nothing_that_data_say(server):
    async with connected(server) as connection:
        page = (await connection.client.read_resource(PREVIEW_URI)).contents[0].text
    addresses = set(re.findall(r"https?://[^\"' ]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}, "the name of SVG, which is never fetched"
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|eval\(|document\.write|fetch\(|import\(", page
    )


async def test_other_clients_get_useful_text(server):
    async with connected(server) as connection:
        shown = await connection.call("preview_rows", schema=USERS, rows=4, seed=1)
    lines = text(shown).splitlines()
    assert lines[1] == "id | email | age | plan"
    assert len(lines) == 6


async def test_histograms_count_every_row(server):
    async with connected(server) as connection:
        shown = await connection.data("preview_rows", schema=USERS, seed=1)
    spread = {profile["column"]: profile for profile in shown["profiles"]}
    assert sum(spread["age"]["counts"]) == 1000
    assert 18 <= spread["age"]["low"] < spread["age"]["high"] <= 90
    assert sum(spread["plan"]["common"].values()) == 1000
    assert "email" not in spread, "nearly every address is different"
