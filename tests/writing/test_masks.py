import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.writing.masks import SYMBOLS, apart, masks_of, space

MASKS = ("###", "+1-###-###-####", "SW1& #&&", "Ärger ##", "no symbol", "?%$~-##", "12345678####-##")


@pytest.mark.parametrize("mask", MASKS)
@given(numbers=st.lists(st.integers(0, 2**62 - 1), max_size=20))
def test_a_text_has_the_shape_of_its_mask(mask: str, numbers: list[int]) -> None:
    shape = "".join(f"[{SYMBOLS[char]}]" if char in SYMBOLS else re.escape(char) for char in mask)
    made = masks_of((mask,)).fill(np.array(numbers, np.int64)).to_pylist()
    assert len(made) == len(numbers)
    assert all(re.fullmatch(shape, text) for text in made)


def test_numbers_below_the_space_name_different_texts_in_order() -> None:
    ready = masks_of(("a#&-%",))
    assert space("a#&-%") == 10 * 14 * 9
    made = ready.fill(np.arange(1260)).to_pylist()
    assert made == sorted(made)
    assert len(set(made)) == 1260
    assert masks_of(("###",)).fill(np.array([7])).to_pylist() == ["007"]


@given(rows=st.lists(st.tuples(st.integers(0, 2**62 - 1), st.integers(0, len(MASKS) - 1)), max_size=30))
def test_masks_filled_together_equal_each_alone(rows: list[tuple[int, int]]) -> None:
    numbers, which = (np.array([row[part] for row in rows], np.int64) for part in (0, 1))
    together = masks_of(MASKS).fill(numbers, which).to_pylist()
    alone = [masks_of((MASKS[mask],)).fill(np.array([number]))[0].as_py() for number, mask in rows]
    assert together == alone


def test_one_space_over_several_masks_repeats_nothing() -> None:
    ready = apart(("1##", "1##", "10#", "2#", "x"))
    assert ready.masks == ("1##", "2#", "x")
    made = ready.fill_any(np.arange(111)).to_pylist()
    assert len(set(made)) == 111
