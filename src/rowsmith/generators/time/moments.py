"""Dates, times of day and moments, anywhere in a range or in working hours."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.errors import InvalidInput
from rowsmith.generators import business_hours
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.time.drawing import (
    Days,
    Format,
    Moment,
    Spread,
    TimeOfDay,
    Unit,
    as_dates,
    as_moments,
    drawn,
    period,
    slots,
)
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import calendar_text
from rowsmith.writing.moments import DAY, UNITS, read_time


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
    low, high = period(context, min_value, max_value)
    days = drawn(stream, rows, context, low, high, DAY, distribution)
    return as_dates(days) if format is None else calendar_text.write(days * DAY, format)


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
    low, high = period(context, min_value, max_value)
    moments = drawn(stream, rows, context, low, high, UNITS[unit], distribution)
    moments *= UNITS[unit]
    return as_moments(moments) if format is None else calendar_text.write(moments, format)


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
    times = drawn(stream, rows, context, low, high, UNITS[unit], "uniform")
    times *= UNITS[unit]
    return pa.array(times).view(pa.time64("us")) if format is None else calendar_text.write(times, format)


@semantic_type(example="2025-03-02", aliases=("start_date", "created_date", "purchase_date", "hire_date"))
def past_date(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 1096, distribution: Spread = "uniform"
) -> pa.Array:
    """A day of the last `days` before today: `2025-03-02`."""
    today = context.now // DAY * DAY
    return as_dates(drawn(stream, rows, context, today - days * DAY, today - DAY, DAY, distribution))


@semantic_type(
    example="2026-05-11", aliases=("due_date", "end_date", "delivery_date", "renewal_date", "deadline")
)
def future_date(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 365, distribution: Spread = "early"
) -> pa.Array:
    """A day of the next `days` after today, early ones more often: `2026-05-11`."""
    today = context.now // DAY * DAY
    return as_dates(drawn(stream, rows, context, today + DAY, today + days * DAY, DAY, distribution))


@semantic_type(
    example="2025-12-30T08:12:45Z",
    aliases=("last_login", "last_seen", "updated_at", "modified_at", "last_active_at", "last_login_at"),
)
def recent_datetime(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 30, unit: Unit = "second"
) -> pa.Array:
    """A moment of the last `days`, late ones more often: `2025-12-30T08:12:45Z`."""
    moments = drawn(stream, rows, context, context.now - days * DAY, context.now, UNITS[unit], "recent")
    return as_moments(moments * UNITS[unit])


@semantic_type(example="2026-01-19T16:20:00Z", aliases=("expires_at", "scheduled_at", "appointment_at"))
def future_datetime(
    stream: Stream, rows: Rows, context: Context, *, days: Days = 365, unit: Unit = "minute"
) -> pa.Array:
    """A moment of the next `days`: `2026-01-19T16:20:00Z`."""
    moments = drawn(
        stream, rows, context, context.now + UNITS[unit], context.now + days * DAY, UNITS[unit], "uniform"
    )
    return as_moments(moments * UNITS[unit])


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
    low, high = period(context, min_value, max_value)
    hours = business_hours.Hours(0, DAY, DAY)
    return as_dates(hours.moments(slots(stream, rows, context, hours, low, high)) // DAY)


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
    low, high = period(context, min_value, max_value)
    hours = business_hours.Hours(read_time(opens, "min_value"), read_time(closes, "max_value"), UNITS[unit])
    return as_moments(hours.moments(slots(stream, rows, context, hours, low, high)))
