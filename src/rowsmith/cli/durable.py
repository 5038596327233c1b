"""`rowsmith generate --job`: the same file by way of a durable job, which survives the process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from rowsmith.cli import show
from rowsmith.cli.jobs import opened, save
from rowsmith.cli.progress import progress


def generate(
    schema: Any, *, rows: int, seed: int, output: str | None, format_: str, uniqueness: list[Any], quiet: bool,
    detach: bool = False,
) -> None:  # fmt: skip
    """Make a job, work on it here, and write its file; after Ctrl-C or a crash, `rowsmith worker` goes on.

    With `detach` the job is only made, and its id is printed.
    """
    from rowsmith.errors import Unavailable
    from rowsmith.schema.job import JobSpecificationInput

    specification = JobSpecificationInput(
        schema=json.loads(schema.model_dump_json(by_alias=True, exclude_defaults=True)),
        total_rows=rows, seed=seed, output_format=format_, uniqueness_fields=uniqueness,
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
                if event.event == "progress":
                    advance(event.data["rows_generated"] - done)
                    done = event.data["rows_generated"]
        ended = manager.get(job.job_id)
        if ended.status != "completed":
            raise Unavailable(
                f"the job {ended.status}: {ended.progress.error_message or 'stopped by its user'}"
            )
        path, size = save(manager, job.job_id, output, None, None)
    if not quiet:
        click.echo(f"{ended.progress.total_rows:,} rows, {show.size(size)}, seed {ended.seed}", err=True)
    click.echo(str(Path(path)))
