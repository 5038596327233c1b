"""Clauses that are no column but say something of columns: `all integers`, `no phone numbers`."""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text import lexicon, type_names, weights
from rowsmith.importers.text.by_value import decides, ranged
from rowsmith.importers.text.draft import Draft, Request
from rowsmith.importers.text.intent import excluded, greeting
from rowsmith.importers.text.limits import between
from rowsmith.importers.text.lookup import dated, find
from rowsmith.importers.text.numbers import QUANTITY

_ALL = re.compile(
    r"(?i)^(?:they are |these are )?(?:all|everything|every column|each column|both)(?: (?:of "
    r"them|columns?|fields?|values?|numbers?))?(?: (?:are|is|be|as|should be|must be|have to "
    r"be))?\s+(?:an? |of type )?(?P<what>[\w -]+?)(?: (?:values|columns|fields|numbers))?$"
)
_NOBODY = re.compile(
    r"(?i)^(?:nobody|no one|nothing|none|no \w+)\s+(?:is |are |can be |may |can |ever |was |gets? "
    r")*(?P<verb>[\w -]+?)\s+(?P<way>after|before|later than|earlier than)\s+(?:the |its |their "
    r")?(?P<what>[\w -]+)$"
)
_THEN = re.compile(
    r"(?i)^(?:the )?(?P<name>[\w -]{2,30}?) (?:is|=|must be|becomes) (?P<v>0|zero|null|empty|[\w.]+) then$"
)
_NAMED_RANGE = re.compile(
    r"(?i)\b(?P<name>[a-z_]+) (?P<range>(?:between |from )?\$?\d[\d,.]*k?\s*(?:-|to|and)\s*\$?\d[\d,.]*k?)\b"
)
_COLUMN = re.compile(r"(?i)^(?:columns? )?(?P<name>\w+)\s+(?P<type>[a-z]\w*)(?: of (?P<of>\w+))?$")


def statement(text: str, columns: list[Draft], request: Request) -> bool:
    """Whether the clause was one of these; its effect is in the columns."""
    return any(read(text.strip(" .!"), columns, request) for read in STATEMENTS)


def _greets(text: str, columns: list[Draft], request: Request) -> bool:
    return greeting(text)


def _excludes(text: str, columns: list[Draft], request: Request) -> bool:
    name = excluded(text)
    if name is None:
        return False
    draft = find(name, columns) if columns else None
    if draft is not None and lexicon.tokens(draft.name) == [
        lexicon.singular(word) for word in lexicon.tokens(name)
    ]:
        columns.remove(draft)
    request.facts.append((text, "fields"))
    return True


def _all(text: str, columns: list[Draft], request: Request) -> bool:
    found = _ALL.match(text)
    if not found:
        return False
    what = found["what"].lower()
    if what in ("required", "not null", "mandatory", "non-null", "filled", "never empty"):
        for draft in columns:
            draft.null_rate = 0.0 if draft.null_rate is None else draft.null_rate
        return True
    if what in ("optional", "nullable"):
        for draft in columns:
            draft.nullable = True
        return True
    kind = type_names.TYPES.get(what) or type_names.TYPES.get(lexicon.singular(what))
    if kind is None or kind == "enum":
        return False
    for draft in columns:
        if draft.type is None and draft.values is None:
            draft.type = kind
    return True


def _nobody(text: str, columns: list[Draft], request: Request) -> bool:
    found = _NOBODY.match(text)
    if not found:
        return False
    limit = find(found["what"], columns)
    others = [draft for draft in columns if draft is not limit]
    subject = find(found["verb"], others) or next(
        (
            draft
            for draft in reversed(others)
            if lexicon.kind(draft.name) in ("date", "datetime") or dated(draft)
        ),
        None,
    )
    if limit is None or subject is None:
        return False
    way = "before" if found["way"].lower() in ("after", "later than") else "after"
    subject.pending += [(way, limit.name), ("or equal", "")]
    return True


def _then(text: str, columns: list[Draft], request: Request) -> bool:
    found = _THEN.match(text)
    if not found or not columns:
        return False
    target, flag = find(found["name"], columns), columns[-1]
    if target is None or target is flag:
        return False
    value = {"zero": "0", "null": "null", "empty": "null"}.get(found["v"].lower(), found["v"])
    target.pending.append(("case", f"{value} if {flag.name}"))
    return True


def named_ranges(text: str, columns: list[Draft]) -> None:
    """Ranges that the head gives to columns of the list: `one row per employee per year 2018-2022`."""
    for found in _NAMED_RANGE.finditer(text):
        draft = next(
            (
                item
                for item in columns
                if item.name.lower() == found["name"].lower() and not item.bounded() and item.values is None
            ),
            None,
        )
        pair = re.search(rf"(?P<a>{QUANTITY})\s*(?:-|to|and)\s*(?P<b>{QUANTITY})", found["range"])
        if draft is not None and pair:
            from datetime import date

            between(pair, draft, date.min)


def unknown_type(text: str, request: Request) -> Draft | None:
    """`column c quaternion`: a column of a type that does not exist is a string, with a warning."""
    found = re.match(
        r"(?i)^(?:table \w+ with )?columns?\s+(?P<name>\w+)\s+(?P<type>[a-z]\w*)(?P<more>.*)$", text
    )
    if (
        not found
        or found["type"].lower() in type_names.TYPES
        or found["type"].lower()
        in ("from", "between", "with", "in", "is", "as", "of", "to", "named", "called", "and")
    ):
        return None
    draft = Draft(found["name"], words=text, type="string")
    draft.assumed.append(f"{found['type']!r} is no type that exists; it was made a string")
    return draft


def attach_orphans(columns: list[Draft], request: Request) -> None:
    """Values that stood before any column go to the one that can hold them."""
    waiting, request.problems = request.problems, []
    for text in waiting:
        shares = weights.headed(text) or ((text, made) if (made := weights.weighted(text)) else None)
        target = next(
            (
                item
                for item in columns
                if item.values is None
                and lexicon.tokens(item.name)[-1:]
                and lexicon.tokens(item.name)[-1]
                in ("type", "kind", "category", "status", "class", "group", "segment", "plan", "tier")
            ),
            None,
        )
        if shares and target is not None:
            weights.set_weights(target, *shares[1])
            target.words += f"; {text}"
        else:
            request.ignored.append(text)


def singular_name(name: str) -> str:
    """`name` for `names`, `phone_number` for `phone_numbers`: lists in prose speak of many."""
    head, _, last = name.rpartition("_")
    if last in _PLURALS:
        single = lexicon.singular(last)
        return f"{head}_{single}" if head else single
    return name


_PLURALS = set(
    (
        "names addresses emails phones numbers cities countries ages salaries titles prices dates ids "
        "birthdays usernames genders occupations amounts"
    ).split()
)
STATEMENTS: tuple[Callable[[str, list[Draft], Request], bool], ...] = (
    _greets,
    _excludes,
    _all,
    _nobody,
    decides,
    ranged,
    _then,
)
