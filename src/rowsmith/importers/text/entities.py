"""Which tables a request speaks of, where the words about each begin, and how they hang together.

A head is a phrase at the start of a clause that opens a table (`50 customers (id, name)`, `Order: date, status`)
or ties two together (`each order has 1 to 8 line items`). What follows a head, up to the next one, is about its
table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.header import plural
from rowsmith.importers.text.numbers import DIGITS, WORDS, amount
from rowsmith.importers.text.tokens import brackets

_N = rf"(?:(?:{DIGITS})(?:\s?(?-i:k|K|M)\b| (?:thousand|million|hundred|dozen|lakh))?|{WORDS})"
_NP = r"[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*){0,3}?"
CARD = (
    rf"(?:(?:exactly|precisely|between|from|about|around|up to|at most|at least|roughly|on average|a "
    rf"maximum of|a minimum of|usually|either)\s+)?(?:{_N}(?:\s*(?:-|to|and|or)\s*{_N})?|an?|several|"
    rf"multiple|many|some|one or more|zero or more|any number of|a few)"
)
_HAS = (
    r"(?:has|have|had|with|contains?|contain|gets?|makes?|made|placed|places?|owns?|own|receives?|"
    r"received|includes?|wrote|writes?|holds?|comes with|comprises|attends?|takes?|took|teaches|teach|"
    r"uses?|buys?|bought|files?|submits?|runs?|operates?|books?|enrolls? in|consists? of|is made "
    r"(?:up )?of|can have|may have|should have|must have|will have|starts?|performs?|records?|logs?|"
    r"produces?|sends?|orders|rents?|visits?|leaves?|gives?)"
)
_LEAD = (
    r"(?:(?:and|also|then|plus|finally|next|for|there are|we have|i need|i want|we need|generate|"
    r"create|make|give me|simulate|build|produce|please|about|around|roughly|with|model|one table "
    r"(?:of|for)|a table (?:of|for))\s+)*"
)
_NOT_TABLES = set(
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
        if (
            found is None
            and new
            and lexicon.singular(name.split("_")[-1]) not in _NOT_TABLES
            and name.split("_")[-1] not in _NOT_TABLES
            and name
        ):
            found = self.entities[name] = Entity(name)
        return found

    def relate(self, child: str, parent: str, low: int | None = None, high: int | None = None) -> None:
        """Add a relation once; a cardinality is added to one that has none."""
        for place, known in enumerate(self.relations):
            if (known.child, known.parent) == (child, parent):
                if known.low is None and known.high is None:
                    self.relations[place] = Relation(child, parent, low, high)
                return
        if child != parent:
            self.relations.append(Relation(child, parent, low, high))


_GENERIC = set(
    (
        "item line detail history type event test result record plan log click message address "
        "account card card_number note method member image entry reading"
    ).split()
)
_ADJECTIVES = set(
    (
        "new different distinct unique random fake small large active registered various individual "
        "separate corresponding own related several other following of the its their each"
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
    numbers = [item for item in (amount(part) for part in re.findall(_N, low, re.IGNORECASE)) if item]
    if not numbers:
        return (1, 1) if re.search(r"\ban?\b", low) else (None, None)
    first, last = int(numbers[0].value), int(numbers[-1].value)
    if len(numbers) == 1 and re.search(r"up to|at most|maximum", low):
        return 0, last
    if len(numbers) == 1 and re.search(r"at least|minimum", low):
        return first, None
    return first, last


def _each(found: re.Match[str], seen: Map) -> bool:
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


def _per(found: re.Match[str], seen: Map) -> bool:
    if (
        lexicon.singular(found["p"].split()[-1]) in _NOT_TABLES
        or lexicon.singular(found["c"].split()[-1]) in _NOT_TABLES
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


def _times(found: re.Match[str], seen: Map) -> bool:
    parent = seen.entity(found["p"], new=False)
    child = seen.entity(_TIMES.get(found["v"].lower(), found["v"] + "s"))
    if parent is None or child is None:
        return False
    seen.relate(child.name, parent.name, *cardinality(found["card"]))
    seen.strong += 2
    seen.current = child.name
    return True


def _counted(found: re.Match[str], seen: Map) -> bool:
    return _count(found["noun"], found["n"], seen)


def _count(noun: str, number: str, seen: Map) -> bool:
    if (
        not plural(noun.split()[-1])
        or noun.split()[-1].lower() in _NOT_TABLES
        or noun.split()[0].lower() in _NOT_TABLES
    ):
        return False
    entity, read = seen.entity(noun), amount(number)
    if entity is None or read is None or not float(read.value).is_integer() or not 0 <= read.value <= 10**12:
        return False
    entity.rows = entity.rows if entity.rows is not None else int(read.value)
    seen.strong += 1
    seen.current = seen.subject = entity.name
    return True


def _titled(found: re.Match[str], seen: Map) -> bool:
    noun = found["noun"]
    known = seen.entity(noun, new=False)
    if known is None and (
        lexicon.known(lexicon.tokens(noun))
        and not plural(noun.split()[-1])
        and "table" not in found[0].lower()
    ):
        return False
    if found.string[found.end() : found.end() + 1] == "(" and not _columns(
        found.string[found.end() + 1 : found.end() + 400]
    ):
        return False
    if known is None and not (plural(noun.split()[-1]) or "_" in noun or "table" in found[0].lower()):
        return False
    entity = known or seen.entity(noun)
    if entity is None:
        return False
    entity.listed = True
    seen.strong += 1
    seen.current = seen.subject = entity.name
    return True


def _columns(inner: str) -> bool:
    """Whether a bracket lists columns rather than values or limits."""
    items = [item.strip() for item in inner.partition(")")[0].split(",")]
    good = sum(
        bool(re.fullmatch(r"[A-Za-z_]\w*(?: [A-Za-z]\w*){0,3}(?:\s*->.*)?", item))
        and (lexicon.known(lexicon.tokens(item)) or "_" in item)
        for item in items
    )
    return "%" not in inner.partition(")")[0] and good * 2 >= len(items)


def _links(found: re.Match[str], seen: Map) -> bool:
    child = seen.entity(found["c"], new=plural(found["c"].split()[-1]) or "_" in found["c"])
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


def _their(found: re.Match[str], seen: Map) -> bool:
    parent, child = seen.entity(found["p"]), seen.entity(found["c"])
    if parent is None or child is None or parent is child or lexicon.known([found["c"].lower()]):
        return False
    seen.relate(child.name, parent.name)
    seen.current = seen.subject = parent.name
    return True


def _belongs(found: re.Match[str], seen: Map) -> bool:
    """`each in one department`, `taught by a professor`: of the table that is spoken of."""
    parent = seen.entity(found["a"], new=False)
    if parent is None or seen.current is None or parent.name == seen.current:
        return False
    seen.relate(seen.current, parent.name)
    return True


def _one_of(found: re.Match[str], seen: Map) -> bool:
    child, parent = seen.entity(found["c"], new=False), seen.entity(found["p"])
    read = amount(found["n"])
    if child is None or parent is None or read is None:
        return False
    parent.rows = int(read.value)
    seen.relate(child.name, parent.name)
    seen.strong += 2
    seen.current = parent.name
    return True


def _have(found: re.Match[str], seen: Map) -> bool:
    entity = seen.entity(found["noun"], new=False)
    if entity is None or (entity.name == seen.current and found["verb"].lower() == "with"):
        return False
    seen.current = seen.subject = entity.name
    return True


def _measured(found: re.Match[str], seen: Map) -> bool:
    """`orders 500`, `orders (500)`, `orders: 500`; a word for a number, such as `credits`, is no table."""
    last = found["noun"].split()[-1].lower()
    if last in lexicon.BY_WORD or lexicon.singular(last) in lexicon.BY_WORD:
        return False
    return _count(found["noun"], found["n"] or found["n2"] or found["n3"], seen)


def _table(found: re.Match[str], seen: Map) -> bool:
    return _titled(found, seen) and _rows(found, seen)


def _rows(found: re.Match[str], seen: Map) -> bool:
    read = amount(found["n"]) if found["n"] else None
    if read and seen.current:
        seen.entities[seen.current].rows = int(read.value)
    return True


_ARTICLE = r"(?:the |an? |one |its |their |exactly one |some |each )?"
HEADS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Map], bool]], ...] = tuple(
    (re.compile(_LEAD + pattern, re.IGNORECASE), read)
    for pattern, read in (
        (
            (
                rf"(?:each|every|per|a|an|all)(?: of (?:them|these|those|which|the "
                rf"{_NP}))?\s*(?P<p>(?!with\b|of\b|has\b|placed?\b|order(?:ed)?s? "
                rf"\d)[A-Za-z_][\w-]*(?: (?!has\b|have\b|with\b|"
                rf"contains?\b)[A-Za-z][\w-]*)?)??\s*(?:\((?P<cols>[^()]{{1,300}})\))?\s*(?:can |may |"
                rf"should |must |also |then )*{_HAS}\s+(?P<card>{CARD})\s+(?P<c>{_NP})(?P<more>(?:(?:,"
                rf"| and| or)+ (?:one|an?) [\w-]+ [\w-]+)+)?(?= of\b|\s*(?:[,.;:(]|$|with\b|and\b|"
                rf"each\b|containing|including|that\b|which\b|having\b|\())"
            ),
            _each,
        ),
        (
            (
                rf"(?P<p>(?!(?:each|every|and)\b)[A-Za-z_]\w*s)\s+(?P<cols>(?!x)x)?(?:can |may |"
                rf"should |must |also )*{_HAS}\s+(?P<card>(?:exactly |between |from |about |up to |at "
                rf"most |at least )?{_N}(?:\s*(?:-|to|and|or)\s*{_N})?|one or more|zero or more|"
                rf"several|multiple|many)\s+(?P<c>[A-Za-z_][\w-]*(?: "
                rf"[A-Za-z][\w-]*)?s)(?P<more>x)?(?: each)?(?=\s*(?:[,.;:(]|$|with\b|and\b))"
            ),
            _each,
        ),
        (rf"(?:each|every)\s+(?P<p>{_NP}) (?:is|gets|was|can be) (?P<v>\w+) (?P<card>{CARD}) times", _times),
        (
            (
                rf"(?P<card>{CARD})\s+(?P<c>{_NP})\s+(?:per|for each|for every|to each|on "
                rf"each)\s+(?P<p>[A-Za-z_]\w*)"
            ),
            _per,
        ),
        (
            (
                rf"(?P<c>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*[,(:]?\s*\(?(?:with "
                rf")?(?P<card>{CARD})\s+(?:\w+ )?(?:per|for each|for every)\s+(?P<p>[A-Za-z_]\w*)\)?"
            ),
            _per,
        ),
        (
            (
                rf"(?P<c>{_NP})\s+(?:also |then |that |which )*(?:go|goes|are sent|are shipped|ship|"
                rf"come|are assigned|belong|are made|are stored|are handled|refer|happen)\s*(?:to|"
                rf"from|at|in|by|on|with)\s+(?:exactly )?one of (?:the "
                rf")?(?P<n>{_N})\s+(?P<p>{_NP})(?=\s*(?:[(,.;:]|$|with\b))"
            ),
            _one_of,
        ),
        (
            (
                rf"(?P<c>{_NP})\s+(?:(?:that|which|table|also|each|all)\s+)*(?:link(?:s|ing)?|"
                rf"connect(?:s|ing)?|join(?:s|ing)?|between|reference(?:s)?|referencing|map(?:s|"
                rf"ping)?|associat(?:es|ing)|tie(?:s)?)\s+{_ARTICLE}(?P<a>both|them|the two|"
                rf"[A-Za-z_]\w*)(?:\s+(?:to|and|with|,)\s+{_ARTICLE}(?P<b>[A-Za-z_]\w*))?"
            ),
            _links,
        ),
        (
            (
                rf"(?:each |every |the )?(?P<c>{_NP})\s+(?:belong(?:s|ing)? to|(?:is|are|was|were) "
                rf"(?:placed|made|written|owned|taught|sold|created|submitted|reported|filed|bought|"
                rf"posted|handled|assigned|linked|tied|related|connected)(?: by| to| with| at)|"
                rf"(?:point|refer)s? (?:to|at)|come(?:s)? "
                rf"from)\s+{_ARTICLE}(?P<a>[A-Za-z_]\w*)(?:\s+(?:and|,)\s+(?:to "
                rf")?{_ARTICLE}(?P<b>[A-Za-z_]\w*))?"
            ),
            _links,
        ),
        (
            (
                r"(?:each |all )?(?:(?:is |are )?(?:in|at|from|of|for|under|belong(?:s|ing)? to|"
                r"(?:taught|written|made|owned|placed|sold|filed|led|run|submitted|created|held|given|"
                r"issued) (?:by|to|in|at)|assigned to|work(?:s|ing)? (?:in|at|for)|linked to|tied to|"
                r"part of))\s+(?:exactly )?(?:one|an?|the|its|their)(?: of "
                r"the)?\s+(?P<a>[A-Za-z_]\w*)(?=\s*(?:[,;.)]|$|with\b|and\b))"
            ),
            _belongs,
        ),
        (
            (
                rf"(?:an? |the )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s+table\b(?: (?:has|"
                rf"contains|includes|with columns|with)(?! \d))?(?:\s*\(?(?:(?:with|of) )?(?P<n>{_N}) "
                rf"(?:rows|records|entries)\)?)?\s*:?"
            ),
            _table,
        ),
        (r"(?P<noun>[A-Za-z_]\w*s)(?=\s*,?\s*(?:each|every)\b)", _titled),
        (
            (
                r"(?P<p>[A-Za-z_]\w*s) (?:and|with|plus) (?:their|its) (?P<c>[A-Za-z_]\w*(?: "
                r"\w+)?s)(?=\s*[,.;:]|$| for\b| in\b)"
            ),
            _their,
        ),
        (
            (
                rf"(?P<n>{_N})\s+(?P<noun>[A-Za-z_][\w-]*(?: (?!with\b|and\b|per\b|for\b|in\b|of\b|"
                rf"each\b|to\b|from\b)[A-Za-z][\w-]*){{0,3}}?)(?=\s*(?:[,.;:(]|$|with\b|and\b|"
                rf"having\b|who\b|that\b|each\b|containing\b|in\b|of\b|from\b|for\b|plus\b|[a-z]+\d))"
            ),
            _counted,
        ),
        (
            (
                rf"(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*(?:\(\s*(?P<n>{_N})(?: rows| "
                rf"records)?\s*\)|[:=]\s*(?P<n2>{_N})(?: rows| records)?(?=\s*[,.;]|$)|"
                rf"\s(?P<n3>{_N})(?=\s*(?:[,;:]|\.(?!\.)|$|with\b|and\b)))"
            ),
            _measured,
        ),
        (
            (
                r"(?:the )?(?:tables? )?(?P<noun>[A-Za-z_][\w-]*(?: "
                r"[A-Za-z][\w-]*)?)\s*(?=\((?=[^()]*,|\s*\w+\s*\)))"
            ),
            _titled,
        ),
        (r"(?:the )?(?:table )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*:(?=\s)", _titled),
        (
            (
                rf"(?:the |all |each |every )?(?P<noun>[A-Za-z_][\w-]*(?: "
                rf"[A-Za-z][\w-]*)?)\s+(?P<verb>have|has|with|contain|contains|include|includes|carry|"
                rf"carries|get|need|record|records|store|stores)\s+(?!{_N}\s+\w+s\b)"
            ),
            _have,
        ),
    )
)


_START = re.compile(r"(?:^|[.;:,\n]\s+|\s(?:and|plus)\s+)(?=\S)|(?<=\))\s*,?\s*(?=\w)")


def _opened(text: str, at: int, seen: Map) -> int | None:
    """Where the head at this place ends, once one was read."""
    for pattern, read in HEADS:
        found = pattern.match(text, at)
        if found and read(found, seen):
            return found.end()
    return None


def scan(text: str) -> Map:
    """Read every head in order; what stands between is the body of the table opened last."""
    seen = Map()
    inside = brackets(text)
    ends = sorted(inside.items())
    place = 0
    body_from = 0
    for start in _START.finditer(text):
        at = start.end()
        if at < place or any(left < at <= right for left, right in ends):
            continue
        before = seen.current
        end = _opened(text, at, seen)
        if end is None:
            continue
        _close(seen, before, text[body_from:at])
        place = body_from = end
    _close(seen, seen.current, text[body_from:])
    opening = re.match(
        r"(?is)^(?:.*?\s)?(?P<noun>[a-z]\w*s) (?:with|having) (?P<body>.+)$", seen.prelude.strip()
    )
    owner = seen.entity(opening["noun"], new=False) if opening else None
    if opening and owner is not None:
        owner.bodies.insert(0, opening["body"])
    return seen


def _close(seen: Map, name: str | None, body: str) -> None:
    text = re.sub(
        (
            r"(?i)^[\s,:;.]*(?:(?:with|have|has|having|contain(?:s|ing)?|includ(?:es?|ing)|each|which|"
            r"that|who|and|:)\b[\s:]*)*"
        ),
        "",
        body,
    ).strip(" ,;\n")
    text = re.sub(r"(?i)[\s,]*\b(?:and|each|with|also)\s*$", "", text)
    if not text:
        return
    if name is None or name not in seen.entities:
        seen.prelude += f" {text}"
    else:
        seen.entities[name].bodies.append(text)
