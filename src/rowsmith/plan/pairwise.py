"""Few rows that hold every pair of levels of any two factors: sizes 2, 2, 2 need four rows instead of eight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]


def pairwise(sizes: list[int]) -> I64:
    """A row for each combination: for any two columns, every pair of levels stands in some row.

    Columns are added one after the other, the largest first. Each is filled so that every row brings as many
    pairs as it can that no row had; pairs that are left over get rows of their own.
    """
    order = sorted(range(len(sizes)), key=lambda number: -sizes[number])
    made = _array([sizes[number] for number in order])
    return made[:, np.argsort(order)] if order else made


def _array(sizes: list[int]) -> I64:
    if len(sizes) < 2:
        return np.arange(sum(sizes), dtype=np.int64)[:, None][:, : len(sizes)]
    first, second = np.divmod(np.arange(sizes[0] * sizes[1], dtype=np.int64), sizes[1])
    rows = np.stack([first, second], axis=1)
    for factor in range(2, len(sizes)):
        rows = _widened(rows, sizes[: factor + 1])
    return rows


def _widened(rows: I64, sizes: list[int]) -> I64:
    """The rows with one column more, and with the rows that its pairs still need."""
    *before, size = sizes
    offsets = np.concatenate([[0], np.cumsum(before)])
    open_ = np.ones((offsets[-1], size), np.bool_)
    column = np.zeros(len(rows), np.int64)
    for number, row in enumerate(rows):
        at = offsets[:-1] + row
        gain = open_[at].sum(axis=0)
        # Rows that bring nothing new take turns, so that no level is rare.
        level = int(gain.argmax()) if gain.any() else number % size
        column[number] = level
        open_[at, level] = False
    rest = _rest(open_, offsets, before)
    return np.concatenate([np.concatenate([rows, column[:, None]], axis=1), rest])


def _rest(open_: NDArray[np.bool_], offsets: I64, before: list[int]) -> I64:
    """Rows for the pairs that are left, several pairs in a row where they do not stand in one another's way."""
    made: list[I64] = []
    for factor in range(len(before)):
        for level, last in np.argwhere(open_[offsets[factor] : offsets[factor + 1]]):
            row = next((row for row in made if row[-1] == last and row[factor] < 0), None)
            if row is None:
                row = np.full(len(before) + 1, -1, np.int64)
                row[-1] = last
                made.append(row)
            row[factor] = level
    if not made:
        return np.zeros((0, len(before) + 1), np.int64)
    rest = np.stack(made)
    filler = (np.arange(len(rest))[:, None] + np.arange(len(before) + 1)) % np.array([*before, 1])
    return np.where(rest < 0, filler, rest)
