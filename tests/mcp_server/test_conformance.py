"""The public conformance suite against the HTTP service, and the public inspector over both transports."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, USERS
from .node import CONFORMANCE, INSPECTOR, environment, installed
from .processes import COMMAND
from .processes import environment as settings

pytestmark = pytest.mark.long

EXPECTED = Path(__file__).parent / "expected-failures.yml"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    path = f"{ROOT / 'src'}:{ROOT / 'tests'}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "conformance_server.py"), str(folder)],
            stdout=subprocess.PIPE, stderr=log, env={**settings(folder), "PYTHONPATH": path}, text=True,
        )  # fmt: skip
        found = next((line.strip() for line in process.stdout if line.startswith("http")), None)
        assert found, (folder / "log").read_text()
        yield found
        process.terminate()
        process.communicate(timeout=30)


def test_the_conformance_suite_passes(address, tmp_path):
    programs = installed(tmp_path, CONFORMANCE)
    done = subprocess.run(
        [programs / "conformance", "server", "--url", f"{address}/mcp", "--requirements", "2026-07-28",
         "--expected-failures", EXPECTED, "--output-dir", tmp_path / "results"],
        env=environment(), capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    passed = dict(re.findall(r"✓ ([\w-]+): (\d+) passed, 0 failed", done.stdout))
    assert sum(map(int, passed.values())) > 150
    tasks = [
        "lifecycle", "capability-negotiation", "wire-fields", "request-state-removal", "mrtr-input",
        "request-headers",
        "dispatch-and-envelope", "required-task-error", "mrtr-composition",
    ]  # fmt: skip
    assert {f"tasks-{name}" for name in tasks} <= set(passed)


@pytest.fixture(scope="module")
def inspector(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("inspector"), INSPECTOR) / "mcp-inspector"


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_the_inspector_lists_and_calls_every_tool(inspector, address, transport, tmp_path):
    variables = settings(tmp_path)
    named = [f"{name}={variables[name]}" for name in variables if name.startswith("ROWSMITH_")]
    named.append(f"PYTHONPATH={ROOT / 'src'}")
    target = [f"{address}/mcp", "--transport", "http"] if transport == "http" else [
        *COMMAND, *(part for pair in named for part in ("-e", pair))]  # fmt: skip

    def inspect(method, *more):
        command = [inspector, "--cli", *target, "--connect-timeout", "90000", "--method", method, *more]
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, timeout=120, check=False
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def call(name, **arguments):
        pairs = [
            f"{key}={value if isinstance(value, str) else json.dumps(value)}"
            for key, value in arguments.items()
        ]
        said = inspect(
            "tools/call", "--tool-name", name, *(part for pair in pairs for part in ("--tool-arg", pair))
        )
        assert not said.get("isError"), said
        called.add(name)
        return said["structuredContent"]

    called: set[str] = set()
    listed = {tool["name"] for tool in inspect("tools/list")["tools"]}
    call("extract_schema", user_input="5 users with email and age")
    call("validate_schema", schema=USERS)
    call("preview_rows", schema=USERS, rows=2)
    held = call("create_job", schema=USERS, total_rows=50, chunk_size=10, auto_start=False)["job_id"]
    call("generate_chunk", job_id=held, chunk_id=0)
    call("control_job", job_id=held, action="resume")
    call("get_job_progress", job_id=held, wait_seconds=60)
    call("list_jobs")
    done = call("run_job", schema=USERS, total_rows=100)["job_id"]
    call("merge_and_download", job_id=done)
    call("get_report", job_id=done)
    ours = {name for name in listed if not name.startswith("test_")}
    assert called == ours - {
        "greet",
        "slow_compute",
        "failing_job",
        "protocol_error_job",
        "confirm_delete",
        "multi_input",
    }
