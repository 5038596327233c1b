"""Distributions over whole numbers against their true weights.

Chi-square with 200,000 rows and fixed seeds; the bound is its mean plus seven deviations, which a correct
generator exceeds for fewer than one seed in a million (cells have at least 50 expected rows).
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.sampling.discrete import from_weights

ROWS = 200_000
STREAM = Stream((5, "t", "field"))
CONTEXT = Context(table=Stream((5, "t")))


def draw(name: str, rows: Rows, **params: object) -> np.ndarray:
    kind = semantic_types.get(f"numeric.{name}")
    return kind(STREAM, rows, CONTEXT, **kind.check(params, "x")).to_numpy()


def logs(numbers: np.ndarray) -> np.ndarray:
    return np.array([math.lgamma(number + 1) for number in numbers])


def poisson(k: np.ndarray, mean: float) -> np.ndarray:
    return np.exp(k * math.log(mean) - mean - logs(k))


def binomial(k: np.ndarray, n: int, p: float) -> np.ndarray:
    return np.exp(math.lgamma(n + 1) - logs(k) - logs(n - k) + k * math.log(p) + (n - k) * math.log(1 - p))


K = np.arange(0, 400)
CASES = [
    ("poisson", {"mean": 4}, K, poisson(K, 4)),
    ("poisson", {"mean": 0.01}, K, poisson(K, 0.01)),
    ("poisson", {"mean": 200}, K, poisson(K, 200)),
    ("poisson", {"mean": 4, "min_value": 2, "max_value": 7}, K[2:8], poisson(K[2:8], 4)),
    ("binomial", {"trials": 30, "chance": 0.2}, K[:31], binomial(K[:31], 30, 0.2)),
    ("bernoulli", {"chance": 0.9}, K[:2], np.array([0.1, 0.9])),
    ("geometric", {"chance": 0.3}, K[1:], 0.3 * 0.7 ** (K[1:] - 1)),
    ("geometric", {"chance": 0.3, "min_value": 5}, K[5:], 0.3 * 0.7 ** (K[5:] - 5)),
    ("negative_binomial", {"successes": 2, "chance": 0.4}, K, (K + 1) * 0.4**2 * 0.6**K),
    ("zipf", {"exponent": 1.3, "size": 300}, K[1:301], K[1:301] ** -1.3),
    ("hypergeometric", {"population": 50, "marked": 20, "drawn": 5}, K[:6],
     np.array([math.comb(20, k) * math.comb(30, 5 - k) for k in range(6)])),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "numbers", "weights"), CASES)
def test_a_distribution_has_its_weights(
    name: str, params: dict[str, object], numbers: np.ndarray, weights: np.ndarray
) -> None:
    values = draw(name, Rows(0, ROWS), **params)
    assert values.min() >= numbers[0]
    assert values.max() <= numbers[-1]
    expected = weights / weights.sum() * ROWS
    seen = np.bincount(values - numbers[0], minlength=len(numbers))
    big = expected >= 50
    cells = [*zip(seen[big], expected[big], strict=True), (seen[~big].sum(), expected[~big].sum())]
    chi = sum((s - e) ** 2 / e for s, e in cells if e >= 50)
    degrees = len(cells)
    assert chi < degrees + 7 * math.sqrt(2 * degrees) + 7


def test_large_parameters_follow_their_moments() -> None:
    values = draw("poisson", Rows(0, ROWS), mean=1e6)
    assert abs(values.mean() - 1e6) < 6 * 1000 / math.sqrt(ROWS)
    assert abs(values.std() / 1000 - 1) < 0.01
    waits = draw("geometric", Rows(0, ROWS), chance=1e-6)
    assert abs(waits.mean() / 1e6 - 1) < 0.014
    assert waits.min() >= 1


def test_a_long_zipf_has_the_weight_of_every_decade() -> None:
    size, exponent = 10**7, 1.1
    values = draw("zipf", Rows(0, ROWS), size=size, exponent=exponent)
    weights = np.arange(1, size + 1, dtype=np.float64) ** -exponent
    edges = 10 ** np.arange(8)
    expected = np.add.reduceat(weights, edges[:-1] - 1) / weights.sum() * ROWS
    seen = np.histogram(values, [*edges[:-1], size + 1])[0]
    assert (np.abs(seen - expected) < 6 * np.sqrt(expected)).all()
    assert values.max() <= size


@pytest.mark.parametrize(("name", "params", "_", "__"), CASES)
def test_scattered_rows_are_the_rows_of_the_whole(
    name: str, params: dict[str, object], _: object, __: object
) -> None:
    whole = draw(name, Rows(0, 20_000), **params)
    some = np.array([19_999, 0, 777, 777])
    assert (draw(name, Rows.at(some), **params) == whole[some]).all()


def test_a_greater_word_never_gives_a_smaller_number() -> None:
    table = from_weights(3, np.array([0.0, 1.0, 1e-9, 5.0, 0.0, 1e-12, 2.0]))
    words = np.sort(STREAM.u64(Rows(0, 50_000)))
    numbers = table.draw(words)
    assert (np.diff(numbers) >= 0).all()
    assert set(np.unique(numbers)) <= {4, 5, 6, 8, 9}


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("poisson", {"mean": 0}, "greater than 0"),
        ("poisson", {"max_value": -1}, "no whole number"),
        ("binomial", {"trials": 5, "min_value": 6}, "no whole number"),
        ("binomial", {"chance": 1.2}, "less than or equal to 1"),
        ("hypergeometric", {"population": 5, "marked": 6}, "neither may exceed"),
        ("zipf", {"min_value": 2000}, "no whole number"),
        ("geometric", {"min_value": 4, "max_value": 2}, "above max_value"),
    ],
)
def test_bad_parameters_are_refused_before_the_first_row(
    name: str, params: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        draw(name, Rows(0, 0), **params)
