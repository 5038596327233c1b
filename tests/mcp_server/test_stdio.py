"""`rowsmith mcp`: nothing but protocol on standard output, ended with its client, leaving no process."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import anyio
import pytest

from services import until

from .conftest import USERS, connected
from .processes import processes_of, raw, started_by_client

pytestmark = pytest.mark.anyio

INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {},
               "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip


def line(message) -> bytes:
    return json.dumps(message).encode() + b"\n"


def call(id_, name, /, **arguments):
    return {
        "jsonrpc": "2.0",
        "id": id_,
        "method": "tools/call",
        "params": {"name": name, "arguments": arguments},
    }


@pytest.fixture
def process(tmp_path):
    started = raw(tmp_path)
    yield started
    started.kill()
    started.communicate()


async def test_a_client_makes_watches_and_cancels_over_stdio(tmp_path, mode):
    async with connected(started_by_client(tmp_path), mode) as connection:
        said = await connection.data("run_job", schema=USERS, total_rows=30_000, seed=7)
        assert Path(said["file"]["local_path"]).stat().st_size == said["file"]["file_size_bytes"]
        assert connection.heard
        with anyio.move_on_after(1.0):
            await connection.client.call_tool("run_job", {"schema": USERS, "total_rows": 10**9})
        for _ in range(100):
            job = (await connection.data("list_jobs"))["jobs"][0]
            if job["status"] == "cancelled":
                break
            await anyio.sleep(0.05)
        assert (job["total_rows"], job["status"]) == (10**9, "cancelled")
    await anyio.to_thread.run_sync(
        partial(until, lambda: not processes_of(tmp_path), what="every process to end")
    )


def test_standard_output_is_protocol_only(process):
    odd = {"jsonrpc": "2.0", "id": 7, "method": "no/such/method"}
    lines = [
        INITIALIZE, {"jsonrpc": "2.0", "method": "notifications/initialized"},
        call(2, "run_job", schema=USERS, total_rows=2_000), call(3, "no_such_tool"),
        call(4, "extract_schema", user_input="100 users with print, stdout and a bloofle gronk"), odd,
    ]  # fmt: skip
    process.stdin.write(b"".join(map(line, lines)) + b"this is no JSON\n" + b"{}\n" + b"[]\n")
    process.stdin.flush()
    answered = {}
    while not {1, 2, 3, 4, 7} <= set(answered):
        message = json.loads(process.stdout.readline())
        assert message["jsonrpc"] == "2.0"
        if "id" in message:
            answered[message["id"]] = message
    assert answered[1]["result"]["protocolVersion"] == "2025-06-18"
    assert answered[2]["result"]["structuredContent"]["status"] == "completed"
    assert answered[7]["error"]["code"] == -32601
    rest, _ = process.communicate(timeout=20)
    assert all(json.loads(rest_line)["jsonrpc"] == "2.0" for rest_line in rest.splitlines())
    assert process.returncode == 0


def test_it_ends_with_its_client_and_the_job_goes_on_next_time(tmp_path):
    first = raw(tmp_path)
    first.stdin.write(line(INITIALIZE) + line({"jsonrpc": "2.0", "method": "notifications/initialized"}))
    first.stdin.write(
        line(call(2, "run_job", schema=USERS, total_rows=3_000_000, name="long", wait_seconds=3600))
    )
    first.stdin.flush()
    first.stdout.readline()
    until(lambda: len(processes_of(tmp_path)) > 1, what="workers to start")
    _, errors = first.communicate(timeout=20)  # closes our end, as a client that leaves does
    assert first.returncode == 0, errors.decode()
    assert b"Traceback" not in errors, errors.decode()
    until(lambda: not processes_of(tmp_path), 5, what="every process to end")
    second = raw(tmp_path)
    second.stdin.write(line(INITIALIZE) + line({"jsonrpc": "2.0", "method": "notifications/initialized"}))
    second.stdin.write(line(call(2, "list_jobs")))
    second.stdin.flush()
    second.stdout.readline()
    job = json.loads(second.stdout.readline())["result"]["structuredContent"]["jobs"][0]
    assert job["name"] == "long"
    assert job["status"] != "cancelled"
    second.stdin.write(line(call(3, "get_job_progress", job_id=job["job_id"], wait_seconds=60)))
    second.stdin.flush()
    done = json.loads(second.stdout.readline())["result"]["structuredContent"]
    assert done["status"] == "completed"
    second.communicate(timeout=20)


def test_a_killed_server_leaves_no_worker(tmp_path):
    process = raw(tmp_path)
    process.stdin.write(line(INITIALIZE) + line({"jsonrpc": "2.0", "method": "notifications/initialized"}))
    process.stdin.write(line(call(2, "create_job", schema=USERS, total_rows=10**9)))
    process.stdin.flush()
    until(lambda: len(processes_of(tmp_path)) > 1, what="workers to start")
    process.kill()
    process.communicate()
    until(lambda: not processes_of(tmp_path), 5, what="every process to end")


def test_a_database_that_cannot_be_opened_is_told_to_the_caller(tmp_path):
    (tmp_path / "rowsmith.db").write_bytes(b"this is no database" * 100)
    process = raw(tmp_path)
    process.stdin.write(line(INITIALIZE) + line({"jsonrpc": "2.0", "method": "notifications/initialized"}))
    process.stdin.write(line(call(2, "list_jobs")) + line(call(3, "validate_schema", schema=USERS)))
    process.stdin.flush()
    answered = {}
    while not {1, 2, 3} <= set(answered):
        message = json.loads(process.stdout.readline())
        answered[message.get("id")] = message
    assert answered[2]["result"]["isError"]
    assert answered[3]["result"]["structuredContent"]["valid"]
    process.communicate(timeout=20)


@pytest.mark.parametrize("statement", ["import rowsmith", "import rowsmith.cli", "import rowsmith.library"])
def test_the_core_does_not_load_the_protocol(statement):
    code = f"import sys\n{statement}\nprint([name for name in ('mcp', 'mcp_types') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_help_does_not_load_the_protocol():
    code = (
        "import sys\nfrom rowsmith.cli import app\n"
        "try:\n    app.main(['--help'], standalone_mode=False)\nfinally:\n"
        "    assert 'mcp' not in sys.modules and 'pydantic' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "mcp" in done.stdout
