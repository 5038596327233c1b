r"""Templates of identifiers: `ORD-{000001}`, `INV-####-??`.

| written | means |
|---|---|
| `{000001}` | a counter that begins with this number in row 0, zero-padded to this width, growing past it |
| `#` | a random digit; directly before a counter it is the number sign itself, as in `No. #{001}` |
| `?` | a random capital letter |
| `{digits:6}` `{letters:3}` `{lower:3}` `{alnum:8}` `{hex:8}` | so many random symbols of that kind |
| `{{` `}}` `\#` `\?` | the symbol itself |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rowsmith.errors import InvalidInput
from rowsmith.writing.layouts import ALPHANUMERIC, DIGITS, HEXADECIMAL, LOWER, UPPER, Layout

_KINDS = {"digits": DIGITS, "letters": UPPER, "lower": LOWER, "alnum": ALPHANUMERIC, "hex": HEXADECIMAL}
_MOST_SYMBOLS = 256
_TOKEN = re.compile(
    r"\{\{|\}\}|\\[#?\\{}]|\{(?P<counter>[0-9]+)\}|\{(?P<kind>[a-z]+):(?P<count>[0-9]{1,4})\}|(?P<sign>#)(?=\{[0-9]+\})|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A running number: where it begins and how wide it is at least."""

    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Template:
    """The pieces of a template: text, counters, and `(first, last)` columns of all other symbols."""

    layout: Layout
    pieces: tuple[str | Counter | tuple[int, int], ...]

    @property
    def counters(self) -> tuple[Counter, ...]:
        """The running numbers in it."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Counter))


@lru_cache(maxsize=256)
def parse_template(text: str) -> Template:
    """Read a template; raises `InvalidInput` with the position of what is not understood."""
    alphabets: list[str] = []
    pieces: list[str | Counter | tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        if match["counter"]:
            pieces.append(Counter(int(match["counter"]), len(match["counter"])))
            continue
        symbols = _symbols(match, text)
        if not symbols[0].isascii():
            pieces.append(symbols[0])
            continue
        last = pieces[-1] if pieces else ""
        if isinstance(last, tuple):
            pieces[-1] = (last[0], last[1] + len(symbols))
        else:
            pieces.append((len(alphabets), len(alphabets) + len(symbols)))
        alphabets += symbols
    if len(alphabets) > _MOST_SYMBOLS:
        raise InvalidInput(f"the template has {len(alphabets)} symbols; {_MOST_SYMBOLS} is the most")
    for counter in (piece for piece in pieces if isinstance(piece, Counter)):
        if counter.width > 18:
            raise InvalidInput(f"a counter of {counter.width} digits is too wide; 18 is the most")
    return Template(Layout(tuple(alphabets)), tuple(pieces))


def _symbols(match: re.Match[str], text: str) -> list[str]:
    """The alphabets, one for each position, of anything but a counter."""
    written = match[0]
    if match["kind"]:
        count = int(match["count"])
        if match["kind"] in _KINDS and 1 <= count <= _MOST_SYMBOLS:
            return [_KINDS[match["kind"]]] * count
    if written in ("{{", "}}"):
        return [written[0]]
    if len(written) == 2:
        return [written[1]]
    if written == "#":
        return ["#" if match["sign"] else DIGITS]
    if written == "?":
        return [UPPER]
    if written in ("{", "}") or match["kind"]:
        raise InvalidInput(
            f"template {text!r}: {text[match.start() : match.start() + 12]!r} at position {match.start()} "
            "is not understood; use a counter such as {0001}, {digits:6}, {letters:3}, {alnum:8} or "
            "{hex:8} (1 to 256 symbols), and {{ or }} for a brace"
        )
    return [written]
