from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.generators.choice import prepared, weighted

STREAM = Stream((7, "t", "f"))
choice = semantic_types.get("category.choice")


def context(**changes: object) -> Context:
    return Context(table=Stream((7, "t")), **changes)


@settings(deadline=None, max_examples=40)
@given(
    weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=200).filter(lambda items: sum(items) > 0),
    words=st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50),
)
def test_each_word_falls_to_the_value_whose_stretch_holds_it(weights: list[float], words: list[int]) -> None:
    ready = prepared(tuple(weights))
    total = np.cumsum(np.array(weights) / max(weights))
    borders = np.round(total / total[-1] * 2.0**32)
    expected = np.searchsorted(borders, words, side="right").tolist()
    assert ready.index(np.array(words, np.uint32)).tolist() == expected
    assert all(weights[value] > 0 for value in expected)


def test_shares_come_out_within_sampling_error() -> None:
    shares = [70, 25, 5, 0]
    found = Counter(weighted(STREAM, Rows(0, 200_000), shares).tolist())
    for value, share in enumerate(shares):
        # Five deviations: a false alarm once in two million; the seed is fixed.
        assert abs(found[value] - 2000 * share) < 5 * (200_000 * 0.25) ** 0.5
    assert found[3] == 0


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [float("nan")], [float("inf"), 1]])
def test_weights_that_make_no_distribution_are_refused(weights: list[float]) -> None:
    with pytest.raises(InvalidInput, match="weights"):
        weighted(STREAM, Rows(0, 1), weights)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", "b"], pa.dictionary(pa.int32(), pa.string())),
        ([1, 2, None], pa.int64()),
        ([1, 2.5], pa.float64()),
        ([True, False], pa.bool_()),
        ([1, "a", True], pa.dictionary(pa.int32(), pa.string())),
    ],
)
def test_values_keep_their_type(values: list[object], kind: pa.DataType) -> None:
    made = choice(STREAM, Rows(0, 200), context(), values=values)
    assert made.type == kind
    plain = made.dictionary_decode() if pa.types.is_dictionary(kind) else made
    assert set(plain.to_pylist()) == set(values) or {"1", "a", "true"} == set(plain.to_pylist())


def test_unique_values_come_once_each_and_equal_ones_count_once() -> None:
    spaces: list[int] = []
    made = choice(STREAM, Rows(0, 3), context(unique=True, spaces=spaces), values=["a", "b", "a", "c"])
    assert sorted(made.to_pylist()) == ["a", "b", "c"]
    assert spaces == [3]


def test_weights_by_name_and_in_order_are_the_same() -> None:
    listed = choice(STREAM, Rows(0, 500), context(), values=["x", "y"], weights=[9, 1])
    named = choice(STREAM, Rows(0, 500), context(), values=["x", "y"], weights={"y": 1, "x": 9})
    assert listed.equals(named)


def test_weights_that_do_not_fit_the_values_are_refused() -> None:
    with pytest.raises(InvalidInput, match="2 values and 1 weights"):
        choice(STREAM, Rows(0, 1), context(), values=["x", "y"], weights=[1])
    with pytest.raises(InvalidInput, match="given for 'z'"):
        choice(STREAM, Rows(0, 1), context(), values=["x", "y"], weights={"z": 1})
