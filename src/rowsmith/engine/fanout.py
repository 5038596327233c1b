"""Which parent each child row has where every parent has its own number of children.

Parents come in blocks of 256. The children of a block are a number known by arithmetic; in it the counts are
drawn from the parent's stream, spread evenly over the distribution, and settled to that number. So a child
row finds its block by division and its parent by a sum inside the block, wherever it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rowsmith.generators import Rows, Stream
from rowsmith.plan.links import Fanout

I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]

PARENTS = 256
"""Parents in a block: few enough that one row is cheap, enough that the counts keep their distribution."""

_WORDS = PARENTS // 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where child rows hang: the parent's row number, and the place among its children from 0."""

    parent: I64
    ordinal: I64


def parents_of(fanout: Fanout, stream: Stream, rows: I64) -> Place:
    """The parent of each child row."""
    if fanout.low == fanout.high:
        return Place(rows // fanout.low, rows % fanout.low) if len(rows) else Place(rows, rows)
    blocks, at = _distinct(_block_of(fanout, rows))
    ends = np.cumsum(_counts(fanout, stream, blocks), axis=1)
    within = rows - _first_child(fanout, blocks)[at]
    # Sums of different blocks are kept apart by their offset, so one search serves all blocks.
    stride = PARENTS * fanout.high + 1
    flat = (ends + np.arange(len(blocks))[:, None] * stride).ravel()
    found = np.searchsorted(flat, within + at * stride, side="right")
    place = found - at * PARENTS
    before = np.where(place > 0, ends[at, np.maximum(place - 1, 0)], 0)
    return Place(blocks[at] * PARENTS + place, within - before)


def fanout_stream(seed: int, parent: str, child: str, link: str) -> Stream:
    """The stream of the counts: the parent's, so that parent and child agree on them."""
    return Stream((seed, parent)).child("children", child, link)


def children_of(fanout: Fanout, stream: Stream, parents: I64) -> tuple[I64, I64]:
    """The first child row of each parent, and how many it has."""
    if fanout.low == fanout.high:
        return parents * fanout.low, np.full(len(parents), fanout.low, np.int64)
    blocks, at = _distinct(parents // PARENTS)
    counts = _counts(fanout, stream, blocks)
    ends = np.cumsum(counts, axis=1)
    place = parents % PARENTS
    count = counts[at, place]
    return _first_child(fanout, blocks)[at] + ends[at, place] - count, count


def _distinct(blocks: I64) -> tuple[I64, I64]:
    """The blocks that occur (a whole range where they are close), and the place of each row's own."""
    low, high = (int(blocks.min()), int(blocks.max())) if len(blocks) else (0, -1)
    if high - low < len(blocks) // 64 + 8:
        return np.arange(low, high + 1), blocks - low
    return np.unique(blocks, return_inverse=True)


def _whole(fanout: Fanout) -> tuple[int, int]:
    """The number of full blocks, and the children of all of them."""
    full = fanout.parents // PARENTS
    return full, fanout.children * full * PARENTS // fanout.parents if fanout.parents else 0


def _first_child(fanout: Fanout, blocks: I64) -> I64:
    """The children of all blocks before each block."""
    full, children = _whole(fanout)
    if full == 0:
        return np.where(blocks > 0, fanout.children, 0)
    each, rest = divmod(children, full)
    capped = np.minimum(blocks, full)
    # Block numbers stay below 2**32 for 10**12 parents, so the product fits in 64 bits without a sign.
    spread = (capped.astype(np.uint64) * np.uint64(rest) // np.uint64(full)).astype(np.int64)
    return np.where(blocks > full, fanout.children, capped * each + spread)


def _block_of(fanout: Fanout, rows: I64) -> I64:
    full, children = _whole(fanout)
    if children == 0:
        return np.full(len(rows), full, np.int64)
    guess = (rows.astype(np.float64) * (full / children)).astype(np.int64)
    guess = np.clip(guess, 0, full - 1)
    while (early := _first_child(fanout, guess) > rows).any():
        guess = guess - early
    while (late := (guess < full) & (_first_child(fanout, guess + 1) <= rows)).any():
        guess = guess + late
    return guess


def _counts(fanout: Fanout, stream: Stream, blocks: I64) -> I64:
    """The children of each parent of each block: shape (blocks, 256), nothing past the last parent."""
    if len(blocks) == 0:
        return np.zeros((0, PARENTS), np.int64)
    number = np.minimum(fanout.parents - blocks * PARENTS, PARENTS)
    target = _first_child(fanout, blocks + 1) - _first_child(fanout, blocks)
    index = (blocks[:, None] * _WORDS + np.arange(_WORDS)).ravel()
    words = stream.u64(Rows.at(index)).astype("<u8", copy=False)
    noise = words.view("<u2").reshape(len(blocks), 2, PARENTS)
    absent = np.arange(PARENTS) >= number[:, None]
    key = noise[:, 0].astype(np.int32)
    key[absent] = 1 << 17
    rank = np.empty(key.shape, np.int64)
    np.put_along_axis(rank, np.argsort(key, axis=1, kind="stable"), np.arange(PARENTS)[None, :], axis=1)
    level = (rank + noise[:, 1] / 65536.0) / number[:, None]
    counts = fanout.low + np.searchsorted(np.cumsum(fanout.shares)[:-1], level, side="right")
    counts[absent] = 0
    _settle(fanout, counts, target, noise[:, 1], absent)
    return counts


def _settle(
    fanout: Fanout, counts: I64, target: I64, noise: NDArray[np.uint16], absent: NDArray[np.bool_]
) -> None:
    """Move counts up or down by one, in the order of their noise, until the total is right."""
    while len(off := np.flatnonzero(counts.sum(axis=1) != target)):
        missing = target[off] - counts[off].sum(axis=1)
        sign = np.sign(missing)
        room = np.where(sign[:, None] > 0, counts[off] < fanout.high, counts[off] > fanout.low)
        key = np.where(room & ~absent[off], noise[off].astype(np.int32), 1 << 17)
        rank = np.empty(key.shape, np.int64)
        np.put_along_axis(rank, np.argsort(key, axis=1, kind="stable"), np.arange(PARENTS)[None, :], axis=1)
        chosen = (rank < np.abs(missing)[:, None]) & room & ~absent[off]
        counts[off] += chosen * sign[:, None]
