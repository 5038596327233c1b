"""The portable functions against the library's, and the bits they must give on every machine."""

from __future__ import annotations

import numpy as np
import pytest

from rowsmith.sampling.elementary import exp, log, log1


def test_exp_and_log_agree_with_the_library_to_a_few_bits() -> None:
    at = np.linspace(-690, 690, 20_001)
    assert np.abs(exp(at) / np.exp(at) - 1).max() < 1e-15
    values = np.exp(at)
    assert np.abs(log(values) - np.log(values)).max() < 1e-12


def test_their_bits_are_fixed() -> None:
    assert exp(np.array([1.0, -2.5, 100.25]))[0].hex() == "0x1.5bf0a8b14576ap+1"
    assert log(np.array([10.0]))[0].hex() == "0x1.26bb1bbb55516p+1"


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, -np.inf), (-3.0, -np.inf), (np.inf, np.inf), (1.0, 0.0)]
)
def test_the_logarithm_of_the_ends(value: float, expected: float) -> None:
    assert log1(value) == expected
