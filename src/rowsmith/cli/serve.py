"""`rowsmith serve`: the HTTP service."""

from __future__ import annotations

import click


@click.command()
@click.option("--host", help="The address to listen on (default: ROWSMITH_HOST, or 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="The port (default: ROWSMITH_PORT, or 8000).")
@click.option("--insecure", is_flag=True, help="Allow a public address without any authentication.")
@click.option(
    "--no-jobs", is_flag=True, help="Only answer requests; leave chunks to other servers and workers."
)
@click.option("--log-format", type=click.Choice(["auto", "json", "console"]), help="How logs are written.")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="What is logged.")
def command(
    host: str | None,
    port: int | None,
    insecure: bool,
    no_jobs: bool,
    log_format: str | None,
    log_level: str | None,
) -> None:
    """Serve the HTTP API until Ctrl-C or SIGTERM; its operations are shown at /docs.

    Every option has an environment variable; docs/settings.md lists them all.
    """
    from rowsmith.api_server.serve import serve
    from rowsmith.api_server.services import require_safe_settings
    from rowsmith.api_server.settings import load_settings

    given = {
        "host": host,
        "port": port,
        "insecure": True if insecure else None,
        "run_jobs": False if no_jobs else None,
        "log_format": log_format,
        "log_level": None if log_level is None else log_level.upper(),
    }
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    require_safe_settings(settings)
    serve(settings)
