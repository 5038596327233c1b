"""Spans that a comma or an "and" must not cut: ranges, moments, quotations, means with deviations."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon, shapes
from rowsmith.importers.text.dates import MOMENT
from rowsmith.importers.text.numbers import QUANTITY
from rowsmith.importers.text.tokens import protect

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\"[^\"\n]{0,200}\"",
        (
            rf"\bbetween\s+(?:the )?(?:{MOMENT}|(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|"
            rf"th)?)?|{QUANTITY}),?\s+and\s+(?:the )?(?:{MOMENT}|{QUANTITY})"
        ),
        rf"\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?, (?:19|20)\d\d\b",
        shapes.BANDS,
        shapes.COMPOUND,
        r" plus (?:some |random |a little |a bit of )?noise",
        r"\b(?:19|20)\d\d and (?:19|20)\d\d\b",
        r"\b(?:normal|gauss(?:ian)?|lognormal|n)\s*\([^()]{1,60}\)",
        (
            r"(?:mean|average|avg|around|about|normal)[^,;.]{0,40}?\d[\d.,]*\w*,? (?:and|with)(?: "
            r"an?)? (?:s\.?d|std|stdev|standard deviation|deviation|sigma|spread)\b"
        ),
        (
            r"(?:mean|average|avg|around|about|normal)[^,;.]{0,40}?\d[\d.]*\w*, (?:s\.?d|std|stdev|"
            r"standard deviation|sigma)\b"
        ),
        r"\bbetween (?:the )?[\w ]{2,30} and (?:the )?[\w ]{2,20}(?=\s*(?:[,;.)]|$))",
        r"\b(?:in|of|from) (?:both )?[A-Z][\w ]{1,20} and [A-Z]\w+\b(?= (?:each|equally))",
        r"\[\s*[$]?-?[\d.]+\s*,\s*[$]?-?[\d.]+\s*\]",
    )
)
_QUOTED_AND = re.compile(r"(\"[^\"\n]{1,60}\"),? (and|or) (?=\"[^\"\n]{1,60}\")")


_MEMBER = (
    r"(?!(?:and|or|to|of|at|between|from|with|about|up|least|most|over|under|than|max|min)\b)"
    r"(?:[A-Za-z]+ (?!(?:and|or|to|of|at|between|from|with|about|up|least|most|over|under|than|max|"
    r"min)\b))?[A-Za-z][A-Za-z'_-]*(?:\s?[:=])?\s?(?:\d{1,2}(?:\.\d+)?|0?\.\d+)\s?%?"
)
_RUN = re.compile(
    rf"(?<![\w.])({_MEMBER}(?:(?:\s*[,/;]\s*|\s+)(?:and )?{_MEMBER}){{1,15}})(?=\s*(?:[,;.)\n]|$))",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"((?:[A-Za-z]+ )?[A-Za-z][A-Za-z'_-]*)(?:\s?[:=])?\s?((?:\d{1,2}|0)?(?:\.\d+)?)\s?%?", re.IGNORECASE
)


def _shares(found: re.Match[str]) -> str:
    """`low 50 medium 30 high 20`: values with shares that add up, as one piece with commas and signs."""
    members = [
        (word, float(number)) for word, number in _ONE.findall(found[0]) if word.lower() != "and" and number
    ]
    total = sum(number for _, number in members)
    bare = "%" not in found[0]
    if bare and (len(members) < 3 and any(lexicon.known([word.lower()]) for word, _ in members)):
        return found[0]
    if len({word.lower() for word, _ in members}) < len(members) or len(members) < 2:
        return found[0]
    if abs(total - 1) < 0.001:
        members = [(word, number * 100) for word, number in members]
    elif abs(total - 100) > 0.01:
        return found[0]
    return protect(", ".join(f"{word} {number:g}%" for word, number in members))


def shield(text: str) -> str:
    """The text with the separators inside every span hidden."""
    text = _RUN.sub(_shares, text)
    for pattern in _SPANS:
        text = pattern.sub(lambda found: protect(found[0]), text)
    return _QUOTED_AND.sub(lambda found: protect(f"{found[1]} {found[2]} "), text)
