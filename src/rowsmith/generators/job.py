"""Work: titles, levels, contracts, skills and pay."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.choice import listed, weighted
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales import find_locale, pool
from rowsmith.locales.lists import weights, words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import masks

Money = Annotated[float, Field(ge=0, le=1e12)]


@semantic_type(
    example="Senior Data Analyst",
    aliases=(
        "job",
        "job_title",
        "position",
        "role",
        "job_role",
        "designation",
        "employee_title",
        "position_title",
    ),
)
def title(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A job title: `Senior Data Analyst`; in other languages than English an occupation of the locale."""
    if find_locale(context.locale).language != "en":
        return context.pick(stream, rows, pool("occupation", context.locale))
    levels = len(words("title_prefix"))
    if context.unique:
        return context.pick(stream, rows, _titles())
    level = weighted(stream, rows, weights("title_prefix"), "level")
    field = weighted(stream, rows, weights("job_field"), "field")
    return strings.pick(_titles(), field * levels + level)


@semantic_type(
    example="Senior",
    aliases=("job_level", "seniority_level", "level", "career_level", "experience_level", "grade"),
)
def seniority(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The level of a position: `Junior`, `Senior`, `Lead`."""
    return listed(stream, rows, context, "seniority")


@semantic_type(
    example="Full-time",
    aliases=("contract_type", "job_type", "employment", "work_type", "type_of_employment"),
)
def employment_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The kind of contract: `Full-time`, `Part-time`, `Freelance`."""
    return listed(stream, rows, context, "employment_type")


@semantic_type(
    example="Employed", aliases=("employment_state", "work_status", "job_status", "occupation_status")
)
def employment_status(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Whether a person works: `Employed`, `Student`, `Retired`."""
    return listed(stream, rows, context, "employment_status")


@semantic_type(
    example="Hybrid", aliases=("workplace_type", "remote_status", "work_arrangement", "location_type")
)
def work_mode(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Where the work is done: `On-site`, `Hybrid` or `Remote`."""
    return listed(stream, rows, context, "work_mode")


@semantic_type(
    example="Project management", aliases=("skills", "key_skill", "competency", "expertise", "skill_name")
)
def skill(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Something that a person can do: `SQL`, `Negotiation`."""
    return listed(stream, rows, context, "skill")


@semantic_type(
    example="62500",
    aliases=(
        "annual_salary",
        "yearly_salary",
        "base_salary",
        "wage",
        "pay",
        "income",
        "annual_income",
        "compensation",
    ),
)
def salary(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Money = 24_000,
    max_value: Money = 240_000,
    step: Annotated[float, Field(gt=0, le=1e9)] = 500,
) -> pa.Array:
    """A year's pay between two bounds, a multiple of `step`; few are near the upper one."""
    low, high = int(np.ceil(min_value / step)), int(np.floor(max_value / step))
    if high < low:
        raise InvalidInput(
            f"no multiple of {step:g} lies from {min_value:g} to {max_value:g}; widen the bounds"
        )
    share = stream.unit(rows)
    # The square of one and the cube of another: a bend towards the lower bound with a long upper tail.
    skewed = share * share * (0.45 + 0.55 * share)
    steps = low + np.floor(skewed * (high - low + 1)).astype(np.int64)
    return pa.array(steps * int(step)) if float(step).is_integer() else pa.array(steps * step)


@semantic_type(
    example="E-04812", aliases=("employee_id", "employee_no", "staff_id", "personnel_number", "emp_id")
)
def employee_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A number by which a company knows its people: `E-048127`."""
    return masks.draw(stream, rows, context, "E-########" if context.unique else "E-######")


@lru_cache(maxsize=1)
def _titles() -> pa.StringArray:
    levels, fields = words("title_prefix").to_pylist(), words("job_field").to_pylist()
    return pa.array([f"{level} {field}".strip() for field in fields for level in levels], pa.string())
