"""`rowsmith worker`: work on jobs without a door, beside servers on the same database."""

from __future__ import annotations

import logging
import signal
import threading

import click


@click.command()
@click.option("--workers", type=click.IntRange(1), help="Chunks made at once (default: one per processor).")
@click.option(
    "--drain", type=click.FloatRange(0), default=15.0, show_default=True, help="Seconds to finish on exit."
)
@click.option("--until-idle", is_flag=True, help="End when there is nothing left to do.")
def command(workers: int | None, drain: float, until_idle: bool) -> None:
    """Work on jobs until told to stop; any number of these may share a database."""
    from rowsmith.jobs.job import WAITING
    from rowsmith.jobs.manager import JobManager
    from rowsmith.jobs.repository import Query
    from rowsmith.settings import load_settings

    settings = load_settings(**({"workers": workers} if workers else {}))
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(message)s")
    stop = threading.Event()
    manager = JobManager(settings.jobs_config())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        manager.start()
        click.echo(f"working with {manager.workers} workers; Ctrl-C ends it", err=True)
        while not stop.wait(0.2):
            if until_idle and manager.repository.jobs(Query(states=WAITING, limit=1))[1] == 0:
                break
    finally:
        manager.close(drain)
