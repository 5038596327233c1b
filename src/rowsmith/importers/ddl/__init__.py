"""SQL DDL: PostgreSQL, MySQL, SQLite, SQL Server and ANSI; `from_ddl("CREATE TABLE t (id int)").schema`."""

from __future__ import annotations

from rowsmith.importers.ddl.dialects import NAMES
from rowsmith.importers.extraction import Extraction
from rowsmith.importers.importer import Importer, importers

_EXAMPLE = (
    "CREATE TABLE users (id int PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, age int CHECK (age >= 18));"
)


def from_ddl(content: str, *, dialect: str | None = None) -> Extraction:
    """The schema of a script of `CREATE TABLE` and `ALTER TABLE` statements.

    Without a dialect it is told by the words that only one of them uses. Raises `InvalidInput` where the
    script describes no table.
    """
    from rowsmith.importers.ddl.read import read

    return read(content, dialect)


importers.add(
    "ddl",
    Importer(
        kind="ddl",
        description="SQL DDL of PostgreSQL, MySQL, SQLite, SQL Server or ANSI.",
        read=from_ddl,
        example=_EXAMPLE,
        dialects=NAMES,
    ),
)
