"""Numbers from bins: a bin by its weight, then anywhere in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.discrete import Discrete, from_weights
from rowsmith.sampling.streams import Rows, Stream

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Bins ready to draw from."""

    starts: F64
    widths: F64
    chosen: Discrete

    def draw(self, stream: Stream, rows: Rows) -> F64:
        """One number a row."""
        which = self.chosen.draw(stream.u64(rows, "bin"))
        return self.starts[which] + self.widths[which] * stream.unit(rows)


@lru_cache(maxsize=64)
def prepare(edges: tuple[float, ...], weights: tuple[float, ...], low: float, high: float) -> Bins:
    """Bins cut off at the bounds, a cut bin keeping its share of the weight."""
    if len(edges) != len(weights) + 1:
        raise InvalidInput(f"{len(edges)} edges for {len(weights)} weights; give one edge more than weights")
    if any(first >= second for first, second in pairwise(edges)):
        raise InvalidInput("the edges do not rise; sort them and drop the repeated ones")
    if not sum(weights) > 0:
        raise InvalidInput("the weights are all zero; make one positive")
    full = np.array(edges)
    cut = np.clip(full, low, high)
    kept = np.diff(cut) / np.diff(full) * np.array(weights)
    total = float(np.cumsum(kept)[-1])
    if not total > 0:
        raise InvalidInput(f"no bin with a weight lies between {low:g} and {high:g}; widen the bounds")
    return Bins(cut[:-1], np.diff(cut), from_weights(0, kept / total))
