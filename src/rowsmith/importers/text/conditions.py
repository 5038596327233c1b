"""Conditions over a row in words: `score is above 10`, `free plans`, `status is shipped or delivered`."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon, members
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.formulas import quote
from rowsmith.importers.text.lookup import find
from rowsmith.importers.text.numbers import AMOUNT, amount

_COMPARE = (
    (r"(?:is |are )?(?:>=|at least|no less than|not below|minimum)", ">="),
    (r"(?:is |are )?(?:<=|at most|up to|no more than|not above)", "<="),
    (r"(?:is |are )?(?:not equal to|not|!=|<>|other than)", "<>"),
    (r"(?:is |are )?(?:>|above|over|more than|greater than|higher than|exceeds|exceeding|older than)", ">"),
    (r"(?:is |are )?(?:<|below|under|less than|lower than|smaller than|fewer than|younger than)", "<"),
    (r"(?:is|are|=|==|equals)?", "="),
)


def condition(
    text: str, target: Draft, columns: list[Draft], last: Draft | None = None
) -> tuple[str, Draft] | None:
    """The SQL condition and the column it is about; `last` is meant where the words name none."""
    others = [draft for draft in columns if draft is not target]
    body = re.sub(
        r"(?i)^(?:when|if|where|for|the|it is|it's|they are|there is|he is|she is)\s+", "", text.strip(" .,;")
    )
    return _comparison(body, others, last) or _value(body, others) or _flag(body, others)


def _comparison(text: str, columns: list[Draft], last: Draft | None) -> tuple[str, Draft] | None:
    for words, sign in _COMPARE:
        found = re.match(rf"(?i)(?P<name>[\w .-]*?)\s*{words}\s*(?P<n>{AMOUNT})\b", text)
        if not found or (sign == "=" and not found["name"].strip()):
            continue
        read = amount(found["n"])
        draft = find(found["name"], columns) if found["name"].strip() else last
        if draft is None or read is None or draft.type not in ("integer", "float"):
            continue
        return f"{quote(draft.name)} {sign} {read.value}", draft
    return None


def _value(text: str, columns: list[Draft]) -> tuple[str, Draft] | None:
    """The values of some column that the words hold, by name of the column first."""
    without = re.match(
        (
            r"(?i)(?:(?:those|ones|people|customers|rows) )?(?P<no>without|with(?! no)|with no|not "
            r"having|having)\s+(?:an? )?(?P<v>.+)$"
        ),
        text,
    )
    if without:
        made = _containing(without["v"], columns, negative=not re.fullmatch("(?i)with|having", without["no"]))
        if made:
            return made
    named = re.match(
        (
            r"(?i)(?:the )?(?P<name>[\w -]+?)\s+(?P<not>is not|are not|isn't|not|!=|<>)?\s*(?:is|are|"
            r"=|==|equals|in|being|of)?\s+(?P<v>.+)$"
        ),
        text,
    )
    draft = find(named["name"], columns) if named else None
    order = ([draft] if draft else []) + [item for item in columns if item is not draft]
    negative = bool(re.search(r"(?i)\b(?:not|isn't|non)\b|!=|<>|\bnon-", text))
    for item in order:
        hits = _held(text, item)
        if hits:
            listed = ", ".join(literal(value) for value in hits)
            if len(hits) == 1:
                return f"{quote(item.name)} {'<>' if negative else '='} {listed}", item
            return f"{quote(item.name)} {'NOT IN' if negative else 'IN'} ({listed})", item
    return None


def _held(text: str, draft: Draft) -> list[object]:
    if draft.type == "boolean" or not draft.values:
        return []
    low = f" {text.lower()} "
    own = set(lexicon.tokens(draft.name))
    return [
        value
        for value in draft.values
        if isinstance(value, str)
        and str(value).lower() not in own
        and re.search(rf"(?<![\w]){re.escape(str(value).lower())}(?:s|ed)?(?![\w])", low)
    ]


def _containing(word: str, columns: list[Draft], *, negative: bool) -> tuple[str, Draft] | None:
    bare = re.sub(r"(?i)^(?:an? |any )", "", word.strip(" ."))
    for draft in columns:
        texts = [str(value) for value in draft.values or [] if not isinstance(value, bool)]
        hits = [
            value
            for value in texts
            if re.search(rf"(?<![\w]){re.escape(bare)}(?![\w])", value, re.IGNORECASE)
        ]
        if hits and len(hits) < len(texts):
            listed = ", ".join(literal(value) for value in hits)
            return f"{quote(draft.name)} {'NOT IN' if negative else 'IN'} ({listed})", draft
    return None


def _flag(text: str, columns: list[Draft]) -> tuple[str, Draft] | None:
    negative = bool(re.search(r"(?i)\b(?:not|no|isn't|never|without|false)\b|\bun(?=\w{4})", text))
    bare = re.sub(
        (
            r"(?i)\b(?:not|is|are|was|were|no|isn't|they|it|the|never|true|false|set|has been|yes|has|"
            r"have|already|=)\b"
        ),
        " ",
        text,
    )
    draft = find(bare, columns)
    if draft is None:
        return None
    yes = _yes(draft)
    if yes is None:
        return (f"{quote(draft.name)} IS {'NULL' if negative else 'NOT NULL'}", draft)
    return f"{quote(draft.name)} {'<>' if negative else '='} {yes}", draft


def _yes(draft: Draft) -> str | None:
    if draft.type == "boolean":
        return "true"
    value = next((item for item in draft.values or [] if str(item).lower() in members.TRUE), None)
    return None if value is None else literal(value)


def literal(value: object) -> str:
    """A value in SQL: `'free'`, `3`, `true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"
