"""The string kernels say what a plain Python loop would."""

from __future__ import annotations

import uuid

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rowsmith import strings

WORDS = st.lists(st.text(max_size=6), min_size=1, max_size=5)


@given(first=WORDS, second=WORDS, count=st.integers(0, 30), data=st.data())
def test_join_is_concatenation(first: list[str], second: list[str], count: int, data: st.DataObject) -> None:
    i = data.draw(st.lists(st.integers(0, len(first) - 1), min_size=count, max_size=count))
    j = data.draw(st.lists(st.integers(0, len(second) - 1), min_size=count, max_size=count))
    column = pa.array([f"<{k}>" for k in range(count)], pa.string())
    joined = strings.join(
        count,
        (pa.array(first), np.array(i, np.int64)),
        "-",
        (pa.array(second), np.array(j, np.int64)),
        column,
    )
    joined.validate(full=True)
    assert joined.to_pylist() == [
        f"{first[a]}-{second[b]}<{k}>" for k, (a, b) in enumerate(zip(i, j, strict=True))
    ]


@given(values=st.lists(st.integers(0, 2**63), max_size=20), width=st.integers(1, 19))
def test_digits_are_zero_padded(values: list[int], width: int) -> None:
    numbers = np.array([value % 10**width for value in values], np.uint64)
    matrix = strings.digits(numbers, width)
    assert strings.from_bytes(matrix).to_pylist() == [f"{number:0{width}d}" for number in numbers.tolist()]


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1)), max_size=10))
def test_hexadecimal_writes_uuids(pairs: list[tuple[int, int]]) -> None:
    words = np.array(pairs, np.uint64).reshape(-1, 2)
    assert strings.hexadecimal(words).to_pylist() == [str(uuid.UUID(int=a << 64 | b)) for a, b in pairs]


def test_template_puts_columns_side_by_side() -> None:
    made = strings.template(
        2, "+1-", strings.digits(np.array([7, 123]), 3), "-", strings.symbols("AB", np.array([0, 1]))
    )
    assert made.to_pylist() == ["+1-007-A", "+1-123-B"]


def test_pick_keeps_the_pool_as_dictionary() -> None:
    picked = strings.pick(pa.array(["a", "b"]), np.array([1, 1, 0]))
    assert picked.to_pylist() == ["b", "b", "a"]
    assert picked.dictionary.to_pylist() == ["a", "b"]
