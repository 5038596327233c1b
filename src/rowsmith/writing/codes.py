"""Codes made from a number: each number becomes another code, so unique numbers make unique codes."""

from __future__ import annotations

from itertools import groupby
from math import prod

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]

_CLASSES = {
    "#": "0123456789",
    "!": "123456789",
    "?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "%": "abcdefghijklmnopqrstuvwxyz",
    "*": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "^": "0123456789abcdef",
    "&": "BCDFGHJKLMNPQRSTVWXZ",
    "@": "AEIOU",
    "+": "0123456789BCDFGHJKLMNPQRSTVWXYZ",
    "=": "ACGT",
    "$": "ACGU",
    ">": "ACDEFGHIKLMNPQRSTVWY",
    "~": "023456789acdefghjklmnpqrstuvwxyz",
}


def capacity(pattern: str) -> int:
    """How many codes a pattern has: `capacity("??-##")` is 67,600."""
    return prod(len(_CLASSES.get(symbol, " ")) for symbol in pattern)


def split(index: I64, *sizes: int) -> list[I64]:
    """A number's digits in a mixed radix, the last the fastest: `split([17], 3, 10)` is `[1], [7]`."""
    out: list[I64] = []
    for size in reversed(sizes[1:]):
        higher = index // size
        out.append(index - higher * size)
        index = higher
    return [index, *reversed(out)]


def spell(index: I64, pattern: str) -> strings.Bytes:
    """Code number `index` of a pattern, as ASCII of shape (rows, len(pattern)).

    `#` is a digit, `!` one from 1 to 9, `?` a capital letter, `%` a small one, `*` a digit or capital, `^` a
    hex digit, `&` a consonant, `@` a vowel, `+` a digit or consonant, `~` one of the 32 signs of bech32,
    `=`, `$` and `>` the letters of DNA, RNA and proteins; all else stands for itself:
    `spell([4207], "?-###")` reads `E-207`.
    """
    out = np.empty((len(index), len(pattern)), np.uint8)
    runs = [(symbol, len(list(run))) for symbol, run in groupby(pattern)]
    sizes = [len(_CLASSES[symbol]) ** width if symbol in _CLASSES else 1 for symbol, width in runs]
    at = 0
    for (symbol, width), part in zip(runs, split(index, *sizes), strict=True):
        if symbol == "#":
            out[:, at : at + width] = strings.digits(part, width)
        elif symbol in _CLASSES:
            _write(out[:, at : at + width], part, _CLASSES[symbol])
        else:
            out[:, at : at + width] = ord(symbol)
        at += width
    return out


def code(stream: Stream, rows: Rows, context: Context, pattern: str) -> strings.Bytes:
    """A random code of the pattern for each row; all different where the field is unique.

    A pattern of more codes than one number can count takes its beginning from further random words.
    """
    cut = 0
    while capacity(pattern[cut:]) > MAX_SPACE:
        cut += 1
    tail = spell(context.index(stream, rows, capacity(pattern[cut:])), pattern[cut:])
    return np.hstack([_free(stream, rows, pattern[:cut]), tail]) if cut else tail


def code_text(stream: Stream, rows: Rows, context: Context, pattern: str) -> pa.StringArray:
    """`code` as a column of texts."""
    return strings.from_bytes(code(stream, rows, context, pattern))


def _free(stream: Stream, rows: Rows, pattern: str) -> strings.Bytes:
    parts: list[strings.Bytes] = []
    while pattern:
        cut = 0
        while capacity(pattern[cut:]) > MAX_SPACE:
            cut += 1
        parts.append(spell(stream.below(rows, capacity(pattern[cut:]), f"head{cut}"), pattern[cut:]))
        pattern = pattern[:cut]
    return np.hstack(parts[::-1])


def _write(out: strings.Bytes, index: I64, alphabet: str) -> None:
    width, size = out.shape[1], len(alphabet)
    table = np.frombuffer(alphabet.encode("ascii"), np.uint8)
    for column in range(width - 1, 0, -1):
        higher = index // size
        out[:, column] = table[index - higher * size]
        index = higher
    out[:, 0] = table[index]
