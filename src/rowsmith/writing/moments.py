"""Moments written as text: what `min_value` and `max_value` of dates and times may be.

A moment is an integer: microseconds since 1970 UTC. A date stands for its midnight; a year or a month for its
beginning as a lower bound and for its last microsecond as an upper one.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from rowsmith.errors import InvalidInput

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = -62_135_596_800 * SECOND, 253_402_300_800 * SECOND - 1
"""The years 1 to 9999."""

UNITS = {
    "microsecond": 1, "millisecond": 1000, "second": SECOND, "minute": 60 * SECOND, "hour": HOUR, "day": DAY,
    "week": 7 * DAY,
}  # fmt: skip
_ALIASES = {
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "d": "day", "w": "week",
    "mo": "month", "y": "year", "ms": "millisecond",
}  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?")
_RELATIVE = re.compile(r"(?P<base>now|today)?\s*(?:(?P<sign>[+-])\s*(?P<count>\d{1,9})\s*(?P<unit>[a-z]+))?")

Side = Literal["min_value", "max_value"]


def read_moment(bound: str | float | date, now: int, side: Side) -> int:
    """Microseconds since 1970: `2024-01-31`, `2024-03-01T09:30:00+02:00`, `2024-03`, `now - 2 years`."""
    if isinstance(bound, date):
        return _microseconds(bound)
    text = str(bound).strip()
    found = _period(text, side)
    if found is None:
        found = _relative(text.lower(), now)
    if found is None:
        try:
            found = _microseconds(datetime.fromisoformat(text))
        except ValueError:
            raise InvalidInput(
                f"{side} {bound!r} is not a date or time; write 2024-01-31, 2024-01-31T09:30:00, 2024-01, "
                "2024, or now - 2 years"
            ) from None
    if not FIRST <= found <= LAST:
        raise InvalidInput(f"{side} {bound!r} is outside the years 1 to 9999")
    return found


def read_time(bound: str | time, side: Side) -> int:
    """Microseconds since midnight: `09:30`, `09:30:15.250`."""
    try:
        found = time.fromisoformat(bound) if isinstance(bound, str) else bound
    except ValueError:
        raise InvalidInput(f"{side} {bound!r} is not a time of day; write 09:30 or 09:30:15") from None
    return ((found.hour * 60 + found.minute) * 60 + found.second) * SECOND + found.microsecond


def shift_years(moment: int, years: int) -> int:
    """The same day and time in another year: 29 February becomes the 28th where there is none."""
    return shift_months(moment, 12 * years)


def shift_months(moment: int, months: int) -> int:
    """The same day and time in another month, or the last day of a shorter one."""
    days, rest = divmod(moment, DAY)
    day = date(1970, 1, 1) + timedelta(days)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise InvalidInput(f"{months} months from {day} is outside the years 1 to 9999")
    return _microseconds(date(year, month + 1, min(day.day, _month_length(year, month + 1)))) + rest


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return (following - date(year, month, 1)).days if following else 31


def _microseconds(moment: date) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(microseconds=1)


def _period(text: str, side: Side) -> int | None:
    match = _PERIOD.fullmatch(text)
    if match is None or match[1] == "0000" or (match[2] and not 1 <= int(match[2]) <= 12):
        return None
    first = _microseconds(date(int(match[1]), int(match[2] or 1), 1))
    if side == "min_value":
        return first
    if match[1] == "9999" and match[2] in (None, "12"):
        return LAST
    return shift_months(first, 1 if match[2] else 12) - 1


def _relative(text: str, now: int) -> int | None:
    match = _RELATIVE.fullmatch(text)
    if match is None or not text:
        return None
    moment = now // DAY * DAY if match["base"] == "today" else now
    if match["count"] is None:
        return moment
    count = int(match["count"]) * (1 if match["sign"] == "+" else -1)
    unit = _ALIASES.get(match["unit"], match["unit"].removesuffix("s"))
    if unit in ("month", "year", "quarter"):
        return shift_months(moment, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return moment + count * UNITS[unit] if unit in UNITS else None
