"""What opens a table: its name before its columns, its count, a sentence of its own."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.entities import NOT_TABLES, Map
from rowsmith.importers.text.header import plural
from rowsmith.importers.text.numbers import amount


def counted(found: re.Match[str], seen: Map) -> bool:
    """`50 customers`: a table and its rows."""
    return _count(found["noun"], found["n"], seen)


def _count(noun: str, number: str, seen: Map) -> bool:
    words = noun.lower().split()
    if (
        (not plural(words[-1]) and seen.entity(noun, new=False) is None)
        or not seen.allows(words[-1])
        or words[0] in NOT_TABLES - seen.foreseen
    ):
        return False
    entity, read = seen.entity(noun), amount(number)
    if entity is None or read is None or not float(read.value).is_integer() or not 0 <= read.value <= 10**12:
        return False
    entity.rows = entity.rows if entity.rows is not None else int(read.value)
    seen.strong += 1
    seen.current = seen.subject = entity.name
    return True


def titled(found: re.Match[str], seen: Map) -> bool:
    """`Order: ...`, `customers (id, name)`: a table whose columns follow."""
    noun = found["noun"]
    known = seen.entity(noun, new=False)
    inner = (
        found.string[found.end() + 1 : found.end() + 400]
        if found.string[found.end() : found.end() + 1] == "("
        else ""
    )
    listing = bool(inner) and _columns(inner) and _keyed(inner)
    if known is None and (
        lexicon.known(lexicon.tokens(noun))
        and not plural(noun.split()[-1])
        and "table" not in found[0].lower()
        and not listing
    ):
        return False
    if inner and not _columns(inner, known=known is not None):
        return False
    if known is None and not (
        plural(noun.split()[-1]) or "_" in noun or "table" in found[0].lower() or listing
    ):
        return False
    entity = known or seen.entity(noun)
    if entity is None:
        return False
    entity.listed = True
    seen.strong += 1
    seen.current = seen.subject = entity.name
    return True


_SPECIFIED = re.compile(
    r"(?i)^(?P<name>[a-z_]\w*(?: [a-z]\w*){0,3}?)(?:\s*(?:->|:|=).*|\s+(?:-?[$€£]?\d|between|from|in|over|"
    r"under|up to|at|like|"
    r"yes|true|one of|unique|int|float|bool|date|text|string|as|with|after|before|since|past|last|this|"
    r"during|within|until|under|for|null|optional|"
    r"mean|avg|never|not|"
    r"\w+/\w+|\().*)?$"
)


def _columns(inner: str, *, known: bool = False) -> bool:
    """Whether a bracket lists columns rather than values or limits: more than half are names, bare or specified."""
    items = [item.strip() for item in inner.partition(")")[0].split(",")]
    shares = ["%" in item for item in items]
    told = [item for place, item in enumerate(items) if not (shares[place] and place and shares[place - 1])]
    named = [(found, item) for item in told if (found := _SPECIFIED.match(item))]
    good = sum(
        lexicon.known(lexicon.tokens(found["name"])) or "_" in found["name"] or lexicon.head(item) is not None
        for found, item in named
    )
    return (good * 2 >= len(told) or (known and good > 0 and len(told) > 1)) and (
        len(told) > 1 or not any(shares)
    )


def _keyed(inner: str) -> bool:
    """Whether the first that a bracket lists is a key: `badge (id, employee_id)`."""
    items = inner.partition(")")[0].split(",")
    return len(items) > 1 and lexicon.is_identifier(items[0].strip())


_ATTRIBUTES = set(
    "name title email address status code description city country gender colour color phone text note "
    "tag value".split()
)


def _attribute(noun: str) -> bool:
    """Whether a plural is rather a column than a table: `prices`, `names`."""
    last = lexicon.singular(noun.rsplit(maxsplit=1)[-1])
    return last in _ATTRIBUTES or lexicon.kind(last) not in (None, "string")


def _begins(found: re.Match[str]) -> bool:
    """Whether it is a sentence of its own: `Employees have a name and a salary`."""
    before = found.string[: found.start()].rstrip()
    return (
        found["verb"].lower() == "have" and found["noun"][:1].isupper() and before.endswith((".", ";", ")"))
    )


def have(found: re.Match[str], seen: Map) -> bool:
    """`players have a nick`: more about a table that is known."""
    entity = seen.joint(found["noun"]) or seen.entity(found["noun"], new=False)
    if entity is None and _begins(found) and plural(found["noun"]) and not _attribute(found["noun"]):
        entity = seen.entity(found["noun"])
    if entity is None or (entity.name == seen.current and found["verb"].lower() == "with"):
        return False
    seen.current = seen.subject = entity.name
    return True


def measured(found: re.Match[str], seen: Map) -> bool:
    """`orders 500`, `orders (500)`, `orders: 500`; a word for a number, such as `credits`, is no table."""
    last = found["noun"].split()[-1].lower()
    if seen.entity(found["noun"], new=False) is None and (
        last in lexicon.BY_WORD or lexicon.singular(last) in lexicon.BY_WORD
    ):
        return False
    return _count(found["noun"], found["n"] or found["n2"] or found["n3"], seen)


def dashed(found: re.Match[str], seen: Map) -> bool:
    """`projects - 25 rows - name, budget`: a table's line; a column that holds many is none."""
    before = found.string[: found.start()]
    line = not before.strip() or before.rstrip(" ").endswith("\n")
    if seen.entity(found["noun"], new=False) is None and (not line or _attribute(found["noun"])):
        return False
    return titled(found, seen)


def titled_rows(found: re.Match[str], seen: Map) -> bool:
    """`a plans table with 6 rows`."""
    return titled(found, seen) and _rows(found, seen)


def _rows(found: re.Match[str], seen: Map) -> bool:
    read = amount(found["n"]) if found["n"] else None
    if read and seen.current:
        seen.entities[seen.current].rows = int(read.value)
    return True
