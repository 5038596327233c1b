"""Evenly spread numbers, with any bounds and decimals."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.generators.numeric.parameters import Precision
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.grid import Real, check_order, float_grid, grid
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import Share

_SPREAD = 1000
_BITS = 52


@semantic_type(example="42", aliases=("int", "number", "num"))
def integer(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """A whole number, each between the bounds (0 to 1000 by default) as likely: `42`."""
    low, high = _bounds(min_value, max_value)
    numbers = grid(low, high, 0)
    if numbers.size <= MAX_SPACE:
        index = context.index(stream, rows, numbers.size)
        if numbers.low:
            index += numbers.low
        return pa.array(index)
    if context.unique:
        return pa.array(context.index(stream, rows, MAX_SPACE) * (numbers.size // MAX_SPACE) + numbers.low)
    words = stream.u64(rows)
    if numbers.size < 1 << 64:
        words %= np.uint64(numbers.size)
    words += np.uint64(numbers.low % (1 << 64))
    return pa.array(words.view(np.int64))


@semantic_type(example="417.302", aliases=("real", "double"))
def float_(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number, each between the bounds (0 to 1000 by default) as likely; `precision` decimals: `417.302`."""
    low, high = (float(bound) for bound in _bounds(min_value, max_value))
    if precision is not None:
        numbers = float_grid(low, high, precision)
        return pa.array(numbers.floats(context.index(stream, rows, numbers.size)))
    span = high - low
    if not math.isfinite(span):
        raise InvalidInput(f"the bounds {low:g} and {high:g} are too far apart; bring them closer")
    bits = _distinct_bits(low, high) if context.unique else _BITS
    values = np.add(context.index(stream, rows, 1 << bits), 0.5, dtype=np.float64)
    values *= math.ldexp(span, -bits)
    values += low
    return pa.array(np.clip(values, low, high, out=values))


@semantic_type(example="19.99")
def decimal(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Annotated[int, Field(ge=0, le=18)] = 2,
    digits: Annotated[int, Field(ge=1, le=38)] = 18,
) -> pa.Array:
    """An exact decimal with `precision` places of at most `digits` digits: `19.99`."""
    low, high = _bounds(min_value, max_value)
    numbers = grid(low, high, precision)
    largest = max(abs(numbers.low), abs(numbers.high))
    if precision > digits or len(str(largest)) > digits:
        raise InvalidInput(
            f"{largest / 10**precision:g} with {precision} places needs more than {digits} digits; "
            "raise digits or narrow the bounds"
        )
    if largest >= 1 << 62:
        raise InvalidInput(
            f"decimals reach from -4.6e18 to 4.6e18 in units of the last of {precision} places"
        )
    words = np.empty((rows.count, 2), np.int64)
    np.add(context.index(stream, rows, numbers.size), numbers.low, out=words[:, 0])
    np.right_shift(words[:, 0], 63, out=words[:, 1])
    return pa.Array.from_buffers(pa.decimal128(digits, precision), rows.count, [None, pa.py_buffer(words)])


@semantic_type(example="true", aliases=("bool", "flag"))
def boolean(stream: Stream, rows: Rows, context: Context, *, true_rate: Share = 0.5) -> pa.Array:
    """True or false, true in `true_rate` of the rows: `true`."""
    if 0.0 < min(true_rate, 1.0 - true_rate) < 2.0**-12:
        flags = stream.u64(rows) < np.uint64(min(int(true_rate * 2.0**64), 2**64 - 1))
    elif true_rate >= 1.0:
        flags = np.ones(rows.count, np.bool_)
    else:
        flags = stream.u32(rows) < np.uint32(true_rate * 2.0**32)
    bits = np.packbits(flags, bitorder="little")
    return pa.BooleanArray.from_buffers(pa.bool_(), rows.count, [None, pa.py_buffer(bits)])


@semantic_type(example="7.25")
def uniform(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number, each between the bounds as likely: `7.25`; another name for `numeric.float`."""
    return float_(stream, rows, context, min_value=min_value, max_value=max_value, precision=precision)


def _bounds(low: float | None, high: float | None) -> tuple[float, float]:
    """Bounds for evenly spread numbers, the missing ones a thousand away from the given ones."""
    check_order(low, high)
    if low is None:
        low = 0 if high is None or high > 0 else high - _SPREAD
    return low, high if high is not None else max(_SPREAD, low + _SPREAD)


def _distinct_bits(low: float, high: float) -> int:
    """How many bits of a number between the bounds are sure to give different floats."""
    span, step = high - low, math.ulp(max(abs(low), abs(high)))
    return max(0, min(_BITS, math.frexp(span / step)[1] - 3))
