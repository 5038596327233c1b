"""From a request to an extraction: the steps in the order in which they are taken."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.importers.text import columns, dates, header, inside, languages, lexicon, statements
from rowsmith.importers.text.axis import apply_series, read_cycle
from rowsmith.importers.text.build import build
from rowsmith.importers.text.counts import NOUN, read_rows
from rowsmith.importers.text.domains import DOMAINS, domain_of, says_more
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.finish import finish
from rowsmith.importers.text.grid import apply_grid, cross, read_grid
from rowsmith.importers.text.intent import other_request, without_instructions
from rowsmith.importers.text.receipt import receipt
from rowsmith.importers.text.series import read_series
from rowsmith.importers.text.settings import read_settings
from rowsmith.importers.text.spelling import spelled
from rowsmith.importers.text.tables import read_tables
from rowsmith.importers.text.tokens import clean

MAX_CHARS = 200_000
HINT = "list the columns, such as: 100 users with name, email, age 18-80"


def from_text(user_input: str, *, today: date, context: str | None = None) -> Extraction:
    """Read a request in plain words: `from_text("10 users with name and email", today=date(2026, 1, 1))`.

    `context` is more of the same, such as what the data is for; it only helps where the request is vague.
    """
    request = Request(today, user_input)
    text = _prepared(user_input, request)
    text = read_settings(text, request)
    text, cycle = read_cycle(text)
    series = read_series(text, request)
    grid = None if series else read_grid(text)
    if series:
        text = series[1]
    elif grid:
        text = read_rows(grid[1], request)
    else:
        tables = read_tables(text, request)
        if tables:
            return _extraction(tables, request)
        text = read_rows(text, request)
    parts = header.parts(text)
    table = _single(parts, request, context, guess=series is None)
    if series:
        apply_series(series[0], table, request)
    if grid:
        apply_grid(grid[0], table, request)
    cross(parts.head, table, request)
    if cycle:
        _cycle(table, cycle)
    return _extraction([table], request)


def _prepared(user_input: str, request: Request) -> str:
    """The text in one spelling and one language, without what is not about data."""
    text = clean(user_input[:MAX_CHARS]).strip()
    if not re.search(r"\w", text):
        raise _refused("empty", f"the request says nothing; {HINT}")
    if len(user_input) > MAX_CHARS:
        request.warnings.append(f"only the first {MAX_CHARS:,} characters were read")
    if languages.foreign_script(text):
        raise _refused(
            "language",
            f"the offline reader does not know this language; write the request in English: {HINT}",
        )
    text = re.sub(r"(?<=\w)\?(?=\s+\S)", ".", text)
    text = re.sub(
        r"(?i)^(?:(?:hi|hello|hey|dear \w+|good (?:morning|day|evening))(?: (?:there|all|team))?[,!.]*\s+|"
        r"(?:wanted|needed|request|task|todo|prompt|job)\s*:\s+)+(?=\S)",
        "",
        text,
    )
    if other_request(text):
        raise _refused("nothing_found", f"the request asks for something else than data; {HINT}")
    request.text = text
    request.language = languages.language(text)
    text = languages.loose(text)
    if request.language != "en":
        text = languages.to_english(text, request.language)
        request.locale = languages.locale_of(request.language)
    text = without_instructions(text, request)
    return spelled(text, request)


def _refused(code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue("user_input", code, message)])


def _single(parts: header.Parts, request: Request, context: str | None, *, guess: bool) -> TableDraft:
    """The one table of a request that speaks of one."""
    table = TableDraft(header.table_name(parts.head, request), request.rows)
    body = re.sub(rf"^\s*{NOUN}(?:[A-Za-z][\w-]*\s+){{0,3}}[A-Za-z][\w-]*\s*(?:,|:\s)", "", parts.body)
    body = re.sub(rf"(?:(?<=[.;\n,])|^)\s*{NOUN}[^.,;\n]*(?=[.;\n]|$)", "", body)
    body = (
        re.sub(rf"\s(?:of|for|about)\s+{NOUN}[^.,;\n]*", "", body)
        .replace(NOUN, "")
        .replace("\ue021", " ")
        .strip(" .,;:\n")
    )
    name = _vague(parts, body, request, context) if guess else None
    if not guess and not body:
        body = parts.head
    if name:
        return _domain(name, request)
    table.columns = columns.read_columns(body, request)
    for piece in [part for part in (parts.prelude,) if part.strip(" .,\ue021") and NOUN not in part]:
        if not statements.statement(piece, table.columns, request):
            request.ignored.append(piece.strip())
    statements.attach_orphans(table.columns, request)
    if not table.columns:
        raise _refused("nothing_found", f"no column was found in the request; {HINT}")
    _familiar(table, parts, request)
    head = parts.head.replace(NOUN, "").replace("\ue021", " ")
    statements.named_ranges(head, table.columns)
    _head_period(head, table, request)
    return table


def _vague(parts: header.Parts, body: str, request: Request, context: str | None) -> str | None:
    """The domain that is meant where no list of columns is given."""
    whole = f"{parts.head} {body}".replace(NOUN, " ").replace("\ue021", " ")
    listed = re.search(r"[,;:(]|\b(?:with|having|columns?)\b", body) and not re.search(
        r"(?i)nothing fancy|anything|whatever", body
    )
    if (
        listed
        or re.search(r"\d", body)
        or (parts.head.strip() and body and not re.fullmatch(r"[\w\s,'-]*", body))
    ):
        return None
    if parts.head.strip() and body and re.search(r"(?i)\b(?:and|id|name)\b", body):
        return None
    if NOUN in parts.head and says_more(body):
        return None
    return domain_of(f"{whole} {context or ''}")


def _domain(name: str, request: Request) -> TableDraft:
    table = TableDraft(name, request.rows)
    table.columns = columns.read_columns(DOMAINS[name][1], request)
    for draft in table.columns:
        draft.words = ""
    listed = ", ".join(draft.name for draft in table.columns)
    request.warnings.append(
        f"no columns were asked for: {listed} are assumed for {name}; list the columns you want instead"
    )
    request.facts.append((request.text[:200], "fields"))
    return table


def _familiar(table: TableDraft, parts: header.Parts, request: Request) -> None:
    """Refuse what has no meaning as a request for data; warn of names that a list gives but nobody knows."""
    if any(
        inside.told(draft) or lexicon.kind(draft.name) or lexicon.known(lexicon.tokens(draft.name))
        for draft in table.columns
    ):
        return
    names = ", ".join(draft.name for draft in table.columns)
    if request.rows is None and not parts.head.strip():
        listed = re.search(r"[,;|\n]|\band\b", request.text) and not re.search(r"[!?]{2,}", request.text)
        if not listed and "_" not in request.text:
            raise _refused("nothing_found", f"none of the words says anything of data; {HINT}")
        request.warnings.append(f"none of the words is known; {names} were taken as names of text columns")


def _singular(table: TableDraft) -> None:
    for draft in table.columns:
        name = statements.singular_name(draft.name)
        if table.column(name) is None:
            draft.name = name
        words = draft.name.split("_")
        if (
            len(words) > 1
            and words[0] in languages.NATIONALITIES
            and table.column("_".join(words[1:])) is None
        ):
            draft.name = statements.singular_name("_".join(words[1:]))


def _head_period(head: str, table: TableDraft, request: Request) -> None:
    """A period in the head holds for the rows' own date: `admissions over the year 2024`."""
    dated = [
        draft
        for draft in table.columns
        if lexicon.kind(draft.name) in ("date", "datetime") and draft.type in (None, "date", "datetime")
    ]
    own = set(lexicon.tokens(table.name)) | {lexicon.singular(word) for word in lexicon.tokens(table.name)}
    target: Draft | None = next(
        (draft for draft in dated if own & set(lexicon.tokens(draft.name))), dated[0] if dated else None
    )
    if (
        target is None
        or target.bounded()
        or target.pending
        or lexicon.tokens(target.name)[0] in ("birth", "dob")
    ):
        return
    recent = dates.SPANS.search(head)
    found = re.search(
        (
            rf"(?i)\b(?:in|over|during|from|for|of|between)\s+(?:the )?(?:year "
            rf")?(?P<a>{dates.MOMENT})(?:\s*(?:-|to|and)\s*(?P<b>{dates.MOMENT}))?"
        ),
        head,
    )
    if recent:
        span = dates.span(recent, request.today)
        first, last = (span.first, span.last) if span else (None, None)
    elif found:
        start, end = (
            dates.period(found["a"], request.today),
            dates.period(found["b"] or found["a"], request.today),
        )
        first, last = start.first if start else None, end.last if end else None
    else:
        return
    if first and last:
        target.min, target.max = first.isoformat(), last.isoformat()


