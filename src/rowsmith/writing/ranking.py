"""The strings of a deterministic machine, numbered: how many there are of each length, and which is number i.

Counting from the end, each state has so many strings of each remaining length. String number i of a state is
found by taking, one character after the other, the edge in whose stretch of numbers i lies: the same few
look-ups for all rows at once. Where there are more strings than 2**62 to go, characters are drawn at random
by the same proportions, and numbering begins as soon as fewer are left; a prefix determines where that is, so
different numbers still give different strings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rowsmith.sampling.context import MAX_SPACE
from rowsmith.writing.automaton import Automaton

I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]
F64 = NDArray[np.float64]

_NEVER = np.uint64(2**64 - 1)
_LIGHTEST = 2.0**-12
"""Where there are more than 2**62 strings, edges with a smaller share than this are left out."""
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """A machine with the numbers of strings, its tables flat: `(length * states + state) * slots + slot`."""

    states: int
    slots: int
    count: U64
    """`count[length * states + state]`; 2**62 stands for that many or more."""
    before: U64
    """How many strings come before an edge's; beyond the last edge, more than there are."""
    chance: U64
    """The same in shares of 2**32, where there are too many strings to number."""
    target: I64
    size: U64
    chars: I64
    char: NDArray[np.uint32]

    def of_length(self, length: int) -> int:
        """How many strings have this length."""
        at = length * self.states
        return int(self.count[at]) if at < len(self.count) else 0

    @property
    def longest(self) -> int:
        """The greatest length in the tables."""
        return len(self.count) // self.states - 1

    def room(self, lengths: list[int]) -> int:
        """The numbers that there are at every point where numbering begins, for these lengths."""
        reach = np.zeros((self.longest + 1, self.states), np.bool_)
        reach[lengths, 0] = True
        target = self.target.reshape(self.states, self.slots)
        chance = self.chance.reshape(-1, self.states, self.slots)
        room = MAX_SPACE
        for length in range(max(lengths), 0, -1):
            state, slot = np.nonzero(reach[length][:, None] & self._drawn(chance[length]))
            reached = target[state, slot]
            left = self.count[(length - 1) * self.states + reached]
            numbered = left < MAX_SPACE
            room = int(left[numbered].min(initial=np.uint64(room)))
            reach[length - 1][reached[~numbered]] = True
        return room

    @staticmethod
    def _drawn(chance: U64) -> NDArray[np.bool_]:
        """Which edges a random character can take."""
        after = np.concatenate([chance[:, 1:], np.full((len(chance), 1), _NEVER)], axis=1)
        return (chance < np.uint64(2**32)) & (after > chance)

    def write(
        self, lengths: I64, number: U64, enter: Callable[[U64, I64], U64], words: Callable[[int], U64]
    ) -> NDArray[np.uint32]:
        """The code points of each row's string: shape (rows, longest), only the first `lengths` of them set.

        `number` is each row's string among those of its length, where they can be numbered; elsewhere
        `enter(strings left, rows)` gives it when numbering begins, and `words(step)` the random words before.
        """
        width = int(lengths.max(initial=0))
        out = np.zeros((len(lengths), width), np.uint32)
        row = np.flatnonzero(lengths > 0)
        state, left = np.zeros(len(row), np.int64), lengths[row]
        number = number[row]
        for step in range(width):
            here = left * self.states + state
            many = self.count[here] >= MAX_SPACE
            edge = np.empty(len(row), np.int64)
            which = np.empty(len(row), np.int64)
            if not many.all():
                self._numbered(here, state, left, number, ~many, edge, which)
            if many.any():
                self._random(here, state, words(step)[row], many, edge, which)
            out[row, step] = self.char[self.chars[edge] + which]
            state, left = self.target[edge], left - 1
            if many.any():
                remaining = self.count[left * self.states + state]
                begins = np.flatnonzero(many & (remaining < MAX_SPACE))
                number[begins] = enter(remaining[begins], row[begins])
            if not (going := left > 0).all():
                row, state, left, number = row[going], state[going], left[going], number[going]
        return out

    def _numbered(
        self, here: I64, state: I64, left: I64, number: U64, mine: NDArray[np.bool_], edge: I64, which: I64
    ) -> None:
        slot = self._slot(self.before, here[mine] * self.slots, number[mine])
        chosen = state[mine] * self.slots + slot
        rest = number[mine] - self.before[here[mine] * self.slots + slot]
        below = self.count[(left[mine] - 1) * self.states + self.target[chosen]]
        place = rest // below
        edge[mine], which[mine] = chosen, place.view(np.int64)
        number[mine] = rest - place * below

    def _random(
        self, here: I64, state: I64, word: U64, mine: NDArray[np.bool_], edge: I64, which: I64
    ) -> None:
        slot = self._slot(self.chance, here[mine] * self.slots, word[mine] >> np.uint64(32))
        chosen = state[mine] * self.slots + slot
        low = word[mine] & np.uint64(2**32 - 1)
        edge[mine], which[mine] = chosen, (low * self.size[chosen] >> np.uint64(32)).view(np.int64)

    def _slot(self, table: U64, base: I64, value: U64) -> I64:
        """The last slot whose entry is not above the value, by bisection for all rows at once."""
        slot = np.zeros(len(base), np.int64)
        step = self.slots // 2
        while step:
            slot += step * (table[base + slot + step] <= value)
            step //= 2
        return slot


