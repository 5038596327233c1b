"""Distributions of what is positive, mostly small and now and then large."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators.numeric.parameters import Positive, Precision, Size
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, continuous
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(example="52.80", aliases=("log_normal",))
def lognormal(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Positive | None = None,
    std: Positive | None = None,
    median: Positive | None = None,
    mu: float | None = None,
    sigma: Positive | None = None,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Positive numbers, many small and few large, such as prices and incomes: `52.80`.

    Give `mean` and `std` of the values themselves, or `mu` and `sigma` of their logarithms, or `median` and
    `sigma`. Bounds cut the distribution off afterwards.
    """
    density = densities.lognormal(mean, std, median, mu, sigma)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="3.21")
def exponential(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mean: Positive | None = None,
    rate: Positive | None = None,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Waiting times between independent events, given their `mean` or their `rate` (1 / mean): `3.21`."""
    density = densities.gamma(1.0, densities.one_of(mean=mean, rate=rate))
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="8.46")
def gamma(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    shape: Size = 2.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Sums of waiting times, such as rainfall or claims; the mean is shape * scale: `8.46`."""
    density = densities.gamma(shape, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="4.35")
def chi_square(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    df: Size = 3.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Sums of `df` squared standard normals: `4.35`."""
    density = densities.gamma(df / 2.0, 2.0)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="12.9")
def weibull(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    shape: Annotated[float, Field(ge=0.02, le=1e6)] = 1.5,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Lifetimes; with `shape` above 1 things wear out, below 1 they fail early: `12.9`."""
    density = densities.weibull(shape, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="1.37")
def pareto(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    alpha: Annotated[float, Field(ge=0.1, le=1e6)] = 2.0,
    scale: Positive = 1.0,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """Few very large values over many small ones, from `scale` upwards, such as wealth: `1.37`."""
    density = densities.pareto(alpha, scale)
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))
