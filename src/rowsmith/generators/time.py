"""Dates, times of day, moments, their parts, and how they are written."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith.errors import InvalidInput
from rowsmith.generators import business_hours, time_zones
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, whole
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, Bound
from rowsmith.writing import calendar_text
from rowsmith.writing.moments import DAY, SECOND, UNITS, read_moment, read_time, shift_years

I64 = NDArray[np.int64]
Moment = Bound | datetime | date
TimeOfDay = Annotated[StrictStr, Field(max_length=64)] | time
Unit = Literal["microsecond", "millisecond", "second", "minute", "hour", "day"]
Spread = Literal["uniform", "recent", "early"]
Format = Annotated[StrictStr, Field(min_length=1, max_length=MAX_NAME)]
Days = Annotated[int, Field(ge=1, le=1_000_000)]
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
    if low > high:
        raise InvalidInput(f"min_value {min_value} is after max_value {max_value}; swap the two")
    times = _drawn(stream, rows, context, low, high, UNITS[unit], "uniform")
    times *= UNITS[unit]
    return pa.array(times).view(pa.time64("us")) if format is None else calendar_text.write(times, format)


@semantic_type(example="2025-03-02", aliases=("start_date", "created_date", "purchase_date", "hire_date"))
def past_date(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 1096, distribution: Spread = "uniform"
) -> pa.Array:
    """A day of the last `days` before today: `2025-03-02`."""
    today = context.now // DAY * DAY
    return _dates(_drawn(stream, rows, context, today - days * DAY, today - DAY, DAY, distribution))


@semantic_type(
    example="2026-05-11", aliases=("due_date", "end_date", "delivery_date", "renewal_date", "deadline")
)
def future_date(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 365, distribution: Spread = "early"
) -> pa.Array:
    """A day of the next `days` after today, early ones more often: `2026-05-11`."""
    today = context.now // DAY * DAY
    return _dates(_drawn(stream, rows, context, today + DAY, today + days * DAY, DAY, distribution))


@semantic_type(
    example="2025-12-30T08:12:45Z",
    aliases=("last_login", "last_seen", "updated_at", "modified_at", "last_active_at", "last_login_at"),
)
def recent_datetime(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 30, unit: Unit = "second"
) -> pa.Array:
    """A moment of the last `days`, late ones more often: `2025-12-30T08:12:45Z`."""
    moments = _drawn(stream, rows, context, context.now - days * DAY, context.now, UNITS[unit], "recent")
    return _moments(moments * UNITS[unit])


@semantic_type(example="2026-01-19T16:20:00Z", aliases=("expires_at", "scheduled_at", "appointment_at"))
def future_datetime(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 365, unit: Unit = "minute"
) -> pa.Array:
    """A moment of the next `days`: `2026-01-19T16:20:00Z`."""
    moments = _drawn(
        stream, rows, context, context.now + UNITS[unit], context.now + days * DAY, UNITS[unit], "uniform"
    )
    return _moments(moments * UNITS[unit])


@semantic_type(example="2024-08-16", aliases=("business_day", "working_day", "trade_date", "trading_day"))
def business_date(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
) -> pa.Array:
    """A day from Monday to Friday: `2024-08-16`."""
    low, high = _bounds(context, min_value, max_value)
    hours = business_hours.Hours(0, DAY, DAY)
    return _dates(hours.moments(_slots(stream, rows, context, hours, low, high)) // DAY)


@semantic_type(example="2024-08-16T10:42:00Z", aliases=("meeting_at", "meeting_time", "appointment_time"))
def business_datetime(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
    opens: TimeOfDay = "09:00",
    closes: TimeOfDay = "17:00",
    unit: Unit = "minute",
) -> pa.Array:
    """A moment from Monday to Friday between opening and closing, in UTC: `2024-08-16T10:42:00Z`."""
    low, high = _bounds(context, min_value, max_value)
    hours = business_hours.Hours(read_time(opens, "min_value"), read_time(closes, "max_value"), UNITS[unit])
    return _moments(hours.moments(_slots(stream, rows, context, hours, low, high)))


@semantic_type(example="1723903531", aliases=("epoch", "unix_timestamp", "epoch_seconds", "unixtime"))
def unix_time(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
    unit: Literal["second", "millisecond", "microsecond"] = "second",
) -> pa.Array:
    """A moment as the seconds (or thousandths, millionths) since 1970: `1723903531`.

    A whole number from 1 to 9999 as a bound is a year; a larger one is itself in that unit.
    """
    bounds = [
        bound * UNITS[unit] if isinstance(bound, int) and not 1 <= bound <= 9999 else None
        for bound in (min_value, max_value)
    ]
    low, high = _bounds(
        context, None if bounds[0] is not None else min_value, None if bounds[1] is not None else max_value
    )
    low = low if bounds[0] is None else int(bounds[0])
    high = high if bounds[1] is None else int(bounds[1])
    return pa.array(_drawn(stream, rows, context, low, high, UNITS[unit], "uniform"))


@semantic_type(example="2024-08-17T14:05:31Z", aliases=("iso_timestamp", "iso8601", "iso_date_time"))
def iso_datetime(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
) -> pa.Array:
    """A moment as ISO 8601 text: `2024-08-17T14:05:31Z`."""
    given = {"min_value": min_value, "max_value": max_value}
    return datetime_(stream, rows, context, **given, format="%Y-%m-%dT%H:%M:%SZ")


@semantic_type(example="17/Aug/2024:14:05:31 +0000", aliases=("apache_time", "access_log_time"))
def log_time(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
) -> pa.Array:
    """A moment as web servers log it: `17/Aug/2024:14:05:31 +0000`."""
    given = {"min_value": min_value, "max_value": max_value}
    return datetime_(stream, rows, context, **given, format="%d/%b/%Y:%H:%M:%S %z")


@semantic_type(
    example="372", aliases=("duration_seconds", "elapsed_seconds", "session_length", "response_time")
)
def duration(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real = 1,
    max_value: Real = 86_400,
    median: Annotated[float, Field(gt=0, le=1e12)] = 300.0,
) -> pa.Array:
    """A length of time in seconds, half of them below `median`: `372`."""
    density = densities.lognormal(None, None, median, None, 1.0)
    return whole(stream, rows, density, Asked(min_value, max_value, 0))


@semantic_type(example="PT1H32M07S", aliases=("duration_iso", "iso8601_duration"))
def iso_duration(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A length of time below a day as ISO 8601 text: `PT1H32M07S`."""
    seconds = _drawn(stream, rows, context, 0, DAY - 1, SECOND, "early")
    return calendar_text.write(seconds * SECOND, "PT%-HH%MM%SS")


