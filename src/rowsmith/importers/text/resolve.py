"""Settle what clauses said of other columns, now that all are known; one entry per kind in one table."""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text.branches import case, flag_if, null_if, only_if
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.formulas import formula
from rowsmith.importers.text.lookup import dated, find, find_all, numeric
from rowsmith.importers.text.numbers import amount

MAX_LINKS, MAX_EXPRESSION = 100, 5_000


def resolve(table: TableDraft, request: Request) -> None:
    """Turn every waiting statement into dependencies, expressions, orderings and rules."""
    for draft in table.columns:
        for kind, text in draft.pending:
            settle = SETTLERS.get(kind)
            if settle and not settle(draft, text, table, request) and kind not in _QUIET:
                request.warnings.append(f"{table.name}.{draft.name}: {text!r} was not understood as a rule")
        if draft.type is None and draft.after:
            draft.type = "date"
        draft.depends_on = list(dict.fromkeys(name for name in draft.depends_on if name != draft.name))[
            :MAX_LINKS
        ]
        if draft.expression and len(draft.expression) > MAX_EXPRESSION:
            draft.expression = None
            request.warnings.append(f"{table.name}.{draft.name}: the formula is too long and was left out")


def _formula(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    if re.match(r"\W?\d[\d.,]* (?:for|if|when) [a-z]", text) and case(draft, text, table, request):
        return True
    made = formula(text, draft, table.columns)
    if made and len(made[1]) == 1 and made[0].strip('"') == made[1][0] and draft.type == "email":
        draft.depends_on.extend(made[1])
        return True
    if made:
        draft.expression, names = made
        draft.depends_on.extend(names)
        used = [item for item in table.columns if item.name in names]
        if re.search(r" [-+*/] ", draft.expression) and "||" not in draft.expression:
            for item in used:
                item.type = item.type or "float"
        if "date_diff" in draft.expression and "/" not in draft.expression:
            draft.type = "integer"
        if (
            draft.type == "float"
            and not draft.money
            and draft.decimals is None
            and all(item.type == "integer" for item in used)
            and not re.search(r"[/.]|power|date_diff", draft.expression)
        ):
            draft.type = "integer"
        if draft.type is None:
            draft.type = (
                "string"
                if "||" in draft.expression
                else "integer"
                if "date_diff" in draft.expression
                or (all(item.type == "integer" for item in used) and "/" not in draft.expression)
                else "float"
            )
        return True
    found = find_all(re.sub(r"[-*/+()]", ",", text), [item for item in table.columns if item is not draft])
    draft.depend(*found)
    if found:
        request.warnings.append(
            f"{table.name}.{draft.name}: the formula {text!r} was not understood; only what it "
            f"depends on was kept"
        )
    return bool(found)


def _other(draft: Draft, text: str, table: TableDraft) -> Draft | None:
    """The column meant, or the nearest earlier one of the same sort where the words say none."""
    others = [item for item in table.columns if item is not draft]
    found = (
        find(re.sub(r"(?i)\b(?:the|its|one|column|that|it|by|previous|former)\b", " ", text), others)
        if text
        else None
    )
    if found:
        return found
    place = next((place for place, item in enumerate(table.columns) if item is draft), 0)
    sort = dated if draft.type is None or dated(draft) else numeric
    return (
        next((item for item in reversed(table.columns[:place]) if sort(item)), None)
        if not text
        or re.fullmatch(r"(?i)(?:it|that|this|the (?:first|other|former|previous)(?: one)?)", text.strip())
        else None
    )


def _after(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    other = _other(draft, text, table)
    if other is None:
        return False
    if draft.type is None or (dated(other) and not dated(draft) and not draft.bounded()):
        draft.type = other.type if dated(other) else draft.type or "float"
    gap = next((value for kind, value in draft.pending if kind == "gap"), "")
    if gap and _gap(gap)[0] and not dated(other) and not other.bounded() and other.values is None:
        other.type = draft.type = "datetime"
    draft.after = other.name
    draft.depend(other)
    if gap:
        draft.gap_min, draft.gap_max = _gap(gap)
    elif any(kind == "or equal" for kind, _ in draft.pending):
        draft.gap_min = "0 days" if dated(other) else None
    return True


def _before(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    other = _other(draft, text, table)
    if other is None:
        return False
    if dated(other) and (dated(draft) or draft.type is None):
        draft.type = draft.type or other.type
        if draft.name in other.depends_on:
            return True
        if other.after is None and not other.bounded():
            other.after = draft.name
            other.depend(draft)
            return True
    draft.type = draft.type or other.type
    draft.before = other.name
    draft.depend(other)
    return True


def _gap(text: str) -> tuple[str | None, str | None]:
    found = re.search(
        (
            r"(?i)(\w+)(?:\s*(?:-|to|and)\s*(\d+))?\s+(?:business |working |calendar )?(day|week|"
            r"month|year|hour|minute|min|hr|second)s?\b"
        ),
        text,
    )
    if not found:
        return None, None
    pair = re.search(
        (
            r"(?i)(\d+|an?|one) (day|week|month|year|hour|minute|min|second)s? (?:and|to) (\d+) (day|"
            r"week|month|year|hour|minute|min|second)s?"
        ),
        text,
    )
    if pair:
        first_count = pair[1] if pair[1].isdigit() else "1"
        return f"{first_count} {pair[2]}s", f"{pair[3]} {pair[4]}s"
    low = amount(found[1]) if found[1].lower() not in ("a", "an") else amount("one")
    unit = {"min": "minute", "hr": "hour"}.get(found[3].lower(), found[3].lower())
    first = f"{low.value} {unit}s" if low else None
    if found[2]:
        return first, f"{found[2]} {unit}s"
    if re.search(r"(?i)within|up to|at most", text):
        return None, first
    return (first, None) if re.search(r"(?i)at least", text) else (first, first)


def _depends(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    found = find_all(text, [item for item in table.columns if item is not draft])
    draft.depend(*found)
    return bool(found)


def _moves(sign: float) -> Settler:
    def settle(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
        words = re.sub(
            (
                r"(?i)\b(?:rises?|falls?|grows?|increases?|decreases?|goes up|goes down|drops?|is|are|"
                r"higher|lower)\b.*$"
            ),
            "",
            text,
        )
        found = find_all(words or text, [item for item in table.columns if item is not draft])
        falls = re.search(r"(?i)\b(?:falls?|decreases?|drops?|goes down|lower)\b", text)
        strength = -sign if falls else sign
        for item in found:
            draft.correlation[item.name] = strength
        draft.depend(*found)
        return bool(found)

    return settle


def _step(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    size = float(text.strip("$"))
    low, high = draft.min, draft.max
    if (
        dated(draft)
        or size <= 0
        or not isinstance(low, int | float)
        or not isinstance(high, int | float)
        or (high - low) / size > 500
    ):
        draft.hint = f"in steps of {text}"
        return True
    count = int((high - low) / size + 1e-9) + 1
    values = [round(low + place * size, 9) for place in range(count)]
    draft.values = [
        int(value) if float(value).is_integer() and size.is_integer() else value for value in values
    ]
    draft.type, draft.min, draft.max = "integer" if size.is_integer() else "float", None, None
    return True


def _foreign_key(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    parent, _, column = text.partition(".")
    draft.parent, draft.parent_field = parent, column or None
    return True


def _root(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    draft.nullable = True
    return True


def _noise(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    if draft.expression and draft.depends_on:
        draft.correlation = {draft.depends_on[0]: 0.95}
        draft.hint, draft.expression = f"{draft.expression} plus noise", None
    return True


Settler = Callable[[Draft, str, TableDraft, Request], bool]
_QUIET = ("gap", "or equal")
SETTLERS: dict[str, Settler] = {
    "formula": _formula,
    "after": _after,
    "before": _before,
    "depends": _depends,
    "rises with": _moves(0.7),
    "falls with": _moves(-0.7),
    "case": case,
    "only if": only_if,
    "null if": null_if,
    "foreign key": _foreign_key,
    "nullable root": _root,
    "flag": flag_if,
    "step": _step,
    "noise": _noise,
}
