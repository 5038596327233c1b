"""`rowsmith generate --job`: the same file by way of a durable job, which survives the process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rowsmith.cli import show
from rowsmith.cli.jobs import opened, save
from rowsmith.cli.progress import progress
from rowsmith.cli.receipt import After


def generate(
    extraction: Any,
    after: After,
    *,
    rows: int,
    seed: int,
    output: str | None,
    format_: str,
    uniqueness: list[Any],
    quiet: bool,
    detach: bool = False,
    max_tokens: int | None = None,
    max_cost: float | None = None,
) -> None:
    """Make a job, work on it here, and write its file; after Ctrl-C or a crash, `rowsmith worker` goes on.

    With `detach` the job is only made, and its id is printed.
    """
    from rowsmith.errors import Unavailable
    from rowsmith.schema.job import JobSpecificationInput

    specification = JobSpecificationInput(
        schema=extraction.schema.document(), receipt=extraction.clauses(),
        total_rows=rows, seed=seed, output_format=format_, uniqueness_fields=uniqueness,
        max_tokens=max_tokens, max_cost=max_cost,
    )  # fmt: skip
    with opened() as manager:
        job = manager.create(specification)
        if detach:
            click.echo(job.job_id)
            return
        if not quiet:
            click.echo(f"job {job.job_id}; if this is interrupted: rowsmith worker", err=True)
        manager.start()
        with progress(job.progress.total_rows, enabled=not quiet) as advance:
            done = 0
            for event in manager.follow(job.job_id):
                if event.data.get("status") == "paused":
                    break  # by its user, or for the reason that it tells
                if event.event == "progress":
                    advance(event.data["rows_generated"] - done)
                    done = event.data["rows_generated"]
        ended = manager.get(job.job_id)
        if ended.status != "completed":
            raise Unavailable(
                f"the job is {ended.status}: {ended.progress.error_message or 'stopped by its user'}"
            )
        path, size = save(manager, job.job_id, output, None, None)
        receipt = manager.files.receipt(manager.job(job.job_id)) if after.asked else None
    if not quiet:
        click.echo(f"{ended.progress.total_rows:,} rows, {show.size(size)}, seed {ended.seed}", err=True)
    click.echo(str(Path(path)))
    if receipt is not None:
        after.tell(receipt, path.name, {"job": job.job_id, "seed": str(ended.seed)})