@semantic_type(example="2024", aliases=("yr", "calendar_year", "fiscal_year"))
def year(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: int | None = None,
    max_value: int | None = None,
) -> pa.Array:
    """A year, of the last ten by default: `2024`."""
    this = 1970 + _unit_of(context.now, "Y")
    last = max_value if max_value is not None else max(this, min_value or this)
    return _whole(stream, rows, context, last - 10 if min_value is None else min_value, last, (1, 9999))


@semantic_type(example="7", aliases=("month_number",))
def month(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 12
) -> pa.Array:
    """A month's number: `7`."""
    return _whole(stream, rows, context, min_value, max_value, (1, 12))


@semantic_type(example="17")
def day_of_month(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 31
) -> pa.Array:
    """A day's number in its month: `17`."""
    return _whole(stream, rows, context, min_value, max_value, (1, 31))


@semantic_type(example="230")
def day_of_year(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 366
) -> pa.Array:
    """A day's number in its year: `230`."""
    return _whole(stream, rows, context, min_value, max_value, (1, 366))


@semantic_type(example="33", aliases=("week_number", "week_of_year"))
def week(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 53
) -> pa.Array:
    """A week's number in its year: `33`."""
    return _whole(stream, rows, context, min_value, max_value, (1, 53))


@semantic_type(example="14", aliases=("hour_of_day",))
def hour(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 23
) -> pa.Array:
    """An hour of the day: `14`."""
    return _whole(stream, rows, context, min_value, max_value, (0, 23))


