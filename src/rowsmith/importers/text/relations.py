"""Ties between tables in any wording: a verb between a table and a count, `one-to-many`, `a -> b -> c`."""

from __future__ import annotations

import re
from itertools import pairwise

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.entities import NOT_TABLES, NUMBER, Entity, Map, canonical, cardinality
from rowsmith.importers.text.header import plural
from rowsmith.importers.text.numbers import UNIT, amount

_MEASURING = set(
    """
        is are was were be been being costs cost weighs weigh lasts last ranges range spans span stays earns earn
        measures pays takes average averages for from between with aged over under has least most means equals
    """.split()
)
_OF_PARENT = {"line", "entry", "record", "item", "row", "detail", "sample", "point", "event"}
"""Nouns that are a table only as part of another: `order_lines` for the lines of an order."""


def holds(found: re.Match[str], seen: Map) -> bool:
    """`each station reports 24 readings`, `10 departments with 5-20 employees each`, `per customer 0-3 calls`."""
    verb = (found.groupdict().get("verb") or "").lower()
    if verb in _MEASURING or not re.search(rf"(?i){NUMBER}|several|multiple|many|some|more", found["card"]):
        return False
    noun = found["c"].split()[-1]
    if not plural(noun) and not re.fullmatch(
        r"(?i)(?:exactly |at most |precisely )?(?:one|1|an?)", found["card"]
    ):
        return False
    rows = amount(found["n"]) if found.groupdict().get("n") else None
    parent = seen.entity(
        found["p"], new=rows is not None or bool(re.search(r"(?i)\b(?:each|every|per)\b", found[0]))
    )
    if "bare" in found.groupdict() and seen.entity(found["c"], new=False) is None:
        return False
    child = part_of(found["c"], parent, seen) if parent is not None else None
    if parent is None or child is None or parent is child:
        return False
    if rows is not None:
        parent.rows = int(rows.value)
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    seen.subject, seen.current = None, child.name
    return True


def part_of(noun: str, parent: Entity, seen: Map) -> Entity | None:
    """The table of a noun that is counted for each row of another: `order_lines` for `lines` of orders."""
    single = lexicon.singular(noun.rsplit(maxsplit=1)[-1])
    if " " not in noun.strip() and single in _OF_PARENT:
        known = seen.entity(noun, new=False)
        return known or seen.entity(f"{lexicon.singular(parent.name)}_{noun}")
    if single in ("person", "people") and seen.entity(noun, new=False) is None:
        people = [item for item in seen.entities.values() if item is not parent and _people(item.name)]
        foreseen = [name for name in seen.foreseen if name != parent.name and _people(name)]
        return people[0] if people else seen.entity(foreseen[0] if foreseen else noun)
    if (single in NOT_TABLES and not seen.allows(canonical(noun))) or re.fullmatch(
        rf"(?i){UNIT}", noun.rsplit(maxsplit=1)[-1]
    ):
        return seen.entity(noun, new=False)
    return seen.entity(noun)


def _people(name: str) -> bool:
    return lexicon.singular(name.rsplit("_", maxsplit=1)[-1]) in lexicon.PEOPLE - {"person", "people"}


def cardinal(found: re.Match[str], seen: Map) -> bool:
    """`authors one-to-many posts`, `many-to-many between posts and tags`."""
    left, right = found["x"].lower(), found["y"].lower()
    nouns = [noun for noun in (found["a"], found["b"], found["c"]) if noun]
    if seen.entity(nouns[0], new=False) is None and len(nouns) == 3:
        nouns = nouns[1:]
    first, second = (seen.entity(noun, new=plural(noun)) for noun in nouns[:2])
    if first is None or second is None or first is second:
        return False
    many = {"many", "n", "m", "*"}
    if left in many and right in many:
        named = f"{lexicon.singular(first.name)}_{second.name}"
        joint = seen.entity(named)
        if joint is None:
            return False
        seen.relate(joint.name, first.name)
        seen.relate(joint.name, second.name)
        seen.strong += 2
        seen.current = seen.unnamed = joint.name
        return True
    if left in many:
        seen.relate(first.name, second.name)
    elif right in many:
        seen.relate(second.name, first.name)
    else:
        seen.relate(second.name, first.name, 1, 1)
    seen.strong += 2
    seen.current = None
    return True


