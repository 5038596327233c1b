"""Abbreviations and slips of the pen in the words of the grammar and in common column names."""

from __future__ import annotations

import re
from functools import lru_cache

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Request

_GLUED = "km|kg|cm|mm|ml|ms|mb|gb|kb|lbs|ft|min|m|g|l|s|h|w|v|c"
_SHORT = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"(?<!\w)w/o\b", "without"),
        (r"(?<!\w)w/\s?(?=\w)", "with "),
        (r"(?<!\w)(?:b/w|btwn|betw|btw)(?!\w)", "between"),
        (r"\bthru\b", "through"),
        (r"\bapprox\b\.?", "about"),
        (r"\busr(?=[\s_])", "user"),
        (r"\bpercentage points\b", "percent"),
        (r"\brnd\b(?= )", "random"),
        (r"\b(between|from) (?:nothing|none|nil)(?= (?:and|to)\b)", r"\1 0"),
        (rf"(?<![\w.])(\d[\d.,]*)({_GLUED})(\s*(?:-|to|and)\s*)(\d[\d.,]*)\2\b", r"\1\3\4 \2"),
    )
)
_TARGETS = """
    generate between records columns unique random email salary address quantity customer customers
    employee employees phone category amount country price status number product products order orders
    integer string boolean percent missing average normal distribution username password gender birthday
    description latitude longitude currency department transaction transactions account accounts patient
    patients student students invoice timestamp sequential optional weight height rating surname company
    """.split()
_SAFE = set(
    (
        "county prize weigh weights states orders prices counts genders ratings border boarder "
        "account complete producer products averaged normally"
    ).split()
)
MAX_WORDS = 3_000


def _both_known(found: re.Match[str]) -> str:
    known = all(lexicon.known(lexicon.tokens(found[place])) for place in (1, 2))
    return f"{found[1]} and {found[2]}" if known else found[0]


def spelled(text: str, request: Request) -> str:
    """The text with abbreviations written out and slips corrected; each correction is told."""
    for pattern, word in _SHORT:
        text = pattern.sub(word, text)
    text = re.sub(r"\b([a-z_]+) & ([a-z_]+)\b", _both_known, text)
    for token in list(dict.fromkeys(re.findall(r"(?<![\w'\"/.@-])[a-z]{4,14}(?![\w'\"/.@-])", text)))[
        :MAX_WORDS
    ]:
        meant = _meant(token)
        if meant:
            text = re.sub(rf"(?<![\w'\"/.@-]){token}(?![\w'\"/.@-])", meant, text)
            request.suggestions.append(f"{token!r} was read as {meant!r}")
    return text


@lru_cache(maxsize=4096)
def _meant(token: str) -> str | None:
    """The one common word that differs by one slip; None for words that are known or inflected."""
    if (
        token in _SAFE
        or token in lexicon.BY_WORD
        or token in lexicon.TEXT
        or token in _TARGETS
        or lexicon.singular(token) in lexicon.TEXT | set(lexicon.BY_WORD) | lexicon.PEOPLE
    ):
        return None
    from rapidfuzz.distance import OSA

    close = [
        word
        for word in _TARGETS
        if word[0] == token[0]
        and abs(len(word) - len(token)) <= 1
        and not token.startswith(word[:-1])
        and (len(word) != len(token) or sorted(word) == sorted(token))
        and OSA.distance(word, token, score_cutoff=1) == 1
    ]
    return close[0] if len(close) == 1 else None
