"""`ALTER TABLE`: columns and constraints that are added, changed, renamed and dropped after the fact."""

from __future__ import annotations

from sqlglot import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token

from rowsmith.importers.ddl.catalogue import Catalogue, Column, Table
from rowsmith.importers.ddl.items import expression, read_item
from rowsmith.importers.ddl.pieces import Pieces
from rowsmith.importers.ddl.script import Statement


def alter_table(pieces: Pieces, statement: Statement, catalogue: Catalogue) -> Table | None:
    """Every action of one `ALTER TABLE`, in order; None for a table that is not known."""
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
            _drop(inner, table)
        elif inner.take("ATTACH", "PARTITION"):
            catalogue.tables.pop(inner.name().lower(), None)
        elif inner.take("RENAME", "TO"):
            catalogue.rename_table(table, inner.name())
        elif inner.take("RENAME"):
            inner.take("COLUMN")
            column = table.column(inner.name())
            if column is not None and inner.take("TO"):
                catalogue.rename_column(table, column, inner.name())
        elif adding:
            read_item(statement.source, action, table, catalogue)
    return table


def _drop(inner: Pieces, table: Table) -> None:
    """`DROP COLUMN c`, `DROP CONSTRAINT name`, and MySQL's ways to say it."""
    if inner.take("PRIMARY KEY") or inner.take("PRIMARY", "KEY"):
        table.primary_key = ()
        return
    constraint = inner.one_of("CONSTRAINT", "FOREIGN", "FOREIGN KEY", "INDEX", "KEY", "CHECK")
    inner.take("KEY")
    if not constraint:
        inner.take("COLUMN")
    inner.take("IF", "EXISTS")
    name = inner.name()
    if constraint:
        table.drop_constraint(name)
    else:
        table.drop_column(name)


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
            catalogue.rename_column(table, column, Pieces(action[start:], catalogue.dialect).name())
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
        tokens = Statement(text, tuple(tokenized(text, catalogue.dialect)))
        read_item(tokens.source, tokens.tokens, scratch, catalogue)
        made = scratch.column(column.name)
        if made is not None:
            column.type, column.type_name = made.type, made.type_name
            column.not_null |= made.not_null


def tokenized(text: str, dialect: str) -> list[Token]:
    """The tokens of a piece of text of our own making; none where it cannot be cut."""
    try:
        return Dialect.get_or_raise(dialect).tokenize(text)
    except SqlglotError:
        return []