@semantic_type(example="5")
def minute(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 59
) -> pa.Array:
    """A minute of the hour: `5`."""
    return _whole(stream, rows, context, min_value, max_value, (0, 59))


@semantic_type(example="August")
def month_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A month's English name: `August`."""
    return context.pick(stream, rows, pa.array(calendar_text.MONTHS))


@semantic_type(example="Saturday", aliases=("weekday", "week_day", "day_name"))
def day_of_week(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A weekday's English name: `Saturday`."""
    return context.pick(stream, rows, pa.array(calendar_text.WEEKDAYS))


@semantic_type(example="Q3", aliases=("fiscal_quarter",))
def quarter(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A quarter of the year: `Q3`."""
    return context.pick(stream, rows, pa.array(["Q1", "Q2", "Q3", "Q4"]))


@semantic_type(example="autumn")
def season(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A season: `autumn`."""
    return context.pick(stream, rows, pa.array(["spring", "summer", "autumn", "winter"]))


@semantic_type(example="Europe/Lisbon", aliases=("time_zone", "tz", "user_timezone"))
def timezone(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A time zone's name: `Europe/Lisbon`."""
    return context.pick(stream, rows, pa.array(time_zones.NAMES))


@semantic_type(example="+05:30", aliases=("timezone_offset", "gmt_offset"))
def utc_offset(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A distance from UTC: `+05:30`."""
    return context.pick(stream, rows, pa.array(time_zones.OFFSETS))


@semantic_type(example="2024-W33")
def iso_week(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
) -> pa.Array:
    """A week by ISO 8601: `2024-W33`."""
    low, high = _bounds(context, min_value, max_value)
    weeks = _drawn(stream, rows, context, (low // DAY + 3) // 7, (high // DAY + 3) // 7, 1, "uniform")
    return calendar_text.write((weeks * 7 - 3) * DAY, "%G-W%V")


@semantic_type(example="2024-08", aliases=("month_year", "billing_month", "reporting_month"))
def year_month(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Moment | None = None,
    max_value: Moment | None = None,
) -> pa.Array:
    """A month of a year: `2024-08`."""
    low, high = (_unit_of(bound, "M") for bound in _bounds(context, min_value, max_value))
    months = _drawn(stream, rows, context, low, high, 1, "uniform")
    return calendar_text.write(months.view("M8[M]").astype("M8[D]").view(np.int64) * DAY, "%Y-%m")


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
    if first > last:
        raise InvalidInput(f"min_value {low} is after max_value {high}; swap the two")
    return first, last


def _slots(
    stream: Stream, rows: Rows, context: Context, hours: business_hours.Hours, low: int, high: int
) -> I64:
    """Numbers of working moments between the bounds."""
    first, last = hours.before(low), hours.before(high + 1) - 1
    if first > last:
        raise InvalidInput("no working moment lies between min_value and max_value; widen them")
    return _drawn(stream, rows, context, first, last, 1, "uniform")


def _whole(
    stream: Stream, rows: Rows, context: Context, low: int, high: int, allowed: tuple[int, int]
) -> pa.Array:
    if low > high or low < allowed[0] or high > allowed[1]:
        raise InvalidInput(
            f"{low} to {high} is no range here; choose min_value and max_value in order, "
            f"from {allowed[0]} to {allowed[1]}"
        )
    return pa.array(context.index(stream, rows, high - low + 1) + low)


def _drawn(
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


def _unit_of(moment: int, unit: Literal["Y", "M"]) -> int:
    """Whole years or months from 1970 to a moment."""
    return int(np.datetime64(moment // DAY, "D").astype(f"M8[{unit}]").astype(np.int64))


def _dates(days: I64) -> pa.Array:
    return pa.array(days.astype(np.int32)).view(pa.date32())


def _moments(microseconds: I64) -> pa.Array:
    return pa.array(microseconds).view(pa.timestamp("us", "UTC"))
