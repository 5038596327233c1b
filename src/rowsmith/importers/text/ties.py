"""What the heads of tables do that tie two of them: parents and children, links, belongings."""

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
    seen.tie(child, parents)
    return True


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
