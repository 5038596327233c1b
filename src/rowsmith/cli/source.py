"""Where a command's schema comes from: a sentence, a file, or standard input. Shared by the commands."""

from __future__ import annotations

import datetime
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rowsmith.cli.imported import Imported, import_options
from rowsmith.errors import InvalidInput

if TYPE_CHECKING:
    from rowsmith.importers import Extraction

F = TypeVar("F", bound=Callable[..., Any])

MAX_BYTES = 10_000_000
_EXTRACTOR = "rowsmith.extractor"


@dataclass(frozen=True, slots=True)
class Source:
    """What the user named: words, a schema file, or a file in another language."""

    request: str | None
    schema_file: str | None
    imported: Imported | None
    today: str | None
    edit: str | None = None
    """What to change in it, in words."""
    coverage: bool = False
    """Whether every value, both ends, all pairs and each branch are wanted in the first rows."""

    def read(self) -> Extraction:
        """The schema, and what else was said, with the edit made."""
        found = self._edited()
        if not self.coverage:
            return found
        return replace(found, schema=found.schema.model_copy(update={"mode": "coverage"}))

    def _edited(self) -> Extraction:
        from rowsmith.library import edit

        found = self._read()
        if self.edit is None:
            return found
        return found.edited(edit(found.schema, self.edit, today=parse_day(self.today)))

    def _read(self) -> Extraction:
        from rowsmith.importers import Extraction
        from rowsmith.library import extract
        from rowsmith.schema import parse_schema

        if self.schema_file is not None:
            return Extraction(schema=parse_schema(read_text(self.schema_file)), extractor="schema")
        if self.imported is not None:
            return self.imported.read()
        return extract(self.request or "", today=parse_day(self.today), extractor=chosen_extractor())

    def words(self) -> list[str]:
        """The same on a command line, with the date filled in that the clock gave."""
        if self.coverage:
            return [*replace(self, coverage=False).words(), "--coverage"]
        if self.edit is not None:
            plain = replace(self, edit=None).words()
            dated = [] if "--today" in plain else ["--today", str(parse_day(self.today))]
            return [*plain, *dated, "--edit", self.edit]
        if self.schema_file is not None:
            return ["--schema", self.schema_file]
        if self.imported is not None:
            return self.imported.words()
        return [self.request or "", "--today", str(parse_day(self.today))]


def schema_options(command: F) -> F:
    """The arguments that name a schema: REQUEST, --schema, --today, --ddl, ...; the command gets a `source`."""

    @functools.wraps(command)
    def with_source(
        request: str | None,
        schema_file: str | None,
        imported: Imported | None,
        today: str | None,
        edit: str | None,
        coverage: bool,
        **given: Any,
    ) -> Any:
        if request is not None and edit is None and schema_file is not None:
            request, edit = None, request  # beside a schema, the words are an edit of it
        if sum(item is not None for item in (request, schema_file, imported)) != 1:
            raise click.UsageError(
                'say what to make, e.g. "100 users with name and email", or name one file: --schema FILE, '
                "--ddl FILE, ..."
            )
        return command(source=Source(request, schema_file, imported, today, edit, coverage), **given)

    decorated = import_options(with_source)
    for option in (
        click.option(
            "--coverage",
            is_flag=True,
            help="Let the first rows hold every listed value, both ends, nulls, all pairs and each branch.",
        ),
        click.option(
            "--edit", metavar="TEXT", help='Change the schema: "add a column initials", "make churn 8 %".'
        ),
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
        decorated = option(decorated)
    return decorated  # type: ignore[return-value]  # called by click alone, with the options as arguments


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
