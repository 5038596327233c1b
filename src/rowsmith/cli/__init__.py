"""The command line. This file only knows where the commands are; each is imported when it is called."""

from __future__ import annotations

import atexit
import os
import sys

import click

from rowsmith.errors import RowsmithError

_COMMANDS = {
    "generate": "Make a dataset from a sentence or a schema.",
    "extract": "Turn a sentence into a schema.",
    "validate": "Check a schema and list every problem.",
    "preview": "Show a few rows, from anywhere in the dataset.",
    "jobs": "Look at durable jobs and steer them.",
    "mcp": "Serve assistants by the Model Context Protocol.",
    "worker": "Work on jobs until told to stop.",
    "verify": "Check finished files against their schema.",
    "types": "List the semantic types and the formats.",
    "serve": "Serve the HTTP API.",
    "keys": "Make, list and revoke API keys.",
}

_ALIASES = {"api-server": "serve"}


class _Commands(click.Group):
    """Lists the commands without importing them, so that `rowsmith --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        cmd_name = _ALIASES.get(cmd_name, cmd_name)
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        return import_module(f"rowsmith.cli.{cmd_name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="rowsmith", message="rowsmith %(version)s")
def app() -> None:
    r"""Synthetic datasets from a sentence: any number of rows, the same bytes every time.

    \b
    rowsmith generate "5000 users with name, email, age 18-80 and country" -o users.parquet
    """


def main() -> None:
    """Run the command line; every error is one clear line and an exit code, never a traceback."""
    ending = _Ending()
    atexit.register(ending.leave)  # the first to be registered is the last to run
    # Nothing here multiplies matrices, and a start should not pay for a pool of threads that do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    ending.code = _run()
    sys.exit(ending.code)


def _run() -> int:
    """The exit code: 0 done, 1 failed, 2 wrong usage or input."""
    try:
        answer = app.main(standalone_mode=False)
        return answer if isinstance(answer, int) else 0
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except click.ClickException as error:
        error.show()
        return 2 if isinstance(error, click.UsageError) else error.exit_code
    except RowsmithError as error:
        _complain(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing was left half written", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        click.echo(f"error: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        return 1


class _Ending:
    """Leaves without taking the interpreter apart, which costs more than ten rows do."""

    code = 1

    def leave(self) -> None:
        """Flush what was printed and go; everything else that runs at exit has run."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):  # a pipe that was closed, a stream that was
                self.code = self.code or 1
        os._exit(self.code)


def _complain(error: RowsmithError) -> None:
    if len(error.issues) <= 1:
        click.echo(f"error: {error.message}", err=True)
        return
    click.echo(f"error: {len(error.issues)} problems", err=True)
    for issue in error.issues[:50]:
        click.echo(f"  {issue}", err=True)
    if len(error.issues) > 50:
        click.echo(f"  ... and {len(error.issues) - 50} more", err=True)
