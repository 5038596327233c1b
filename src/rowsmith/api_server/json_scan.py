"""A look at the bytes of a JSON body, before it becomes objects: how deep, how many, and which values.

The scan goes over blocks as they arrive, in NumPy, at about a hundred megabytes a second. It does not parse:
what is wrong as JSON is left to the parser, which says where.
"""

from __future__ import annotations

import codecs
import math
import re
from typing import Any

import numpy as np

from rowsmith.errors import InvalidInput, Issue

MAX_DEPTH = 40
"""A schema may be 32 deep (`MAX_NESTING`); a request wraps it a few times."""

MAX_VALUES = 200_000
"""Values in one body; each costs about a hundred bytes of memory however short it is written."""

MAX_NUMBER = 4_096
"""Digits of one number."""

_TAIL = 12
"""The longest escape: a pair of surrogates."""

_NUMBER = re.compile(rb"-?\d[\d.eE+-]*")
_SUSPICIOUS = re.compile(rb"\d{19}|[eE][+-]?\d{3}|\d{300}")
_ESCAPE = re.compile(
    rb"\\u(?:0000|[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[dD][c-fC-F][0-9a-fA-F]{2})"
)
_BREAKS = b" ,:[]{}\n\t\r"

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class JsonScan:
    """`scan.feed(block)` for each block, then `scan.end()`; raises `InvalidInput` at the first offence."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")()
        self._in_string = 0
        self._backslashes = 0
        self._depth = 0
        self._values = 0
        self._number = b""
        self._tail = b""
        self._tail_escaped: Flags = np.zeros(0, np.bool_)

    def feed(self, block: bytes, *, last: bool = False) -> None:
        """Look at the next block."""
        try:
            self._text.decode(block, last)
        except UnicodeDecodeError:
            raise _refusal("not_utf8", "the body is not UTF-8 text") from None
        codes = np.frombuffer(block, np.uint8)
        plain = b'"' not in block and b"\\" not in block and b"\\" not in self._tail
        if self._in_string and plain:
            self._tail, self._tail_escaped = b"", self._tail_escaped[:0]  # the middle of a long text
        elif len(codes):
            escaped = self._escaped(codes)
            outside = self._outside(codes, escaped)
            self._count(codes, outside)
            if outside.any():
                self._check_numbers(np.where(outside, codes, np.uint8(0x20)).tobytes())
            self._check_escapes(block, escaped, last=last)
        if last:
            self._check_escapes(b"", np.zeros(0, np.bool_), last=True)
            self._check_numbers(b" ")

    def end(self) -> None:
        """There is no more."""
        self.feed(b"", last=True)

    def _escaped(self, codes: Bytes) -> Flags:
        """Whether an odd number of backslashes stands right before each byte."""
        is_backslash = codes == 0x5C
        if not is_backslash.any() and self._backslashes == 0:
            return np.zeros(len(codes), np.bool_)
        at = np.arange(len(codes), dtype=np.int32)
        other = np.maximum.accumulate(np.where(is_backslash, np.int32(-1), at))
        runs = np.where(other < 0, at + 1 + self._backslashes, at - other)
        before = np.concatenate(([self._backslashes], runs[:-1]))
        self._backslashes = int(runs[-1]) % 2 if is_backslash[-1] else 0
        return before % 2 == 1

    def _outside(self, codes: Bytes, escaped: Flags) -> Flags:
        quotes = (codes == 0x22) & ~escaped
        inside = (np.cumsum(quotes, dtype=np.int32) + self._in_string) % 2 == 1
        self._in_string = int(inside[-1])
        return ~(inside | quotes)

    def _count(self, codes: Bytes, outside: Flags) -> None:
        opens = ((codes == 0x5B) | (codes == 0x7B)) & outside
        closes = ((codes == 0x5D) | (codes == 0x7D)) & outside
        commas = (codes == 0x2C) & outside
        self._values += int(np.count_nonzero(opens) + np.count_nonzero(commas))
        if self._values > MAX_VALUES:
            raise _refusal("too_many_values", f"the body holds more than {MAX_VALUES:,} values")
        levels = np.cumsum(opens.astype(np.int8) - closes.astype(np.int8), dtype=np.int32)
        if self._depth + int(levels.max()) > MAX_DEPTH:
            raise _refusal("too_deep", f"the body is nested deeper than {MAX_DEPTH} levels; flatten it")
        self._depth += int(levels[-1])

    def _check_numbers(self, bare: bytes) -> None:
        """Check the numbers that are complete; what may go on in the next block waits for it."""
        bare = self._number + bare
        cut = max(bare.rfind(mark) for mark in (_BREAKS[i : i + 1] for i in range(len(_BREAKS)))) + 1
        self._number = bare[cut:]
        if len(self._number) > MAX_NUMBER:
            raise _refusal("integer_too_large", f"a number has more than {MAX_NUMBER:,} digits")
        for word in (b"NaN", b"Infinity"):
            if bare.find(word, 0, cut) >= 0:
                raise _refusal("not_finite", f"{word.decode()} is no JSON number; use null or leave it out")
        if _SUSPICIOUS.search(bare, 0, cut) is not None:
            for match in _NUMBER.finditer(bare, 0, cut):
                _check_number(match.group())

    def _check_escapes(self, block: bytes, escaped: Flags, *, last: bool) -> None:
        window = self._tail + block
        flags = np.concatenate((self._tail_escaped, escaped))
        at, any_at_all = 0, b"\\u" in window
        while any_at_all and (found := _ESCAPE.search(window, at)) is not None:
            start, stop = found.span()
            lone = stop - start == 6
            if flags[start]:  # the backslash is itself escaped: plain text
                at = start + 1
            elif lone and not last and stop > len(window) - 6:
                break  # its other half may come
            elif lone:
                _refuse_escape(found.group())
            else:
                at = stop
        kept = max(at, len(window) - _TAIL)
        self._tail, self._tail_escaped = window[kept:], flags[kept:]


def _check_number(number: bytes) -> None:
    if _SUSPICIOUS.search(number) is None:
        return
    shown = number.decode()[:40]
    if re.fullmatch(rb"-?\d+", number):
        if len(number) > 20 or not -(2**63) <= int(number) < 2**63:
            raise _refusal("integer_too_large", f"the integer {shown} does not fit in 64 bits")
        return
    try:
        value = float(number)
    except ValueError:
        return  # no number at all: the JSON parser says so, with the place
    if not math.isfinite(value):
        raise _refusal("not_finite", f"the number {shown} is too large for a double")


def _refuse_escape(text: bytes) -> None:
    if text == b"\\u0000":
        raise _refusal("null_character", "a text holds the character \\u0000; leave it out")
    raise _refusal(
        "lone_surrogate", "a text holds half of a surrogate pair (\\ud800 to \\udfff); send whole characters"
    )


def _refusal(code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue("", code, message)])
