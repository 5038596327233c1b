"""Text after a mask, a whole column at a time: `+49 30 ########`, `SW1& #&&`, `###-##-####`.

A mask is cut into a fixed head and groups of up to four symbols. A group's texts are listed once, so that a
value is a few look-ups; a number below the mask's space names each of its texts exactly once, which is what a
unique field needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.strings import Piece

I64 = NDArray[np.int64]

SYMBOLS = {
    "#": "0123456789",
    "%": "123456789",
    "$": "23456789",
    "?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "&": "ABEGHJLNPRSTXY",
    "~": "0123456789abcdef",
}
"""`#` a digit, `%` one but 0, `$` one of 2 to 9, `?` a letter, `&` a letter of postcodes, `~` a hex digit."""

_CLASS = "[" + re.escape("".join(SYMBOLS)) + "]"
_LARGE, _SMALL, _MANY = 65_536, 1_000, 64
_WHOLE = {1: "u1", 2: "<u2", 4: "<u4", 8: "<u8"}
"""Lengths of text that NumPy copies as one number, which is many times faster."""


@dataclass(frozen=True, slots=True, eq=False)
class Masks:
    """One mask or many, ready to be filled in."""

    masks: tuple[str, ...]
    heads: pa.StringArray
    texts: pa.StringArray
    """The texts of every kind of group, one kind after the other."""
    base: I64
    """Where a mask's group begins in `texts`: shape (masks, groups)."""
    size: I64
    """How many texts a mask's group has; 1 for none, whose text is empty."""
    space: I64
    """How many texts a mask has."""
    even: bool
    """Whether all texts are ASCII and alike but for a head of one length."""

    def fill(self, numbers: I64, which: I64 | None = None) -> pa.StringArray:
        """The text that each number names in its mask: number 7 of `###` is `007`."""
        if self.even:
            return self._even(numbers, which)
        pieces: list[Piece] = []
        rest = numbers
        for group in range(self.base.shape[1] - 1, -1, -1):
            base, size = self._column(self.base, group, which), self._column(self.size, group, which)
            quotient = rest // size
            pieces.insert(0, (self.texts, rest - quotient * size + base))
            rest = quotient
        head = np.zeros(len(numbers), np.int64) if which is None else which
        return strings.join(len(numbers), (self.heads, head), *pieces)

    def fill_any(self, numbers: I64) -> pa.StringArray:
        """The text that each number below the sum of all spaces names; no two name the same."""
        ends = np.cumsum(self.space)
        which = np.searchsorted(ends, numbers, side="right")
        return self.fill(numbers - (ends - self.space)[which], which)

    def _column(self, table: I64, group: int, which: I64 | None) -> I64 | np.int64:
        """A group's entry for each row, or one for all where the masks do not differ in it."""
        column = table[:, group]
        if which is None or (column == column[0]).all():
            return np.int64(column[0])
        return column[which]

    def _even(self, numbers: I64, which: I64 | None) -> pa.StringArray:
        """ASCII texts of one length, written side by side into one block."""
        record, heads, tables = _record(self.masks)
        out = np.empty(len(numbers), record)
        if len(heads):
            out["head"] = heads[0] if which is None or len(heads) == 1 else heads[which]
        rest = numbers
        for group in range(len(tables) - 1, -1, -1):
            size = np.int64(len(tables[group]))
            quotient = rest // size
            out[f"g{group}"] = tables[group][rest - quotient * size]
            rest = quotient
        return strings.from_bytes(out.view(np.uint8).reshape(len(numbers), record.itemsize))


def draw(stream: Stream, rows: Rows, context: Context, mask: str, name: str = "") -> pa.StringArray:
    """A text after `mask` for each row; all different where the field is unique."""
    ready = masks_of((mask,))
    if context.unique:
        return ready.fill(context.index(stream, rows, space(mask), name))
    return ready.fill(words(stream, rows, name))


