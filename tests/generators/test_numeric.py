"""Evenly spread numbers: bounds, decimals, uniqueness."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types

STREAM = Stream((3, "t", "field"))


def draw(
    name: str, rows: Rows, unique: bool = False, spaces: list[int] | None = None, **params: object
) -> pa.Array:
    kind = semantic_types.get(f"numeric.{name}")
    context = Context(table=Stream((3, "t")), unique=unique, spaces=[] if spaces is None else spaces)
    return kind(STREAM, rows, context, **kind.check(params, "x"))


INT64 = st.integers(-(2**63), 2**63 - 1)


@settings(deadline=None)
@given(a=INT64, b=INT64, unique=st.booleans())
def test_integers_keep_any_bounds(a: int, b: int, unique: bool) -> None:
    low, high = sorted((a, b))
    count = min(50, high - low + 1)
    values = draw("integer", Rows(0, count), unique, min_value=low, max_value=high).to_pylist()
    assert all(low <= value <= high for value in values)
    assert not unique or len(set(values)) == count


@settings(deadline=None)
@given(
    low=st.integers(-(10**6), 10**6),
    steps=st.integers(0, 10**7),
    precision=st.integers(0, 6),
    unique=st.booleans(),
)
def test_floats_with_decimals_stay_on_the_grid(low: int, steps: int, precision: int, unique: bool) -> None:
    first, last = low / 10**precision, (low + steps) / 10**precision
    count = min(100, steps + 1)
    given_ = {"min_value": first, "max_value": last, "precision": precision}
    values = draw("float", Rows(0, count), unique, **given_).to_pylist()
    assert all(first <= value <= last and value == round(value, precision) for value in values)
    assert not unique or len(set(values)) == count


@settings(deadline=None)
@given(low=st.floats(-1e12, 1e12), span=st.floats(0, 1e12))
def test_floats_without_decimals_stay_inside_and_can_be_unique(low: float, span: float) -> None:
    high = low + span
    spaces: list[int] = []
    draw("float", Rows(0, 0), True, spaces, min_value=low, max_value=high)
    count = min(200, spaces[0])
    values = draw("float", Rows(0, count), True, min_value=low, max_value=high).to_pylist()
    assert all(low <= value <= high for value in values)
    assert len(set(values)) == count


def test_every_number_of_a_small_range_comes_as_often() -> None:
    values = draw("integer", Rows(0, 200_000), min_value=1, max_value=6).to_numpy()
    seen = np.bincount(values)[1:]
    assert ((seen - 200_000 / 6) ** 2 / (200_000 / 6)).sum() < 40  # five degrees: one seed in 10**7


def test_decimals_are_exact() -> None:
    values = draw("decimal", Rows(0, 1000), min_value=-1.5, max_value=2, precision=3)
    assert values.type == pa.decimal128(18, 3)
    assert all(Decimal("-1.5") <= value <= 2 for value in values.to_pylist())
    assert draw("decimal", Rows(0, 5), digits=38, precision=4).type == pa.decimal128(38, 4)


@pytest.mark.parametrize("rate", [0.0, 1e-5, 0.2, 0.8, 1.0])
def test_booleans_are_true_as_often_as_asked(rate: float) -> None:
    values = draw("boolean", Rows(3, 300_001), true_rate=rate)
    seen = values.true_count
    assert abs(seen - rate * 300_001) <= 5.5 * math.sqrt(300_001 * rate * (1 - rate))
    some = [3, 100_000, 77]
    assert draw("boolean", Rows.at(some), true_rate=rate).to_pylist() == [
        draw("boolean", Rows(row, 1), true_rate=rate)[0].as_py() for row in some
    ]


def test_a_missing_bound_is_a_thousand_away() -> None:
    values = draw("integer", Rows(0, 20_000), min_value=5000).to_numpy()
    assert (values.min(), values.max()) == (5000, 6000)
    assert draw("integer", Rows(0, 1000), max_value=-5).to_numpy().max() <= -5


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("integer", {"min_value": 9, "max_value": 3}, "above max_value"),
        ("integer", {"min_value": 0.2, "max_value": 0.8}, "no number with 0 decimals"),
        ("float", {"min_value": 0.11, "max_value": 0.19, "precision": 1}, "no number with 1 decimals"),
        ("float", {"min_value": -1e308, "max_value": 1e308}, "too far apart"),
        ("float", {"min_value": 0, "max_value": 1e12, "precision": 9}, "floats cannot hold"),
        ("float", {"min_value": float("inf")}, "finite"),
        ("float", {"min_value": "a"}, "not a finite number"),
        ("decimal", {"max_value": 100_000, "digits": 4}, "more than 4 digits"),
        ("boolean", {"true_rate": 1.5}, "less than or equal to 1"),
    ],
)
def test_bad_parameters_are_refused_before_the_first_row(
    name: str, params: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        draw(name, Rows(0, 0), **params)


def test_convenience_types_keep_their_ranges() -> None:
    for name, low, high in [
        ("percentage", 0, 100),
        ("probability", 0, 1),
        ("score", 0, 100),
        ("rating", 1, 5),
    ]:
        values = draw(name, Rows(0, 20_000)).to_numpy()
        assert values.min() >= low
        assert values.max() <= high
    assert set(draw("rating", Rows(0, 20_000)).to_pylist()) == {1, 2, 3, 4, 5}
