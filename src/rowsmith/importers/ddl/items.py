"""One item of a table: a column or a constraint, read by sqlglot and entered into the table."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from rowsmith.importers.ddl.catalogue import Catalogue, Column, Domain, Expression, ForeignKey, Table
from rowsmith.importers.ddl.pieces import Pieces

# What sqlglot says by log of a statement that it cannot take apart, the importer says by its warnings.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_INDEXES = {"KEY", "INDEX", "FULLTEXT", "SPATIAL"}
_ENDS_TYPE = {
    "CHECK", "NOT", "NULL", "DEFAULT", "CONSTRAINT", "PRIMARY", "PRIMARY KEY", "UNIQUE", "REFERENCES", "GENERATED",
    "COLLATE", "COMMENT", "AS", "IDENTITY",
}  # fmt: skip
_DROPPED = {
    "CLUSTERED",
    "NONCLUSTERED",
    "SPARSE",
    "ROWGUIDCOL",
    "PERSISTED",
    "DEFERRABLE",
    "VISIBLE",
    "AUTOINCREMENT",
}
"""Words about storage or time of checking, which change no value; some of them stop sqlglot."""


def read_item(source: str, tokens: tuple[Token, ...], table: Table, catalogue: Catalogue) -> None:
    """Enter one item of `CREATE TABLE t (...)` or of `ALTER TABLE t ADD ...`; what fails becomes a warning."""
    pieces = Pieces(tokens, catalogue.dialect)
    if (
        pieces.word() in _INDEXES
        or pieces.word() == "EXCLUDE"
        or (pieces.word() == "PERIOD" and pieces.word(1) == "FOR")
    ):
        if pieces.word() == "EXCLUDE":
            catalogue.warn(f"{table.name}: an exclusion constraint is not kept")
        return
    if pieces.word() == "LIKE":
        pieces.take("LIKE")
        _copy(catalogue.table(pieces.name()), table)
        return
    if pieces.word() == "UNIQUE" and pieces.word(1) in _INDEXES:
        _unique_key(pieces, table)
        return
    text = _text(source, tokens)
    node = _parsed(text, catalogue)
    if node is None:
        _bare(pieces, text, table, catalogue)
    else:
        _enter(node, table, catalogue, tokens)


def expression(text: str, catalogue: Catalogue) -> Expression | None:
    """A scalar expression of the script's dialect; None where it is not understood."""
    try:
        return sqlglot.parse_one(text, read=catalogue.dialect)
    except (SqlglotError, ValueError, RecursionError):
        return None


def _text(source: str, tokens: tuple[Token, ...]) -> str:
    """The item without the words that change no value."""
    kept: list[str] = []
    skipped = 0
    for at, token in enumerate(tokens):
        if at < skipped:
            continue
        bare = token.token_type not in (TokenType.STRING, TokenType.IDENTIFIER)
        word = token.text.upper() if bare and at else ""
        before = tokens[at - 1].text.upper() if at else ""
        if word in _DROPPED and before != "NOT":
            continue
        if word == "NOT" and at + 1 < len(tokens) and tokens[at + 1].text.upper() == "DEFERRABLE":
            skipped = at + 2
            continue
        if word == "INITIALLY":
            skipped = at + 2
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else token
        if (word == "WITH" and after.token_type == TokenType.L_PAREN) or (
            word == "ON" and after.text.upper() in ("PRIMARY", "CONFLICT")
        ):
            break  # storage options, which stand at the end
        # Spaces keep what was apart apart, and separate `[name]TEXT`, which SQLite allows.
        kept.append(source[token.start : token.end + 1])
    return " ".join(kept)


def _parsed(text: str, catalogue: Catalogue) -> Expression | None:
    try:
        made = sqlglot.parse_one(f"CREATE TABLE t ({text})", read=catalogue.dialect)
    except (SqlglotError, ValueError, RecursionError):
        return None
    items: list[Any] = (
        made.this.expressions if isinstance(made, exp.Create) and isinstance(made.this, exp.Schema) else []
    )
    return items[0] if len(items) == 1 else None


def _bare(pieces: Pieces, text: str, table: Table, catalogue: Catalogue) -> None:
    """A column of which only the name and the first word of its type are clear, or nothing."""
    starts_constraint = pieces.word() in ("CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK")
    name = "" if starts_constraint else pieces.name()
    if not name:
        catalogue.warn(f"{table.name}: not understood: {text[:120]}")
        return
    column = Column(name, type=_type_of(pieces, catalogue), type_name=pieces.word())
    column.not_null = "NOT NULL" in text.upper()
    table.columns[name.lower()] = column
    catalogue.warn(f"{table.name}.{name}: only its name and type were understood in: {text[:120]}")


def _type_of(pieces: Pieces, catalogue: Catalogue) -> Expression | None:
    """The type that stands next, up to the first word of a constraint."""
    words = [token.text.upper() for token in pieces.left()]
    end = next((at for at, word in enumerate(words) if word in _ENDS_TYPE), len(words))
    node = _parsed(f"c {' '.join(token.text for token in pieces.left()[:end])}", catalogue) if end else None
    return node.args.get("kind") if isinstance(node, exp.ColumnDef) else None


