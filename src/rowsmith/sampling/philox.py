"""Philox4x64-10 over any counters at once, bit for bit what `numpy.random.Philox` makes in order.

Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC11).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]

_M0, _M1 = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_W0, _W1 = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_MASK = (1 << 64) - 1
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def words_at(key: tuple[int, int], index: NDArray[np.int64]) -> U64:
    """The random words number `index` (any order, repeats allowed) of the key's sequence."""
    c0 = (index >> 2).astype(np.uint64) + np.uint64(1)
    c1, c2, c3 = (np.zeros_like(c0) for _ in range(3))
    k0, k1 = key
    for _ in range(10):
        high0, low0 = _multiply(c0, _M0)
        high1, low1 = _multiply(c2, _M1)
        c0, c1, c2, c3 = high1 ^ c1 ^ np.uint64(k0), low1, high0 ^ c3 ^ np.uint64(k1), low0
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return np.choose(index & 3, (c0, c1, c2, c3))


def _multiply(value: U64, by: int) -> tuple[U64, U64]:
    """The high and low 64 bits of a 64 x 64 bit product."""
    by_low, by_high = np.uint64(by & 0xFFFFFFFF), np.uint64(by >> 32)
    low, high = value & _LOW, value >> _HALF
    cross = (low * by_low >> _HALF) + high * by_low
    other = (cross & _LOW) + low * by_high
    return high * by_high + (cross >> _HALF) + (other >> _HALF), value * np.uint64(by)
