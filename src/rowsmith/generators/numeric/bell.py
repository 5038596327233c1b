"""Distributions on both sides of a middle."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators.numeric.parameters import Positive, Precision
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, continuous
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(example="103.7", aliases=("gaussian",))
def normal(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Real = 0.0,
    std: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A bell curve around `mean`: `103.7`. Bounds cut it off; they do not pile values up at the ends."""
    return continuous(
        stream, rows, densities.straight("normal", mean, std), Asked(min_value, max_value, precision)
    )


@semantic_type(example="-0.42")
def logistic(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Real = 0.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A bell with tails heavier than the normal one's: `-0.42`."""
    density = densities.straight("logistic", mean, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="0.18")
def laplace(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Real = 0.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Differences around `mean` that are mostly small and sometimes large: `0.18`."""
    density = densities.straight("laplace", mean, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="1.94")
def gumbel(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mode: Real = 0.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Yearly maxima such as floods: `1.94`."""
    density = densities.straight("gumbel", mode, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="-1.08", aliases=("student_t",))
def student(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    df: Annotated[float, Field(ge=0.5, le=1e9)] = 4.0,
    mean: Real = 0.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Student's t with `df` degrees of freedom, a bell with heavy tails: `-1.08`."""
    density = densities.student(df, float(mean), scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="2.63")
def cauchy(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    median: Real = 0.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A bell with tails so heavy that it has no mean: `2.63`."""
    density = densities.student(1.0, float(median), scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))
