"""From raw text to pieces: clean characters, hidden separators, brackets, the split at commas."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PROTECTED = {",": "\ue000", ";": "\ue001", ".": "\ue002", "\n": "\ue003", ":": "\ue004", "|": "\ue006"}
_RESTORED = {mark: char for char, mark in _PROTECTED.items()} | {"\ue005": " "}
_TABLE = str.maketrans(_PROTECTED)
_BACK = str.maketrans(_RESTORED)
_DASHES = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "‒": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "′": "'",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "：": ":",
        "，": ",",
        "、": ",",
        "；": ";",
        "。": ". ",
        "（": "(",
        "）": ")",
        "\t": " ",
        "×": "×",
        "≥": ">=",
        "≤": "<=",
        "⩾": ">=",
        "⩽": "<=",
        "～": "~",
    }
)
_ABBREVIATIONS = re.compile(
    (
        r"\b(?:e\.g|i\.e|approx|ca|vs|no|nr|incl|excl|min|max|avg|resp|st|mr|mrs|ms|dr|etc|inc|ltd|co|"
        r"dept|est|u\.s|u\.k)\.$"
    ),
    re.IGNORECASE,
)
_OPEN, _CLOSE = "([{", ")]}"
MAX_BRACKET = 4_000
MAX_WORD, MAX_REPEAT = 160, 60
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD},}}")
_LONG_REPEAT = re.compile(rf"(.)\1{{{MAX_REPEAT},}}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text and the separator before it: `,` `;` `.` a line end or `&` for "and"."""

    text: str
    before: str = ""


def clean(text: str) -> str:
    """One spelling for dashes, quotes and spaces; control characters and protection marks removed."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DASHES)
    if not whole.isascii():
        whole = "".join(
            char for char in whole if char.isascii() or unicodedata.category(char) not in _UNPRINTABLE
        )
    whole = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]+", "", whole)
    whole = re.sub(r" {2,}", " ", re.sub(r"\n{3,}", "\n\n", whole))
    whole = _LONG_REPEAT.sub(lambda found: found[1] * MAX_REPEAT, whole)
    return _LONG_WORD.sub(lambda found: found[0][:MAX_WORD] + " ", whole)


def protect(text: str) -> str:
    """The text with its separators hidden, so that a split does not cut it."""
    return re.sub(r" (and|plus|with|or)(?= )", "\ue005\\1", text.translate(_TABLE))


def restore(text: str) -> str:
    """The text with its separators back."""
    return text.translate(_BACK)


def protect_all(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    """Hide the separators inside every match."""
    for pattern in patterns:
        text = pattern.sub(lambda found: protect(found[0]), text)
    return text


def brackets(text: str) -> dict[int, int]:
    """Where each closed bracket begins and ends; unmatched ones are left out."""
    stack: list[int] = []
    pairs: dict[int, int] = {}
    for place, char in enumerate(text):
        if char in _OPEN:
            stack.append(place)
        elif char in _CLOSE:
            partner = _OPEN[_CLOSE.index(char)]
            if (stack and text[stack[-1]] == partner and place - stack[-1] <= MAX_BRACKET) or (
                stack and char == ")" and text[stack[-1]] == "["
            ):
                pairs[stack.pop()] = place
    return pairs


def split(text: str, *, words: bool = True, at: str = ",;.\n") -> list[Piece]:
    """Cut at top-level separators, and at "and" where `words`: `a, b (c, d) and e` has three pieces."""
    pairs = brackets(text)
    pieces: list[Piece] = []
    start, place, before = 0, 0, ""
    while place < len(text):
        if place in pairs:
            place = pairs[place] + 1
            continue
        cut = _cut(text, place, words, at)
        if cut:
            kind, length = cut
            pieces.append(Piece(text[start:place].strip(), before))
            before, start, place = kind, place + length, place + length
            continue
        place += 1
    pieces.append(Piece(text[start:].strip(), before))
    return _joined(pieces)


_AND = re.compile(r" (?:and(?: also)?|plus(?= (?:an?|the|their|its) )|as well as|along with) ", re.IGNORECASE)


def _cut(text: str, place: int, words: bool, at: str) -> tuple[str, int] | None:
    char = text[place]
    if char == "," and "," in at:
        inside = text[place - 1 : place].isdigit() and re.match(r"\d{2,3}(?!\d)", text[place + 1 : place + 5])
        return None if inside else (",", 1)
    if char == "." and "." in at:
        return (".", 1) if _ends_sentence(text, place) else None
    if char in ";\n" and char in at:
        return char, 1
    if words and char == " ":
        found = _AND.match(text, place)
        return ("&", found.end() - place - 1) if found else None
    return None


def _ends_sentence(text: str, place: int) -> bool:
    after = text[place + 1 : place + 3]
    if after and not after[0].isspace():
        return False
    if text[place - 1 : place] == "." or text[place + 1 : place + 2] == ".":
        return False
    return not _ABBREVIATIONS.search(text, max(0, place - 8), place + 1)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Drop empty pieces; the stronger separator of a run counts (a comma before "and" is one cut)."""
    kept: list[Piece] = []
    pending = ""
    for piece in pieces:
        kind = max(pending, piece.before, key=" &,;\n.".find) if pending else piece.before
        text = (
            re.sub(r"^(?:and|plus|also|as well as)\s+", "", piece.text, flags=re.IGNORECASE)
            if kind != ""
            else piece.text
        )
        if text.strip():
            kept.append(Piece(text.strip(), kind))
            pending = ""
        else:
            pending = kind
    return kept
