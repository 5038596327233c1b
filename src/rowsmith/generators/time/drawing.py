"""What every type of this family draws with: bounds, slots, units."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith.errors import InvalidInput
from rowsmith.generators import business_hours
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, Bound
from rowsmith.writing.moments import DAY, read_moment, shift_years

I64 = NDArray[np.int64]
Moment = Bound | datetime | date
TimeOfDay = Annotated[StrictStr, Field(max_length=64)] | time
Unit = Literal["microsecond", "millisecond", "second", "minute", "hour", "day"]
Spread = Literal["uniform", "recent", "early"]
Format = Annotated[StrictStr, Field(min_length=1, max_length=MAX_NAME)]
Days = Annotated[int, Field(ge=1, le=1_000_000)]
_YEARS = 3


def period(context: Context, low: Moment | None, high: Moment | None) -> tuple[int, int]:
    """Microseconds from and to; three years back from now where a user said nothing."""
    last = None if high is None else read_moment(high, context.now, "max_value")
    if low is None:
        return shift_years(
            context.now if last is None else last, -_YEARS
        ), context.now if last is None else last
    first = read_moment(low, context.now, "min_value")
    if last is None:
        last = context.now if first < context.now else shift_years(first, _YEARS)
    if first > last:
        raise InvalidInput(f"min_value {low} is after max_value {high}; swap the two")
    return first, last


def slots(
    stream: Stream, rows: Rows, context: Context, hours: business_hours.Hours, low: int, high: int
) -> I64:
    """Numbers of working moments between the bounds."""
    first, last = hours.before(low), hours.before(high + 1) - 1
    if first > last:
        raise InvalidInput("no working moment lies between min_value and max_value; widen them")
    return drawn(stream, rows, context, first, last, 1, "uniform")


def between(
    stream: Stream, rows: Rows, context: Context, low: int, high: int, allowed: tuple[int, int]
) -> pa.Array:
    """A whole number between bounds that a part of a date can have."""
    if low > high or low < allowed[0] or high > allowed[1]:
        raise InvalidInput(
            f"{low} to {high} is no range here; choose min_value and max_value in order, "
            f"from {allowed[0]} to {allowed[1]}"
        )
    return pa.array(context.index(stream, rows, high - low + 1) + low)


def drawn(
    stream: Stream, rows: Rows, context: Context, low: int, high: int, unit: int, distribution: Spread
) -> I64:
    """Whole multiples of `unit` between the bounds."""
    first, last = -(-low // unit), high // unit
    if first > last:
        raise InvalidInput("no moment of the unit lies between min_value and max_value; widen them")
    size = last - first + 1
    if distribution == "uniform":
        index = context.index(stream, rows, size)
    else:
        one, other = stream.below(rows, size, "one"), stream.below(rows, size, "other")
        index = np.maximum(one, other) if distribution == "recent" else np.minimum(one, other)
    index += first
    return index


def unit_of(moment: int, unit: Literal["Y", "M"]) -> int:
    """Whole years or months from 1970 to a moment."""
    return int(np.datetime64(moment // DAY, "D").astype(f"M8[{unit}]").astype(np.int64))


def as_dates(days: I64) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(days.astype(np.int32)).view(pa.date32())


def as_moments(microseconds: I64) -> pa.Array:
    """Microseconds since 1970 as moments in UTC."""
    return pa.array(microseconds).view(pa.timestamp("us", "UTC"))
