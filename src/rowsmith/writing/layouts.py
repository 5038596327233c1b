"""Strings of one fixed layout: an alphabet for each position, such as three capitals, a dash and five digits.

Neighbouring positions are drawn together from a table of their combinations, one number of a mixed-radix
system to each, so a column costs a few look-ups and every number of the space is a different string.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream

Bytes = NDArray[np.uint8]
_LARGEST_TABLE = 1 << 16
_CACHED = 16_384
_WIDTHS = (4, 2, 1)

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = UPPER.lower()
HEXADECIMAL = DIGITS + "abcdef"
ALPHANUMERIC = DIGITS + UPPER + LOWER


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some neighbouring positions: where they begin, and a table of all their combinations."""

    at: int
    table: NDArray[np.unsignedinteger]

    @property
    def size(self) -> int:
        return len(self.table)


@dataclass(frozen=True, slots=True)
class Layout:
    """ASCII strings with one alphabet for each position: `Layout(("AB", "-", "012"))` has 6, first `A-0`."""

    alphabets: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many different strings there are."""
        return prod(map(len, self.alphabets))

    def draw(self, stream: Stream, rows: Rows, context: Context, name: str = "") -> Bytes:
        """The bytes of one string a row, shape (rows, positions); all different for a unique field."""
        width = len(self.alphabets)
        out = np.empty((rows.count, width), np.uint8)
        if width == 0:
            context.index(stream, rows, 1, name)
            return out
        record = out.view(_record(self.alphabets))[:, 0] if rows.count else None
        for number, parts in enumerate(_words(self.alphabets)):
            size = prod(part.size for part in parts)
            if number == 0:
                index = context.index(stream, rows, size, name)
            else:
                index = stream.below(rows, size, f"{name}+{number}")
            if record is not None:
                _fill(record, parts, index.view(np.uint64))
        return out


def _fill(record: NDArray[np.void], parts: tuple[_Part, ...], index: NDArray[np.uint64]) -> None:
    """Write the parts whose combination is number `index`, the last part changing fastest."""
    for start in range(0, len(index), _CACHED):
        rest = index[start : start + _CACHED]
        for part in reversed(parts):
            column = record[str(part.at)][start : start + _CACHED]
            if part.size == 1:
                column[:] = part.table[0]
                continue
            if part is parts[0]:
                column[:] = part.table.take(rest.view(np.int64))
                break
            higher = rest // np.uint64(part.size)
            column[:] = part.table.take((rest - higher * np.uint64(part.size)).view(np.int64))
            rest = higher


@lru_cache(maxsize=256)
def _record(alphabets: tuple[str, ...]) -> np.dtype[np.void]:
    parts = [part for word in _words(alphabets) for part in word]
    return np.dtype({
        "names": [str(part.at) for part in parts],
        "offsets": [part.at for part in parts],
        "formats": [part.table.dtype for part in parts],
        "itemsize": len(alphabets),
    })  # fmt: skip


@lru_cache(maxsize=256)
def _words(alphabets: tuple[str, ...]) -> tuple[tuple[_Part, ...], ...]:
    """The parts, as many to a word as one number below 2**62 can choose."""
    words: list[list[_Part]] = []
    room = 0
    for part in _parts(alphabets):
        if not words or part.size > room:
            words.append([])
            room = MAX_SPACE
        words[-1].append(part)
        room //= part.size
    return tuple(map(tuple, words))


def _parts(alphabets: tuple[str, ...]) -> Iterator[_Part]:
    at = 0
    while at < len(alphabets):
        sizes = (width for width in _WIDTHS if at + width <= len(alphabets))
        width = next(w for w in sizes if w == 1 or prod(map(len, alphabets[at : at + w])) <= _LARGEST_TABLE)
        yield _Part(at, _combinations(alphabets[at : at + width]))
        at += width


@lru_cache(maxsize=128)
def _combinations(alphabets: tuple[str, ...]) -> NDArray[np.unsignedinteger]:
    """Every combination of one symbol from each alphabet, packed into an integer as it lies in memory."""
    columns = [np.frombuffer(alphabet.encode("ascii"), np.uint8) for alphabet in alphabets]
    grids = np.meshgrid(*columns, indexing="ij")
    packed = np.ascontiguousarray(np.stack([grid.ravel() for grid in grids], axis=1))
    return packed.view(f"<u{len(alphabets)}")[:, 0]
