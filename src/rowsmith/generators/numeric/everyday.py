"""The everyday quantities: percentages, scores, ratings, counts, angles."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators.numeric.even import float_
from rowsmith.generators.numeric.parameters import Precision
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import counts, densities
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, discrete, whole
from rowsmith.sampling.grid import Real, check_apart
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(example="37.5", aliases=("percent", "pct", "share_percent"))
def percentage(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real = 0,
    max_value: Real = 100,
    precision: Precision = 1,
) -> pa.Array:
    """A percentage: `37.5`."""
    return float_(stream, rows, context, min_value=min_value, max_value=max_value, precision=precision)


@semantic_type(example="0.8312", aliases=("prob", "likelihood", "confidence", "chance", "ratio", "fraction"))
def probability(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real = 0,
    max_value: Real = 1,
    precision: Precision = 4,
) -> pa.Array:
    """A probability: `0.8312`."""
    return float_(stream, rows, context, min_value=min_value, max_value=max_value, precision=precision)


@semantic_type(example="73", aliases=("points", "grade_points", "exam_score", "test_score"))
def score(
    stream: Stream, rows: Rows, context: Context, *, min_value: Real = 0, max_value: Real = 100
) -> pa.Array:
    """Points, most often at seven tenths of the range: `73`."""
    check_apart(min_value, max_value)
    span = float(max_value) - float(min_value)
    density = densities.straight("normal", float(min_value) + 0.7 * span, 0.15 * span)
    return whole(stream, rows, density, Asked(min_value, max_value, 0))


@semantic_type(example="4", aliases=("rating_stars_5",))
def rating(
    stream: Stream, rows: Rows, context: Context, *, min_value: Real = 1, max_value: Real = 5
) -> pa.Array:
    """Stars as people give them, more high than low: `4`."""
    check_apart(min_value, max_value)
    return whole(
        stream,
        rows,
        densities.beta(2.6, 1.2, min_value - 0.5, max_value + 0.5),
        Asked(min_value, max_value, 0),
    )


@semantic_type(
    example="3", aliases=("cnt", "frequency", "occurrences", "times", "visits", "page_views", "attempts")
)
def count(
    stream: Stream, rows: Rows, context: Context, *, min_value: Real = 0, max_value: Real | None = None
) -> pa.Array:
    """How many there are, mostly few: `3`."""
    return discrete(stream, rows, counts.NegativeBinomial(1.5, 0.2), Asked(min_value, max_value))


@semantic_type(example="132.4", aliases=("bearing", "heading_degrees", "direction_degrees", "degrees"))
def angle(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real = 0,
    max_value: Real = 359.9,
    precision: Precision = 1,
) -> pa.Array:
    """An angle in degrees: `132.4`."""
    return float_(stream, rows, context, min_value=min_value, max_value=max_value, precision=precision)
