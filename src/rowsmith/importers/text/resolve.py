"""Settle what clauses said of other columns, now that all are known; one entry per kind in one table."""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text import choices
from rowsmith.importers.text.conditions import condition, literal
from rowsmith.importers.text.draft import Draft, Request, Rule, TableDraft
from rowsmith.importers.text.formulas import formula
from rowsmith.importers.text.limits import between
from rowsmith.importers.text.lookup import dated, find, find_all, numeric
from rowsmith.importers.text.numbers import QUANTITY, amount
from rowsmith.importers.text.tokens import split

_RANGE = re.compile(rf"(?:between |from )?(?P<a>{QUANTITY})\s*(?:-|\.\.\.?|to|and)\s*(?P<b>{QUANTITY})", re.I)


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
        draft.depends_on = list(dict.fromkeys(name for name in draft.depends_on if name != draft.name))[:MAX_LINKS]
        if draft.expression and len(draft.expression) > MAX_EXPRESSION:
            draft.expression = None
            request.warnings.append(f"{table.name}.{draft.name}: the formula is too long and was left out")


def _depend(draft: Draft, *others: Draft) -> None:
    draft.depends_on.extend(other.name for other in others)


def _formula(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
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
        if draft.type == "float" and not draft.money and draft.decimals is None and all(item.type == "integer" for item in used) and not re.search(r"[/.]|power|date_diff", draft.expression):
            draft.type = "integer"
        if draft.type is None:
            draft.type = "string" if "||" in draft.expression else "integer" if "date_diff" in draft.expression or all(item.type == "integer" for item in used) and "/" not in draft.expression else "float"
        return True
    found = find_all(re.sub(r"[-*/+()]", ",", text), [item for item in table.columns if item is not draft])
    _depend(draft, *found)
    if found:
        request.warnings.append(f"{table.name}.{draft.name}: the formula {text!r} was not understood; only what it depends on was kept")
    return bool(found)


def _other(draft: Draft, text: str, table: TableDraft) -> Draft | None:
    """The column meant, or the nearest earlier one of the same sort where the words say none."""
    others = [item for item in table.columns if item is not draft]
    found = find(re.sub(r"(?i)\b(?:the|its|one|column|that|it|by|previous|former)\b", " ", text), others) if text else None
    if found:
        return found
    place = next((place for place, item in enumerate(table.columns) if item is draft), 0)
    sort = dated if draft.type is None or dated(draft) else numeric
    return next((item for item in reversed(table.columns[:place]) if sort(item)), None) if not text or re.fullmatch(r"(?i)(?:it|that|this|the (?:first|other|former|previous)(?: one)?)", text.strip()) else None


def _after(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    other = _other(draft, text, table)
    if other is None:
        return False
    if draft.type is None or (dated(other) and not dated(draft) and not draft.bounded()):
        draft.type = other.type if dated(other) else draft.type or "float"
    draft.after = other.name
    _depend(draft, other)
    gap = next((value for kind, value in draft.pending if kind == "gap"), "")
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
            _depend(other, draft)
            return True
    draft.type = draft.type or other.type
    draft.rules.append(Rule("", expression=f"before {other.name}"))
    _depend(draft, other)
    return True


def _gap(text: str) -> tuple[str | None, str | None]:
    found = re.search(r"(?i)(\w+)(?:\s*(?:-|to|and)\s*(\d+))?\s+(?:business |working |calendar )?(day|week|month|year|hour|minute|min|hr|second)s?\b", text)
    if not found:
        return None, None
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
    _depend(draft, *found)
    return bool(found)


def _moves(sign: float) -> Settler:
    def settle(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
        words = re.sub(r"(?i)\b(?:rises?|falls?|grows?|increases?|decreases?|goes up|goes down|drops?|is|are|higher|lower)\b.*$", "", text)
        found = find_all(words or text, [item for item in table.columns if item is not draft])
        if re.search(r"(?i)\b(?:falls?|decreases?|drops?|goes down|lower)\b", text):
            strength = -sign
        else:
            strength = sign
        for item in found:
            draft.correlation[item.name] = strength
        _depend(draft, *found)
        return bool(found)

    return settle


def _case(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    """Branches of values by condition, the last one for all else."""
    branches: list[tuple[str, str]] = []
    rest: str | None = None
    for piece in split(text, at=",;", words=False):
        part = re.sub(r"(?i)^and ", "", piece.text).strip()
        for bit in re.split(r"(?i)\s+and\s+(?=(?:otherwise|else)\b)|\s+(?=otherwise\b|else\b)", part):
            other = re.match(r"(?i)(?:or )?(?:otherwise|else)\s+(?:it is |is )?(?P<v>.+)$", bit.strip())
            branch = re.match(r"(?i)(?P<v>\"[^\"]*\"|.+?)\s+(?:when(?:ever)?|if|where|for)\s+(?P<c>.+)$", bit.strip())
            if other:
                rest = other["v"]
            elif branch:
                branches.append((branch["v"], branch["c"]))
    return _branches(draft, branches, rest, table)


def _branches(draft: Draft, branches: list[tuple[str, str]], rest: str | None, table: TableDraft) -> bool:
    last: Draft | None = None
    rules: list[Rule] = []
    for words, when in branches:
        made = condition(when, draft, table.columns, last)
        if made is None:
            return False
        sql, last = made
        _depend(draft, last)
        rules.append(_outcome(words, sql))
    constants = [rule.value for rule in rules if rule.value is not None]
    if rest is not None:
        final = _outcome(rest, "")
        if isinstance(final.value, str) or (final.value is not None and constants and len(constants) == len(rules)):
            if len(constants) == len(rules):
                cases = " ".join(f"WHEN {rule.condition} THEN {literal(rule.value)}" for rule in rules)
                draft.expression = f"CASE {cases} ELSE {literal(final.value)} END"
                draft.values = list(dict.fromkeys([*constants, final.value]))
                draft.type = "enum" if isinstance(final.value, str) else draft.type
                return True
        draft.min, draft.max = final.min if final.min is not None else draft.min, final.max if final.max is not None else draft.max
        if draft.type in (None, "string"):
            draft.type = "float"
    draft.rules.extend(rules)
    draft.type = draft.type or ("float" if constants and all(isinstance(value, int | float) for value in constants) else None)
    return bool(rules)


def _outcome(words: str, sql: str) -> Rule:
    """What one branch gives: a value, a range, or nothing."""
    if re.search(r"(?i)^(?:null|empty|none|blank|missing|nothing)$", words.strip()):
        return Rule(sql, null=True)
    found = _RANGE.search(words)
    if found:
        probe = Draft("")
        from datetime import date

        if between(found, probe, date.min):
            return Rule(sql, min=probe.min, max=probe.max)
    return Rule(sql, value=choices.scalar(re.sub(r"(?i)^(?:is|=|zero$)\s*", lambda hit: "0" if hit[0].lower() == "zero" else "", words)))


def _only_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    made = condition(text, draft, table.columns)
    if made is None:
        return False
    sql, other = made
    _depend(draft, other)
    no = False if draft.type == "boolean" else 0 if draft.values == [0, 1] else next((value for value in draft.values or [] if str(value).lower() in ("no", "n", "false")), None)
    draft.rules.append(Rule(f"NOT ({sql})", value=no) if no is not None else Rule(f"NOT ({sql})", null=True))
    return True


def _null_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    made = condition(text, draft, table.columns)
    if made is None:
        draft.nullable = True
        draft.null_rate = draft.null_rate if draft.null_rate is not None else 0.1
        return False
    sql, other = made
    _depend(draft, other)
    draft.rules.append(Rule(sql, null=True))
    return True


def _flag_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    made = condition(text, draft, table.columns)
    if made is None:
        return False
    sql, other = made
    _depend(draft, other)
    draft.expression, draft.type = sql, "boolean"
    draft.min = draft.max = draft.weights = draft.true_share = None
    return True


def _step(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    size = float(text.strip("$"))
    low, high = draft.min, draft.max
    if dated(draft) or size <= 0 or not isinstance(low, int | float) or not isinstance(high, int | float) or (high - low) / size > 500:
        draft.hint = f"in steps of {text}"
        return True
    count = int((high - low) / size + 1e-9) + 1
    values = [round(low + place * size, 9) for place in range(count)]
    draft.values = [int(value) if float(value).is_integer() and size.is_integer() else value for value in values]
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
    "case": _case,
    "only if": _only_if,
    "null if": _null_if,
    "foreign key": _foreign_key,
    "nullable root": _root,
    "flag": _flag_if,
    "step": _step,
    "noise": _noise,
}
