"""Cheap distributions from additions and multiplications alone, so that every machine gets the same bits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.streams import Rows, Stream

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


def check_bounds(low: float, high: float) -> None:
    """Refuse a lower bound above the upper one."""
    if low > high:
        raise InvalidInput(f"min_value {low:g} is above max_value {high:g}; swap them")


def bell(stream: Stream, rows: Rows, low: float, high: float, name: str = "") -> F64:
    """A value between the bounds, most often in the middle: a sum of four parts, close to a normal."""
    check_bounds(low, high)
    words = stream.u64(rows, name).astype("<u8", copy=False).view("<u2").reshape(rows.count, 4)
    summed = words.sum(axis=1, dtype=np.int64)
    return low + (high - low) * (summed / (4 * 65_535))


def skewed(stream: Stream, rows: Rows, low: float, high: float, name: str = "") -> F64:
    """A value between the bounds, small ones far more often, as prices and amounts are."""
    check_bounds(low, high)
    unit = stream.unit(rows, name)
    return low + (high - low) * (unit * unit * unit)


def leaning(stream: Stream, rows: Rows, low: float, high: float, name: str = "") -> F64:
    """A value between the bounds, small ones more often, less strongly than `skewed`."""
    check_bounds(low, high)
    unit = stream.unit(rows, name)
    return low + (high - low) * (unit * unit)


def flat(stream: Stream, rows: Rows, low: float, high: float, name: str = "") -> F64:
    """A value between the bounds, each as likely."""
    check_bounds(low, high)
    return low + (high - low) * stream.unit(rows, name)


def whole(stream: Stream, rows: Rows, low: int, high: int, name: str = "") -> I64:
    """A whole number from `low` to `high`, each as likely."""
    check_bounds(low, high)
    return low + stream.below(rows, high - low + 1, name)


def rounded(values: F64, precision: int) -> F64:
    """Values with so many decimals: `rounded([2.345678], 2)` is `[2.35]`."""
    scale = float(10**precision)
    return np.floor(values * scale + 0.5) / scale


def kept(values: F64, low: float, high: float) -> F64:
    """Values cut at the bounds, for when rounding has carried one across."""
    return np.clip(values, low, high)


def measured(
    shape: Callable[[Stream, Rows, float, float], F64],
    stream: Stream,
    rows: Rows,
    low: float,
    high: float,
    precision: int,
) -> pa.Array:
    """A column of values of a shape (`bell`, `skewed`, `flat`) with so many decimals, inside the bounds."""
    return pa.array(kept(rounded(shape(stream, rows, low, high), precision), low, high))


def counted(stream: Stream, rows: Rows, low: int, high: int) -> pa.Array:
    """A column of whole numbers between the bounds, small ones more often."""
    check_bounds(low, high)
    return pa.array(np.minimum(np.floor(leaning(stream, rows, low, high + 1)).astype(np.int64), high))
