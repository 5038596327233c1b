"""Evenly spaced numbers between two bounds: what rounding and uniqueness are made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator

from rowsmith.errors import InvalidInput

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


def _finite(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("a whole number must fit in 64 bits")
    return value


Real = Annotated[int | float, BeforeValidator(_finite)]
"""A number as a parameter; one message says what is wrong with it."""

EXACT = 1 << 53
"""Whole numbers up to here are exact as floats."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers `low`, `low + 1`, ... `high`, each divided by 10**precision."""

    low: int
    high: int
    precision: int

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.high - self.low + 1

    def floats(self, index: I64) -> F64:
        """The numbers at `index`, each the float nearest to its decimal text."""
        scaled = np.add(index, float(self.low), dtype=np.float64)
        if self.precision:
            scaled /= float(10**self.precision)
        return scaled


def check_order(low: float | None, high: float | None) -> None:
    """Refuse a lower bound above the upper one."""
    if low is not None and high is not None and low > high:
        raise InvalidInput(f"min_value {low} is above max_value {high}; swap the two")


def check_apart(low: float, high: float) -> None:
    """Refuse bounds that leave no room between them."""
    check_order(low, high)
    if low == high:
        raise InvalidInput(f"min_value and max_value are both {low}; bring them apart")


def grid(low: float, high: float, precision: int) -> Grid:
    """The numbers with `precision` decimals from `low` to `high`: `grid(0.05, 0.2, 1)` is 0.1 and 0.2."""
    check_order(low, high)
    first, last = _scaled(low, precision, ROUND_CEILING), _scaled(high, precision, ROUND_FLOOR)
    if first > last:
        raise InvalidInput(
            f"no number with {precision} decimals lies between {low} and {high}; "
            "widen the bounds or raise the precision"
        )
    return Grid(first, last, precision)


def float_grid(low: float, high: float, precision: int) -> Grid:
    """Like `grid`, for numbers that floats can tell apart."""
    found = grid(low, high, precision)
    if max(abs(found.low), abs(found.high)) > EXACT:
        raise InvalidInput(
            f"floats cannot hold {precision} decimals between {low} and {high}; "
            "lower the precision, narrow the bounds, or use the type decimal"
        )
    return found


def _scaled(bound: float, precision: int, rounding: str) -> int:
    """A bound in units of the last decimal; a float stands for its shortest decimal text."""
    exact = Decimal(bound) if isinstance(bound, int) else Decimal(repr(bound))
    return int(exact.scaleb(precision).to_integral_value(rounding))
