"""Edits of an existing schema: `add a column initials`, `make churn 8 %`, `remove phone`, `100k rows`.

An edit changes what it names and nothing else; the values of every other field stay byte for byte, and where a
field follows from a changed one (a total of a price), that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.changes import changes, reached
from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.edits import EDITS, VERBS, Edited
from rowsmith.importers.text.names import refused
from rowsmith.importers.text.read import MAX_CHARS
from rowsmith.importers.text.tokens import clean
from rowsmith.plan import Plan, compile_plan
from rowsmith.schema import DataSchema, parse_schema

MAX_EDITS = 200
_SHOWN = 8
_CUT = re.compile(
    r"(?i)\s*[;\n]+\s*|[.!](?:\s+|$)"
    rf"|,?\s+(?:and then|and also|and|then|also)\s+(?=(?:{VERBS})\b)|,\s*(?=(?:{VERBS})\b)"
)
_POLITE = re.compile(
    r"(?i)^(?:please|pls|now|also|then|and|can you|could you|i want to|i'd like to|let's)\s+"
)
_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class _State:
    """The schema so far, and what was said of the dataset as a whole."""

    edited: Edited
    clauses: tuple[Clause, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict[str, str])


def from_edit(schema: DataSchema, user_input: str, *, today: date) -> Extraction:
    """Read an edit in plain words: `from_edit(schema, "make churn 8 %", today=date(2026, 1, 1)).changes`."""
    text = clean(user_input[:MAX_CHARS]).strip()
    clauses = [part for part in (_POLITE.sub("", item.strip(" ,\t")) for item in _CUT.split(text)) if part]
    if not clauses:
        raise refused("empty", "the edit says nothing; say what to change, such as: add a column initials")
    if len(clauses) > MAX_EDITS or len(user_input) > MAX_CHARS:
        raise refused("too_long", f"an edit has at most {MAX_EDITS} clauses; make it in several steps")
    request = Request(today, text)
    state = _State(Edited(schema))
    for clause in clauses:
        state = _applied(state, clause, request)
    return _extraction(schema, state, request)


def _applied(state: _State, clause: str, request: Request) -> _State:
    for edit in EDITS:
        found = edit.pattern.match(clause)
        edited = edit.apply(found, state.edited, request) if found else None
        if edited is not None:
            return replace(state, edited=edited, clauses=(*state.clauses, Clause(clause, edited.paths)))
    shown = clause if len(clause) <= 100 else clause[:97] + "..."
    raise refused(
        "not_understood",
        f"not understood: {shown!r}; say what to add, remove, rename or change, such as: make age between 20 and 30",
    )


def _extraction(before: DataSchema, state: _State, request: Request) -> Extraction:
    edited = state.edited
    after = parse_schema(edited.schema.model_dump(mode="json", exclude_unset=True))
    old, new = _plans(before, after)
    found = changes(before, after, edited.renamed)
    return Extraction(
        after,
        "offline",
        rows=edited.rows,
        output_format=edited.output_format,
        seed=edited.seed,
        warnings=(*request.warnings, *_also(before, after, old, new, edited)),
        receipt=state.clauses,
        changes=found,
    )


def _plans(before: DataSchema, after: DataSchema) -> tuple[Plan | None, Plan]:
    """Both plans; an edit after which nothing can be generated is refused."""
    try:
        new = compile_plan(after, rows=_ROWS)
    except InvalidInput as error:
        issues = [Issue(item.path, item.code, f"after this edit: {item.message}") for item in error.issues]
        raise InvalidInput.of(issues) from None
    try:
        return compile_plan(before, rows=_ROWS), new
    except InvalidInput:
        return None, new


def _also(before: DataSchema, after: DataSchema, old: Plan | None, new: Plan, edited: Edited) -> list[str]:
    """Fields that the edit does not name and whose values change all the same."""
    if old is None:
        return []
    named = edited.named
    moved = [f"{table}.{name}" for table, name in reached(old, new) if (table, name) not in named]
    warnings = [
        f"the values of {then.rpartition('.')[2]!r} are drawn anew under the name {now.rpartition('.')[2]!r}: "
        "values follow from names"
        for then, now in edited.renamed.items()
        if then.rpartition(".")[2] != now.rpartition(".")[2]
    ]
    if moved:
        more = f" and {len(moved) - _SHOWN} more" if len(moved) > _SHOWN else ""
        warnings.append(
            f"values change with it in {', '.join(moved[:_SHOWN])}{more}, which follow from what was edited"
        )
    return warnings
