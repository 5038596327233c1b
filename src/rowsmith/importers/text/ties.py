"""What the heads of tables do: open a table, count its rows, tie it to another."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.entities import NOT_TABLES, Map, cardinality
from rowsmith.importers.text.header import plural
from rowsmith.importers.text.numbers import amount


def each(found: re.Match[str], seen: Map) -> bool:
    """`each customer has 2 to 3 orders`: a parent, its children and how many."""
    parent = (
        seen.entity(found["p"], new=False)
        if found["p"]
        else seen.entities.get(seen.subject or seen.current or "")
    )
    if (
        found["p"]
        and parent is None
        and not (
            re.match(r"(?i)(?:and |also |for )*(?:each|every)\b", found[0])
            or (plural(found["p"]) and re.search(r"\d", found["card"]))
        )
    ):
        return False
    if parent is None:
        parent = seen.entity(found["p"]) if found["p"] else None
    kinds = _kinds(found)
    if (
        not kinds
        and not plural(found["c"].split()[-1])
        and lexicon.known(lexicon.tokens(found["c"]))
        and not re.search(r"exactly|\d", found["card"])
    ):
        return False
    child = seen.entity(kinds[0] if kinds else found["c"])
    if parent is None or child is None or parent is child:
        return False
    if found.groupdict().get("cols"):
        parent.bodies.append(found["cols"])
    low, high = (len(kinds[1]), len(kinds[1])) if kinds else cardinality(found["card"])
    if kinds:
        child.kinds = kinds[1]
    seen.relate(child.name, parent.name, low, high)
    seen.strong += 2
    seen.subject = None
    seen.current = child.name
    return True


def _kinds(found: re.Match[str]) -> tuple[str, list[str]] | None:
    """`one gas meter and one electricity meter`: the noun and its kinds."""
    first = re.fullmatch(r"(?i)([\w-]+) ([\w-]+)", found["c"].strip())
    more = re.findall(r"(?i)(?:and|,)\s+(?:one|an?) ([\w-]+) ([\w-]+)", found.groupdict().get("more") or "")
    if not first or not more or any(noun.lower() != first[2].lower() for _, noun in more):
        return None
    return first[2], [first[1], *[kind for kind, _ in more]]


def per(found: re.Match[str], seen: Map) -> bool:
    """`0-4 referrals per patient`, `vehicles (one per driver)`."""
    if (
        lexicon.singular(found["p"].split()[-1]) in NOT_TABLES
        or lexicon.singular(found["c"].split()[-1]) in NOT_TABLES
    ):
        return False
    parent, child = seen.entity(found["p"]), seen.entity(found["c"])
    if parent is None or child is None or parent is child:
        return False
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    seen.current = child.name
    return True


_TIMES = {
    "read": "readings",
    "visited": "visits",
    "rated": "ratings",
    "inspected": "inspections",
    "sold": "sales",
    "paid": "payments",
    "reviewed": "reviews",
    "ordered": "orders",
    "used": "usages",
    "serviced": "services",
    "measured": "measurements",
    "called": "calls",
    "booked": "bookings",
    "tested": "tests",
    "repaired": "repairs",
    "maintained": "maintenances",
    "rented": "rentals",
    "played": "plays",
    "viewed": "views",
}


def times(found: re.Match[str], seen: Map) -> bool:
    """`each meter is read 1 to 10 times`: the readings are a table."""
    parent = seen.entity(found["p"], new=False)
    child = seen.entity(_TIMES.get(found["v"].lower(), found["v"] + "s"))
    if parent is None or child is None:
        return False
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    seen.current = child.name
    return True


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


def links(found: re.Match[str], seen: Map) -> bool:
    """`enrollments link students to courses`, `orders belong to a customer`."""
    child = seen.entity(found["c"], new=_tabular(found["c"]))
    if child is None:
        return False
    parents = [
        seen.entity(noun, new=plural(noun) and noun.lower() != "them")
        for noun in (found["a"], found.groupdict().get("b"))
        if noun
    ]
    if not any(parents) and found["a"].lower() not in ("both", "them", "the two"):
        return False
    if found["a"].lower() in ("both", "them", "the two"):
        others = [item for item in seen.entities.values() if item is not child]
        named = [
            item for item in others if lexicon.singular(item.name) in child.name or item.name in child.name
        ]
        parents = named if len(named) == 2 else others[-2:]  # type: ignore[assignment]
    for parent in parents:
        if parent is not None:
            seen.relate(child.name, parent.name)
    seen.strong += 2
    seen.current = seen.subject = child.name
    return True


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


def _tabular(noun: str) -> bool:
    """Whether a noun that is new can be a table: a plural, or `trip_log`; `white_id` is a column."""
    return plural(noun.rsplit(maxsplit=1)[-1]) or ("_" in noun and not lexicon.is_identifier(noun))


def their(found: re.Match[str], seen: Map) -> bool:
    """`patients and their referrals`."""
    parent, child = seen.entity(found["p"]), seen.entity(found["c"])
    if parent is None or child is None or parent is child or lexicon.known([found["c"].lower()]):
        return False
    seen.relate(child.name, parent.name)
    seen.current = seen.subject = parent.name
    return True


def belongs(found: re.Match[str], seen: Map) -> bool:
    """`each in one department`, `taught by a professor`: of the table that is spoken of."""
    parent = seen.entity(found["a"], new=False)
    if parent is None or seen.current is None or parent.name == seen.current:
        return False
    seen.relate(seen.current, parent.name)
    return True


def one_of(found: re.Match[str], seen: Map) -> bool:
    """`orders go to one of 4 warehouses`."""
    child, parent = seen.entity(found["c"], new=False), seen.entity(found["p"])
    read = amount(found["n"])
    if child is None or parent is None or read is None:
        return False
    parent.rows = int(read.value)
    seen.relate(child.name, parent.name)
    seen.strong += 2
    seen.current = parent.name
    return True


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
