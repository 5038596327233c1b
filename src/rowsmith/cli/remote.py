"""`--server URL`: the same commands, on a server that runs `rowsmith serve`."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rowsmith.cli.progress import progress
from rowsmith.cli.receipt import After

if TYPE_CHECKING:
    from rowsmith.client import Client
    from rowsmith.importers.extraction import Extraction

F = TypeVar("F", bound=Callable[..., Any])

KEY = "ROWSMITH_KEY"
_CHOSEN = "rowsmith.server"


@dataclass(frozen=True, slots=True)
class Server:
    """Where to, and with which key."""

    url: str
    key: str | None


def server_option(command: F) -> F:
    """`--server`, or ROWSMITH_SERVER; the key comes from ROWSMITH_KEY alone, for others can see arguments."""

    def remember(context: click.Context, _: click.Parameter, url: str | None) -> None:
        if url:
            context.meta[_CHOSEN] = Server(url, os.environ.get(KEY))

    return click.option(
        "--server",
        metavar="URL",
        envvar="ROWSMITH_SERVER",
        expose_value=False,
        callback=remember,
        help=f"Work on this server instead of here; its key is read from {KEY}.",
    )(command)


def chosen_server() -> Server | None:
    """The server that was named for this command."""
    return click.get_current_context().meta.get(_CHOSEN)


@contextmanager
def connected(server: Server) -> Generator[Client]:
    """A client of the server."""
    from rowsmith.client import Client

    with Client(server.url, key=server.key) as client:
        yield client


def fetch(server: Server, job_id: str, output: str | None, format_: str | None, table: str | None) -> Path:
    """Download a finished file; what an earlier try got is not fetched again."""
    with connected(server) as client:
        return client.download(job_id, output, format=format_, table=table)


def generate(
    server: Server,
    extraction: Extraction,
    after: After,
    *,
    rows: int,
    seed: int,
    output: str | None,
    format_: str,
    uniqueness: list[Any],
    quiet: bool,
    max_tokens: int | None = None,
    max_cost: float | None = None,
) -> None:
    """Have the server make the dataset, watch it, and save the file."""
    from rowsmith.errors import Unavailable

    clauses = [clause.model_dump(mode="json", exclude_none=True) for clause in extraction.clauses()]
    with connected(server) as client:
        job = client.create(
            extraction.schema, total_rows=rows, seed=seed, output_format=format_,
            uniqueness_fields=uniqueness or None, receipt=clauses or None,
            max_tokens=max_tokens, max_cost=max_cost,
        )  # fmt: skip
        if not quiet:
            click.echo(f"job {job.job_id} on {server.url}", err=True)
        done = 0
        with progress(job.progress.total_rows, enabled=not quiet) as advance:
            for event in client.follow(job.job_id):
                if event.data.get("status") == "paused":
                    break  # by its user, or for the reason that it tells
                if event.event == "progress":
                    advance(event.data["rows_generated"] - done)
                    done = event.data["rows_generated"]
        ended = client.get(job.job_id)
        if ended.status != "completed":
            raise Unavailable(f"the job is {ended.status}: {ended.progress.error_message or 'stopped'}")
        path = client.download(job.job_id, output)
        found = client.report(job.job_id)["receipt"] if after.asked else None
    click.echo(str(path))
    if found is not None:
        from rowsmith.schema.receipt import Receipt

        after.tell(Receipt.model_validate(found), path.name, {"job": job.job_id, "seed": str(ended.seed)})
