"""The options that name a file in another language, one for each importer: `--ddl FILE`, `--like FILE`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rowsmith.importers import Extraction

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Imported:
    """A file, or standard input, and the language that it is in."""

    kind: str
    flag: str
    path: str
    dialect: str | None

    def read(self) -> Extraction:
        """Its schema."""
        from rowsmith.importers.files import MAX_BYTES, bounded
        from rowsmith.library import import_schema

        piped = self.path == "-"
        content = (
            bounded(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input") if piped else Path(self.path)
        )
        return import_schema(self.kind, content, dialect=self.dialect)

    def words(self) -> list[str]:
        """The same on a command line: `["--ddl", "shop.sql", "--dialect", "postgres"]`."""
        return [self.flag, self.path, *(["--dialect", self.dialect] if self.dialect else [])]


def import_options(command: F) -> F:
    """An option for each importer, and `--dialect`; the command gets what was named as `imported`."""
    from rowsmith.importers import importers

    entries = list(importers)

    @functools.wraps(command)
    def with_imported(**given: Any) -> Any:
        dialect = given.pop("dialect")
        named = [
            Imported(entry.kind, entry.flag, path, dialect)
            for entry in entries
            if (path := given.pop(f"import_{entry.kind}")) is not None
        ]
        if len(named) > 1:
            raise click.UsageError(f"give one of {', '.join(item.flag for item in named)}")
        if dialect is not None and not named:
            raise click.UsageError(f"--dialect goes with {', '.join(entry.flag for entry in entries)}")
        return command(imported=named[0] if named else None, **given)

    help_of_dialect = "The variety of what is imported, e.g. postgres: see `types --importers`."
    decorated = click.option("--dialect", metavar="NAME", help=help_of_dialect)(with_imported)
    for entry in reversed(entries):
        help_of_entry = f"{entry.description} - for stdin."
        option = click.option(entry.flag, f"import_{entry.kind}", metavar="FILE", help=help_of_entry)
        decorated = option(decorated)
    return decorated  # type: ignore[return-value]  # called by click alone, with the options as arguments
