"""The members of a list: `red, green or blue`, `low/mid/high`, `a | b`, as typed values."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Value
from rowsmith.importers.text.tokens import restore, split

_STRIP = " \t\"'`.:;"


BOOLEAN = {"yes", "no", "true", "false", "y", "n", "t", "f", "0", "1", "on", "off", "ja", "nein", "si", "sí"}


TRUE = {"yes", "true", "y", "t", "1", "on", "ja", "si", "sí"}


def scalar(text: str) -> Value:
    """A value as typed: 3 for `3`, 0.99 for `$0.99`, else the words without quotes."""
    bare = restore(text).strip(_STRIP).strip()
    bare = (
        re.sub(r"^(?:either|(?-i:an?|the)|or|and|then)\s+(?=\S)", "", bare, flags=re.IGNORECASE)
        if not re.match(r"[\"'`]", restore(text).strip())
        else bare
    )
    number = re.fullmatch(r"[$€£¥₹]?\s?(-?\d{1,15}(?:\.\d{1,15})?)\s?[€$%]?", bare)
    if number and not re.match(r"-?0\d", number[1]):
        return float(number[1]) if "." in number[1] else int(number[1])
    return bare


_SHARE_OF_PLUS = re.compile(r"(?i)((?:^|,)\s*plus)\s(?=\d)")
"""`plus` before a share is a value: `basic 60%, plus 30%`."""


def parts(text: str) -> list[str]:
    """The members of a list, by the separator that the list uses: `a | b`, `a/b/c`, `a, b or c`."""
    for separators in (r"\s*\|\s*", r"\s*;\s*"):
        if re.search(separators, restore(text)) and not text.startswith("{"):
            return [item for item in re.split(separators, restore(text)) if item.strip()]
    commas = [piece.text for piece in split(_SHARE_OF_PLUS.sub("\\1\ue005", restore(text)), at=",\n")]
    found = [
        restore(item).strip()
        for piece in commas
        for item in re.split(r"\s+(?:or|vs\.?|versus)\s+|^or\s+", piece)
        if item.strip()
    ]
    if len(found) <= 1 or all(re.search(r"\w/\w", item) for item in found):
        slashed = [item.strip() for piece in found for item in re.split(r"\s*/\s*", piece) if item.strip()]
        if len(slashed) > len(found) and not re.search(r"https?:|\d{1,2}/\d{1,2}/\d{4}", restore(text)):
            return slashed
    return found


GRADES = frozenset(
    """
        low medium mid high small large big tiny huge good okay ok bad poor fair great excellent average single double
        triple twin suite basic standard premium pro free plus bronze silver gold platinum red green blue yellow black
        white orange purple pink grey gray brown easy hard normal new used old north south east west male female day
        night morning afternoon evening hot mild warm cold first second third economy business light dark heavy never
        rarely sometimes often always minor major critical open closed pending daily weekly monthly yearly
    """.split()
)
"""Words of a scale, which stand beside each other without a comma: `single double or suite`."""


def _spelled_out(found: list[Value]) -> list[Value]:
    """`low`, `medium` and `high` for `low medium or high`."""
    made: list[Value] = []
    for item in found:
        words = str(item).split()
        beside = len(words) > 1 and (
            all(word.lower() in GRADES for word in words)
            or all(len(word) <= 3 and word.isupper() for word in words)
        )
        made.extend(words if beside else [item])
    return made


def _unitless(found: list[Value]) -> list[Value]:
    """The numbers of `2, 3.6, 5 MW`, whose unit stands at the last only."""
    last = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s?[A-Za-z%°]{1,8}", str(found[-1])) if found else None
    if last is None or len(found) < 2 or any(isinstance(item, str) for item in found[:-1]):
        return found
    return [*found[:-1], scalar(last[1])]


def values(text: str) -> list[Value] | None:
    """The values of a list, at least two, none too long to be one: `[red, green]` for `red or green`."""
    ratio = parts(text)
    found = list(dict.fromkeys(scalar(item) for item in ratio))
    found = [item for item in found if item != ""]
    found = _spelled_out(_unitless(found))
    if len(found) < 2 or any(isinstance(item, str) and len(item) > 60 for item in found):
        return None
    return found