def _enter(node: Expression, table: Table, catalogue: Catalogue, tokens: tuple[Token, ...]) -> None:
    if isinstance(node, exp.Constraint):
        for inner in node.expressions:
            _enter(inner, table, catalogue, tokens)
            table.named[node.this.name.lower()] = _latest(inner, table)
    elif isinstance(node, exp.PrimaryKey):
        table.primary_key = _names(node.expressions, catalogue)
    elif isinstance(node, exp.UniqueColumnConstraint):
        listed = node.this.expressions if isinstance(node.this, exp.Schema) else []
        table.uniques += [_names(listed, catalogue)] if listed else []
    elif isinstance(node, exp.ForeignKey):
        _refer(node.args.get("reference"), _names(node.expressions, catalogue), table, catalogue)
    elif isinstance(node, exp.CheckColumnConstraint):
        table.checks.append(node.this)
    elif isinstance(node, exp.ColumnDef):
        column = _column(node, table, catalogue, tokens)
        table.columns[column.name.lower()] = column
    elif isinstance(node, exp.Identifier | exp.Column):
        name = folded(node, catalogue)
        table.columns[name.lower()] = Column(name)
    else:
        catalogue.warn(f"{table.name}: not kept: {node.sql(catalogue.dialect)[:120]}")


def _latest(node: Expression, table: Table) -> Any:
    """What a constraint just entered became."""
    if isinstance(node, exp.PrimaryKey):
        return table.primary_key
    entered = {
        exp.UniqueColumnConstraint: table.uniques,
        exp.ForeignKey: table.foreign_keys,
        exp.CheckColumnConstraint: table.checks,
    }.get(type(node))
    return entered[-1] if entered else None


def _column(node: Expression, table: Table, catalogue: Catalogue, tokens: tuple[Token, ...]) -> Column:
    name = folded(node.this, catalogue)
    column = Column(name, type=node.args.get("kind"))
    if column.type is not None:
        column.type_name = column.type.sql(catalogue.dialect).rpartition(".")[2].strip('"[]`').lower()
    words = {token.text.upper() for token in tokens}
    if "AUTOINCREMENT" in words:
        column.identity = (1, 1)
    for item in node.args.get("constraints") or []:
        _column_constraint(item.kind, column, table, catalogue)
    own = catalogue.domains.get(column.type_name)
    if own is not None:
        _of_domain(own, column, table)
    return column


def _of_domain(domain: Domain, column: Column, table: Table) -> None:
    """A column of a type of the user's own has that type's base, and keeps its checks."""
    column.type = domain.type
    column.not_null |= domain.not_null
    for check in domain.checks:
        copy = check.copy()
        for value in list(copy.find_all(exp.Column)):
            if value.name.upper() == "VALUE":
                value.replace(exp.column(column.name))
        table.checks.append(copy)


def _column_constraint(kind: Expression, column: Column, table: Table, catalogue: Catalogue) -> None:
    if isinstance(kind, exp.NotNullColumnConstraint):
        column.not_null = not kind.args.get("allow_null")
    elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
        table.primary_key = (column.name,)
    elif isinstance(kind, exp.UniqueColumnConstraint):
        table.uniques.append((column.name,))
    elif isinstance(kind, exp.DefaultColumnConstraint):
        column.default = kind.this
    elif isinstance(kind, exp.AutoIncrementColumnConstraint):
        column.identity = (1, 1)
    elif isinstance(kind, exp.GeneratedAsIdentityColumnConstraint) and kind.args.get("expression") is None:
        column.identity = (_number(kind.args.get("start")), _number(kind.args.get("increment")))
    elif isinstance(kind, exp.GeneratedAsIdentityColumnConstraint):
        column.generated = kind.args["expression"]
    elif isinstance(kind, exp.ComputedColumnConstraint):
        column.generated = kind.this
    elif isinstance(kind, exp.CheckColumnConstraint):
        table.checks.append(kind.this)
    elif isinstance(kind, exp.CommentColumnConstraint):
        column.comment = kind.this.name
    elif isinstance(kind, exp.Reference):
        _refer(kind, (column.name,), table, catalogue)


def _refer(node: Expression | None, columns: tuple[str, ...], table: Table, catalogue: Catalogue) -> None:
    target = node.this if node is not None else None
    keys: tuple[str, ...] = ()
    if isinstance(target, exp.Schema):
        keys, target = _names(target.expressions, catalogue), target.this
    if isinstance(target, exp.Table):
        table.foreign_keys.append(ForeignKey(columns, folded(target.this, catalogue), keys))


def _unique_key(pieces: Pieces, table: Table) -> None:
    """`UNIQUE KEY name (a, b(10))` of MySQL."""
    pieces.at += 2
    pieces.name()
    columns = pieces.group() or []
    table.uniques.append(tuple(item[0].text for item in columns))


def _copy(other: Table | None, table: Table) -> None:
    for key, column in (other.columns if other else {}).items():
        table.columns.setdefault(key, replace(column))


def _names(items: list[Any], catalogue: Catalogue) -> tuple[str, ...]:
    found = (item.this if isinstance(item, exp.Ordered) else item for item in items)
    return tuple(folded(item, catalogue) for item in found)


def folded(node: Expression, catalogue: Catalogue) -> str:
    """The name of a node; PostgreSQL keeps a name without quotes in small letters."""
    identifier = node.find(exp.Identifier) if not isinstance(node, exp.Identifier) else node
    if identifier is None:
        return node.name
    bare = not identifier.args.get("quoted")
    return identifier.name.lower() if bare and catalogue.dialect == "postgres" else identifier.name


def _number(node: Expression | None) -> int:
    try:
        return int(node.sql()) if node is not None else 1
    except ValueError:
        return 1
