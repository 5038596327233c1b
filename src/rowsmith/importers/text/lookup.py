"""Which column some words mean: `the check-in` is `checkin_date`, `study hours` is `study_hours_per_day`."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft

_NOISE = set(
    (
        "the a an of its their this that these those two both one s value values column field per in "
        "is are to"
    ).split()
)


def find(words: str, columns: list[Draft]) -> Draft | None:
    """The one column that the words name, or None."""
    wanted = _words(words)
    if not wanted:
        return None
    glued = "".join(wanted)
    best: tuple[float, Draft] | None = None
    for draft in columns:
        have = _words(draft.name)
        if not have:
            continue
        if "".join(have) == glued:
            return draft
        score = _likeness(wanted, have)
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, draft)
    return best[1] if best else None


def find_all(words: str, columns: list[Draft]) -> list[Draft]:
    """Every column that a list of words names, in the order of the words."""
    parts = [
        part
        for part in re.split(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b|\bplus\b|\bwith\b)\s*", words)
        if part.strip()
    ]
    found = [find(part, columns) for part in parts]
    unique: list[Draft] = []
    for draft in found:
        if draft is not None and draft not in unique:
            unique.append(draft)
    return unique


def numeric(draft: Draft) -> bool:
    """Whether it holds numbers."""
    return draft.type in ("integer", "float", "decimal")


def dated(draft: Draft) -> bool:
    """Whether it holds moments."""
    return draft.type in ("date", "datetime", "time")


def _words(text: str) -> list[str]:
    return [lexicon.stem(word) for word in lexicon.tokens(text) if word not in _NOISE]


def _likeness(wanted: list[str], have: list[str]) -> float:
    hits = sum(max((_same(word, other) for other in have), default=0.0) for word in wanted)
    if not hits:
        return 0.0
    back = sum(max((_same(word, other) for word in wanted), default=0.0) for other in have)
    return 0.6 * hits / len(wanted) + 0.4 * back / len(have)


def _same(word: str, other: str) -> float:
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.9
    if len(short) >= 5 and short[:5] == long[:5]:
        return 0.8
    return 0.0
