"""Values by condition: `0 for free plans, otherwise 20 to 2000`, `only if admitted`, `pass if mark >= 40`."""

from __future__ import annotations

import re

from rowsmith.importers.text import members
from rowsmith.importers.text.conditions import condition, literal
from rowsmith.importers.text.draft import Draft, Request, Rule, TableDraft
from rowsmith.importers.text.limits import between
from rowsmith.importers.text.numbers import QUANTITY
from rowsmith.importers.text.tokens import split

_RANGE = re.compile(
    rf"(?:between |from )?(?P<a>{QUANTITY})\s*(?:-|\.\.\.?|to|and)\s*(?P<b>{QUANTITY})", re.IGNORECASE
)


def case(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    """Branches of values by condition, the last one for all else."""
    branches: list[tuple[str, str]] = []
    rest: str | None = None
    for piece in split(text, at=",;", words=False):
        part = re.sub(r"(?i)^and ", "", piece.text).strip()
        for bit in re.split(
            rf"(?i)\s+and\s+(?=(?:otherwise|else)\b|{QUANTITY}\s+(?:for|if|when)\b)|\s+(?=otherwise\b|else\b)",
            part,
        ):
            other = re.match(r"(?i)(?:or )?(?:otherwise|else)\s+(?:it is |is )?(?P<v>.+)$", bit.strip())
            branch = re.match(
                r"(?i)(?P<v>\"[^\"]*\"|.+?)\s+(?:when(?:ever)?|if|where|for)\s+(?P<c>.+)$", bit.strip()
            )
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
        draft.depend(last)
        rules.append(_outcome(words, sql))
    constants = [rule.value for rule in rules if rule.value is not None]
    if rest is not None:
        final = _outcome(rest, "")
        if final.value is not None and constants and len(constants) == len(rules):
            cases = " ".join(f"WHEN {rule.condition} THEN {literal(rule.value)}" for rule in rules)
            draft.expression = f"CASE {cases} ELSE {literal(final.value)} END"
            draft.values = list(dict.fromkeys([*constants, final.value]))
            draft.type = "enum" if isinstance(final.value, str) else draft.type
            return True
        if final.value is not None:
            others = " OR ".join(f"({rule.condition})" for rule in rules)
            rules.append(Rule(f"NOT ({others})", value=final.value))
        draft.min, draft.max = (
            final.min if final.min is not None else draft.min,
            final.max if final.max is not None else draft.max,
        )
        if draft.type in (None, "string"):
            draft.type = "float"
    draft.rules.extend(rules)
    draft.type = draft.type or (
        "float" if constants and all(isinstance(value, int | float) for value in constants) else None
    )
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
    return Rule(
        sql,
        value=members.scalar(
            re.sub(r"(?i)^(?:is|=|zero$)\s*", lambda hit: "0" if hit[0].lower() == "zero" else "", words)
        ),
    )


def only_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    """`enrolled only if admitted`: null, or false, wherever the condition does not hold."""
    made = condition(text, draft, table.columns)
    if made is None:
        return False
    sql, other = made
    draft.depend(other)
    no = (
        False
        if draft.type == "boolean"
        else 0
        if draft.values == [0, 1]
        else next((value for value in draft.values or [] if str(value).lower() in ("no", "n", "false")), None)
    )
    draft.rules.append(Rule(f"NOT ({sql})", value=no) if no is not None else Rule(f"NOT ({sql})", null=True))
    return True


def null_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    """`empty if status is open`: null wherever the condition holds."""
    made = condition(text, draft, table.columns)
    if made is None:
        draft.nullable = True
        draft.null_rate = draft.null_rate if draft.null_rate is not None else 0.1
        return False
    sql, other = made
    draft.depend(other)
    draft.rules.append(Rule(sql, null=True))
    return True


def flag_if(draft: Draft, text: str, table: TableDraft, request: Request) -> bool:
    """`pass if mark >= 40`: true wherever the condition holds."""
    made = condition(text, draft, table.columns)
    if made is None:
        return False
    sql, other = made
    draft.depend(other)
    draft.expression, draft.type = sql, "boolean"
    draft.min = draft.max = draft.weights = draft.true_share = None
    return True
