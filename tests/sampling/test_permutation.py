"""A permutation sends every number of a range to another of it, and no two to the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.sampling.permutation import permute, serial

KEYS = st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))


@given(size=st.integers(1, 3000), key=KEYS)
def test_every_number_is_hit_once(size: int, key: tuple[int, int]) -> None:
    assert sorted(permute(np.arange(size), size, key).tolist()) == list(range(size))


@given(size=st.integers(1, 2**62), key=KEYS, number=st.integers(0, 2**62))
def test_one_number_alone_goes_where_it_goes_among_others(
    size: int, key: tuple[int, int], number: int
) -> None:
    numbers = np.array([number % size, 0, (number // 2) % size])
    together = permute(numbers, size, key)
    assert [permute(numbers[i : i + 1], size, key)[0] for i in range(3)] == together.tolist()


@pytest.mark.parametrize("number", [-1, 10])
def test_a_number_outside_the_range_is_refused(number: int) -> None:
    with pytest.raises(InvalidInput, match="10 unique values"):
        permute(np.array([number]), 10, (1, 2))


def test_neighbours_do_not_stay_neighbours() -> None:
    image = permute(np.arange(10_000), 10_000, (3, 4))
    assert float(np.mean(np.abs(np.diff(image)) <= 1)) < 0.002
    assert abs(float(np.corrcoef(np.arange(10_000), image)[0, 1])) < 0.05


@given(key=KEYS, start=st.integers(0, 2_000_000))
def test_serial_numbers_are_short_and_never_repeat(key: tuple[int, int], start: int) -> None:
    numbers = np.arange(start, start + 500)
    values = serial(numbers, key)
    assert len(set(values.tolist())) == 500
    assert values.max() < max(100, 10 ** len(str(numbers.max())))
    assert serial(numbers[::-1].copy(), key).tolist() == values[::-1].tolist()
