"""The table of phrases: every way of saying something about one column, in the order in which they are tried.

A phrase is one row: what it says, the words it needs (a cheap test before the pattern), the pattern and its
reader. To teach the reader a new wording, add a row in the module of its topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rowsmith.importers.text import kinds, limit_phrases, links, picks, shapes, shares
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.gates import Open

HOLE = "\ue010"
"""Stands where a phrase was read."""
Reader = Callable[[re.Match[str], Draft, date], bool]
MAX_ITEM = 1_500


@dataclass(frozen=True)
class Phrase:
    """One wording."""

    kind: str
    source: str
    read: Reader

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at first use, so that importing the reader stays cheap."""
        return re.compile(self.source, self.flags)

    @property
    def flags(self) -> int:
        """Codes and masks are told apart by their capitals; everything else is not."""
        return 0 if self.kind in _CASED else re.IGNORECASE


_CASED = {"first to last letter", "mask", "mask prefix"}


def _plain(read: Callable[[re.Match[str], Draft], bool]) -> Reader:
    def adapted(found: re.Match[str], draft: Draft, today: date) -> bool:
        return read(found, draft)

    return adapted


def _rows(entries: Iterable[tuple[str, str, Callable[[re.Match[str], Draft], bool]]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(kind, source, _plain(read)) for kind, source, read in entries)


PHRASES: tuple[Phrase, ...] = (
    *_rows(links.LINKS),
    *_rows(shapes.SHAPES),
    *_rows(kinds.KINDS),
    *_rows(shares.NULLS),
    *_rows(shares.TRUTHS[:4]),
    *(Phrase(kind, source, read) for kind, source, read in limit_phrases.LIMITS),
    *_rows(picks.CHOICES),
    *_rows(shares.TRUTHS[4:]),
)


def read_phrases(text: str, draft: Draft, today: date) -> str:
    """Read every phrase in the text into the draft; return the text with a hole for each one read."""
    rest = text[:MAX_ITEM]
    opens = Open(rest)
    for phrase in PHRASES:
        if not opens(phrase.kind):
            continue
        place = 0
        for _ in range(4):
            found = phrase.pattern.search(rest, place)
            if found is None or not found[0].strip():
                break
            if phrase.read(found, draft, today):
                rest = f"{rest[: found.start()]}{HOLE}{rest[found.end() :]}"
                place = found.start() + 1
            else:
                place = found.start() + 1
    return rest
