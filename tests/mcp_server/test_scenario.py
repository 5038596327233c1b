"""One scenario through every door: extract, validate, preview, create, watch, pause, resume, merge, verify.

The five datasets are byte-identical.
"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import anyio
import httpx2
import pytest

import rowsmith as rs
from rowsmith.schema.job import JobSpecificationInput

from .conftest import connected
from .processes import environment, started_by_client
from .test_http import ACME, client_of, serving

pytestmark = pytest.mark.anyio

REQUEST = "60000 customers with email, age between 18 and 90, country and plan (free 70%, pro 30%)"
ROWS, SEED, CHUNK = 60_000, 7, 5_000


def verified(path: Path) -> str:
    """The checksum of a file that has what was asked, by another program's eyes."""
    import duckdb

    found = duckdb.sql(
        f"SELECT count(*), min(age), max(age), count(email), avg((plan = 'free')::int) "
        f"FROM read_csv('{path}')"
    ).fetchall()[0]
    assert found[0] == found[3] == ROWS
    assert found[1] >= 18
    assert found[2] <= 90
    assert abs(found[4] - 0.7) < 0.02
    return sha256(path.read_bytes()).hexdigest()


def by_library(folder: Path) -> str:
    schema = rs.extract(REQUEST).schema
    assert not rs.validate(schema, rows=ROWS)
    assert rs.preview(schema, rows=3, seed=SEED).num_rows == 3
    manager = rs.JobManager(rs.JobsConfig(data_dir=folder / "library", workers=2))
    try:
        asked = JobSpecificationInput(schema=schema.document(), total_rows=ROWS, seed=SEED, chunk_size=CHUNK)
        job = manager.create(asked).job_id
        assert manager.control(job, "pause").status == "paused"
        manager.start()
        assert manager.get(job).status == "paused"
        manager.control(job, "resume")
        assert manager.wait(job, 120).status == "completed"
        path = manager.save(job, folder / "library.csv")
    finally:
        manager.close()
    assert not rs.verify(schema, path, rows=ROWS).broken
    return verified(path)


def by_command_line(folder: Path) -> str:
    def run(*arguments: str, given: str | None = None) -> str:
        command = [sys.executable, "-m", "rowsmith", *arguments]
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment(folder / "cli"),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    (folder / "schema.json").write_text(run("extract", REQUEST))
    assert run("validate", "schema.json").strip() == "valid"
    assert run("preview", "--schema", "schema.json", "-n", "3")
    asked = ["--schema", "schema.json", "-n", str(ROWS), "--seed", str(SEED), "--format", "csv"]
    job = run("generate", *asked, "--job", "--detach").strip()
    assert run("jobs", "pause", job).strip() == "paused"
    assert run("jobs", "list", "--status", "paused").startswith(job)
    assert run("jobs", "resume", job).strip() == "generating"
    run("worker", "--until-idle")
    run("jobs", "download", job, "-o", "cli.csv", "--manifest")
    run("verify", "cli.csv.manifest.json", "cli.csv")
    return verified(folder / "cli.csv")


async def by_mcp(connection, folder: Path, name: str) -> str:
    read = await connection.data("extract_schema", user_input=REQUEST)
    schema = read["schema"]
    assert (await connection.data("validate_schema", schema=schema, total_rows=ROWS))["valid"]
    assert len((await connection.data("preview_rows", schema=schema, rows=3, seed=SEED))["data"]) == 3
    job = await connection.data(
        "create_job", schema=schema, total_rows=read["rows"], seed=SEED, chunk_size=CHUNK, auto_start=False
    )
    only = {"job_id": job["job_id"]}
    await connection.data("generate_chunk", **only, chunk_id=3)
    await connection.data("control_job", **only, action="resume")
    paused = await connection.call("control_job", **only, action="pause")
    if not paused.is_error:  # else it was faster
        assert (await connection.data("get_job_progress", **only))["status"] == "paused"
        await connection.data("control_job", **only, action="resume")
    done = await connection.data("get_job_progress", **only, wait_seconds=120)
    assert done["status"] == "completed"
    file = await connection.data("merge_and_download", **only)
    path = folder / f"{name}.csv"
    if "local_path" in file:
        path.write_bytes(Path(file["local_path"]).read_bytes())
    else:
        async with httpx2.AsyncClient(timeout=60) as anybody:
            path.write_bytes((await anybody.get(file["download_url"])).content)
    report = await connection.data("get_report", **only)
    assert report["files"][0]["sha256"] == file["checksum"] == verified(path)
    return file["checksum"]


async def by_http(address: str, folder: Path) -> str:
    async with httpx2.AsyncClient(base_url=address, headers={"x-api-key": ACME}, timeout=120) as http:

        async def ask(verb, path, body=None, **options):
            said = await http.request(verb, path, json=body, **options)
            assert said.status_code < 300, said.text
            return said

        read = (await ask("POST", "/schema/extract", {"user_input": REQUEST})).json()
        schema = read["schema"]
        assert (await ask("POST", "/schema/validate", schema)).json()["valid"]
        assert (
            len(
                (await ask("POST", "/schema/preview", {"schema": schema, "rows": 3, "seed": SEED})).json()[
                    "data"
                ]
            )
            == 3
        )
        specification = {
            "schema": schema, "total_rows": read["rows"], "seed": SEED, "chunk_size": CHUNK,
            "auto_start": False,
        }  # fmt: skip
        path = f"/jobs/{(await ask('POST', '/jobs', specification)).json()['job_id']}"
        await ask("POST", f"{path}/chunks/3", {})
        await ask("POST", f"{path}/control", {"action": "resume"})
        said = await http.post(f"{path}/control", json={"action": "pause"})
        if said.status_code == 200:
            assert (await ask("GET", path)).json()["status"] == "paused"
            await ask("POST", f"{path}/control", {"action": "resume"})
        assert (await ask("GET", path, params={"wait": 60})).json()["status"] == "completed"
        info = (await ask("POST", f"{path}/download", {})).json()
        (folder / "http.csv").write_bytes((await ask("GET", f"{path}/download")).content)
        assert info["checksum"] == verified(folder / "http.csv")
        return info["checksum"]


async def test_every_door_gives_the_same_bytes(tmp_path):
    found = {"library": await anyio.to_thread.run_sync(by_library, tmp_path)}
    found["command line"] = await anyio.to_thread.run_sync(by_command_line, tmp_path)
    async with connected(started_by_client(tmp_path / "stdio")) as connection:
        found["MCP over stdio"] = await by_mcp(connection, tmp_path, "stdio")
        assert connection.largest < 8_000
    async with serving(tmp_path / "service") as address:
        found["HTTP"] = await by_http(address, tmp_path)
        async with client_of(address, mode="legacy") as connection:
            found["MCP over HTTP"] = await by_mcp(connection, tmp_path, "mcp")
    assert len(set(found.values())) == 1, json.dumps(found, indent=1)
