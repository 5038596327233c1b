"""Random words depend on the key and the row number and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.sampling.philox import words_at
from rowsmith.sampling.streams import Rows, Stream

STREAM = Stream((7, "table", "field"))
METHODS = ("u64", "u32", "u16", "unit")


@pytest.mark.parametrize("method", METHODS)
@given(start=st.integers(0, 2**40), count=st.integers(0, 70), cut=st.integers(0, 70))
def test_a_range_equals_its_parts(method: str, start: int, count: int, cut: int) -> None:
    cut = min(cut, count)
    draw = getattr(STREAM, method)
    whole = draw(Rows(start, count))
    assert np.array_equal(
        whole, np.concatenate([draw(Rows(start, cut)), draw(Rows(start + cut, count - cut))])
    )


@pytest.mark.parametrize("method", METHODS)
@given(numbers=st.lists(st.integers(0, 2**40), min_size=1, max_size=30))
def test_scattered_rows_equal_each_row_alone(method: str, numbers: list[int]) -> None:
    draw = getattr(STREAM, method)
    alone = np.concatenate([draw(Rows(number, 1)) for number in numbers])
    assert np.array_equal(draw(Rows.at(numbers)), alone)


@given(key=st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1)), start=st.integers(0, 2**50))
def test_the_vectorised_philox_is_numpys(key: tuple[int, int], start: int) -> None:
    raw = np.random.Philox(key=key[0] | key[1] << 64, counter=start).random_raw(9)
    assert np.array_equal(words_at(key, np.arange(4 * start, 4 * start + 9)), raw)


@pytest.mark.parametrize("words", [2, 3])
def test_several_words_a_row_are_addressable_too(words: int) -> None:
    whole = STREAM.u64(Rows(0, 50), words=words)
    assert whole.shape == (50, words)
    assert np.array_equal(STREAM.u64(Rows(17, 5), words=words), whole[17:22])
    assert np.array_equal(STREAM.u64(Rows.at([49, 0, 20]), words=words), whole[[49, 0, 20]])


def test_names_cannot_run_into_one_another() -> None:
    assert not np.array_equal(Stream((1, "ab", "c")).u64(Rows(0, 4)), Stream((1, "a", "bc")).u64(Rows(0, 4)))


@settings(max_examples=30)
@given(size=st.integers(1, 2**62))
def test_below_stays_below(size: int) -> None:
    values = STREAM.below(Rows(0, 200), size)
    assert values.min() >= 0
    assert values.max() < size


def test_below_is_uniform() -> None:
    counts = np.bincount(STREAM.below(Rows(0, 100_000), 10), minlength=10)
    chi_square = float((((counts - 10_000) ** 2) / 10_000).sum())
    assert chi_square < 45  # 9 degrees of freedom: a false alarm once in a million seeds; this seed is fixed
