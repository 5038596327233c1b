"""Five million rows by one tool call: watched, cancelled, retried, delivered; no answer over 8 kB."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from .conftest import USERS, connected
from .processes import started_by_client

pytestmark = [pytest.mark.anyio, pytest.mark.long]


async def test_five_million_rows(tmp_path, mode):
    rows = 5_000_000
    schema = {
        **USERS,
        "fields": [*USERS["fields"], *({"name": f"note_{n}", "type": "string"} for n in range(12))],
    }
    async with connected(started_by_client(tmp_path), mode) as connection:
        heard, half = [], anyio.Event()

        async def hear(progress, total, _):
            heard.append((progress, total))
            if progress > 0:
                half.set()

        async with anyio.create_task_group() as group:

            async def begin():
                arguments = {"schema": schema, "total_rows": rows, "seed": 7}
                await connection.client.call_tool("run_job", arguments, progress_callback=hear)

            group.start_soon(begin)
            await half.wait()
            group.cancel_scope.cancel()
        assert 0 < heard[-1][0] < rows
        job = (await connection.data("list_jobs"))["jobs"][0]
        for _ in range(200):
            job = (await connection.data("list_jobs"))["jobs"][0]
            if job["status"] == "cancelled":
                break
            await anyio.sleep(0.05)
        assert job["status"] == "cancelled"
        await connection.data("control_job", job_id=job["job_id"], action="retry")
        connection.heard.clear()
        done = await connection.data("get_job_progress", job_id=job["job_id"], wait_seconds=900)
        assert done["status"] == "completed"
        assert connection.heard[0][0] > 0, "what was done before was kept"
        file = await connection.data("merge_and_download", job_id=job["job_id"])
        with Path(file["local_path"]).open("rb") as data:
            assert sum(block.count(b"\n") for block in iter(lambda: data.read(1 << 20), b"")) == rows + 1
    assert connection.largest < 8_000
