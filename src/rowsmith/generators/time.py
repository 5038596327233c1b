"""Dates, times of day, moments, their parts, and how they are written."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith.errors import InvalidInput
from rowsmith.generators import calendar_text
from rowsmith.generators.context import Context
from rowsmith.generators.moments import DAY, UNITS, read_moment, read_time, shift_years
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, Bound

I64 = NDArray[np.int64]
Moment = Bound | datetime | date
TimeOfDay = Annotated[StrictStr, Field(max_length=64)] | time
Unit = Literal["microsecond", "millisecond", "second", "minute", "hour", "day"]
Spread = Literal["uniform", "recent", "early"]
Format = Annotated[StrictStr, Field(min_length=1, max_length=MAX_NAME)]
_YEARS = 3


@semantic_type(example="2024-08-17", aliases=("day", "calendar_date"))
def date_(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
    distribution: Spread = "uniform",
    format: Format | None = None,  # noqa: A002 - the name users know
) -> pa.Array:
    """A day of the last three years, or between the bounds: `2024-08-17`.

    A bound is a date, a month or year (`2024-03`, `2024`), or relative (`today`, `now - 2 years`). With
    `recent` late days come more often. With `format` (`%d/%m/%Y`, `DD.MM.YYYY`) it is text.
    """
    low, high = _bounds(context, min_value, max_value)
    days = _drawn(stream, rows, context, low, high, DAY, distribution)
    return _dates(days) if format is None else calendar_text.write(days * DAY, format)


@semantic_type(example="2024-08-17T14:05:31Z", aliases=("timestamp", "date_time", "moment", "event_time"))
def datetime_(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
    unit: Unit = "second",
    distribution: Spread = "uniform",
    format: Format | None = None,  # noqa: A002 - the name users know
) -> pa.Array:
    """A moment of the last three years, or between the bounds, in UTC: `2024-08-17T14:05:31Z`.

    A date as a bound is its midnight; `2024-03` and `2024` as an upper bound include the whole month or year;
    `now - 2 years` is relative to the plan's time. Values are whole multiples of `unit`. With `format`
    (`%d/%b/%Y:%H:%M:%S %z`) it is text.
    """
    low, high = _bounds(context, min_value, max_value)
    moments = _drawn(stream, rows, context, low, high, UNITS[unit], distribution)
    moments *= UNITS[unit]
    return _moments(moments) if format is None else calendar_text.write(moments, format)


@semantic_type(example="14:05:31", aliases=("time_of_day", "clock_time"))
def time_(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: TimeOfDay = "00:00",
    max_value: TimeOfDay = "23:59:59.999999",
    unit: Unit = "second",
    format: Format | None = None,  # noqa: A002 - the name users know
) -> pa.Array:
    """A time of day: `14:05:31`."""
    low, high = read_time(min_value, "min_value"), read_time(max_value, "max_value")
    times = _drawn(stream, rows, context, low, high, UNITS[unit], "uniform")
    times *= UNITS[unit]
    return pa.array(times).view(pa.time64("us")) if format is None else calendar_text.write(times, format)


def _bounds(context: Context, low: Moment | None, high: Moment | None) -> tuple[int, int]:
    """Microseconds from and to; three years back from now where a user said nothing."""
    last = None if high is None else read_moment(high, context.now, "max_value")
    if low is None:
        return shift_years(
            context.now if last is None else last, -_YEARS
        ), context.now if last is None else last
    first = read_moment(low, context.now, "min_value")
    if last is None:
        last = context.now if first < context.now else shift_years(first, _YEARS)
    return first, last


def _drawn(
    stream: Stream, rows: Rows, context: Context, low: int, high: int, unit: int, distribution: Spread
) -> I64:
    """Whole multiples of `unit` between the bounds."""
    first, last = -(-low // unit), high // unit
    if low > high:
        raise InvalidInput("min_value is after max_value; swap the two")
    if first > last:
        raise InvalidInput("no moment of that unit lies between min_value and max_value; widen them")
    size = last - first + 1
    if distribution == "uniform":
        index = context.index(stream, rows, size)
    else:
        one, other = stream.below(rows, size, "one"), stream.below(rows, size, "other")
        index = np.maximum(one, other) if distribution == "recent" else np.minimum(one, other)
    index += first
    return index


def _dates(days: I64) -> pa.Array:
    return pa.array(days.astype(np.int32)).view(pa.date32())


def _moments(microseconds: I64) -> pa.Array:
    return pa.array(microseconds).view(pa.timestamp("us", "UTC"))
