"""A script cut into statements, each a run of tokens; what is data or belongs to a client is left out first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from rowsmith.errors import InvalidInput, Issue

MAX_TOKENS = 2_000_000
_NOT_SQL = (
    re.compile(
        r"(?ims)^copy\b[^;]*?\bfrom\s+stdin\b[^;]*;\r?\n.*?^\\\.[ \t]*$"
    ),  # rows in a dump of PostgreSQL
    re.compile(r"(?im)^\\[a-z!?][^\r\n]*$"),  # commands of psql
    re.compile(r"(?im)^\.[a-z]+[^\r\n]*$"),  # commands of the SQLite shell
)
_PROGRAMS = re.compile(r"(?ims)^\s*delimiter\s+(?!;)\S+\s*$.*?(?:^\s*delimiter\s+;\s*$|\Z)")
_BATCH = re.compile(r"(?im)^[ \t]*go(?:[ \t]+\d+)?[ \t]*;?[ \t]*\r?$")
_BODIES = {"TRIGGER", "PROCEDURE", "PROC", "FUNCTION", "PACKAGE", "EVENT"}
_STARTS = {
    "CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "EXEC", "EXECUTE", "USE", "PRINT", "RAISERROR",
    "IF", "DECLARE", "GRANT", "TRUNCATE", "SELECT", "BEGIN", "COMMIT",
}  # fmt: skip
"""Words that begin a statement of SQL Server at the beginning of a line, where no semicolon ends the one before."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its tokens, and the text that they are places in."""

    source: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The statement as it was written."""
        return self.source[self.tokens[0].start : self.tokens[-1].end + 1]

    def words(self, count: int) -> list[str]:
        """The first words in capitals: `["CREATE", "TABLE"]`."""
        return [token.text.upper() for token in self.tokens[:count]]


def statements(text: str, dialect: str) -> Iterator[Statement]:
    """Every statement of a script; `InvalidInput` where it cannot be cut into words."""
    for pattern in _NOT_SQL:
        text = pattern.sub("", text)
    if dialect == "mysql":
        text = _PROGRAMS.sub("", text)
    for batch in _BATCH.split(text) if dialect == "tsql" else [text]:
        tokens = _tokens(batch, dialect)
        for run in _runs(tokens, dialect):
            yield Statement(batch, tuple(run))


def _tokens(text: str, dialect: str) -> list[Token]:
    try:
        found = Dialect.get_or_raise(dialect).tokenize(text)
    except (SqlglotError, ValueError, RecursionError) as error:
        said = re.sub(r"\s+", " ", str(error))[:200]
        message = f"this is no {dialect} script: {said}; check quotes and comments, or name another dialect"
        raise InvalidInput.of([Issue("content", "not_sql", message)]) from None
    if len(found) > MAX_TOKENS:
        message = f"the script has more than {MAX_TOKENS:,} words; leave out its data"
        raise InvalidInput.of([Issue("content", "too_long", message)])
    return found


def _runs(tokens: list[Token], dialect: str) -> Iterator[list[Token]]:
    run: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.token_type == TokenType.L_PAREN) - (token.token_type == TokenType.R_PAREN)
        program = _has_body(run)
        if token.token_type == TokenType.SEMICOLON and depth <= 0:
            ended = dialect == "postgres" or not program or run[-1].text.upper() == "END"
            if not ended:
                run.append(token)
                continue
            if run:
                yield run
            run, depth = [], 0
            continue
        starts = dialect == "tsql" and run and depth <= 0 and not program and token.line > run[-1].line
        if starts and token.text.upper() in _STARTS:
            yield run
            run, depth = [], 0
        run.append(token)
    if run:
        yield run


def _has_body(run: list[Token]) -> bool:
    """Whether the statement is a program with semicolons of its own."""
    words = [token.text.upper() for token in run[:8]]
    return (
        bool(words)
        and words[0] in ("CREATE", "ALTER")
        and bool(_BODIES & set(words[1:6]))
        and "TABLE" not in words[1:3]
    )
