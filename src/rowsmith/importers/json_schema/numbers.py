"""Numbers for a shape: its bounds made whole, its steps, and numbers between them."""

from __future__ import annotations

import math
from decimal import Decimal

from rowsmith.importers.json_schema.shape import Contradiction, Shape

_WIDE = 1000
_MOST = 2**53
"""Whole numbers beyond this are not the same in every reader of JSON."""
_LISTED = 1000


def whole_bounds(shape: Shape) -> tuple[int, int]:
    """The least and the greatest integer; a side that is open reaches a thousand from the other."""
    low = None if shape.low is None else math.floor(shape.low) + 1 if shape.low_open else math.ceil(shape.low)
    high = (
        None
        if shape.high is None
        else math.ceil(shape.high) - 1
        if shape.high_open
        else math.floor(shape.high)
    )
    if low is None and high is None:
        low, high = 0, _WIDE
    elif low is None and high is not None:
        low = min(0, high - _WIDE)
    elif high is None and low is not None:
        high = max(_WIDE, low + _WIDE)
    assert low is not None and high is not None  # noqa: S101 - both sides were set above
    low, high = max(low, -_MOST), min(high, _MOST)
    if low > high:
        raise Contradiction
    return low, high


def real_bounds(shape: Shape) -> tuple[float, float, int | None]:
    """The bounds of a number with its decimals; an open side begins with the next number of so many decimals."""
    low = shape.low if shape.low is not None else None
    high = shape.high if shape.high is not None else None
    if low is None:
        low = 0.0 if high is None or high > 0 else high - _WIDE
    if high is None:
        high = float(_WIDE) if low < _WIDE / 2 else low + _WIDE
    if low > high or (low == high and (shape.low_open or shape.high_open)):
        raise Contradiction
    span = float(high) - float(low)
    if not math.isfinite(span) or max(abs(low), abs(high)) > 1e12:
        return float(low), float(high), None
    decimals = max(0, min(12, 2 - math.floor(math.log10(span)))) if 0 < span < 1 else 2
    step = 10.0**-decimals
    first = math.ceil(round(low / step, 6)) + (shape.low_open and round(low / step, 6).is_integer())
    last = math.floor(round(high / step, 6)) - (shape.high_open and round(high / step, 6).is_integer())
    if first > last:
        return float(low), float(high), None
    return round(first * step, decimals), round(last * step, decimals), decimals


def multiples(shape: Shape) -> list[float]:
    """Numbers of the shape's steps within its bounds, evenly over them: `[8, 10, 12, ...]`."""
    steps = [Decimal(str(step)) for step in shape.multiples]
    step = steps[0]
    for other in steps[1:]:
        scale = 10 ** max(0, -min(step.as_tuple().exponent, other.as_tuple().exponent))  # type: ignore[operator]  # no number of JSON is NaN
        step = Decimal(math.lcm(int(step * scale), int(other * scale))) / scale
    whole = "number" not in shape.types
    if whole and step != int(step):
        step *= step.as_integer_ratio()[1]
    low = Decimal(str(shape.low)) if shape.low is not None else None
    high = Decimal(str(shape.high)) if shape.high is not None else None
    if low is None:
        low = Decimal(0) if high is None or high >= 0 else high - step * _LISTED
    if high is None:
        high = max(low, Decimal(0)) + step * _LISTED
    first, last = math.ceil(low / step), math.floor(high / step)
    stride = max(1, (last - first + 1) // _LISTED)
    found = [step * at for at in range(first, last + 1, stride)][: 2 * _LISTED]
    found = [
        value
        for value in found
        if not (shape.low_open and value == low) and not (shape.high_open and value == high)
    ]
    if not found:
        raise Contradiction
    return [int(value) if whole or value == int(value) else float(value) for value in found]
