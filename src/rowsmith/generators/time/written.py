"""Moments and durations as other systems write them."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.time.drawing import Moment, drawn, period, unit_of
from rowsmith.generators.time.moments import datetime_
from rowsmith.sampling import densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, whole
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import calendar_text
from rowsmith.writing.moments import DAY, SECOND, UNITS


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
    low, high = period(
        context, None if bounds[0] is not None else min_value, None if bounds[1] is not None else max_value
    )
    low = low if bounds[0] is None else int(bounds[0])
    high = high if bounds[1] is None else int(bounds[1])
    return pa.array(drawn(stream, rows, context, low, high, UNITS[unit], "uniform"))


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
    seconds = drawn(stream, rows, context, 0, DAY - 1, SECOND, "early")
    return calendar_text.write(seconds * SECOND, "PT%-HH%MM%SS")


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
    low, high = period(context, min_value, max_value)
    weeks = drawn(stream, rows, context, (low // DAY + 3) // 7, (high // DAY + 3) // 7, 1, "uniform")
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
    low, high = (unit_of(bound, "M") for bound in period(context, min_value, max_value))
    months = drawn(stream, rows, context, low, high, 1, "uniform")
    return calendar_text.write(months.view("M8[M]").astype("M8[D]").view(np.int64) * DAY, "%Y-%m")
