"""Dates, times and numbers as whole steps: days, microseconds, last decimals."""

from __future__ import annotations

import datetime
import re

from rowsmith.errors import InvalidInput

DAY = 86_400_000_000
SECOND = 1_000_000
_SPANS = {
    "microsecond": 1, "millisecond": 1000, "second": SECOND, "sec": SECOND, "minute": 60 * SECOND,
    "min": 60 * SECOND, "hour": 3600 * SECOND, "hr": 3600 * SECOND, "day": DAY, "week": 7 * DAY,
    "fortnight": 14 * DAY, "month": 30 * DAY, "quarter": 91 * DAY, "year": 365 * DAY,
}  # fmt: skip
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*", re.IGNORECASE)
_ISO = re.compile(r"\s*P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\s*", re.IGNORECASE)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
TEMPORAL = ("date", "datetime", "time")


def span(text: str | float) -> int:
    """A length of time in microseconds: `span("2 hours")`; months count 30 days, years 365."""
    if isinstance(text, str):
        found = _SPAN.fullmatch(text)
        if found and found[2].lower() in _SPANS:
            return round(float(found[1]) * _SPANS[found[2].lower()])
        iso = _ISO.fullmatch(text)
        if iso and any(iso.groups()):
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
            return (weeks * 7 + days) * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND
    raise InvalidInput(f"{text!r} is not a length of time; write '1 day', '90 minutes' or 'PT15M'")


def moment(text: str) -> int:
    """A date or date-time in microseconds since 1970 UTC: `moment("2024-01-31")`; a year is its first day."""
    whole = text.strip()
    if re.fullmatch(r"\d{4}(-\d{2})?", whole):
        whole += "-01-01" if len(whole) == 4 else "-01"
    try:
        found = datetime.datetime.fromisoformat(whole)
    except ValueError:
        raise InvalidInput(f"{text!r} is not an ISO 8601 date such as 2024-01-31") from None
    found = found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    return (found - _EPOCH) // datetime.timedelta(microseconds=1)


def to_steps(bound: float | str, kind: str, scale: int) -> int:
    """A bound of a field as steps of its type: days for a date, 100ths where `scale` is 100."""
    if kind == "time":
        return _time(str(bound))
    if kind in TEMPORAL:
        if not isinstance(bound, str):
            raise InvalidInput(f"{bound!r} is no bound for a {kind}; write a date such as '2024-01-31'")
        return moment(bound) // DAY if kind == "date" else moment(bound)
    if isinstance(bound, str):
        raise InvalidInput(f"{bound!r} is no bound for a number")
    return round(bound * scale)


def from_steps(steps: int, kind: str, scale: int) -> int | float | str:
    """The bound that `to_steps` read: `from_steps(19753, "date", 1)` is `"2024-01-31"`."""
    if kind == "time":
        return (_EPOCH + datetime.timedelta(microseconds=max(0, min(steps, DAY - 1)))).time().isoformat()
    if kind == "date":
        return (_EPOCH + datetime.timedelta(days=steps)).date().isoformat()
    if kind == "datetime":
        return (_EPOCH + datetime.timedelta(microseconds=steps)).replace(tzinfo=None).isoformat()
    return steps if scale == 1 else steps / scale


def gap_steps(gap: float | str, kind: str, scale: int) -> int:
    """A distance as steps: `gap_steps("2 weeks", "date", 1)` is 14."""
    if kind in TEMPORAL:
        length = span(gap)
        return -(-length // DAY) if kind == "date" else length
    if isinstance(gap, str):
        found = re.match(r"\s*-?\d+(?:\.\d+)?", gap)
        if found is None:
            raise InvalidInput(f"{gap!r} is not a number")
        gap = float(found[0])
    return round(gap * scale)


def _time(text: str) -> int:
    try:
        found = datetime.time.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is not a time of day such as 17:30") from None
    return ((found.hour * 60 + found.minute) * 60 + found.second) * SECOND + found.microsecond
