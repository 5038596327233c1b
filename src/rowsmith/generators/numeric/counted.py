"""The distributions over whole numbers."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import counts
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, discrete
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import Share


@semantic_type(example="4")
def poisson(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Annotated[float, Field(gt=0, le=1e8)] = 4.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """How often something happens in a fixed time, `mean` times on average: `4`."""
    return discrete(stream, rows, counts.Poisson(mean), Asked(min_value, max_value))


@semantic_type(example="7")
def binomial(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    trials: Annotated[int, Field(ge=1, le=10**9)] = 10,
    chance: Share = 0.5,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """How many of `trials` succeed, each with `chance`: `7`."""
    return discrete(stream, rows, counts.Binomial(trials, chance), Asked(min_value, max_value))


@semantic_type(example="1")
def bernoulli(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    chance: Share = 0.5,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """1 with `chance`, otherwise 0: `1`."""
    return discrete(stream, rows, counts.Binomial(1, chance), Asked(min_value, max_value))


@semantic_type(example="3")
def geometric(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    chance: Annotated[float, Field(ge=1e-9, le=1)] = 0.3,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """Which attempt is the first to succeed, each with `chance`; 1 or more: `3`."""
    return discrete(stream, rows, counts.Geometric(chance), Asked(min_value, max_value))


@semantic_type(example="9")
def negative_binomial(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    successes: Annotated[float, Field(gt=0, le=1e6)] = 5.0,
    chance: Annotated[float, Field(ge=1e-4, le=1)] = 0.4,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """How many attempts fail before `successes` succeed; counts that vary more than Poisson's: `9`."""
    return discrete(stream, rows, counts.NegativeBinomial(successes, chance), Asked(min_value, max_value))


@semantic_type(example="2")
def hypergeometric(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    population: Annotated[int, Field(ge=1, le=10**9)] = 100,
    marked: Annotated[int, Field(ge=0, le=10**9)] = 20,
    drawn: Annotated[int, Field(ge=0, le=10**9)] = 10,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """How many of `drawn` from a `population` are among the `marked` ones: `2`."""
    return discrete(
        stream, rows, counts.Hypergeometric(population, marked, drawn), Asked(min_value, max_value)
    )


@semantic_type(example="1")
def zipf(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    exponent: Annotated[float, Field(ge=0, le=20)] = 1.1,
    size: Annotated[int, Field(ge=1, le=10**12)] = 1000,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """Ranks from 1 to `size`, rank k with a weight of 1 / k**exponent, such as popularity: `1`."""
    return discrete(stream, rows, counts.Zipf(exponent, size), Asked(min_value, max_value))
