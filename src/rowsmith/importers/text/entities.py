"""Which tables a request speaks of, where the words about each begin, and how they hang together.

A head is a phrase at the start of a clause that opens a table (`50 customers (id)`, `Order: date, status`)
or ties two together (`each order has 1 to 8 line items`). What follows a head, up to the next one, is about
its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.numbers import DIGITS, WORDS, amount

NUMBER = rf"(?:(?:{DIGITS})(?:\s?(?-i:k|K|M)\b| (?:thousand|million|hundred|dozen|lakh))?|{WORDS})"
NOT_TABLES = set(
    """
        day days week weeks month months year years hour hours minute minutes second seconds row rows
        record records column columns field fields table tables value values time times percent dollars
        euros usd digits characters letters entry entries line lines sample samples level levels star
        stars point points category categories number numbers decimal decimals data dataset step steps
        stops status code codes schema night nights kind kinds type types sort unit units them date dates
        name names currency currencies minutes today now
        """.split()
)
EVENTS = set(
    """
        order trip shipment transaction sale booking visit event payment purchase ride delivery
        reservation appointment enrollment enrolment rental claim reading session click view review rating
        ticket invoice loan flight login log admission donation play stream stay match bet subscription
        order_item line_item attendance borrowing return usage call message interaction prescription
        """.split()
)


_TOLD = re.compile(
    r"(?i)\b(?:an?|each|every)\s+(?P<a>[a-z]+)\s+(?:has|have|is|gets|contains|includes|belongs|with)\b|"
    r"\b(?P<b>[a-z]+s)\s+(?:have|has|are)\b|\b(?P<c>[a-z]+s)\s*(?::\s|\((?=[a-z_ ]+,))"
)


def told_of(text: str) -> frozenset[str]:
    """Nouns that are no table as a rule, but that the text tells of and counts: `9 lines. A line has a colour`."""
    told = {plural_name(noun.lower()) for found in _TOLD.finditer(text) for noun in found.groups() if noun}
    return frozenset(
        name
        for name in told
        if (name in NOT_TABLES or lexicon.singular(name) in NOT_TABLES)
        and name not in ("rows", "records", "columns", "fields", "tables", "values", "data")
        and re.search(rf"(?i){NUMBER}\s+(?:\w+ )?{name}\b", text)
    )


@dataclass(slots=True)
class Entity:
    """One table as the request names it."""

    name: str
    rows: int | None = None
    bodies: list[str] = field(default_factory=list[str])
    listed: bool = False
    kinds: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Relation:
    """So many children for each parent; open where not said."""

    child: str
    parent: str
    low: int | None = None
    high: int | None = None


@dataclass(slots=True)
class Map:
    """All tables and relations of a request, filled while scanning."""

    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    relations: list[Relation] = field(default_factory=list[Relation])
    current: str | None = None
    subject: str | None = None
    strong: int = 0
    prelude: str = ""
    unnamed: str | None = None
    """A table between two others that the text has not named."""
    foreseen: frozenset[str] = frozenset()
    """Tables that the text opens somewhere, for ties that come before."""

    def kept(self) -> dict[str, Entity]:
        """The entities that have rows, columns or a tie."""
        tied = {name for item in self.relations for name in (item.child, item.parent)}
        return {
            name: entity
            for name, entity in self.entities.items()
            if entity.rows is not None or entity.listed or entity.bodies or name in tied
        }

    def entity(self, noun: str, *, new: bool = True) -> Entity | None:
        """The entity of that noun, in singular or plural."""
        name = canonical(noun)
        found = self.entities.get(name) or next(
            (
                item
                for key, item in self.entities.items()
                if key.endswith("_" + name) or (" " in noun.strip() and name.endswith("_" + key))
            ),
            None,
        )
        if found is None and (new or name in self.foreseen) and self.allows(name) and name:
            found = self.entities[name] = Entity(name)
        return found

    def allows(self, name: str) -> bool:
        """Whether the noun can be a table."""
        last = name.lower().split("_")[-1]
        part = "_" in name and lexicon.singular(last) in _PARTS
        return (
            name in self.foreseen
            or part
            or (last not in NOT_TABLES and lexicon.singular(last) not in NOT_TABLES)
        )

    def joint(self, noun: str) -> Entity | None:
        """The table between two others, under the name that the text gives it: `the enrollment holds a grade`."""
        name = canonical(noun)
        if not self.unnamed or lexicon.singular(name) not in EVENTS:
            return None
        old = self.unnamed
        entity = self.entities.pop(old)
        entity.name, self.unnamed = name, None
        self.entities[name] = entity
        self.relations = [replace(item, child=name) if item.child == old else item for item in self.relations]
        return entity

    def relate(self, child: str, parent: str, low: int | None = None, high: int | None = None) -> None:
        """Add a relation once; a cardinality is added to one that has none."""
        for place, known in enumerate(self.relations):
            if (known.child, known.parent) == (child, parent):
                if known.low is None and known.high is None:
                    self.relations[place] = Relation(child, parent, low, high)
                return
        if child != parent:
            self.relations.append(Relation(child, parent, low, high))

    def tie(self, child: Entity, parents: Iterable[Entity | None]) -> None:
        """Relate a table to each of its parents, and speak of it from now on."""
        for parent in parents:
            if parent is not None:
                self.relate(child.name, parent.name)
        self.strong += 2
        self.current = self.subject = child.name


_PARTS = {"record", "entry", "line", "point", "sample"}
"""Nouns that are a table with a word before them: `harvest records`."""
_GENERIC = set(
    (
        "record sample point item line detail history type event test result record plan log click message address "
        "account card card_number note method member image entry reading"
    ).split()
)
_ADJECTIVES = set(
    (
        "new different distinct unique random fake small large active registered various individual "
        "separate corresponding own data csv json test demo mock synthetic dummy related several other "
        "following of the its their each"
    ).split()
)


def canonical(noun: str) -> str:
    """A table's name for a noun: `customers` for `German utility customers`, `line_items` for `line item`."""
    words = [word.lower() for word in re.split(r"[\s-]+", noun.strip()) if word]
    if not words:
        return ""
    if "_" in words[-1] or len(words) == 1:
        return plural_name(words[-1])
    if lexicon.singular(words[-1]) in _GENERIC and words[-2] not in _ADJECTIVES:
        return f"{words[-2]}_{plural_name(words[-1])}"
    return plural_name(words[-1])


def plural_name(word: str) -> str:
    """`buy_clicks` for `buy_click`."""
    head, _, last = word.rpartition("_")
    return f"{head}_{lexicon.plural(last)}" if head else lexicon.plural(last)


def cardinality(text: str) -> tuple[int | None, int | None]:
    """(2, 3) for `2 to 3`, (1, 1) for `exactly one`, (0, 4) for `up to 4`, (None, None) for `several`."""
    low = text.lower()
    if "or more" in low:
        return (1 if "one" in low else 0), None
    if re.fullmatch(r"(?:several|multiple|many|some|any number of|a few)", low.strip()):
        return None, None
    numbers = [item for item in (amount(part) for part in re.findall(NUMBER, low, re.IGNORECASE)) if item]
    if not numbers:
        return (1, 1) if re.search(r"\ban?\b", low) else (None, None)
    first, last = int(numbers[0].value), int(numbers[-1].value)
    if len(numbers) == 1 and re.search(r"up to|at most|maximum", low):
        return 0, last
    if len(numbers) == 1 and re.search(r"at least|minimum", low):
        return first, None
    return first, last
