"""Where a command's schema comes from: a sentence, a file, or standard input. Shared by the commands."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rowsmith.errors import InvalidInput

F = TypeVar("F", bound=Callable[..., Any])

MAX_BYTES = 10_000_000
_EXTRACTOR = "rowsmith.extractor"


def schema_options(command: F) -> F:
    """The arguments that name a schema: REQUEST, --schema, --today."""
    for option in (
        click.option("--today", metavar="DATE", help='What "last year" is counted from (default: today).'),
        click.option(
            "--schema",
            "schema_file",
            metavar="FILE",
            help="A schema as JSON, instead of a sentence; - for stdin.",
        ),
        extractor_option,
        click.argument("request", required=False),
    ):
        command = option(command)
    return command


def extractor_option(command: F) -> F:
    """`--extractor`: who reads a request in words."""

    def remember(context: click.Context, _: click.Parameter, chosen: str) -> None:
        context.meta[_EXTRACTOR] = chosen

    return click.option(
        "--extractor",
        type=click.Choice(["auto", "offline", "model"]),
        default="auto",
        expose_value=False,
        callback=remember,
        help="Who reads REQUEST: the language model where one is set up (auto), or one of the two.",
    )(command)


def chosen_extractor() -> Any:
    """Who reads a request for this command."""
    return click.get_current_context().meta.get(_EXTRACTOR, "auto")


def read_source(request: str | None, schema_file: str | None, today: str | None) -> Any:
    """An `Extraction` from a sentence or from a schema file."""
    from rowsmith.importers.extraction import Extraction
    from rowsmith.library import extract
    from rowsmith.schema import parse_schema

    if (request is None) == (schema_file is None):
        raise click.UsageError(
            'say what to make, e.g. "100 users with name and email", or give --schema FILE'
        )
    if schema_file is not None:
        return Extraction(schema=parse_schema(read_text(schema_file)), extractor="schema")
    return extract(request or "", today=parse_day(today), extractor=chosen_extractor())


def parse_day(text: str | None) -> datetime.date:
    """`--today`, or the date of the machine."""
    if text is None:
        return datetime.datetime.now().astimezone().date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date such as 2026-01-31", param_hint="--today") from None


def read_text(path: str) -> str:
    """A text file of bounded size, or standard input for `-`."""
    if path == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        try:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InvalidInput(f"cannot read {path}: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"{path} is larger than {MAX_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text") from None
