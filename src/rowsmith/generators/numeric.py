"""Numbers: evenly spread ones, every common distribution, and the everyday quantities made of them."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.generators import mixtures
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import counts, densities, histograms
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.draws import Asked, continuous, discrete, rounded, whole
from rowsmith.sampling.grid import Real, check_apart, check_order, float_grid, grid
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import Share

Positive = Annotated[float, Field(gt=0, le=1e300)]
Size = Annotated[float, Field(ge=0.01, le=1e9)]
Weight = Annotated[float, Field(ge=0, le=1e300)]
Precision = Annotated[int, Field(ge=0, le=15)]
_SPREAD = 1000
_BITS = 52


@semantic_type(example="42", aliases=("int", "number", "num"))
def integer(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
) -> pa.Array:
    """A whole number, each between the bounds (0 to 1000 by default) as likely: `42`."""
    low, high = _bounds(min_value, max_value)
    numbers = grid(low, high, 0)
    if numbers.size <= MAX_SPACE:
        index = context.index(stream, rows, numbers.size)
        if numbers.low:
            index += numbers.low
        return pa.array(index)
    if context.unique:
        return pa.array(context.index(stream, rows, MAX_SPACE) * (numbers.size // MAX_SPACE) + numbers.low)
    words = stream.u64(rows)
    if numbers.size < 1 << 64:
        words %= np.uint64(numbers.size)
    words += np.uint64(numbers.low % (1 << 64))
    return pa.array(words.view(np.int64))


@semantic_type(example="417.302", aliases=("real", "double"))
def float_(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number, each between the bounds (0 to 1000 by default) as likely; `precision` decimals: `417.302`."""
    low, high = (float(bound) for bound in _bounds(min_value, max_value))
    if precision is not None:
        numbers = float_grid(low, high, precision)
        return pa.array(numbers.floats(context.index(stream, rows, numbers.size)))
    span = high - low
    if not math.isfinite(span):
        raise InvalidInput(f"the bounds {low:g} and {high:g} are too far apart; bring them closer")
    bits = _distinct_bits(low, high) if context.unique else _BITS
    values = np.add(context.index(stream, rows, 1 << bits), 0.5, dtype=np.float64)
    values *= math.ldexp(span, -bits)
    values += low
    return pa.array(np.clip(values, low, high, out=values))


@semantic_type(example="19.99")
def decimal(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Annotated[int, Field(ge=0, le=18)] = 2,
    digits: Annotated[int, Field(ge=1, le=38)] = 18,
) -> pa.Array:
    """An exact decimal with `precision` places of at most `digits` digits: `19.99`."""
    low, high = _bounds(min_value, max_value)
    numbers = grid(low, high, precision)
    largest = max(abs(numbers.low), abs(numbers.high))
    if precision > digits or len(str(largest)) > digits:
        raise InvalidInput(
            f"{largest / 10**precision:g} with {precision} places needs more than {digits} digits; "
            "raise digits or narrow the bounds"
        )
    if largest >= 1 << 62:
        raise InvalidInput(
            f"decimals reach from -4.6e18 to 4.6e18 in units of the last of {precision} places"
        )
    words = np.empty((rows.count, 2), np.int64)
    np.add(context.index(stream, rows, numbers.size), numbers.low, out=words[:, 0])
    np.right_shift(words[:, 0], 63, out=words[:, 1])
    return pa.Array.from_buffers(pa.decimal128(digits, precision), rows.count, [None, pa.py_buffer(words)])


@semantic_type(example="true", aliases=("bool", "flag"))
def boolean(stream: Stream, rows: Rows, context: Context, *, true_rate: Share = 0.5) -> pa.Array:
    """True or false, true in `true_rate` of the rows: `true`."""
    if 0.0 < min(true_rate, 1.0 - true_rate) < 2.0**-12:
        flags = stream.u64(rows) < np.uint64(min(int(true_rate * 2.0**64), 2**64 - 1))
    elif true_rate >= 1.0:
        flags = np.ones(rows.count, np.bool_)
    else:
        flags = stream.u32(rows) < np.uint32(true_rate * 2.0**32)
    bits = np.packbits(flags, bitorder="little")
    return pa.BooleanArray.from_buffers(pa.bool_(), rows.count, [None, pa.py_buffer(bits)])


@semantic_type(example="7.25")
def uniform(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number, each between the bounds as likely: `7.25`; another name for `numeric.float`."""
    return float_(stream, rows, context, min_value=min_value, max_value=max_value, precision=precision)


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


@semantic_type(example="37.2")
def histogram(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    edges: Annotated[list[Real], Field(min_length=2, max_length=10_001)] = [0, 10, 20, 50, 100],  # noqa: B006
    weights: Annotated[list[Weight], Field(min_length=1, max_length=10_000)] = [1, 4, 3, 1],  # noqa: B006
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number from bins: `weights[i]` is the weight of the bin from `edges[i]` to `edges[i + 1]`: `37.2`."""
    asked = Asked(min_value, max_value, precision)
    bins = histograms.prepare(tuple(map(float, edges)), tuple(weights), *asked.bounds)
    return rounded(bins.draw(stream, rows), asked)


@semantic_type(example="41.9")
def mixture(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    components: Annotated[list[mixtures.Component], Field(min_length=1, max_length=100)] = mixtures.EXAMPLE,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """One of several distributions for each row: `41.9`.

    `{"weight": 0.7, "name": "normal", "params": {"mean": 40, "std": 5}}` is a component. Bounds cut off each
    component by itself and leave the weights as they are.
    """
    asked = Asked(min_value, max_value, precision)
    return rounded(mixtures.draw(stream, rows, context, components, asked.min_value, asked.max_value), asked)


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


def _bounds(low: float | None, high: float | None) -> tuple[float, float]:
    """Bounds for evenly spread numbers, the missing ones a thousand away from the given ones."""
    check_order(low, high)
    if low is None:
        low = 0 if high is None or high > 0 else high - _SPREAD
    return low, high if high is not None else max(_SPREAD, low + _SPREAD)


def _distinct_bits(low: float, high: float) -> int:
    """How many bits of a number between the bounds are sure to give different floats."""
    span, step = high - low, math.ulp(max(abs(low), abs(high)))
    return max(0, min(_BITS, math.frexp(span / step)[1] - 3))