def words(stream: Stream, rows: Rows, name: str = "") -> I64:
    """A random number of 62 bits for each row, for `Masks.fill` to take what it needs of it."""
    return (stream.u64(rows, name) >> np.uint64(2)).view(np.int64)


@lru_cache(maxsize=128)
def masks_of(masks: tuple[str, ...]) -> Masks:
    """Prepare the masks; many together get shorter groups, so that the lists stay small."""
    limit = _LARGE if len(masks) <= _MANY else _SMALL
    cut = [_cut(mask, limit) for mask in masks]
    width = max((len(groups) for _, groups in cut), default=0)
    kinds = sorted({group for _, groups in cut for group in groups})
    texts, start = [""], {"": (0, 1)}
    for kind in kinds:
        listed = _list(kind)
        start[kind] = (len(texts), len(listed))
        texts += listed
    rows = [[start[group] for group in groups] + [(0, 1)] * (width - len(groups)) for _, groups in cut]
    table = np.array(rows, np.int64).reshape(len(masks), width, 2)
    return Masks(
        masks,
        pa.array([head for head, _ in cut], pa.string()),
        pa.array(texts, pa.string()),
        table[:, :, 0],
        table[:, :, 1],
        np.array([space(mask) for mask in masks], np.int64),
        all(mask.isascii() for mask in masks)
        and len({(len(head), tuple(groups)) for head, groups in cut}) == 1,
    )


def space(mask: str) -> int:
    """How many texts a mask has: 1,000 for `###`; at most 2**62."""
    return min(prod(len(SYMBOLS[char]) for char in mask if char in SYMBOLS), MAX_SPACE)


def _cut(mask: str, limit: int) -> tuple[str, list[str]]:
    """The fixed head, and groups that each have at most `limit` texts: `a##-##` is `a` and `##`, `-##`."""
    found = re.search(_CLASS, mask)
    if found is None:
        return mask, []
    groups: list[str] = []
    for char in mask[found.start() :]:
        full = bool(groups) and (len(groups[-1]) >= 4 or space(groups[-1] + char) > limit)
        if not groups or full:
            groups.append(char)
        else:
            groups[-1] += char
    return mask[: found.start()], groups


@lru_cache(maxsize=64)
def apart(masks: tuple[str, ...]) -> Masks:
    """The masks without those that could give a text of an earlier one, for `Masks.fill_any`."""
    kept: list[str] = []
    for mask in dict.fromkeys(masks):
        if not any(_meet(mask, other) for other in kept):
            kept.append(mask)
    return masks_of(tuple(kept))


def _meet(one: str, other: str) -> bool:
    return len(one) == len(other) and all(
        set(SYMBOLS.get(a, a)) & set(SYMBOLS.get(b, b)) for a, b in zip(one, other, strict=True)
    )


@lru_cache(maxsize=256)
def _record(masks: tuple[str, ...]) -> tuple[np.dtype[Any], NDArray[Any], list[NDArray[Any]]]:
    """How even masks lie in memory: their heads and, for each group, a table of its texts as bytes."""
    limit = _LARGE if len(masks) <= _MANY else _SMALL
    groups = _cut(masks[0], limit)[1]
    heads = [_cut(mask, limit)[0] for mask in masks]
    fields = [("head", _WHOLE.get(len(heads[0]), f"V{len(heads[0])}"))] if heads[0] else []
    tables: list[NDArray[Any]] = []
    for number, group in enumerate(groups):
        kind = _WHOLE.get(len(group), f"V{len(group)}")
        fields.append((f"g{number}", kind))
        tables.append(np.frombuffer("".join(_list(group)).encode("ascii"), kind))
    head = np.frombuffer("".join(heads).encode("ascii"), fields[0][1]) if heads[0] else np.empty(0)
    return np.dtype(fields), head, tables


def _list(group: str) -> list[str]:
    return ["".join(chars) for chars in product(*(SYMBOLS.get(char, char) for char in group))]
