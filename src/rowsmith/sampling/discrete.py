"""Distributions over whole numbers, drawn from a table of cumulative shares.

A draw is one 64-bit word. Its leading bits choose a cell; most cells hold at most one step of the cumulative
function, which one comparison settles. The few words in the other cells are searched for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.quantiles import Quantiles

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]

_NEGLIGIBLE = 1e-21
_BLOCK = 4096
_LARGEST_TABLE = 4_000_000
_SEARCH = -1


@dataclass(frozen=True, slots=True, eq=False)
class Discrete:
    """`first`, `first + 1`, ... with the word below which each ends; `rest` draws what is beyond."""

    first: int
    ends: U64
    shift: np.uint64
    base: I64
    end: U64
    rest: Quantiles | None = None

    def draw(self, words: U64) -> I64:
        """One whole number for each random word; a greater word never gives a smaller number."""
        cell = (words >> self.shift).view(np.int64)
        out = self.base.take(cell)
        out += words >= self.end.take(cell)
        if len(hard := np.flatnonzero(out < 0)):
            out[hard] = np.searchsorted(self.ends, words[hard], "right")
        if self.rest is not None:
            far = np.flatnonzero(out == len(self.ends))
            start = float(self.ends[-1])
            share = (words[far].astype(np.float64) - start) / (2.0**64 - start)
            out[far] = np.floor(self.rest.at(np.clip(share, 0.0, 1.0)) + 0.5).astype(np.int64) - self.first
        out += self.first
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Floored:
    """The whole part of a continuous distribution, for discrete ones too wide for a table."""

    quantiles: Quantiles

    def draw(self, words: U64) -> I64:
        """One whole number for each random word."""
        return np.floor(self.quantiles.draw(words)).astype(np.int64)


def from_weights(first: int, weights: F64, beyond: float = 0.0, rest: Quantiles | None = None) -> Discrete:
    """The distribution of `first + i` with weight `weights[i]`, and `beyond` for what `rest` draws."""
    reached = np.cumsum(np.append(weights, beyond))
    shares = reached[: len(weights) if rest is not None else len(weights) - 1] / reached[-1]
    ends = _words(shares)
    bits = min(16, max(8, len(weights).bit_length() + 4))
    shift = np.uint64(64 - bits)
    starts = np.arange(1 << bits, dtype=np.uint64) << shift
    base = np.searchsorted(ends, starts, "right")
    last = np.searchsorted(ends, starts + ((np.uint64(1) << shift) - np.uint64(1)), "right")
    never = np.uint64(2**64 - 1)
    end = np.append(ends, never)[base]
    wide = last - base > 1
    return Discrete(first, ends, shift, np.where(wide, _SEARCH, base), np.where(wide, never, end), rest)


def outwards(ratio: Callable[[F64], F64], peak: int, low: int, high: int | None) -> tuple[int, F64]:
    """The first number that matters and the weights from there, of a distribution with one peak.

    `ratio(k)` is p(k + 1) / p(k); the weights are products of ratios away from the peak, so no factorial and
    no logarithm is needed.
    """
    peak = max(peak, low) if high is None else min(max(peak, low), high)
    up = _run(lambda step: ratio(peak + step), None if high is None else high - peak)
    down = _run(lambda step: 1.0 / ratio(peak - 1.0 - step), peak - low)
    return peak - len(down), np.concatenate([down[::-1], [1.0], up])


def _run(factor: Callable[[F64], F64], limit: int | None) -> F64:
    """The running product of factors until it is negligible or `limit` long."""
    blocks: list[F64] = []
    done, last = 0, 1.0
    while (limit is None or done < limit) and last > _NEGLIGIBLE:
        count = _BLOCK if limit is None else min(_BLOCK, limit - done)
        products = np.multiply.accumulate(
            np.append(last, factor(np.arange(done, done + count, dtype=np.float64)))
        )
        blocks.append(products[1:])
        last, done = float(products[-1]), done + count
        if done > _LARGEST_TABLE:
            raise InvalidInput(
                "the distribution is spread over too many numbers; use a continuous one instead"
            )
    joined = np.concatenate(blocks) if blocks else np.zeros(0)
    return joined[joined > _NEGLIGIBLE]


def _words(shares: F64) -> U64:
    """Shares of 2**64, the whole of it being one less."""
    halves = np.floor(shares * 2.0**32)
    rest = np.floor((shares * 2.0**32 - halves) * 2.0**32)
    words = (np.minimum(halves, 2.0**32 - 1).astype(np.uint64) << np.uint64(32)) | rest.astype(np.uint64)
    return np.where(shares >= 1.0, np.uint64(2**64 - 1), words)
