"""Ranges of one column by the values of another: `salary: nurses 40k-70k, doctors 90k-220k`."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.importers.text import lexicon, members
from rowsmith.importers.text.draft import Draft, Request, Rule, Value
from rowsmith.importers.text.formulas import quote
from rowsmith.importers.text.limits import between
from rowsmith.importers.text.lookup import find
from rowsmith.importers.text.naming import column_name
from rowsmith.importers.text.numbers import QUANTITY


def value_range(draft: Draft, columns: list[Draft]) -> bool:
    """`salary: nurses 40k-70k`, `doctors 90k-220k`: ranges of one column by the values of an earlier one."""
    if not columns or not (draft.bounded() and columns[-1].bounded()) or draft.values:
        return False
    target = columns[-1]
    first = re.search(r"[:,(]\s*([A-Za-z][\w ]*?) \W?\d", target.words)
    if not first and not target.rules:
        return False
    key = next((item for item in columns[-30:-1] if _holds(item, draft.name)), None)
    if key is None or not (target.rules or (first and _holds(key, first[1]))):
        return False
    if not target.rules and first:
        target.rules.append(
            Rule(f"{quote(key.name)} = '{_holds(key, first[1])}'", min=target.min, max=target.max)
        )
        target.depends_on.append(key.name)
    target.rules.append(
        Rule(f"{quote(key.name)} = '{_holds(key, draft.name)}'", min=draft.min, max=draft.max)
    )
    numbers = [
        limit for rule in target.rules for limit in (rule.min, rule.max) if isinstance(limit, int | float)
    ]
    target.min, target.max = min(numbers), max(numbers)
    return True


def _holds(draft: Draft, name: str) -> str | None:
    words = lexicon.singular(name.replace("_", " ").strip().lower())
    return next(
        (str(value) for value in draft.values or [] if lexicon.singular(str(value).lower()) == words), None
    )


_DECIDES = re.compile(
    r"(?is)^(?:the )?(?P<a>[\w -]{2,40}?) (?:decides|determines|sets|drives|controls|defines|"
    r"dictates)(?: the)? (?P<b>[\w -]{2,40}?)\s*(?:range)?\s*[:,(]\s*(?P<list>.+?)\)?$"
)


_BY = re.compile(
    r"(?is)^(?:an? |the )?(?P<b>[\w -]{2,40}?)\s+(?:by|per|depending on|depends on|based on|"
    r"varies by|varying by|according to)(?: the)? (?P<a>[\w -]{2,40}?)\s*[:(]\s*(?P<list>(?:[^,"
    r";()]*[A-Za-z][^,;()]*\d[^,;()]*[,;]?\s*){2,})\)?$"
)


_MEMBER = re.compile(
    rf"(?i)^(?:and )?(?P<v>[A-Za-z][^\d$€£]*?)\s*[:=]?\s+(?:between |from "
    rf")?(?P<a>{QUANTITY})\s*(?:-|to|and|\.\.\.?)\s*(?P<b>{QUANTITY})$"
)


def ranged(text: str, columns: list[Draft], request: Request) -> bool:
    """`salary by level (junior 30k-50k, senior 80k-120k)`: a new column whose range another decides."""
    found = _BY.match(text)
    if not found or find(found["a"], columns) is None:
        return False
    target = Draft(column_name(found["b"]), words=text)
    if not target.name or find(found["b"], columns) is not None:
        return by_value(found["a"], found["b"], found["list"], columns)
    columns.append(target)
    if by_value(found["a"], target.name, found["list"], columns):
        return True
    columns.pop()
    return False


def decides(text: str, columns: list[Draft], request: Request) -> bool:
    """`the category decides the amount: gas 20 to 150, groceries 10-300`."""
    found = _DECIDES.match(text)
    return bool(found) and by_value(found["a"], found["b"], found["list"], columns)


def by_value(first: str, second: str, listed: str, columns: list[Draft]) -> bool:
    """Ranges of one column by the value of another: `food 5-50, travel 100-900`."""
    found = [
        match
        for match in (
            _MEMBER.match(part.strip())
            for part in re.split(r"[;,]\s+|\s+and\s+(?=[A-Za-z][^,;]*\d)|\n", listed.strip(" .)"))
        )
        if match
    ]
    key, target = find(first, columns), find(second, columns)
    if len(found) < 2 or key is None or target is None or key is target:
        return False
    values: list[Value] = []
    for member in found:
        probe = Draft("")
        if not between(member, probe, date.min):
            return False
        value = str(members.scalar(member["v"]))
        values.append(value)
        target.rules.append(
            Rule(f"{quote(key.name)} = '{value.replace(chr(39), chr(39) * 2)}'", min=probe.min, max=probe.max)
        )
        target.money |= probe.money
    key.values = key.values or values
    numbers = [
        limit for rule in target.rules for limit in (rule.min, rule.max) if isinstance(limit, int | float)
    ]
    target.min, target.max = min(numbers), max(numbers)
    target.depends_on.append(key.name)
    return True