def rank(machine: Automaton, longest: int) -> Ranking | None:
    """Count the strings of each length up to `longest`; None where the tables would be too large."""
    states = len(machine.edges)
    slots = 1 << max(len(edges) - 1 for edges in (*machine.edges, ((), ()))).bit_length() if states else 1
    shape = (states, slots)
    target, size, chars = np.zeros(shape, np.int64), np.zeros(shape, np.uint64), np.zeros(shape, np.int64)
    used = np.zeros(shape, np.bool_)
    alphabet: list[str] = []
    for state, edges in enumerate(machine.edges):
        for slot, (symbols, to) in enumerate(edges):
            target[state, slot], size[state, slot], used[state, slot] = to, len(symbols), True
            chars[state, slot] = len(alphabet)
            alphabet += symbols
    count = np.array(machine.accepting, np.uint64)
    weight = count.astype(np.float64)
    counts, before, chance = [count], [np.full(shape, _NEVER)], [np.full(shape, _NEVER)]
    for _ in range(longest):
        if (len(counts) + 1) * states * slots > _MOST_CELLS:
            return None
        count, ahead, weight, odds = _step(count, weight, target, size, used)
        if not count.any():
            break
        counts.append(count)
        before.append(ahead)
        chance.append(odds)
    return Ranking(
        states, slots, np.concatenate(counts), np.stack(before).ravel(), np.stack(chance).ravel(),
        target.ravel(), size.ravel(), chars.ravel(), np.array(list(map(ord, alphabet)), np.uint32),
    )  # fmt: skip


def _step(
    count: U64, weight: F64, target: I64, size: U64, used: NDArray[np.bool_]
) -> tuple[U64, U64, F64, U64]:
    """Counts, edges' beginnings, weights and edges' shares for strings one character longer."""
    strings = size * count[target]
    reached = np.cumsum(strings, axis=1)
    rough = np.cumsum(size.astype(np.float64) * count[target].astype(np.float64), axis=1)[:, -1]
    full = np.where(rough > 2.0**63, np.uint64(MAX_SPACE), np.minimum(reached[:, -1], np.uint64(MAX_SPACE)))
    ahead = np.where(used, reached - strings, _NEVER)
    heavy = size.astype(np.float64) * weight[target]
    sums = np.cumsum(heavy, axis=1)[:, -1:]
    kept = np.where(heavy >= sums * _LIGHTEST, heavy, 0.0)
    shares = np.cumsum(kept, axis=1)
    whole = np.maximum(shares[:, -1:], 1e-300)
    begins = np.floor((shares - kept) / whole * 2.0**32).astype(np.uint64)
    odds = np.where((kept > 0) & (full >= np.uint64(MAX_SPACE))[:, None], begins, np.uint64(2**32))
    largest = float(sums.max())
    return full, ahead, sums[:, 0] / largest if largest > 0 else sums[:, 0], odds
