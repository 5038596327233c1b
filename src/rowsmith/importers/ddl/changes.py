"""Statements: each kind is a row of one table, which says who reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from sqlglot.tokenizer_core import Token, TokenType

from rowsmith.importers.ddl.alter import alter_table, tokenized
from rowsmith.importers.ddl.catalogue import Catalogue, Domain, Note, Table
from rowsmith.importers.ddl.items import read_item
from rowsmith.importers.ddl.pieces import Pieces
from rowsmith.importers.ddl.script import Statement

Reader = Callable[[Pieces, Statement, Catalogue], Table | str | None]

_QUIET = {
    "SET", "BEGIN", "COMMIT", "START", "END", "ROLLBACK", "USE", "PRAGMA", "DROP", "LOCK", "UNLOCK", "ANALYZE",
    "VACUUM", "PRINT", "SELECT", "SHOW", "GRANT", "REVOKE", "IF", "DECLARE", "RAISERROR", "SAVEPOINT", "RELEASE",
}  # fmt: skip
"""Statements that neither hold data nor describe any."""
_BETWEEN = {"OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY"}
"""Words between the two that say what a statement is."""


def apply(statements: list[Statement], catalogue: Catalogue) -> None:
    """Enter every statement; those that say nothing about tables are counted and told."""
    unused: Counter[str] = Counter()
    for statement in statements:
        pieces = Pieces(statement.tokens, catalogue.dialect)
        read = next((reader for words, reader in _KINDS if _begins(pieces, words)), None)
        effect = read(pieces, statement, catalogue) if read else None
        if effect is None:
            kind = _kind(statement)
            unused.update([kind] if statement.words(1)[0] not in _QUIET else [])
            continue
        named = (effect.name,) if isinstance(effect, Table) else ()
        catalogue.notes.append(Note(re.sub(r"\s+", " ", statement.text)[:160], named))
    for kind, count in unused.items():
        times = f" ({count} times)" if count > 1 else ""
        catalogue.warn(f"not used: {kind}{times}")


def _begins(pieces: Pieces, words: str) -> bool:
    pieces.at = 0
    steps = [(word.rstrip("?").split("|"), word.endswith("?")) for word in words.split(" ")]
    return all(pieces.one_of(*choices) or optional for choices, optional in steps)


def _kind(statement: Statement) -> str:
    """What a statement is, in its own first words: `CREATE VIEW`, `INSERT INTO`."""
    words = statement.words(6)
    words = [word for word in words if word not in _BETWEEN] or words
    return " ".join(words[: 2 if words[0] in ("CREATE", "ALTER", "INSERT", "COMMENT") else 1])


def _create_table(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    pieces.take("IF", "NOT", "EXISTS")
    name = pieces.name()
    if pieces.take("PARTITION", "OF"):
        return f"a part of {pieces.name()}"
    if pieces.take("LIKE"):
        model = catalogue.table(pieces.name())
        items = None
        table = Table(name, model.copied() if model else {})
    else:
        items = pieces.group()
        table = Table(name)
    if items is None and not table.columns:
        return None  # CREATE TABLE ... AS SELECT: its columns are not said
    for item in items or ():
        read_item(statement.source, item, table, catalogue)
    while not pieces.done:
        if pieces.take("INHERITS"):
            for parent in pieces.group() or []:
                model = catalogue.table(parent[-1].text)
                table.columns = {**(model.copied() if model else {}), **table.columns}
        elif pieces.take("WITHOUT", "ROWID") or pieces.take("STRICT"):
            table.keyed = True
        elif pieces.take("COMMENT"):
            pieces.take("=")
            table.comment = pieces.left()[0].text if pieces.left() else ""
        else:
            pieces.at += 1
    catalogue.tables[name.lower()] = table
    return table


def _drop_tables(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    """Tables that a script makes and drops again are not described by it."""
    pieces.take("IF", "EXISTS")
    gone = [Pieces(item, catalogue.dialect).name() for item in pieces.rest()]
    known = [name for name in gone if catalogue.tables.pop(name.lower(), None)]
    return f"no {', '.join(known)}" if known else None


def _create_type(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    name = pieces.name()
    if not pieces.take("AS", "ENUM"):
        return None
    values = pieces.group() or []
    catalogue.enums[name.lower()] = [
        item[0].text for item in values if item[0].token_type == TokenType.STRING
    ]
    return f"the values of {name}"


def _create_domain(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    name = pieces.name()
    pieces.take("AS")
    return _domain(name, pieces.left(), statement, catalogue)


def _sp_addtype(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    """`EXEC sp_addtype id, 'varchar(11)', 'NOT NULL'` of SQL Server's older scripts."""
    if pieces.word() != "SP_ADDTYPE":
        return None
    pieces.at += 1
    parts = [item[-1].text for item in pieces.rest()]
    text = f"value {' '.join(parts[1:3])}"
    tokens = tuple(tokenized(text, catalogue.dialect))
    return _domain(parts[0], tokens[1:], Statement(text, tokens), catalogue) if len(parts) > 1 else None


