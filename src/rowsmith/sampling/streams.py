"""Counter-based randomness: any row's random words can be computed without the rows before it.

Philox4x64-10 turns a key and a counter into four 64-bit words. The key is a hash of the seed and of names
(table, field, purpose), never of positions; the counter comes from the absolute row number. NumPy makes the
words of a range in C; `philox.py` makes those of scattered rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rowsmith.sampling.permutation import permute
from rowsmith.sampling.philox import words_at

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_SPARSE = 8
"""Scattered rows that span fewer than this many rows each are cut out of a range, which is faster."""

_CACHED = 16_384
"""Arithmetic goes in pieces of this many words: fresh memory for whole columns costs more than the sums."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Which rows to make: the range `Rows(start, count)`, or any row numbers by `Rows.at([7, 3, 3])`."""

    start: int
    count: int
    scattered: I64 | None = None

    @classmethod
    def at(cls, numbers: Sequence[int] | NDArray[np.integer[Any]]) -> Rows:
        """Any row numbers, in any order, repeats allowed."""
        array = np.asarray(numbers, dtype=np.int64)
        start = int(array.min()) if len(array) else 0
        return cls(start, len(array), array)

    def numbers(self) -> I64:
        """The absolute row numbers, int64: `Rows(5, 3).numbers()` is `[5, 6, 7]`."""
        if self.scattered is not None:
            return self.scattered
        return np.arange(self.start, self.start + self.count, dtype=np.int64)


@lru_cache(maxsize=16_384)
def _key(path: tuple[str | int, ...]) -> tuple[int, int]:
    encoded = "\x1f".join(f"{len(str(part))}:{part}" for part in path).encode("utf-8", "surrogatepass")
    digest = blake2b(encoded, digest_size=16, person=b"rowsmith-stream1").digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


@dataclass(frozen=True, slots=True)
class Stream:
    """An endless row-addressable sequence of random words, named by the seed and a path of names."""

    path: tuple[str | int, ...]

    def child(self, *names: str | int) -> Stream:
        """An independent stream: `stream.child("nulls")`."""
        return Stream(self.path + names)

    def u64(self, rows: Rows, name: str = "", words: int = 1) -> U64:
        """`words` 64-bit words a row: shape (rows,), or (rows, words) for more than one."""
        key = _key((*self.path, name))
        if rows.scattered is None:
            out = _range_words(key, rows.start * words, rows.count * words)
            return out if words == 1 else out.reshape(rows.count, words)
        if words == 1:
            return _scattered_words(key, rows.scattered)
        index = rows.scattered[:, None] * words + np.arange(words)
        return _scattered_words(key, index.ravel()).reshape(rows.count, words)

    def u32(self, rows: Rows, name: str = "") -> NDArray[np.uint32]:
        """One 32-bit word a row, at half the price of `u64`."""
        return self._narrow(rows, name, np.dtype("<u4"))

    def u16(self, rows: Rows, name: str = "") -> NDArray[np.uint16]:
        """One 16-bit word a row, at a quarter of the price of `u64`."""
        return self._narrow(rows, name, np.dtype("<u2"))

    def unit(self, rows: Rows, name: str = "") -> F64:
        """A float64 strictly between 0 and 1, of 52 random bits."""
        return ((self.u64(rows, name) >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52

    def below(self, rows: Rows, size: int, name: str = "") -> I64:
        """A number from 0 to `size - 1`, each as likely: int64. `size` is 1 to 2**62."""
        if size <= 1:
            return np.zeros(rows.count, np.int64)
        if size <= 1 << 20:
            scaled = self.u32(rows, name).astype(np.uint64)
            scaled *= np.uint64(size)
            scaled >>= np.uint64(32)
            return scaled.view(np.int64)
        words = self.u64(rows, name)
        if size & (size - 1) == 0:
            words &= np.uint64(size - 1)
            return words.view(np.int64)
        for start in range(0, len(words), _CACHED):
            whole = words[start : start + _CACHED] // np.uint64(size)
            whole *= np.uint64(size)
            words[start : start + _CACHED] -= whole
        return words.view(np.int64)

    def permutation(self, rows: Rows, size: int, name: str = "") -> I64:
        """A different number from 0 to `size - 1` for each row below `size`: int64, no memory of others."""
        return permute(rows.numbers(), size, _key((*self.path, name)))

    def _narrow(self, rows: Rows, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        key, per_word = _key((*self.path, name)), 8 // dtype.itemsize
        if rows.scattered is None:
            first = rows.start // per_word
            last = -(-(rows.start + rows.count) // per_word)
            words = _range_words(key, first, last - first)
            skip = rows.start - first * per_word
            return words.astype("<u8", copy=False).view(dtype)[skip : skip + rows.count]
        words = _scattered_words(key, rows.scattered // per_word)
        bits = np.uint64(8 * dtype.itemsize)
        shift = (rows.scattered % per_word).astype(np.uint64) * bits
        return ((words >> shift) & np.uint64((1 << int(bits)) - 1)).astype(dtype)


def _range_words(key: tuple[int, int], start: int, count: int) -> U64:
    """Words `start` to `start + count` of a key's sequence; word w is in the block of counter w // 4 + 1."""
    block, skip = divmod(start, 4)
    raw = np.random.Philox(key=key[0] | key[1] << 64, counter=block).random_raw(skip + count)
    return raw[skip:]


def _scattered_words(key: tuple[int, int], index: I64) -> U64:
    if len(index) == 0:
        return np.zeros(0, np.uint64)
    low, high = int(index.min()), int(index.max())
    if high - low < _SPARSE * len(index) + 64:
        return _range_words(key, low, high - low + 1)[index - low]
    return words_at(key, index)
