"""Texts put together from pools of fragments, with lengths kept exactly.

A kind of text (`sentence`, `bio`) has slots of fragments. The first half of the slots, multiplied out, is
one pool and the second half another, so that a text is two pieces and a column of them costs one `take`.
Pools are sorted by length: the pieces that keep a text inside its bounds are then neighbours, and no row is
tried twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.facts import document
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]
LONGEST = 20_000
"""Characters a text may have; 65,536 texts of this length still fit into one Arrow array."""
_HALF = np.uint64(32)
_CLOSING = ",.;:?"
"""What no space stands before."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Fragments sorted by length, with at least one of every length from the shortest to the longest."""

    texts: pa.StringArray
    lengths: I64
    starts: I64
    """`starts[n]` fragments are shorter than n characters."""

    @classmethod
    def of(cls, texts: pa.StringArray) -> Pool:
        """A pool of the longest unbroken run of lengths among the texts."""
        distinct = pc.unique(texts)
        lengths = np.asarray(pc.utf8_length(distinct)).astype(np.int64)
        order = np.argsort(lengths, kind="stable")
        lengths = lengths[order]
        cuts = np.flatnonzero(np.diff(lengths) > 1) + 1
        bounds = np.concatenate(([0], cuts, [len(lengths)]))
        best = int(np.argmax(np.diff(bounds)))
        run = slice(int(bounds[best]), int(bounds[best + 1]))
        lengths = lengths[run]
        starts = np.searchsorted(lengths, np.arange(lengths[-1] + 2))
        return cls(distinct.take(pa.array(order[run])), lengths, starts)

    @property
    def shortest(self) -> int:
        """Length of the shortest fragment."""
        return int(self.lengths[0])

    @property
    def longest(self) -> int:
        """Length of the longest fragment."""
        return int(self.lengths[-1])


def text(
    stream: Stream,
    rows: Rows,
    context: Context,
    kind: str,
    min_length: int | None = None,
    max_length: int | None = None,
    units: int = 1,
) -> pa.StringArray:
    """A text of `kind` for each row, of `units` sentences or as many as its bounds ask for."""
    low, high = min_length or 0, LONGEST if max_length is None else max_length
    if low > LONGEST:
        raise InvalidInput(f"min_length {low:,} is above the {LONGEST:,} characters a text may have")
    if low > high or high < 0:
        raise InvalidInput(f"min_length {low} is above max_length {high}; give a range of lengths")
    return assemble(
        stream, rows, context, plan(kind, low, min(high, LONGEST), units), low, min(high, LONGEST)
    )