def _domain(name: str, tokens: tuple[Token, ...], statement: Statement, catalogue: Catalogue) -> str:
    scratch = Table(name)
    text = "value " + statement.source[tokens[0].start : tokens[-1].end + 1] if tokens else ""
    text = re.sub(r"(?i)\bconstraint\s+(?:\w+|\"[^\"]*\")\s+(?=check|not)", "", text)
    read_item(text, tuple(tokenized(text, catalogue.dialect)), scratch, catalogue)
    column = scratch.column("value")
    kind = column.type if column else None
    catalogue.domains[name.lower()] = Domain(kind, bool(column and column.not_null), scratch.checks)
    return f"the type {name}"


def _unique_index(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    while not pieces.done and not pieces.take("ON"):
        pieces.at += 1
    pieces.take("ONLY")
    table = catalogue.table(pieces.name())
    if pieces.take("USING"):
        pieces.at += 1
    items = pieces.group()
    if table is None or not items:
        return None
    columns = [item[0].text for item in items]
    plain = all(table.column(name) for name in columns) and all(len(item) <= 2 for item in items)
    if not plain:
        catalogue.warn(f"{table.name}: a unique index over an expression is not kept")
        return table
    if "WHERE" in [token.text.upper() for token in pieces.left()]:
        catalogue.warn(
            f"{table.name}: {', '.join(columns)} are unique in all rows, not only where the index says"
        )
    table.uniques.append(tuple(columns))
    return table


def _comment(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    text = statement.tokens[-1].text
    whole = pieces.one_of("TABLE", "COLUMN")
    names = []
    while not pieces.done and pieces.word() != "IS":
        names += [pieces.left()[0].text] if pieces.word() != "." else []
        pieces.at += 1
    owner = names[-1:] if whole == "TABLE" else names[-2:-1]
    table = catalogue.table(owner[0]) if whole and owner else None
    if table is None:
        return None
    if whole == "TABLE":
        table.comment = text
    else:
        column = table.column(names[-1])
        if column is not None:
            column.comment = text
    return table


_KINDS: tuple[tuple[str, Reader], ...] = (
    ("CREATE GLOBAL|LOCAL? TEMP|TEMPORARY|UNLOGGED? TABLE", _create_table),
    ("ALTER TABLE", alter_table),
    ("DROP TABLE", _drop_tables),
    ("CREATE TYPE", _create_type),
    ("CREATE DOMAIN", _create_domain),
    ("CREATE UNIQUE CLUSTERED|NONCLUSTERED? INDEX", _unique_index),
    ("COMMENT ON", _comment),
    ("EXEC|EXECUTE", _sp_addtype),
)
"""The first words of a statement, those with `?` as they come, and who reads on from there."""
