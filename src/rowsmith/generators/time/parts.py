"""The parts of a date: years, months, weekdays, hours; time zones."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators import time_zones
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.time.drawing import between, unit_of
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import calendar_text


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
    this = 1970 + unit_of(context.now, "Y")
    last = max_value if max_value is not None else max(this, min_value or this)
    return between(stream, rows, context, last - 10 if min_value is None else min_value, last, (1, 9999))


@semantic_type(example="7", aliases=("month_number",))
def month(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 12
) -> pa.Array:
    """A month's number: `7`."""
    return between(stream, rows, context, min_value, max_value, (1, 12))


@semantic_type(example="17")
def day_of_month(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 31
) -> pa.Array:
    """A day's number in its month: `17`."""
    return between(stream, rows, context, min_value, max_value, (1, 31))


@semantic_type(example="230")
def day_of_year(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 366
) -> pa.Array:
    """A day's number in its year: `230`."""
    return between(stream, rows, context, min_value, max_value, (1, 366))


@semantic_type(example="33", aliases=("week_number", "week_of_year"))
def week(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 53
) -> pa.Array:
    """A week's number in its year: `33`."""
    return between(stream, rows, context, min_value, max_value, (1, 53))


@semantic_type(example="14", aliases=("hour_of_day",))
def hour(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 23
) -> pa.Array:
    """An hour of the day: `14`."""
    return between(stream, rows, context, min_value, max_value, (0, 23))


@semantic_type(example="5")
def minute(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 59
) -> pa.Array:
    """A minute of the hour: `5`."""
    return between(stream, rows, context, min_value, max_value, (0, 59))


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
