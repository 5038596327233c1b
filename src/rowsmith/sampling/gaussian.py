"""The normal distribution function and its inverse, the same to the last bit on every machine.

Both are straight lines between the points of one table, built with additions and products only.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rowsmith.sampling.elementary import exp

F64 = NDArray[np.float64]

_REACH = 9
_STEPS = 1024
"""Points of the table in each standard deviation: the lines are within 3e-8 of the curve."""


def share_below(z: F64) -> F64:
    """The share of a standard normal distribution below each `z`: 0.975 for 1.96."""
    _, below = _table()
    place = (np.clip(z, -_REACH, _REACH) + _REACH) * _STEPS
    cell = np.minimum(place.astype(np.int64), len(below) - 2)
    rise = (below[cell + 1] - below[cell]) * (place - cell)
    return below[cell] + rise


def normal_quantile(share: F64) -> F64:
    """The `z` below which each share of a standard normal distribution lies: 1.96 for 0.975."""
    at, below = _table()
    cell = np.clip(np.searchsorted(below, share, side="right") - 1, 0, len(below) - 2)
    width = below[cell + 1] - below[cell]
    step = np.clip((share - below[cell]) / np.where(width > 0, width, 1.0), 0.0, 1.0)
    return at[cell] + step / _STEPS


@lru_cache(maxsize=1)
def _table() -> tuple[F64, F64]:
    """Points from -9 to 9 and the share below each, by Simpson's rule from the left."""
    count = 2 * _REACH * _STEPS
    half = (np.arange(2 * count + 1) - count) / (2 * _STEPS)
    density = exp(-half * half * 0.5)
    cells = density[:-1:2] + 4.0 * density[1::2] + density[2::2]
    below = np.concatenate([[0.0], np.cumsum(cells)])
    return half[::2], below / below[-1]