def _cycle(table: TableDraft, cycle: str) -> None:
    for draft in table.columns:
        if lexicon.kind(draft.name) in ("float", "integer") or draft.type in ("float", "integer"):
            draft.hint = f"{cycle} cycle"


def _same_keys(tables: list[TableDraft]) -> None:
    """A reference has the type of the key it refers to."""
    for draft in (draft for table in tables for draft in table.columns if draft.parent):
        parent = next((table for table in tables if table.name == draft.parent), None)
        key = parent.column(draft.parent_field or "id") if parent else None
        if key is not None and key.type:
            draft.type = "string" if key.type == "enum" else key.type


def _extraction(tables: list[TableDraft], request: Request) -> Extraction:
    for table in tables:
        _singular(table)
        finish(table, request)
    _same_keys(tables)
    schema = build(tables, request)
    unread = [f"not understood: {part[:200]!r}" for part in request.ignored]
    known = sum(len(table.columns) for table in tables)
    return Extraction(
        schema,
        "offline",
        rows=request.rows,
        output_format=request.output_format,
        seed=request.seed,
        confidence=round(
            max(0.1, 1 - 0.15 * len(request.warnings) - 0.3 * len(request.ignored) / max(1, known)), 2
        ),
        warnings=tuple(request.warnings + unread),
        suggestions=tuple(request.suggestions),
        receipt=receipt(tables, schema, request),
    )
