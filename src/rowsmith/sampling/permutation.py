"""Keyed bijections: how unique values are made without remembering the ones already made.

Each round multiplies by an odd number, folds the high half onto the low one and adds a constant, all modulo
a power of two, so it can be undone and no two inputs meet. Results past `size` are sent round again (cycle
walking), which keeps the bijection on exactly `size` values.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput

I64 = NDArray[np.int64]
_ROUNDS = 5
_FIRST_DECADE = 100


def permute(numbers: I64, size: int, key: tuple[int, int]) -> I64:
    """Send each of `numbers` (0 to size - 1, size at most 2**62) to a number of the same range, one to one.

    A number outside the range has no image: that is an `InvalidInput`, never a repeated value.
    """
    if len(numbers) == 0:
        return np.zeros(0, np.int64)
    if int(numbers.min()) < 0 or int(numbers.max()) >= size:
        raise InvalidInput(f"row {int(numbers.max()):,} is past the {size:,} unique values there are")
    bits = max(1, (size - 1).bit_length())
    rounds = _rounds(key, bits)
    out = _mix(numbers.astype(np.uint64), bits, rounds)
    if size != 1 << bits:
        outside = np.flatnonzero(out >= np.uint64(size))
        while len(outside):
            again = _mix(out[outside], bits, rounds)
            out[outside] = again
            outside = outside[again >= np.uint64(size)]
    return out.view(np.int64)


def serial(numbers: I64, key: tuple[int, int]) -> I64:
    """A different number for each row, short for early rows and shuffled: rows 0-99 get 0-99, and so on.

    Each power of ten is a block of its own, so a row's number does not depend on how many rows there are.
    """
    out = np.empty_like(numbers)
    low, high = 0, _FIRST_DECADE
    top = int(numbers.max(initial=-1))
    while low <= top:
        inside = (numbers >= low) & (numbers < high)
        if inside.all():
            return low + permute(numbers - low, high - low, key)
        if inside.any():
            out[inside] = low + permute(numbers[inside] - low, high - low, key)
        low, high = high, high * 10
    return out


@lru_cache(maxsize=4096)
def _rounds(key: tuple[int, int], bits: int) -> tuple[tuple[np.uint64, np.uint64], ...]:
    seed = key[0].to_bytes(8, "little") + key[1].to_bytes(8, "little") + bytes([bits])
    digest = blake2b(seed, digest_size=64, person=b"rowsmith-permute").digest()
    digest += blake2b(digest, digest_size=64, person=b"rowsmith-permute").digest()
    words = np.frombuffer(digest, "<u8")
    return tuple((words[2 * i] | np.uint64(1), words[2 * i + 1]) for i in range(_ROUNDS))


def _mix(
    value: NDArray[np.uint64], bits: int, rounds: tuple[tuple[np.uint64, np.uint64], ...]
) -> NDArray[np.uint64]:
    mask, fold = np.uint64((1 << bits) - 1), np.uint64((bits + 1) // 2)
    for odd, added in rounds:
        value = (value * odd + added) & mask
        value ^= value >> fold
    return value
