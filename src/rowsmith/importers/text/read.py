"""From a request to an extraction: clean, settings, rows, head and list, columns, finish."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.importers.text import columns, header
from rowsmith.importers.text.build import build
from rowsmith.importers.text.draft import Request, TableDraft
from rowsmith.importers.text.finish import finish
from rowsmith.importers.text.settings import NOUN, read_rows, read_settings
from rowsmith.importers.text.tables import read_tables
from rowsmith.importers.text.tokens import clean

MAX_CHARS = 200_000


def from_text(user_input: str, *, today: date, context: str | None = None) -> Extraction:
    """Read a request in plain words: `from_text("10 users with name and email", today=...)`."""
    request = Request(today, user_input)
    text = clean(user_input[:MAX_CHARS]).strip()
    if not text:
        raise InvalidInput.of([Issue("user_input", "empty", "the request is empty; say which columns you need")])
    text = read_settings(text, request)
    tables = read_tables(text, request)
    if tables:
        return _extraction(tables, request)
    text = read_rows(text, request)
    parts = header.parts(text)
    table = TableDraft(header.table_name(parts.head, request), request.rows, listed=True)
    body = re.sub(rf"(?:(?<=[.;\n,])|^)\s*{NOUN}[^.,;\n]*(?=[.;\n]|$)", "", parts.body).replace(NOUN, "").replace("\ue021", " ")
    table.columns = columns.read_columns(body, request)
    if not table.columns:
        raise InvalidInput.of([Issue("user_input", "nothing_found", "no column was found in the request; list the columns, such as: 100 users with name, email, age 18-80")])
    return _extraction([table], request)


def _extraction(tables: list[TableDraft], request: Request) -> Extraction:
    for table in tables:
        finish(table, request)
    schema = build(tables, request)
    unread = [f"not understood: {part!r}" for part in request.ignored]
    return Extraction(
        schema,
        "offline",
        rows=request.rows,
        output_format=request.output_format,
        seed=request.seed,
        warnings=tuple(request.warnings + unread),
        suggestions=tuple(request.suggestions),
    )
