"""`rowsmith jobs`: look at jobs and steer them, on this machine's database."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rowsmith.cli import show
from rowsmith.cli.budget import budget_options
from rowsmith.cli.remote import chosen_server, connected, fetch, server_option

if TYPE_CHECKING:
    from rowsmith.client import Client
    from rowsmith.jobs.manager import JobManager
    from rowsmith.schema.job import JobAction, JobStateSummary


@contextmanager
def reached() -> Generator[JobManager | Client]:
    """The jobs of the server that was named, or of this machine; both speak the same words."""
    chosen = chosen_server()
    with opened() if chosen is None else connected(chosen) as door:
        yield door


@contextmanager
def opened() -> Generator[JobManager]:
    """The jobs of this machine's settings."""
    from rowsmith.jobs.manager import JobManager
    from rowsmith.settings import load_settings

    manager = JobManager(load_settings().jobs_config())
    try:
        yield manager
    finally:
        manager.close()


@click.group()
@server_option
def command() -> None:
    """Look at durable jobs and steer them, on this machine or on a server."""


@command.command("list")
@click.option("--status", help="Only jobs of this status, e.g. generating.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def list_jobs(status: str | None, limit: int) -> None:
    """List jobs, newest first."""
    from typing import get_args

    from rowsmith.schema.job import JobStatus

    if status is not None and status not in get_args(JobStatus):
        raise click.BadParameter(
            f"{status!r} is none of {', '.join(get_args(JobStatus))}", param_hint="--status"
        )
    with reached() as manager:
        page = manager.list(status=status, limit=limit)  # type: ignore[arg-type]  # checked above
    for job in page.jobs:
        click.echo(_line(job))
    if page.total > len(page.jobs):
        click.echo(f"... and {page.total - len(page.jobs)} more", err=True)


def _line(job: JobStateSummary) -> str:
    done = job.progress
    made = f"{done.rows_generated:,}/{done.total_rows:,} rows"
    return f"{job.job_id}  {job.status:<17}  {made:>25}  {job.output_format:<8}  {job.name or ''}".rstrip()


@command.command("show")
@click.argument("job_id")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def show_job(job_id: str, as_json: bool) -> None:
    """Show one job."""
    with reached() as manager:
        job = manager.get(job_id)
    if as_json:
        click.echo(job.model_dump_json(indent=2, by_alias=True))
        return
    click.echo(_line(job))
    done = job.progress
    click.echo(
        f"progress   {done.progress_percentage} %, {done.chunks_completed} of {done.total_chunks} chunks"
    )
    if done.rows_per_second:
        click.echo(f"speed      {done.rows_per_second:,.0f} rows/s")
    click.echo(f"seed       {job.seed}")
    if done.tokens:
        click.echo(f"model      {done.tokens:,} tokens, ${done.cost:.4f}")
    if done.error_message:
        click.echo(f"error      {done.error_message}")


def _steer(action: JobAction, words: str) -> None:
    @command.command(action, help=words)
    @click.argument("job_id")
    @click.option("--reason", help="Kept with the event.")
    def steer(job_id: str, reason: str | None, **budget: Any) -> None:
        with reached() as manager:
            answer = manager.control(job_id, action, reason=reason, **budget)
        click.echo(answer.status)

    if action == "resume":
        budget_options(steer)

    del steer


_steer("pause", "Make no new chunks; what is done is kept.")
_steer("resume", "Go on with a paused job.")
_steer("cancel", "Stop a job; it can be retried.")
_steer("retry", "Run again what is not done of a failed or cancelled job.")


@command.command("delete")
@click.argument("job_id")
def delete_job(job_id: str) -> None:
    """Remove a job and its files."""
    with reached() as manager:
        manager.delete(job_id)


@command.command("download")
@click.argument("job_id")
@click.option("-o", "--output", metavar="FILE", help="Where to write it (default: its own name here).")
@click.option("--format", "format_", metavar="NAME", help="Another format than the job's.")
@click.option("--table", help="One table of several.")
@click.option("--manifest", is_flag=True, help="Write FILE.manifest.json too, for `rowsmith verify`.")
def download(job_id: str, output: str | None, format_: str | None, table: str | None, manifest: bool) -> None:
    """Write a completed job's dataset to a file."""
    chosen = chosen_server()
    if chosen is not None:
        click.echo(str(fetch(chosen, job_id, output, format_, table)))
        return
    with opened() as manager:
        job = manager.job(job_id)
        info = manager.files.prepare(job, format_, table=table)
        if info.status == "merging":
            manager.start()
        path, size = save(manager, job_id, output, format_, table)
        if manifest:
            beside = path.with_name(f"{path.name}.manifest.json")
            beside.write_bytes(manager.files.open(job, format_, table=table).manifest())
    click.echo(f"{info.total_rows:,} rows, {show.size(size)}", err=True)
    click.echo(str(path))


def save(
    manager: JobManager, job_id: str, output: str | None, format_: str | None, table: str | None
) -> tuple[Path, int]:
    """Write a job's file to where it was asked for, or under its own name here."""
    path = manager.save(job_id, Path(output) if output else None, format_, table=table)
    return path, path.stat().st_size
