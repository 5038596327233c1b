r"""Strings that match a regular expression: any one, or every one exactly once.

Patterns of one shape, such as `[A-Z]{3}-\d{5}`, are written directly from their alphabets; all others go
through a deterministic machine whose strings are numbered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing.automaton import Automaton, bounded, build, positions_of, too_large
from rowsmith.writing.layouts import Layout
from rowsmith.writing.ranking import Ranking, rank
from rowsmith.writing.regex_syntax import Node, Repeat, Sequence, Symbols, parse

I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]

_EXTRA = 8
"""`*` and `+` make at most so many more than they must, unless lengths ask for more."""
_SLACK = 16
_WIDEST = 512


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A pattern ready to draw from, as a layout or as a ranking with the lengths its strings may have."""

    source: Node
    text: str
    strings: Layout | Ranking
    lengths: tuple[int, ...]

    @property
    def capacity(self) -> int:
        """How many different strings can be made; 2**62 stands for that many or more."""
        if isinstance(self.strings, Layout):
            return min(self.strings.size, MAX_SPACE)
        return self._numbers()[1]

    def matches(self, value: str) -> bool:
        """Whether the whole value matches, repeats without an end included; in time linear in its length."""
        return _machine(self.text).matches(value)

    def draw(self, stream: Stream, rows: Rows, context: Context) -> pa.StringArray:
        """One string a row: each length as likely, each string of a length too; all different if unique."""
        if isinstance(self.strings, Layout):
            return strings.from_bytes(self.strings.draw(stream, rows, context))
        return self._ranked(self.strings, stream, rows, context)

    def _ranked(self, ranking: Ranking, stream: Stream, rows: Rows, context: Context) -> pa.StringArray:
        if context.unique:
            chosen, room = self._numbers()
            index = context.index(stream, rows, room).view(np.uint64)
            counts = np.array([ranking.of_length(length) for length in chosen], np.uint64)
            if counts[-1] < MAX_SPACE:
                ends = np.array(list(accumulate((int(n) for n in counts), _sum_below)), np.uint64)
                which = np.searchsorted(ends, index, "right")
                number = index - np.where(which > 0, ends[which - 1], np.uint64(0))
            else:
                which, number = stream.below(rows, len(chosen), "length"), index
            lengths = np.array(chosen, np.int64)[which]

            def enter(left: U64, at: I64) -> U64:
                spread = left // np.uint64(room)
                return index[at] * spread + stream.u64(rows, "rest")[at] % spread
        else:
            lengths = np.array(self.lengths, np.int64)[stream.below(rows, len(self.lengths), "length")]
            word = stream.u64(rows)
            number = word % ranking.count[lengths * ranking.states]

            def enter(left: U64, at: I64) -> U64:
                return word[at] % left

        points = ranking.write(lengths, number, enter, lambda step: stream.u64(rows, f"step {step}"))
        return _text(points, lengths)

    def _numbers(self) -> tuple[list[int], int]:
        """The lengths of unique strings, and how many numbers they share.

        Lengths with too many strings to number are taken alone where there are any: nearly all strings are of
        these, and each of their points of entry has room for the same numbers.
        """
        ranking = self.strings
        assert isinstance(ranking, Ranking)  # noqa: S101 - layouts have no numbers
        endless = [length for length in self.lengths if ranking.of_length(length) >= MAX_SPACE]
        if endless:
            return endless, ranking.room(endless)
        total = sum(ranking.of_length(length) for length in self.lengths)
        return list(self.lengths), min(total, MAX_SPACE)


@lru_cache(maxsize=256)
def compiled(pattern: str, min_length: int | None = None, max_length: int | None = None) -> Pattern:
    """A pattern with bounds on its length: `compiled("[a-c]{1,2}").capacity` is 12."""
    if min_length is not None and max_length is not None and min_length > max_length:
        raise InvalidInput(f"min_length {min_length} is above max_length {max_length}; swap the two")
    tree = parse(pattern)
    low, high = min_length or 0, max_length
    alphabets = _alphabets(tree)
    if alphabets is not None:
        if len(alphabets) < low or (high is not None and len(alphabets) > high):
            raise _no_length(pattern, min_length, max_length)
        return Pattern(tree, pattern, Layout(tuple(alphabets)), (len(alphabets),))
    for extra, longest in ((_EXTRA, None), (None, low + _SLACK)):
        wanted = longest if high is None else high if longest is None else min(high, longest)
        machine = build(bounded(tree, extra), pattern)
        ranking = rank(machine, len(machine.edges) if wanted is None else wanted)
        if ranking is None:
            raise too_large(pattern)
        lengths = tuple(n for n in range(low, ranking.longest + 1) if ranking.of_length(n))
        if lengths:
            return Pattern(tree, pattern, ranking, lengths)
    raise _no_length(pattern, min_length, max_length)


def _no_length(pattern: str, low: int | None, high: int | None) -> InvalidInput:
    span = f"{low or 0} to {high} characters" if high is not None else f"at least {low or 0} characters"
    return InvalidInput(f"pattern {pattern!r} has no text of {span}; change the pattern or the lengths")


def _sum_below(left: int, right: int) -> int:
    return min(left + right, MAX_SPACE)


@lru_cache(maxsize=64)
def _machine(pattern: str) -> Automaton:
    return build(parse(pattern), pattern)


def _alphabets(node: Node) -> list[str] | None:
    """The alphabet of each position, where all strings have one shape and are ASCII."""
    if isinstance(node, Symbols):
        found = "".join(sorted(node.chars))
        return [found] if found.isascii() else None
    if isinstance(node, Repeat):
        part = _alphabets(node.part) if node.low == node.high and positions_of(node) <= _WIDEST else None
        return None if part is None else part * node.low
    if isinstance(node, Sequence):
        parts = [_alphabets(part) for part in node.parts]
        flat = [alphabet for part in parts if part is not None for alphabet in part]
        return None if None in parts or len(flat) > _WIDEST else flat
    return None


def _text(points: NDArray[np.uint32], lengths: I64) -> pa.StringArray:
    """A column from a matrix of code points of which each row uses the first `lengths`."""
    used = points[np.arange(points.shape[1]) < lengths[:, None]]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    if int(used.max(initial=0)) < 128:
        data, offsets = used.astype(np.uint8), ends
    else:
        data = np.frombuffer(used.astype("<u4").tobytes().decode("utf-32-le").encode(), np.uint8)
        width = 1 + (used >= 0x80) + (used >= 0x800).astype(np.int64) + (used >= 0x10000)
        offsets = np.concatenate([[0], np.cumsum(width)])[ends]
    return pa.StringArray.from_buffers(
        len(lengths), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data)
    )
