"""Weighted choice, one 32-bit word a row and exact to 2**-32.

The words from 0 to 2**32 are cut into one stretch per value, as long as its weight. A table over the word's
leading bits answers at once where a whole slot lies inside one stretch; the few words in a slot that holds a
border are looked up by bisection.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.locales.lists import weights, words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]

_FEW = 32
"""Up to this many values the table has 4,096 slots and stays in the nearest cache; beyond it has 65,536."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Cumulated weights on the scale of a 32-bit word, with the table over its leading bits."""

    borders: NDArray[np.uint64]
    table: I64
    shift: int

    def index(self, words: NDArray[np.uint32]) -> I64:
        """The value that each word falls to: int64."""
        out = self.table[words >> np.uint32(self.shift)]
        open_ = np.flatnonzero(out < 0)
        if len(open_):
            out[open_] = np.searchsorted(self.borders, words[open_], side="right")
        return out


def weighted(stream: Stream, rows: Rows, shares: Sequence[float], name: str = "") -> I64:
    """An index below `len(shares)` for each row, as likely as its weight: `[70, 25, 5]` gives 0 to 70 %."""
    return prepared(tuple(shares)).index(stream.u32(rows, name))


@lru_cache(maxsize=512)
def prepared(shares: tuple[float, ...]) -> Weights:
    """The table for `shares`, which need not sum to 1; `InvalidInput` where they make no distribution."""
    if not shares or not all(math.isfinite(weight) and weight >= 0 for weight in shares):
        raise InvalidInput(
            f"weights are numbers from 0 up, at least one of them; {list(shares)[:5]} were given"
        )
    if max(shares) == 0:
        raise InvalidInput("the weights are all 0; make at least one of them larger")
    # Scaled first, so that the sum of very large weights stays finite.
    total = np.cumsum(np.array(shares, np.float64) / max(shares))
    borders = np.round(total / total[-1] * 2.0**32).astype(np.uint64)
    bits = 12 if len(shares) <= _FEW else 16
    shift = 32 - bits
    slots = np.arange(1 << bits, dtype=np.uint64) << np.uint64(shift)
    first = np.searchsorted(borders, slots, side="right")
    last = np.searchsorted(borders, slots + np.uint64((1 << shift) - 1), side="right")
    return Weights(borders, np.where(first == last, first, -1).astype(np.int64), shift)


def listed(stream: Stream, rows: Rows, context: Context, name: str) -> pa.Array:
    """A word of one of our lists, as often as its weight says; each once where the field is unique."""
    if context.unique:
        return context.pick(stream, rows, words(name))
    return strings.pick(words(name), weighted(stream, rows, weights(name)))
