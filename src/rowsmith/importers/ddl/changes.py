"""Statements: each kind is a row of one table, which says who reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from rowsmith.importers.ddl.catalogue import Catalogue, Column, Domain, Note, Table
from rowsmith.importers.ddl.items import expression, read_item
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
        table = Table(name, dict(model.columns) if model else {})
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
                table.columns = {**(model.columns if model else {}), **table.columns}
        elif pieces.take("WITHOUT", "ROWID") or pieces.take("STRICT"):
            table.keyed = True
        elif pieces.take("COMMENT"):
            pieces.take("=")
            table.comment = pieces.left()[0].text if pieces.left() else ""
        else:
            pieces.at += 1
    catalogue.tables[name.lower()] = table
    return table


def _alter_table(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | str | None:
    pieces.take("IF", "EXISTS")
    pieces.take("ONLY")
    table = catalogue.table(pieces.name())
    if table is None:
        return None
    adding = False
    for action in pieces.rest():
        inner = Pieces(action, catalogue.dialect)
        if inner.take("WITH"):
            inner.one_of("CHECK", "NOCHECK")
        if inner.take("ADD"):
            adding = True
            _add(inner, statement, table, catalogue)
        elif inner.one_of("ALTER", "MODIFY", "CHANGE"):
            adding = False
            _alter_column(inner, action, statement, table, catalogue)
        elif inner.take("DROP"):
            inner.take("COLUMN")
            inner.take("IF", "EXISTS")
            table.columns.pop(inner.name().lower(), None)
        elif inner.take("ATTACH", "PARTITION"):
            catalogue.tables.pop(inner.name().lower(), None)
        elif inner.take("RENAME", "TO"):
            _rename(table, inner.name(), catalogue)
        elif inner.take("RENAME"):
            inner.take("COLUMN")
            _rename_column(table, inner)
        elif adding:
            read_item(statement.source, action, table, catalogue)
    return table


def _add(inner: Pieces, statement: Statement, table: Table, catalogue: Catalogue) -> None:
    inner.take("COLUMN")
    inner.take("IF", "NOT", "EXISTS")
    left = inner.left()
    texts = [token.text.upper() for token in left]
    if "DEFAULT" in texts and "FOR" in texts and texts[0] in ("CONSTRAINT", "DEFAULT"):
        column = table.column(left[-1].text)
        value = left[texts.index("DEFAULT") + 1 : texts.index("FOR")]
        if column is not None and value:
            column.default = expression(statement.source[value[0].start : value[-1].end + 1], catalogue)
        return
    listed = inner.group()
    for item in listed if listed is not None else [left]:
        read_item(statement.source, item, table, catalogue)


def _alter_column(
    inner: Pieces, action: tuple[Token, ...], statement: Statement, table: Table, catalogue: Catalogue
) -> None:
    changed = action[0].text.upper()
    inner.take("COLUMN")
    before = inner.at
    column = table.column(inner.name())
    if changed in ("MODIFY", "CHANGE"):
        start = before if changed == "MODIFY" else inner.at
        if changed == "CHANGE" and column is not None:
            table.columns.pop(column.name.lower())
        read_item(statement.source, action[start:], table, catalogue)
    elif column is None:
        return
    elif inner.take("SET", "NOT", "NULL"):
        column.not_null = True
    elif inner.take("DROP", "NOT", "NULL"):
        column.not_null = False
    elif inner.take("SET", "DEFAULT"):
        left = inner.left()
        column.default = (
            expression(statement.source[left[0].start : left[-1].end + 1], catalogue) if left else None
        )
    elif inner.take("ADD", "GENERATED"):
        column.identity = (1, 1)
    elif inner.take("TYPE") or inner.take("SET", "DATA", "TYPE") or catalogue.dialect == "tsql":
        _retype(column, inner, table, statement, catalogue)


def _retype(column: Column, inner: Pieces, table: Table, statement: Statement, catalogue: Catalogue) -> None:
    left = inner.left()
    texts = [token.text.upper() for token in left]
    left = left[: texts.index("USING")] if "USING" in texts else left
    if left:
        scratch = Table(table.name)
        name = f'"{column.name}"' if catalogue.dialect != "mysql" else f"`{column.name}`"
        text = f"{name} {statement.source[left[0].start : left[-1].end + 1]}"
        tokens = Statement(text, tuple(_tokenized(text, catalogue.dialect)))
        read_item(tokens.source, tokens.tokens, scratch, catalogue)
        made = scratch.column(column.name)
        if made is not None:
            column.type, column.type_name = made.type, made.type_name
            column.not_null |= made.not_null


def _tokenized(text: str, dialect: str) -> list[Token]:
    from sqlglot import Dialect

    try:
        return Dialect.get_or_raise(dialect).tokenize(text)
    except SqlglotError:
        return []


def _rename(table: Table, name: str, catalogue: Catalogue) -> None:
    catalogue.tables.pop(table.name.lower(), None)
    table.name = name
    catalogue.tables[name.lower()] = table


def _rename_column(table: Table, inner: Pieces) -> None:
    column = table.columns.pop(inner.name().lower(), None)
    if column is not None and inner.take("TO"):
        column.name = inner.name()
        table.columns[column.name.lower()] = column


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
    tokens = tuple(_tokenized(text, catalogue.dialect))
    return _domain(parts[0], tokens[1:], Statement(text, tokens), catalogue) if len(parts) > 1 else None


def _domain(name: str, tokens: tuple[Token, ...], statement: Statement, catalogue: Catalogue) -> str:
    scratch = Table(name)
    text = "value " + statement.source[tokens[0].start : tokens[-1].end + 1] if tokens else ""
    text = re.sub(r"(?i)\bconstraint\s+(?:\w+|\"[^\"]*\")\s+(?=check|not)", "", text)
    read_item(text, tuple(_tokenized(text, catalogue.dialect)), scratch, catalogue)
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
    table = (
        catalogue.table(names[-1 if whole == "TABLE" else -2]) if len(names) > (whole == "COLUMN") else None
    )
    if table is None or not whole:
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
    ("ALTER TABLE", _alter_table),
    ("CREATE TYPE", _create_type),
    ("CREATE DOMAIN", _create_domain),
    ("CREATE UNIQUE CLUSTERED|NONCLUSTERED? INDEX", _unique_index),
    ("COMMENT ON", _comment),
    ("EXEC|EXECUTE", _sp_addtype),
)
"""The first words of a statement, those with `?` as they come, and who reads on from there."""
