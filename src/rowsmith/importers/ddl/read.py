"""The steps from a script to an extraction."""

from __future__ import annotations

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.ddl.build import document
from rowsmith.importers.ddl.catalogue import Catalogue
from rowsmith.importers.ddl.changes import apply
from rowsmith.importers.ddl.dialects import detect
from rowsmith.importers.ddl.repair import generating
from rowsmith.importers.ddl.script import statements
from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.schema import parse_schema

MAX_CHARS = 10_000_000
_ANSI = "postgres"
"""ANSI SQL is read with PostgreSQL's grammar, which keeps closest to it."""


def read(content: str, dialect: str | None) -> Extraction:
    """Read a script; `InvalidInput` where it is too long, no SQL, or describes no table."""
    if len(content) > MAX_CHARS:
        raise _refused("too_long", f"the script has more than {MAX_CHARS:,} characters; leave out its data")
    assumed = dialect or detect(content)
    catalogue = Catalogue(_ANSI if assumed == "ansi" else assumed)
    try:
        apply(list(statements(content, catalogue.dialect)), catalogue)
        tables = {key: table for key, table in catalogue.tables.items() if table.columns}
        if not tables:
            raise _refused(
                "nothing_found", "the script has no CREATE TABLE with columns; give the tables' definitions"
            )
        catalogue.tables = tables
        _check_names(catalogue)
        schema = generating(document(catalogue), catalogue)
    except RecursionError:
        raise _refused("too_deep", "the script nests too deeply; simplify its expressions") from None
    if dialect is None:
        catalogue.warnings.insert(0, f"the dialect was taken to be {assumed}; name it if that is wrong")
    lost = len(catalogue.warnings) - (dialect is None)
    return Extraction(
        schema,
        "ddl",
        confidence=round(max(0.1, 1 - 0.02 * lost), 2),
        warnings=tuple(catalogue.warnings),
        receipt=tuple(
            Clause(note.text, tuple(f"tables.{name}" for name in note.tables) or ("tables",))
            for note in catalogue.notes
        ),
    )


def _check_names(catalogue: Catalogue) -> None:
    """Refuse names that no schema can hold, all at once."""
    bare = [
        {"name": table.name, "fields": [{"name": column.name} for column in table.columns.values()]}
        for table in catalogue.tables.values()
    ]
    parse_schema({"tables": bare})


def _refused(code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue("content", code, message)])