@lru_cache(maxsize=512)
def plan(kind: str, low: int, high: int, units: int = 1) -> tuple[Pool, ...]:
    """The pools whose pieces, one of each, can have any total length from `low` to `high`."""
    first, second = halves(kind)
    least, most = first.shortest + second.shortest, first.longest + second.longest
    more = (least + 1, most + 1)
    if high >= least:
        needed = max(units, -(-2 * low // sum(more)))
        fitting = 1 + (high - least) // more[0]
        count = min(needed, fitting)
        if most + (count - 1) * more[1] >= low:
            return (first, second, *(after_space(first), second) * (count - 1))
    begin, word = _words()
    count = min(max(1, -(-(low + high) // 13)), (high + 1) // 2)
    return (begin, *[word] * (count - 1)) if high else ()


def assemble(
    stream: Stream, rows: Rows, context: Context, pools: tuple[Pool, ...], low: int, high: int
) -> pa.StringArray:
    """One piece of every pool for each row, `low` to `high` characters together."""
    if not pools:
        return pa.array([""]).take(pa.array(context.index(stream, rows, 1)))
    shortest = np.cumsum([0] + [pool.shortest for pool in reversed(pools)])[::-1]
    longest = np.cumsum([0] + [pool.longest for pool in reversed(pools)])[::-1]
    lead = min(2, len(pools))
    window = (low - int(longest[lead]), high - int(shortest[lead]))
    index = _lead(stream, rows, context, pools[:lead], window)
    chosen = [(pool.texts, part) for pool, part in zip(pools, index, strict=False)]
    free = low <= shortest[0] and high >= longest[0]
    length = sum(pool.lengths[part] for pool, part in zip(pools, index, strict=False)) if not free else None
    for place in range(lead, len(pools)):
        pool = pools[place]
        if length is None:
            part = stream.below(rows, len(pool.texts), f"piece{place}")
        else:
            least = np.maximum(low - length - longest[place + 1], pool.shortest)
            most = np.minimum(high - length - shortest[place + 1], pool.longest)
            part = _between(stream, rows, pool.starts[least], pool.starts[most + 1], f"piece{place}")
            length = length + pool.lengths[part]
        chosen.append((pool.texts, part))
    return strings.join(rows.count, *chosen)


def _lead(
    stream: Stream, rows: Rows, context: Context, pools: tuple[Pool, ...], window: tuple[int, int]
) -> tuple[I64, ...]:
    """The first two pieces (or the only one) by one number, so that they differ where the field is unique."""
    low, high = window
    if len(pools) == 1:
        pool = pools[0]
        start = int(pool.starts[max(low, pool.shortest)])
        end = int(pool.starts[min(high, pool.longest) + 1])
        return (start + context.index(stream, rows, end - start),)
    first, second = pools
    if (
        not context.unique
        and low <= first.shortest + second.shortest
        and high >= first.longest + second.longest
    ):
        words = stream.u64(rows)
        one = (words >> _HALF) * np.uint64(len(first.texts)) >> _HALF
        two = (words & np.uint64(0xFFFFFFFF)) * np.uint64(len(second.texts)) >> _HALF
        return one.view(np.int64), two.view(np.int64)
    lengths = np.arange(first.shortest, first.longest + 1)
    least = np.clip(low - lengths, second.shortest, second.longest + 1)
    most = np.clip(high - lengths, second.shortest - 1, second.longest)
    starts = second.starts[least]
    widths = np.maximum(second.starts[most + 1] - starts, 0)
    counts = np.diff(first.starts[first.shortest :]) * widths
    ends = np.cumsum(counts)
    index = context.index(stream, rows, int(ends[-1]))
    group = np.searchsorted(ends, index, side="right")
    offset, width = index - (ends - counts)[group], widths[group]
    one = offset // width
    return first.starts[first.shortest :][group] + one, starts[group] + offset - one * width


def _between(stream: Stream, rows: Rows, start: I64, end: I64, name: str) -> I64:
    """A number from `start` up to `end`, which differ from row to row."""
    words = stream.u32(rows, name).astype(np.int64)
    return start + (words * (end - start) >> 32)


@lru_cache(maxsize=64)
def halves(kind: str) -> tuple[Pool, Pool]:
    """The two pools of a kind of text."""
    entry = document("phrases")[kind]
    slots = [slot.split("|") for slot in entry["slots"]]
    middle = (len(slots) + 1) // 2
    second = _product(slots[middle:])
    led = pc.or_(pc.equal(second, ""), pc.match_substring_regex(second, f"^[{_CLOSING}]"))
    return Pool.of(_product(slots[:middle])), Pool.of(
        pc.binary_join_element_wise(pc.if_else(led, "", " "), second, entry["end"], "")
    )


@lru_cache(maxsize=64)
def after_space(pool: Pool) -> Pool:
    """The same pool to stand behind another text."""
    texts = pc.binary_join_element_wise(" ", pool.texts, "")
    return Pool(texts, pool.lengths + 1, np.concatenate(([0], pool.starts)))


def _product(slots: list[list[str]]) -> pa.StringArray:
    """One part of every slot, in all ways: the last slot changes fastest; a space between words."""
    sizes = [len(parts) for parts in slots]
    places = np.unravel_index(np.arange(np.prod(sizes)), sizes)
    spaced = [
        [part if not at or not part or part[0] in _CLOSING else f" {part}" for part in parts]
        for at, parts in enumerate(slots)
    ]
    pools = [pa.array(parts, pa.string()) for parts in spaced]
    return strings.join(len(places[0]), *zip(pools, places, strict=True))


@lru_cache(maxsize=1)
def _words() -> tuple[Pool, Pool]:
    words = document("words")["plain"].split(" ")
    begin, further = [word.capitalize() for word in words], [f" {word}" for word in words]
    return Pool.of(pa.array(begin)), Pool.of(pa.array(further))
