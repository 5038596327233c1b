"""From a distribution and what was asked of its values (bounds, decimals) to a column of numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.counts import Count
from rowsmith.sampling.densities import Shape
from rowsmith.sampling.discrete import Discrete, Floored
from rowsmith.sampling.grid import Grid, check_order, float_grid
from rowsmith.sampling.quantiles import Quantiles, tabulate
from rowsmith.sampling.streams import Rows, Stream

F64 = NDArray[np.float64]
_INFINITE = float("inf")
_HOPELESS = 600.0
"""Bounds that leave less than e**-600 of a distribution are a mistake."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field asks of its values besides their distribution."""

    min_value: float | None = None
    max_value: float | None = None
    precision: int | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The bounds, infinite where there is none."""
        low = -_INFINITE if self.min_value is None else self.min_value
        return low, _INFINITE if self.max_value is None else self.max_value

    def grid(self) -> Grid | None:
        """The numbers that are allowed; None where there are no decimals to keep. Raises if there is none."""
        check_order(self.min_value, self.max_value)
        if self.precision is None:
            return None
        most = 2.0**53 / 10**self.precision
        low = -math.floor(most) if self.min_value is None else self.min_value
        return float_grid(low, math.floor(most) if self.max_value is None else self.max_value, self.precision)


def continuous(stream: Stream, rows: Rows, shape: Shape, asked: Asked) -> pa.Array:
    """Values of a continuous distribution, cut off at the bounds and rounded: float64."""
    grid = asked.grid()
    low, high = _cut(asked, grid)
    _check_mass(shape, low, high)
    if rows.count == 0:
        return pa.array([], pa.float64())
    return pa.array(_rounded(_table(shape, low, high, asked.precision).draw(stream.u64(rows)), asked, grid))


def whole(stream: Stream, rows: Rows, shape: Shape, asked: Asked) -> pa.Array:
    """Values of a continuous distribution rounded to whole numbers: int64."""
    return continuous(stream, rows, shape, asked).cast(pa.int64())


def discrete(stream: Stream, rows: Rows, count: Count, asked: Asked) -> pa.Array:
    """Values of a distribution over whole numbers, cut off at the bounds: int64."""
    low, high = _whole_bounds(asked, count.lowest, count.highest)
    if rows.count == 0:
        return pa.array([], pa.int64())
    return pa.array(_prepared(count, low, high).draw(stream.u64(rows)))


def rounded(values: F64, asked: Asked) -> pa.Array:
    """Values made in another way, rounded and kept inside the bounds: float64."""
    grid = asked.grid()
    if grid is not None:
        values = values * float(10**grid.precision)
    return pa.array(_rounded(values, asked, grid))


def _cut(asked: Asked, grid: Grid | None) -> tuple[float, float]:
    """Where to cut the distribution: half a step outside the bounds, so that the ends get a full share."""
    low, high = asked.bounds
    if grid is None:
        return low, high
    scale = float(10**grid.precision)
    return (
        low if math.isinf(low) else (grid.low - 0.5) / scale,
        high if math.isinf(high) else (grid.high + 0.5) / scale,
    )


def _whole_bounds(asked: Asked, lowest: int, highest: int | None = None) -> tuple[int, int | None]:
    """The bounds of a distribution over whole numbers that by itself goes from `lowest` to `highest`."""
    check_order(asked.min_value, asked.max_value)
    low = lowest if asked.min_value is None else max(lowest, math.ceil(asked.min_value))
    high = highest
    if asked.max_value is not None:
        high = math.floor(asked.max_value) if highest is None else min(highest, math.floor(asked.max_value))
    if high is not None and low > high:
        raise InvalidInput(
            f"no whole number of this distribution lies between {asked.min_value} and {asked.max_value}; "
            f"its values begin at {lowest}" + (f" and end at {highest}" if highest is not None else "")
        )
    return low, high


@lru_cache(maxsize=1024)
def _check_mass(shape: Shape, low: float, high: float) -> None:
    first, last = shape.place(low), shape.place(high)
    peak = min(max(shape.peak, first), last)
    if (first == last and low < high) or math.isinf(peak) or abs(peak - shape.peak) > 1e12:
        reachable = False
    else:
        there, best = shape.log_density(np.array([peak, shape.peak]))
        reachable = bool(there > best - _HOPELESS)
    if not reachable:
        raise InvalidInput(
            f"the {shape.name} distribution has practically no values between {low:g} and {high:g}; "
            "move the bounds towards its centre or change its parameters"
        )


@lru_cache(maxsize=128)
def _table(shape: Shape, low: float, high: float, precision: int | None) -> Quantiles:
    table = tabulate(shape, low, high)
    return table if precision is None else table.scaled(float(10**precision))


@lru_cache(maxsize=128)
def _prepared(count: Count, low: int, high: int | None) -> Discrete | Floored:
    return count.table(low, high)


def _rounded(values: F64, asked: Asked, grid: Grid | None) -> F64:
    """Finish in place; with decimals the values come in units of the last one."""
    if grid is None:
        low, high = asked.bounds
    else:
        low, high = float(grid.low), float(grid.high)
        np.rint(values, out=values)
    if low > -_INFINITE:
        np.maximum(values, low, out=values)
    if high < _INFINITE:
        np.minimum(values, high, out=values)
    if grid is not None:
        values += 0.0  # no negative zero
        if grid.precision:
            values /= float(10**grid.precision)
    return values
