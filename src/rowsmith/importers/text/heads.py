"""The table of heads: every wording that opens a table or ties two together, and the scan for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rowsmith.importers.text.entities import NUMBER, Map
from rowsmith.importers.text.ties import (
    belongs,
    counted,
    each,
    have,
    links,
    measured,
    one_of,
    per,
    their,
    times,
    titled,
    titled_rows,
)
from rowsmith.importers.text.tokens import brackets

_NP = r"[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*){0,3}?"


CARD = (
    rf"(?:(?:exactly|precisely|between|from|about|around|up to|at most|at least|roughly|on average|a "
    rf"maximum of|a minimum of|usually|either)\s+)?(?:{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|an?|several|"
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
    r"(?:of|for)|a table (?:of|for))\s+){0,6}"
)


_ARTICLE = r"(?:the |an? |one |its |their |exactly one |some |each )?"


_HEADS: tuple[tuple[str, Callable[[re.Match[str], Map], bool]], ...] = (
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
        each,
    ),
    (
        (
            rf"(?P<p>(?!(?:each|every|and)\b)[A-Za-z_]\w*s)\s+(?P<cols>(?!x)x)?(?:can |may |"
            rf"should |must |also )*{_HAS}\s+(?P<card>(?:exactly |between |from |about |up to |at "
            rf"most |at least )?{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|one or more|zero or more|"
            rf"several|multiple|many)\s+(?P<c>[A-Za-z_][\w-]*(?: "
            rf"[A-Za-z][\w-]*)?s)(?P<more>x)?(?: each)?(?=\s*(?:[,.;:(]|$|with\b|and\b))"
        ),
        each,
    ),
    (rf"(?:each|every)\s+(?P<p>{_NP}) (?:is|gets|was|can be) (?P<v>\w+) (?P<card>{CARD}) times", times),
    (
        (
            rf"(?P<card>{CARD})\s+(?P<c>{_NP})\s+(?:per|for each|for every|to each|on "
            rf"each)\s+(?P<p>[A-Za-z_]\w*)"
        ),
        per,
    ),
    (
        (
            rf"(?P<c>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*[,(:]?\s*\(?(?:with "
            rf")?(?P<card>{CARD})\s+(?:\w+ )?(?:per|for each|for every)\s+(?P<p>[A-Za-z_]\w*)\)?"
        ),
        per,
    ),
    (
        (
            rf"(?P<c>{_NP})\s+(?:also |then |that |which )*(?:go|goes|are sent|are shipped|ship|"
            rf"come|are assigned|belong|are made|are stored|are handled|refer|happen)\s*(?:to|"
            rf"from|at|in|by|on|with)\s+(?:exactly )?one of (?:the "
            rf")?(?P<n>{NUMBER})\s+(?P<p>{_NP})(?=\s*(?:[(,.;:]|$|with\b))"
        ),
        one_of,
    ),
    (
        (
            rf"(?P<c>{_NP})\s+(?:(?:that|which|table|also|each|all)\s+)*(?:link(?:s|ing)?|"
            rf"connect(?:s|ing)?|join(?:s|ing)?|between|reference(?:s)?|referencing|map(?:s|"
            rf"ping)?|associat(?:es|ing)|tie(?:s)?)\s+{_ARTICLE}(?P<a>both|them|the two|"
            rf"[A-Za-z_]\w*)(?:\s+(?:to|and|with|,)\s+{_ARTICLE}(?P<b>[A-Za-z_]\w*))?"
        ),
        links,
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
        links,
    ),
    (
        (
            r"(?:each |all )?(?:(?:is |are )?(?:in|at|from|of|for|under|belong(?:s|ing)? to|"
            r"(?:taught|written|made|owned|placed|sold|filed|led|run|submitted|created|held|given|"
            r"issued) (?:by|to|in|at)|assigned to|work(?:s|ing)? (?:in|at|for)|linked to|tied to|"
            r"part of))\s+(?:exactly )?(?:one|an?|the|its|their)(?: of "
            r"the)?\s+(?P<a>[A-Za-z_]\w*)(?=\s*(?:[,;.)]|$|with\b|and\b))"
        ),
        belongs,
    ),
    (
        (
            rf"(?:an? |the )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s+table\b(?: (?:has|"
            rf"contains|includes|with columns|with)(?! \d))?(?:\s*\(?(?:(?:with|of) )?(?P<n>{NUMBER}) "
            rf"(?:rows|records|entries)\)?)?\s*:?"
        ),
        titled_rows,
    ),
    (r"(?P<noun>[A-Za-z_]\w*s)(?=\s*,?\s*(?:each|every)\b)", titled),
    (
        (
            r"(?P<p>[A-Za-z_]\w*s) (?:and|with|plus) (?:their|its) (?P<c>[A-Za-z_]\w*(?: "
            r"\w+)?s)(?=\s*[,.;:]|$| for\b| in\b)"
        ),
        their,
    ),
    (
        (
            rf"(?P<n>{NUMBER})\s+(?P<noun>[A-Za-z_][\w-]*(?: (?!with\b|and\b|per\b|for\b|in\b|of\b|"
            rf"each\b|to\b|from\b)[A-Za-z][\w-]*){{0,3}}?)(?=\s*(?:[,.;:(]|$|with\b|and\b|"
            rf"having\b|who\b|that\b|each\b|containing\b|in\b|of\b|from\b|for\b|plus\b|[a-z]+\d))"
        ),
        counted,
    ),
    (
        (
            rf"(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*(?:\(\s*(?P<n>{NUMBER})(?: rows| "
            rf"records)?\s*\)|[:=]\s*(?P<n2>{NUMBER})(?: rows| records)?(?=\s*[,.;]|$)|"
            rf"\s(?P<n3>{NUMBER})(?=\s*(?:[,;:]|\.(?!\.)|$|with\b|and\b)))"
        ),
        measured,
    ),
    (
        (
            r"(?:the )?(?:tables? )?(?P<noun>[A-Za-z_][\w-]*(?: "
            r"[A-Za-z][\w-]*)?)\s*(?=\((?=[^()]*,|\s*\w+\s*\)))"
        ),
        titled,
    ),
    (r"(?:the )?(?:table )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*:(?=\s)", titled),
    (
        (
            rf"(?:the |all |each |every )?(?P<noun>[A-Za-z_][\w-]*(?: "
            rf"[A-Za-z][\w-]*)?)\s+(?P<verb>have|has|with|contain|contains|include|includes|carry|"
            rf"carries|get|need|record|records|store|stores)\s+(?!{NUMBER}\s+\w+s\b)"
        ),
        have,
    ),
)


_START = re.compile(r"(?:^|[.;:,\n]\s+|\s(?:and|plus)\s+)(?=\S)|(?<=\))\s*,?\s*(?=\w)")


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Map], bool]], ...]:
    """The table, compiled at first use."""
    return tuple((re.compile(_LEAD + pattern, re.IGNORECASE), read) for pattern, read in _HEADS)


def _opened(text: str, at: int, seen: Map) -> int | None:
    """Where the head at this place ends, once one was read."""
    for pattern, read in _heads():
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
