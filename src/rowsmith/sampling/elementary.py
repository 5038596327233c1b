"""`exp` and `log` made of additions, multiplications and divisions only.

IEEE arithmetic gives the same bits on every machine; the `exp` and `log` of math libraries and of vector
units differ in the last one. Everything that decides a value is computed with these two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

_LN2 = 0.6931471805599453
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
_EXP_TERMS = 14
_LOG_TERMS = 11
_LARGEST = 708.0


def exp(x: F64) -> F64:
    """The exponential function, to about one part in 10**15: `exp([1.0])` is `[2.718281828459045]`."""
    bounded = np.clip(x, -_LARGEST, _LARGEST)
    twos = np.rint(bounded * (1.0 / _LN2))
    rest = (bounded - twos * _LN2_HIGH) - twos * _LN2_LOW
    out = np.ones_like(rest)
    for term in range(_EXP_TERMS, 0, -1):
        out = 1.0 + out * rest / term
    return np.ldexp(out, twos.astype(np.int32))


def log(x: F64) -> F64:
    """The natural logarithm of positive numbers: `log([2.718281828459045])` is `[1.0]`."""
    mantissa, twos = np.frexp(x)
    small = mantissa < _SQRT_HALF
    mantissa = np.where(small, 2.0 * mantissa, mantissa)
    twos = twos - small
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    out = np.zeros_like(ratio)
    for term in range(_LOG_TERMS, -1, -1):
        out = 1.0 / (2 * term + 1) + out * square
    return twos * _LN2_HIGH + (2.0 * ratio * out + twos * _LN2_LOW)


def log1(x: float) -> float:
    """`log` of one number; infinity for infinity, minus infinity for zero and below."""
    if x == float("inf"):
        return x
    return float(log(np.array([x]))[0]) if x > 0 else -float("inf")
