"""Dates and times as text, by a `strftime` format; English names, no locale of the machine.

A format is split into neighbouring directives about the day and neighbouring ones about the time of day. Each
such group becomes a pool of texts (one for each day or second there is), and a row's text is joined from the
pools.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.writing.moments import DAY, SECOND

I64 = NDArray[np.int64]
Kind = Literal["day", "second", "fraction", "moment", "text"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WHOLE = {
    "%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%R": "%H:%M", "%D": "%m/%d/%y", "%c": "%a %b %e %H:%M:%S %Y",
    "%x": "%m/%d/%y", "%X": "%H:%M:%S", "%r": "%I:%M:%S %p", "%h": "%b",
}  # fmt: skip
_DAY, _TIME = "YymdeBbAajuwGVqC", "HIMSplk"
_FIXED = {"%%": "%", "%z": "+0000", "%Z": "UTC", "%n": "\n", "%t": "\t"}
_WORDS = re.compile(r"YYYY|YY|MMMM|MMM|MM|DD|dddd|ddd|HH|hh|mm|ss|SSSSSS|SSS|\b[Aa]\b")
_WORD_DIRECTIVES = {
    "YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "DD": "%d", "dddd": "%A", "ddd": "%a",
    "HH": "%H", "hh": "%I", "mm": "%M", "ss": "%S", "SSSSSS": "%f", "SSS": "%L", "A": "%p", "a": "%p",
}  # fmt: skip
_MOST_DAYS = 40_000


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring directives of one kind with the text between them: `%d/%b/%Y` is one of days."""

    kind: Kind
    tokens: tuple[str, ...]


@lru_cache(maxsize=256)
def parse_format(text: str) -> tuple[Group, ...]:
    """Split a format; `YYYY-MM-DD` and its like are read as well. Raises on an unknown directive."""
    if "%" not in text and re.search(r"YY|MM|DD|HH|mm|ss", text):
        text = _WORDS.sub(lambda match: _WORD_DIRECTIVES[match[0]], text)
    for short, long in _WHOLE.items():
        text = text.replace(short, long)
    groups: list[Group] = []
    for found in re.findall(r"%-?.|[^%]+|%", text, re.DOTALL):
        kind, token = _kind(found, text), _FIXED.get(found, str(found))
        if groups and kind in ("text", groups[-1].kind) and groups[-1].kind != "moment":
            groups[-1] = Group(groups[-1].kind, (*groups[-1].tokens, token))
        elif groups and groups[-1].kind == "text" and len(groups) == 1:
            groups[-1] = Group(kind, (*groups[-1].tokens, token))
        else:
            groups.append(Group(kind, (token,)))
    return tuple(groups)


def _kind(token: str, text: str) -> Kind:
    if not token.startswith("%") or token in _FIXED:
        return "text"
    letter = token[-1]
    if letter in _DAY:
        return "day"
    if letter in _TIME:
        return "second"
    if letter in "fL":
        return "fraction"
    if letter == "s":
        return "moment"
    raise InvalidInput(
        f"the format {text!r} has {token!r}, which is not understood; use %Y %m %d %H %M %S and their like, "
        "or %% for a percent sign"
    )


def write(moments: I64, text: str) -> pa.StringArray:
    """Each moment (microseconds since 1970) by the format: `31/Jan/2024` by `%d/%b/%Y`."""
    groups = parse_format(text)
    day, within = np.divmod(moments, DAY)
    pieces = [_piece(group, moments, day, within) for group in groups]
    return strings.join(len(moments), *(pieces or [""]))


def _piece(group: Group, moments: I64, day: I64, within: I64) -> strings.Piece:
    if group.kind == "text":
        return "".join(group.tokens)
    if group.kind == "second":
        return _second_pool(group.tokens), within // SECOND
    if group.kind == "day":
        first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
        first -= first % 1024
        if last - first < _MOST_DAYS:
            return _day_pool(group.tokens, first, (last - first) // 1024 * 1024 + 1024), day - first
        return _render(group.tokens, day)
    if group.kind == "moment":
        return pa.array(moments // SECOND).cast(pa.string())
    return _render(group.tokens, within % SECOND)


@lru_cache(maxsize=64)
def _day_pool(tokens: tuple[str, ...], first: int, count: int) -> pa.StringArray:
    return _render(tokens, np.arange(first, first + count))


@lru_cache(maxsize=16)
def _second_pool(tokens: tuple[str, ...]) -> pa.StringArray:
    return _render(tokens, np.arange(86_400))


def _render(tokens: tuple[str, ...], values: I64) -> pa.StringArray:
    """The tokens for each day since 1970, each second of the day, or each microsecond of the second."""
    parts = [_part(item, values) if item.startswith("%") and item != "%" else item for item in tokens]
    return strings.join(len(values), *parts)


def _part(token: str, values: I64) -> strings.Piece:
    letter = token[-1]
    if letter == "f":
        return strings.from_bytes(strings.digits(values, 6))
    if letter == "L":
        return strings.from_bytes(strings.digits(values // 1000, 3))
    if letter in _TIME:
        return _time_part(letter, values, "-" not in token)
    return _day_part(letter, values, "-" not in token)


def _time_part(letter: str, second: I64, padded: bool) -> strings.Piece:
    hour = second // 3600
    if letter == "p":
        return pa.array(["AM", "PM"]), (hour >= 12).astype(np.int64)
    number = {
        "H": hour, "k": hour, "I": (hour + 11) % 12 + 1, "l": (hour + 11) % 12 + 1,
        "M": second // 60 % 60, "S": second % 60
    }[letter]  # fmt: skip
    return _two_digits(padded, " " if letter in "kl" else "0"), number


def _day_part(letter: str, day: I64, padded: bool) -> strings.Piece:
    if letter in "Aa":
        return pa.array([name if letter == "A" else name[:3] for name in WEEKDAYS]), (day + 3) % 7
    if letter in "uw":
        return pa.array(list("1234567" if letter == "u" else "1234560")), (day + 3) % 7
    dates = day.view("M8[D]")
    if letter in "GV":
        dates = dates + (3 - (day + 3) % 7)
    year, month = dates.astype("M8[Y]").view(np.int64) + 1970, dates.astype("M8[M]").view(np.int64) % 12
    if letter in "Bb":
        return pa.array([name if letter == "B" else name[:3] for name in MONTHS]), month
    if letter in "YG":
        return strings.from_bytes(strings.digits(year, 4))
    of_year = (dates - dates.astype("M8[Y]")).view(np.int64)
    if letter == "j":
        return strings.from_bytes(strings.digits(of_year + 1, 3))
    of_month = (dates - dates.astype("M8[M]")).view(np.int64) + 1
    number = {
        "y": year % 100, "C": year // 100, "m": month + 1, "d": of_month, "e": of_month,
        "V": of_year // 7 + 1, "q": month // 3 + 1,
    }[letter]  # fmt: skip
    return _two_digits(padded and letter != "q", " " if letter == "e" else "0"), number


@lru_cache(maxsize=4)
def _two_digits(padded: bool, fill: str) -> pa.StringArray:
    return pa.array([f"{number:{fill}>2}" if padded else str(number) for number in range(100)])
