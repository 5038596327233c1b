"""From a regular expression's tree to a deterministic machine: each matching string has exactly one path.

The positions of the characters in the pattern are the states of a machine with choices (Glushkov's); sets
of them, as bits of an integer, are the states of the one without. Both are bounded, so that no pattern takes
more than a moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.errors import InvalidInput
from rowsmith.writing.regex_syntax import Choice, Node, Repeat, Sequence, Symbols

MOST_POSITIONS = 3_000
MOST_STATES = 2_000
_MOST_STEPS = 1_200_000


@dataclass(frozen=True, slots=True)
class Automaton:
    """States 0 (the start) onwards; `edges[state]` are (characters, next state), no character twice."""

    edges: tuple[tuple[tuple[str, int], ...], ...]
    accepting: tuple[bool, ...]

    def matches(self, value: str) -> bool:
        """Whether the whole value is one of the strings."""
        state = 0
        for char in value:
            state = next((to for chars, to in self.edges[state] if char in chars), -1)
            if state < 0:
                return False
        return self.accepting[state]


@dataclass(slots=True)
class _Positions:
    """Every place of a character in the pattern, and which places may follow it."""

    pattern: str
    symbols: list[frozenset[str]]
    follow: list[int]
    steps: int = 0

    def spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > _MOST_STEPS:
            raise too_large(self.pattern)


def too_large(pattern: str) -> InvalidInput:
    """The error for a pattern that would take too much time or memory."""
    shown = pattern if len(pattern) <= 80 else pattern[:77] + "..."
    return InvalidInput(
        f"pattern {shown!r} is too large; use smaller repeats, or fewer alternatives and nested repeats"
    )


def bounded(node: Node, extra: int | None) -> Node:
    """The tree with endless repeats ended `extra` after their least number; None leaves them endless."""
    if isinstance(node, Repeat):
        high = node.high
        if high is None and extra is not None:
            high = node.low + extra
        return Repeat(bounded(node.part, extra), node.low, high)
    if isinstance(node, Sequence):
        return Sequence(tuple(bounded(part, extra) for part in node.parts))
    if isinstance(node, Choice):
        return Choice(tuple(bounded(part, extra) for part in node.parts))
    return node


def build(node: Node, pattern: str) -> Automaton:
    """The machine of a tree; `InvalidInput` where it would be too large."""
    if positions_of(node) > MOST_POSITIONS:
        raise too_large(pattern)
    places = _Positions(pattern, [], [])
    empty, first, last = _link(node, places)
    return _determine(places, empty, first, last)


def positions_of(node: Node) -> int:
    """How many characters the pattern has once its repeats are written out."""
    if isinstance(node, Symbols):
        return 1
    if isinstance(node, Repeat):
        return positions_of(node.part) * max(1, node.low, node.high or 0)
    if isinstance(node, Sequence | Choice):
        return sum(map(positions_of, node.parts))
    return 0


def _link(node: Node, places: _Positions) -> tuple[bool, int, int]:
    """Enter the places of a node: whether it may be empty, and its first and last places as bits."""
    if isinstance(node, Symbols):
        bit = 1 << len(places.symbols)
        places.symbols.append(node.chars)
        places.follow.append(0)
        return False, bit, bit
    if isinstance(node, Choice):
        parts = [_link(part, places) for part in node.parts]
        empty, first, last = False, 0, 0
        for part_empty, part_first, part_last in parts:
            empty, first, last = empty or part_empty, first | part_first, last | part_last
        return empty, first, last
    if isinstance(node, Repeat):
        return _link_repeat(node, places)
    empty, first, last = True, 0, 0
    for part in node.parts if isinstance(node, Sequence) else ():
        empty, first, last = _chain(places, (empty, first, last), _link(part, places))
    return empty, first, last


def _link_repeat(node: Repeat, places: _Positions) -> tuple[bool, int, int]:
    empty, first, last = True, 0, 0
    for number in range(max(node.low, 1 if node.high is None else node.high)):
        part_empty, part_first, part_last = _link(node.part, places)
        if node.high is None and number >= node.low - 1:
            _join(places, part_last, part_first)
        optional = part_empty or number >= node.low
        empty, first, last = _chain(places, (empty, first, last), (optional, part_first, part_last))
    return empty, first, last


def _chain(
    places: _Positions, before: tuple[bool, int, int], after: tuple[bool, int, int]
) -> tuple[bool, int, int]:
    _join(places, before[2], after[1])
    return (
        before[0] and after[0],
        before[1] | after[1] if before[0] else before[1],
        before[2] | after[2] if after[0] else after[2],
    )


def _join(places: _Positions, before: int, after: int) -> None:
    for place in _bits(before):
        places.follow[place] |= after
    places.spend(before.bit_count())


def _bits(value: int) -> list[int]:
    found: list[int] = []
    while value:
        low = value & -value
        found.append(low.bit_length() - 1)
        value ^= low
    return found


def _determine(places: _Positions, empty: bool, first: int, last: int) -> Automaton:
    """The machine whose states are sets of places; the start is numbered after the last place."""
    kinds = _kinds(places)
    start = 1 << len(places.symbols)
    follow = [*places.follow, first]
    accept = last | (start if empty else 0)
    numbers, waiting = {start: 0}, [start]
    edges: list[tuple[tuple[str, int], ...]] = []
    for state in waiting:
        reached = 0
        for place in _bits(state):
            reached |= follow[place]
        places.spend(state.bit_count() + len(kinds))
        targets: dict[int, list[str]] = {}
        for chars, mask in kinds:
            if target := reached & mask:
                targets.setdefault(target, []).append(chars)
        for target in targets:
            if target not in numbers:
                numbers[target] = len(numbers)
                waiting.append(target)
        if len(numbers) > MOST_STATES:
            raise too_large(places.pattern)
        edges.append(tuple(("".join(sorted("".join(chars))), numbers[to]) for to, chars in targets.items()))
    return Automaton(tuple(edges), tuple(bool(state & accept) for state in waiting))


def _kinds(places: _Positions) -> list[tuple[str, int]]:
    """Characters that the same places take, with those places as bits."""
    masks: dict[str, int] = {}
    by_set: dict[frozenset[str], int] = {}
    for place, chars in enumerate(places.symbols):
        by_set[chars] = by_set.get(chars, 0) | 1 << place
    for chars, mask in by_set.items():
        places.spend(len(chars))
        for char in chars:
            masks[char] = masks.get(char, 0) | mask
    grouped: dict[int, list[str]] = {}
    for char in sorted(masks):
        grouped.setdefault(masks[char], []).append(char)
    return [("".join(chars), mask) for mask, chars in grouped.items()]
