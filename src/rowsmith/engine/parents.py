"""Which parent a row has, for each way of choosing one."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.engine.axis import on_the_axis
from rowsmith.engine.fanout import Place, fanout_stream, parents_of
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Rows, Stream
from rowsmith.plan.links import Along, Distinct, Fanout, Link, Shuffled, Tree, Weighted, Within, Zipf
from rowsmith.sampling.context import MAX_SPACE

F64 = NDArray[np.float64]

_WINDOW = 16_384
"""Parents among which a weighted choice is exact; more are taken a window at a time."""


def place(scope: Scope, link: Link) -> Place:
    """Each row's parent row (-1 for none), found once for a scope."""
    found = scope.parents.get(link.name)
    if found is None:
        chosen = _choose(scope, link)
        parent = chosen.parent
        if link.null_rate > 0:
            null = scope.stream.child(link.name, "null").u32(scope.rows) < np.uint64(
                round(link.null_rate * 2**32)
            )
            parent = np.where(null, -1, parent)
        found = scope.parents[link.name] = (parent, chosen.ordinal)
    return Place(*found)


def _choose(scope: Scope, link: Link) -> Place:
    """The parent row of each row, and its place among the children where they are counted."""
    choice, rows = link.choice, scope.rows
    stream = scope.stream.child(link.name, "parent")
    numbers = rows.numbers()
    count = scope.plan.table(link.table).rows
    if isinstance(choice, Along):
        found = on_the_axis(scope, scope.axis)
        return Place(found.series, found.ordinal)
    if isinstance(choice, Fanout):
        return parents_of(
            choice, fanout_stream(scope.plan.seed, link.table, scope.table.name, link.name), numbers
        )
    if isinstance(choice, Shuffled):
        dealt = stream.permutation(rows, scope.table.rows)
        own = fanout_stream(scope.plan.seed, link.table, scope.table.name, link.name)
        return parents_of(choice.fanout, own, dealt)
    if isinstance(choice, Distinct):
        parent = _distinct(scope, choice, stream, rows, count)
    elif isinstance(choice, Within):
        parent = _within(scope, choice, stream, rows, count)
    elif isinstance(choice, Tree):
        parent = _tree(choice, stream, rows)
    elif isinstance(choice, Zipf):
        ranks = _ranks(stream.u64(rows), count, choice.skew)
        parent = stream.permutation(Rows.at(ranks), count, "favourites")
    elif isinstance(choice, Weighted):
        parent = _weighted(scope, link, choice, stream, count)
    else:
        parent = stream.below(rows, count)
    return Place(parent, np.zeros(rows.count, np.int64))


def _distinct(scope: Scope, choice: Distinct, stream: Stream, rows: Rows, count: int) -> I64:
    if choice.digit is None:
        return stream.permutation(rows, count)
    before, size = choice.digit
    return scope.stream.child("together").permutation(rows, min(size, MAX_SPACE)) // before % count


def _within(scope: Scope, choice: Within, stream: Stream, rows: Rows, count: int) -> I64:
    """Partners that differ for the same parent: neighbours in one shuffled circle of all partners."""
    if choice.balanced:
        return stream.permutation(Rows.at(rows.numbers() % count), count)
    found = place(scope, scope.table.link(choice.driver))
    parents = Rows.at(found.parent)
    first = stream.below(parents, count, "first")
    # Steps of another length for each parent, all coprime to the number of partners, keep circles apart.
    steps = _coprime(count)
    step = steps[stream.below(parents, len(steps), "step")]
    return (first + found.ordinal * step) % count


@lru_cache(maxsize=256)
def _coprime(count: int) -> I64:
    """Up to 64 numbers below `count` without a common divisor with it, small enough to multiply with."""
    spread = np.unique((np.arange(1, 4096) * 2_654_435_761) % max(min(count, 1 << 31), 2))
    found = spread[(spread > 0) & (np.gcd(spread, count) == 1)]
    return found[:: max(1, len(found) // 64)] if len(found) else np.ones(1, np.int64)


def _tree(choice: Tree, stream: Stream, rows: Rows) -> I64:
    """A parent in the level above: level n holds `fanout ** n` rows, the last level all that are left."""
    numbers = rows.numbers()
    sizes = [choice.fanout**level for level in range(choice.depth + 1) if choice.fanout**level < 1 << 60]
    starts = np.concatenate([[0], np.cumsum(sizes)])[: choice.depth + 1]
    level = np.searchsorted(starts, numbers, side="right") - 1
    above = np.maximum(level - 1, 0)
    size = np.diff(starts, append=starts[-1] + 1)[above]
    within = (stream.u64(rows) % size.astype(np.uint64)).astype(np.int64)
    return np.where(numbers == 0, -1, starts[above] + within)


def _ranks(words: NDArray[np.uint64], count: int, skew: float) -> I64:
    """Ranks from 0, chosen in proportion to `1 / (rank + 1) ** skew`; one word each."""
    edges, below = _zipf(count, skew)
    share = (words >> np.uint64(12)).astype(np.float64) * 2.0**-52
    segment = np.minimum(np.searchsorted(below, share, side="right") - 1, len(edges) - 2)
    inside = (share - below[segment]) / (below[segment + 1] - below[segment])
    width = edges[segment + 1] - edges[segment]
    return edges[segment] + np.minimum((inside * width).astype(np.int64), width - 1)


@lru_cache(maxsize=64)
def _zipf(count: int, skew: float) -> tuple[I64, F64]:
    """Ranks where the segments of the table begin, and the share of all ranks before each.

    The first ranks stand alone; further out a segment holds one rank in fifty more than the one before.
    """
    edges = [0]
    while edges[-1] < count:
        edges.append(min(count, edges[-1] + max(1, edges[-1] // 50)))
    mass = [_power_sum(low, high, skew) for low, high in pairwise(edges)]
    below = np.concatenate([[0.0], np.cumsum(mass)])
    return np.array(edges, np.int64), np.round(below / below[-1], 15)


def _power_sum(low: int, high: int, skew: float) -> float:
    """About the sum of `1 / (rank + 1) ** skew` over ranks `low` to `high`, by its middle."""
    return (high - low) * ((low + high + 1) / 2) ** -skew


def _weighted(scope: Scope, link: Link, choice: Weighted, stream: Stream, count: int) -> I64:
    """In proportion to the parent's own field; among very many parents, a window of them serves some rows."""
    numbers = scope.rows.numbers()
    windows = -(-count // _WINDOW)
    share = stream.unit(scope.rows, "share")
    if windows == 1:
        return _by_weight(scope, link, choice, 0, count, share)
    turn = numbers // _WINDOW
    out = np.empty(len(numbers), np.int64)
    for number in np.unique(turn):
        mine = turn == number
        at = int(stream.below(Rows(int(number), 1), windows, "window")[0]) * _WINDOW
        out[mine] = _by_weight(scope, link, choice, at, min(_WINDOW, count - at), share[mine])
    return out


def _by_weight(scope: Scope, link: Link, choice: Weighted, start: int, count: int, share: F64) -> I64:
    parent = scope.plan.table(link.table)
    values = scope.compute(scope.plan, parent, Rows(start, count), [choice.field])[choice.field]
    weights = values.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
    below = np.cumsum(np.maximum(weights, 0.0))
    if below[-1] <= 0:
        return start + np.minimum((share * count).astype(np.int64), count - 1)
    return start + np.minimum(np.searchsorted(below, share * below[-1], side="right"), count - 1)
