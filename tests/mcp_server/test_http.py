"""`/mcp` in the HTTP service: a real server, real clients, the same keys and tenants."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from hashlib import sha256

import anyio
import httpx2
import pytest
import uvicorn
from mcp.client.streamable_http import streamable_http_client

from rowsmith.api_server.app import create_app
from rowsmith.api_server.settings import ServerSettings
from rowsmith.mcp_server.tasks import EXTENSION

from .conftest import USERS, connected

pytestmark = pytest.mark.anyio

ACME, RIVAL, READER = "acme-key-123456", "rival-key-123456", "reader-key-123456"
KEYS = f"acme={ACME},rival={RIVAL},acme:read={READER}"


@asynccontextmanager
async def serving(folder, **settings):
    """The address of a service of its own."""
    chosen = {
        "data_dir": folder,
        "executor": "threads",
        "workers": 2,
        "rate_limit": "off",
        "api_keys": KEYS,
        **settings,
    }
    config = uvicorn.Config(
        create_app(ServerSettings(**chosen)),
        port=0,
        log_config=None,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await anyio.sleep(0.01)
        assert not running.done()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def client_of(address, key=ACME, mode="auto", **options):
    headers = {"authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        connected(streamable_http_client(f"{address}/mcp", http_client=http), mode, **options) as connection,
    ):
        yield connection


async def test_from_one_call_to_the_file_by_a_link(tmp_path, mode):
    async with serving(tmp_path) as address, client_of(address, mode=mode) as connection:
        said = await connection.data("run_job", schema=USERS, total_rows=30_000, seed=7)
        assert connection.heard
        file = said["file"]
        assert "local_path" not in file
        async with httpx2.AsyncClient() as anybody:
            data = (await anybody.get(file["download_url"])).content
        assert sha256(data).hexdigest() == file["checksum"]


async def test_tenants_do_not_see_each_other_and_scopes_hold(tmp_path, mode):
    async with (
        serving(tmp_path) as address,
        client_of(address, mode=mode) as acme,
        client_of(address, RIVAL, mode) as rival,
        client_of(address, READER, mode) as reader,
    ):
        job_id = (await acme.data("create_job", schema=USERS, total_rows=5))["job_id"]
        assert "404" in await rival.refused("get_job_progress", job_id=job_id)
        assert (await reader.data("get_job_progress", job_id=job_id, wait_seconds=30))[
            "status"
        ] == "completed"
        assert "no scope 'write'" in await reader.refused("control_job", job_id=job_id, action="cancel")


async def test_without_a_key_it_is_the_same_401(tmp_path):
    async with serving(tmp_path) as address, httpx2.AsyncClient() as anybody:
        for verb in ("POST", "GET", "DELETE"):
            said = await anybody.request(verb, f"{address}/mcp", json={} if verb == "POST" else None)
            assert said.status_code == 401
            assert said.headers["www-authenticate"].startswith("Bearer")
            assert said.headers["content-type"] == "application/problem+json"


async def test_the_rate_limit_counts_calls(tmp_path):
    async with (
        serving(tmp_path, rate_limit="3/minute") as address,
        httpx2.AsyncClient(headers={"x-api-key": ACME}) as http,
    ):
        said = [(await http.post(f"{address}/mcp", json={})).status_code for _ in range(5)]
    assert said.count(429) == 2


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost.evil.example", "null"])
async def test_without_keys_no_foreign_page_may_ask(tmp_path, origin):
    async with serving(tmp_path, api_keys="") as address, httpx2.AsyncClient() as page:
        said = await page.post(f"{address}/mcp", json={}, headers={"origin": origin})
        assert said.status_code == 403
        said = await page.post(f"{address}/mcp", json={}, headers={"host": "evil.example"})
        assert said.status_code == 421
        own = await page.post(f"{address}/mcp", json={}, headers={"origin": "http://localhost:1234"})
        assert own.status_code not in (403, 421)


async def test_a_cancelled_call_cancels_its_job(tmp_path, mode):
    async with serving(tmp_path) as address, client_of(address, mode=mode) as connection:
        with anyio.move_on_after(1.0):
            await connection.client.call_tool("run_job", {"schema": USERS, "total_rows": 10**9})
        for _ in range(200):
            job = (await connection.data("list_jobs"))["jobs"][0]
            if job["status"] == "cancelled":
                break
            await anyio.sleep(0.05)
        assert job["status"] == "cancelled"
        moved = await connection.data("control_job", job_id=job["job_id"], action="retry")
        assert moved["status"] == "generating"
        await connection.data("control_job", job_id=job["job_id"], action="cancel")


async def test_every_revision_in_use_is_served_by_the_one_address(tmp_path):
    async with serving(tmp_path) as address, httpx2.AsyncClient(headers={"x-api-key": ACME}) as http:
        accept = {"accept": "application/json, text/event-stream"}
        for revision in ("2025-06-18", "2025-11-25"):
            body = {
                "jsonrpc": "2.0", "id": 1, "method": "initialize",
                "params": {"protocolVersion": revision, "capabilities": {},
                           "clientInfo": {"name": "t", "version": "1"}},
            }  # fmt: skip
            said = await http.post(f"{address}/mcp", json=body, headers=accept)
            assert f'"protocolVersion":"{revision}"' in said.text
        async with client_of(address) as connection:
            assert connection.client.protocol_version == "2026-07-28"


async def test_a_server_that_stops_leaves_its_jobs_to_the_next(tmp_path):
    async with serving(tmp_path) as address, client_of(address) as connection:
        made = await connection.data("create_job", schema=USERS, total_rows=10**9, chunk_size=100_000)
    async with serving(tmp_path) as address, client_of(address) as connection:
        job = await connection.data("get_job_progress", job_id=made["job_id"])
        assert job["status"] in ("pending", "schema_validation", "generating")
        await connection.data("control_job", job_id=made["job_id"], action="cancel")


async def test_a_routing_header_that_names_another_task_is_refused(tmp_path):
    async with serving(tmp_path) as address, client_of(address) as connection:
        job_id = (await connection.data("create_job", schema=USERS, total_rows=5))["job_id"]
        meta = {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {"extensions": {EXTENSION: {}}},
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": "tasks/get", "params": {"taskId": job_id, "_meta": meta}}
        headers = {
            "x-api-key": ACME, "accept": "application/json, text/event-stream", "mcp-method": "tasks/get",
            "mcp-protocol-version": "2026-07-28",
        }  # fmt: skip
        async with httpx2.AsyncClient(headers=headers) as http:
            said = [
                await http.post(f"{address}/mcp", json=body, headers={"mcp-name": name})
                for name in (job_id, "another")
            ]
    assert said[0].json()["result"]["taskId"] == job_id
    assert said[1].json()["error"]["code"] == -32020
