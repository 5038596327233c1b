"""What an importer is, and how a file in another language becomes a schema: `import_content("ddl", text)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.registry import Registry


@dataclass(frozen=True, slots=True)
class Importer:
    """One language that a schema can be read from.

    An importer's module is imported to list it, so a library that takes long to load is imported in `read`.
    """

    kind: str
    description: str
    """One line for the catalogue, and the help of the command line's option."""
    read: Callable[..., Extraction]
    """`read(content, dialect=None)`; whatever the content, it raises nothing but `InvalidInput`."""
    example: str
    """A small content, which the contract tests and the docs use."""
    takes: Literal["text", "bytes"] = "text"
    """What `read` is given: text, or the bytes of a file as they are."""
    dialects: tuple[str, ...] = ()
    """The varieties of the language that a user may name; without a name the importer finds out."""
    option: str = ""
    """The option of the command line; left empty it is made from the kind: `--json-schema`."""

    @property
    def flag(self) -> str:
        """The option of the command line with its dashes: `--json-schema`."""
        return f"--{self.option or self.kind.replace('_', '-')}"


importers: Registry[Importer] = Registry("importer", package="rowsmith.importers", group="rowsmith.importers")


def import_content(
    kind: str, content: str | bytes, *, dialect: str | None = None, name: str | None = None
) -> Extraction:
    """The schema in a content of some kind; `name` is what a table is called that has no name of its own."""
    if kind not in importers:
        known = ", ".join(importers.names())
        raise InvalidInput.of([Issue("kind", "unknown_value", f"unknown kind {kind[:40]!r}; use {known}")])
    importer = importers.get(kind)
    _check_dialect(importer, dialect)
    given = content if importer.takes == "bytes" else as_text(content)
    found = importer.read(
        given.encode() if importer.takes == "bytes" and isinstance(given, str) else given, dialect=dialect
    )
    unnamed = name and found.schema.name is None and found.schema.fields is not None
    return replace(found, schema=found.schema.model_copy(update={"name": name})) if unnamed else found


def as_text(content: str | bytes) -> str:
    """The text of a file, which is in UTF-8 with or without a mark."""
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text (byte {error.start} is {content[error.start]:#04x}); save it as UTF-8"
        raise InvalidInput.of([Issue("content", "not_utf8", message)]) from None


def _check_dialect(importer: Importer, dialect: str | None) -> None:
    if dialect is None or dialect in importer.dialects:
        return
    known = f"use {', '.join(importer.dialects)}" if importer.dialects else "leave it out"
    message = f"{importer.kind} has no dialect {dialect[:40]!r}; {known}"
    raise InvalidInput.of([Issue("dialect", "unknown_value", message)])
