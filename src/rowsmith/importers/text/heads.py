"""The scan for heads: which phrases open or tie tables, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rowsmith.importers.text.entities import Map, told_of
from rowsmith.importers.text.opening_phrases import OPENINGS
from rowsmith.importers.text.tie_phrases import TIES
from rowsmith.importers.text.tokens import brackets

_LEAD = (
    r"(?:(?:i've|we've|we have got|start|begin|let's have|assume|suppose|use|have|and|also|then|plus|"
    r"finally|next|for|there are|we have|i need|i want|we need|generate|"
    r"create|make|give me|simulate|build|produce|please|about|around|roughly|with|model|one table "
    r"(?:of|for)|a table (?:of|for))\s+){0,6}"
)


_START = re.compile(
    r"(?:^|[.;:,]\s+|\n\s*|\s--?\s+|\s->\s+(?=\w+:)|(?<=[a-z]s)\s+(?=\d[\d,]* [a-z]+s\b)|\s(?:and|plus)"
    r"\s+)(?=\S)|(?<=\))\s*,?\s*(?=\w)"
)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Map], bool]], ...]:
    """The table, compiled at first use."""
    return tuple((re.compile(_LEAD + pattern, re.IGNORECASE), read) for pattern, read in (*TIES, *OPENINGS))


def _opened(text: str, at: int, seen: Map) -> int | None:
    """Where the head at this place ends, once one was read."""
    for pattern, read in _heads():
        found = pattern.match(text, at)
        if found and read(found, seen):
            return found.end()
    return None


def scan(text: str) -> Map:
    """Read every head in order; what stands between is the body of the table opened last.

    It is done twice: a first look finds the tables, so that a tie may name one that is opened further on.
    """
    told = told_of(text)
    first = _scan(text, Map(foreseen=told))
    if len(first.entities) < 2:
        return first
    return _scan(text, Map(foreseen=told | frozenset(first.kept())))


def _scan(text: str, seen: Map) -> Map:
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
    text = re.sub(
        r"(?i)^(?:in total|in all|altogether|overall|please|in the database)(?=[\s,.;]|$)[\s,.;]*", "", text
    )
    text = re.sub(r"(?i)[\s,]*\b(?:and|each|with|also)\s*$", "", text)
    if not text:
        return
    if name is None or name not in seen.entities:
        seen.prelude += f" {text}"
    else:
        seen.entities[name].bodies.append(text)
