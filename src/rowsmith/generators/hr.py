"""People at work: leave, reviews, pay by the hour, applications."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators import enumerations
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, counted, measured, skewed, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("hr")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="28.50", aliases=("hourly_wage", "pay_rate", "rate_per_hour"))
def hourly_rate(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 12,
    max_value: float = 95,
    precision: Precision = 2,
) -> pa.Array:
    """Pay for an hour: `28.50`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="3200", aliases=("annual_bonus", "bonus_amount", "incentive"))
def bonus(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 40000
) -> pa.Array:
    """A bonus for a year: `3200`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(
    example="6",
    aliases=("experience", "years_experience", "experience_years", "tenure_years", "years_at_company"),
)
def years_of_experience(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 40
) -> pa.Array:
    """How many years somebody has worked: `6`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="12", aliases=("leave_days", "pto_days", "days_off"))
def vacation_days(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 30
) -> pa.Array:
    """How many days of leave are left: `12`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="2", aliases=("absence_days", "days_absent"))
def sick_days(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 25
) -> pa.Array:
    """How many days somebody was ill in a year: `2`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="38.5", aliases=("working_hours", "weekly_hours", "hours", "hours_per_week"))
def hours_worked(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 8,
    max_value: float = 48,
    precision: Precision = 1,
) -> pa.Array:
    """Hours worked in a week: `38.5`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="1.5", aliases=("overtime",))
def overtime_hours(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 20,
    precision: Precision = 1,
) -> pa.Array:
    """Hours worked beyond the agreed ones: `1.5`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="72", aliases=("engagement", "enps"))
def engagement_score(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 20, max_value: int = 100
) -> pa.Array:
    """How engaged somebody feels, from 0 to 100: `72`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="7", aliases=("direct_reports", "headcount"))
def team_size(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 40
) -> pa.Array:
    """How many people a team has: `7`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="B-048217", aliases=("badge", "badge_id"))
def badge_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a badge: `B-048217`."""
    return codes.code_text(stream, rows, context, "B-######")