def chain(found: re.Match[str], seen: Map) -> bool:
    """`users -> posts (1-5 per user) -> comments`: each is the parent of the next."""
    nodes = re.findall(r"([A-Za-z_]\w*)\s*(?:\(([^()]*)\))?", found["nodes"])
    if not all(plural(noun) for noun, _ in nodes[len(nodes) > 2 :]):
        return False
    made = [(seen.entity(noun), said) for noun, said in nodes]
    for (parent, _), (child, said) in pairwise(made):
        if parent is None or child is None:
            return False
        counted = re.search(
            rf"(?i)(?:(?:up to|at least|at most|exactly) )?{NUMBER}(?:\s*(?:-|to|\.\.)\s*{NUMBER})?", said
        )
        seen.relate(child.name, parent.name, *(cardinality(counted[0]) if counted else (None, None)))
    seen.strong += 2
    seen.current = None
    return True


def tied(found: re.Match[str], seen: Map) -> bool:
    """`every student is enrolled in exactly one class`: both are tables that the text speaks of."""
    child = seen.entity(found["c"], new=False)
    parents = [seen.entity(noun, new=False) for noun in (found["a"], found["b"]) if noun]
    if child is None or not parents or parents[0] is None or child in parents:
        return False
    seen.tie(child, parents)
    return True


def rows_behind(found: re.Match[str], seen: Map) -> bool:
    """`customers (id, name) 150 rows`: the rows of the table spoken of."""
    entity = seen.entities.get(seen.current or "")
    read = amount(found["n"])
    if entity is None or entity.rows is not None or read is None or not entity.listed:
        return False
    entity.rows = int(read.value)
    seen.strong += 1
    return True


def theirs(found: re.Match[str], seen: Map) -> bool:
    """`lighthouses (name) with 2-5 lamps each`: the children of the table spoken of."""
    parent = seen.entities.get(seen.current or "")
    child = (
        part_of(found["c"], parent, seen) if parent is not None and plural(found["c"].split()[-1]) else None
    )
    if parent is None or child is None or child is parent:
        return False
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    seen.subject, seen.current = None, child.name
    return True


def per_current(found: re.Match[str], seen: Map) -> bool:
    """`deals (id, value) - 0 to 5 per contact`: of the table spoken of."""
    child = seen.entities.get(seen.current or "")
    parent = seen.entity(found["p"], new=False)
    if child is None or parent is None or child is parent:
        return False
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    return True


def rows_alone(found: re.Match[str], seen: Map) -> bool:
    """`customers (id, name) 150`: a bare number right behind the bracket."""
    return found.string[: found.start()].rstrip().endswith(")") and rows_behind(found, seen)


def via(found: re.Match[str], seen: Map) -> bool:
    """`learners enrol in courses via enrolments`, `instructors (15) teach courses (40)`."""
    counted = bool(found["n"] or found["n2"] or found["n3"])
    made = [
        (seen.entity(noun, new=counted or bool(found["b"])), amount(rows) if rows else None)
        for noun, rows in ((found["a"], found["n"]), (found["b"], found["n2"]), (found["c"], found["n3"]))
        if noun
    ]
    child = made[-1][0]
    if (
        child is None
        or any(entity is None for entity, _ in made)
        or child in [entity for entity, _ in made[:-1]]
    ):
        return False
    for entity, rows in made:
        if entity is not None and rows is not None and entity.rows is None:
            entity.rows = int(rows.value)
        if entity is not None and entity is not child:
            seen.relate(child.name, entity.name)
    seen.strong += 2
    seen.current = seen.subject = child.name
    return True
