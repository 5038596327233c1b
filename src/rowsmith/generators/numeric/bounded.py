"""Distributions between two ends."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators.numeric.parameters import Precision, Size
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, continuous
from rowsmith.sampling.grid import Real, check_apart
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(example="0.312")
def beta(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    alpha: Size = 2.0,
    beta: Size = 5.0,
    min_value: Real = 0.0,
    max_value: Real = 1.0,
    precision: Precision | None = None,
) -> pa.Array:
    """A hill from `min_value` to `max_value` that leans as `alpha` and `beta` say, for shares: `0.312`."""
    check_apart(min_value, max_value)
    density = densities.beta(alpha, beta, float(min_value), float(max_value))
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="0.44")
def triangular(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mode: Real | None = None,
    min_value: Real = 0.0,
    max_value: Real = 1.0,
    precision: Precision | None = None,
) -> pa.Array:
    """Straight up from `min_value` to `mode`, straight down to `max_value`: `0.44`."""
    check_apart(min_value, max_value)
    density = densities.triangular(float(min_value), mode, float(max_value))
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))


@semantic_type(example="0.51")
def pert(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    mode: Real | None = None,
    min_value: Real = 0.0,
    max_value: Real = 1.0,
    precision: Precision | None = None,
) -> pa.Array:
    """Estimates with a least, a most likely and a largest value, smoother than a triangle: `0.51`."""
    check_apart(min_value, max_value)
    density = densities.pert(float(min_value), mode, float(max_value))
    return continuous(stream, rows, density, Asked(min_value, max_value, precision))
