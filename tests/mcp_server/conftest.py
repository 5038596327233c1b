"""The server in this process with threads for workers, and clients of both of the protocol's eras."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import Client

from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.manager import JobManager
from rowsmith.mcp_server.desk import Caller, Desk
from rowsmith.mcp_server.server import build_server

USERS = {
    "name": "users",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "email", "type": "email"},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 90}},
        {"name": "plan", "type": "enum", "constraints": {"enum_values": ["free", "pro"]}},
    ],
}


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"], ids=["2026", "2025"])
def mode(request):
    """Today's revision of the protocol, and the last one with a handshake."""
    return request.param


@pytest.fixture(scope="module")
def manager(tmp_path_factory):
    made = JobManager(JobsConfig(data_dir=tmp_path_factory.mktemp("jobs"), executor="threads", workers=2))
    made.start()
    yield made
    made.close(1)


class Connection:
    """A client whose calls are measured: `await connection.call("list_jobs")`."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.largest = 0
        self.heard: list[tuple[float, float | None, str | None]] = []

    async def call(self, name, /, **arguments):
        result = await self.client.call_tool(name, arguments, progress_callback=self._hear)
        size = len(json.dumps(result.model_dump(mode="json", by_alias=True, exclude_none=True)).encode())
        self.largest = max(self.largest, size)
        assert size < 8_000, (name, size)
        return result

    async def data(self, name, /, **arguments):
        result = await self.call(name, **arguments)
        assert not result.is_error, text(result)
        return result.structured_content

    async def refused(self, name, /, **arguments):
        result = await self.call(name, **arguments)
        assert result.is_error, text(result)
        return text(result)

    async def _hear(self, progress, total, message):
        self.heard.append((progress, total, message))


def text(result) -> str:
    return "\n".join(item.text for item in result.content if item.type == "text")


@asynccontextmanager
async def connected(server, mode="auto", **options):
    async with Client(server, mode=mode, **options) as client:
        yield Connection(client)


@pytest.fixture
def server(manager):
    return build_server(Desk(jobs=lambda: manager, shares_disk=True))


@pytest.fixture
def server_of(manager):
    """A server as one tenant sees it: `server_of("acme", {"read"})`."""
    return lambda tenant, scopes=("read", "write"): build_server(
        Desk(jobs=lambda: manager, who=lambda _: Caller(tenant, frozenset(scopes)))
    )


ROOT = Path(__file__).parents[2]
