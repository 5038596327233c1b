"""Dates as people write them: `2024-03-01`, `1 Jan 1990`, `Q1 2024`, `the last two years`, `since 2020`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rowsmith.importers.text.numbers import WORDS, amount

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20|21)\d\d"
_CLOCK = r"(?:[T ]\d{1,2}:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
MOMENT = (
    rf"(?<![\w])(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}{_CLOCK}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|"
    rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![\d-])|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|"
    rf"(?:first|1st|second|2nd|third|3rd|last) (?:week|half|quarter|ten days) of (?:{_MONTH},? )?{_YEAR}|"
    rf"{_MONTH},? {_YEAR}|(?:Q[1-4]|H[12])[ /-]?{_YEAR}|{_YEAR}[ /-]?(?:Q[1-4]|H[12])|"
    rf"(?:spring|summer|autumn|fall) (?:of )?{_YEAR}|(?:FY|season|fiscal year|academic year|"
    rf"school year) ?{_YEAR}(?:[-/]\d\d(?:\d\d)?)?|"
    rf"(?:(?:early|mid|late)[ -])?{_YEAR}(?![\d.,]\d|%|\w)|today|now|yesterday|tomorrow|the present|present|"
    rf"this (?:year|month|week)|\d+ (?:years?|months?|weeks?|days?) ago)(?!\w)"
)
"""One moment or calendar period; `period` gives its first and last day."""
_COUNT = rf"(?:\d+|{WORDS})"
SPAN_UNIT = (
    r"(?:calendar |business |working )?(?:years?|yrs?|quarters?|months?|mos?|weeks?|wks?|fortnights?|"
    r"days?|hours?|hrs?|minutes?|mins?)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included; either may be open."""

    first: date | None
    last: date | None


def period(text: str, today: date) -> Period | None:
    """The days that one moment covers: `period("Q1 2024", today)` is 1 January to 31 March 2024."""
    bare = text.strip().lower().rstrip(",")
    for pattern, read in _MOMENTS:
        found = re.fullmatch(pattern, bare)
        if found:
            try:
                return read(found, today)
            except (ValueError, OverflowError):
                return None
    return None


def shift(day: date, count: int, unit: str) -> date | None:
    """`day` moved by so many units: `shift(date(2024, 3, 31), -1, "month")` is 29 February."""
    name = re.sub(r"^(?:calendar|business|working) ", "", unit.lower()).rstrip("s")
    try:
        if name in ("year", "yr", "quarter", "month", "mo"):
            months = count * {"year": 12, "yr": 12, "quarter": 3}.get(name, 1)
            year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        days = {"week": 7, "wk": 7, "fortnight": 14, "day": 1}.get(name)
        if days is None:
            hours = count if name in ("hour", "hr") else count / 60
            return day + timedelta(days=int(hours / 24) if abs(hours) >= 24 else (-1 if count < 0 else 1))
        return day + timedelta(days=count * days)
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _day(year: str, month: str | int, day: str) -> Period:
    exact = date(int(year), int(month), int(day))
    return Period(exact, exact)


def _numeric(a: str, b: str, year: str) -> Period:
    """`03/04/2024` is month first unless only the other reading is a date; `3.4.2024` is day first."""
    month, day = (a, b) if int(a) <= 12 else (b, a)
    return _day(year, month, day)


def _this(unit: str, today: date) -> Period:
    if unit == "year":
        return Period(date(today.year, 1, 1), today)
    if unit == "month":
        return Period(today.replace(day=1), today)
    return Period(today - timedelta(days=today.weekday()), today)


def _around(part: str | None, year: int) -> Period:
    return {"early": _months(year, 1, 4), "mid": _months(year, 5, 8), "late": _months(year, 9, 12)}.get(
        part or "", _months(year, 1, 12)
    )


def _part(which: str, unit: str, month: int | None, year: int) -> Period | None:
    """`first week of May 2024`, `second half of 2023`, `last quarter of 2022`."""
    whole = _months(year, month or 1, month or 12)
    if whole.first is None or whole.last is None or (unit == "quarter" and month):
        return None
    count = (whole.last - whole.first).days + 1
    size = {"week": 7, "ten days": 10, "half": count // 2 + 1, "quarter": count // 4 + 1}[unit]
    place = {"f": 0, "1": 0, "s": 1, "2": 1, "t": 2, "3": 2}.get(which[0])
    if unit in ("half", "quarter") and month is None:
        months = 6 if unit == "half" else 3
        start = 12 - months if place is None else place * months
        return _months(year, start + 1, start + months) if start + months <= 12 else None
    if place is None:
        return Period(whole.last - timedelta(days=size - 1), whole.last)
    start_day = whole.first + timedelta(days=size * place)
    return Period(start_day, min(whole.last, start_day + timedelta(days=size - 1)))


def _near(day: date | None) -> Period | None:
    return Period(day, day) if day else None


_Read = Callable[[re.Match[str], date], Period | None]
_MOMENTS: tuple[tuple[str, _Read], ...] = (
    (
        rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK.replace('T', 't').replace('Z', 'z')}",
        lambda m, _: _day(m[1], m[2], m[3]),
    ),
    (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", lambda m, _: _day(m[3], m[2], m[1])),
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", lambda m, _: _numeric(m[1], m[2], m[3])),
    (r"(\d{4})-(\d\d)", lambda m, _: _months(int(m[1]), int(m[2]), int(m[2]))),
    (
        rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH}),? (\d{{4}})",
        lambda m, _: _day(m[3], _month(m[2]), m[1]),
    ),
    (rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", lambda m, _: _day(m[3], _month(m[1]), m[2])),
    (
        rf"(first|1st|second|2nd|third|3rd|last) (week|half|quarter|ten days) of (?:({_MONTH}),? )?(\d{{4}})",
        lambda m, _: _part(m[1], m[2], _month(m[3]) if m[3] else None, int(m[4])),
    ),
    (rf"({_MONTH}),? (\d{{4}})", lambda m, _: _months(int(m[2]), _month(m[1]), _month(m[1]))),
    (r"q([1-4])[ /-]?(\d{4})", lambda m, _: _months(int(m[2]), 3 * int(m[1]) - 2, 3 * int(m[1]))),
    (r"(\d{4})[ /-]?q([1-4])", lambda m, _: _months(int(m[1]), 3 * int(m[2]) - 2, 3 * int(m[2]))),
    (r"h([12])[ /-]?(\d{4})", lambda m, _: _months(int(m[2]), 6 * int(m[1]) - 5, 6 * int(m[1]))),
    (r"(\d{4})[ /-]?h([12])", lambda m, _: _months(int(m[1]), 6 * int(m[2]) - 5, 6 * int(m[2]))),
    (r"(spring|summer|autumn|fall) (?:of )?(\d{4})", lambda m, _: _months(int(m[2]), *_SEASONS[m[1]])),
    (
        r"(?:fy|fiscal year) ?(\d{4})[-/]\d\d(?:\d\d)?",
        lambda m, _: Period(date(int(m[1]), 4, 1), date(int(m[1]) + 1, 3, 31)),
    ),
    (
        r"(?:season|academic year|school year) ?(\d{4})[-/]\d\d(?:\d\d)?",
        lambda m, _: Period(date(int(m[1]), 8, 1), date(int(m[1]) + 1, 6, 30)),
    ),
    (r"(?:fy|season|fiscal year|academic year|school year) ?(\d{4})", lambda m, _: _months(int(m[1]), 1, 12)),
    (r"(?:(early|mid|late)[ -])?(?:the )?(?:year )?(\d{4})", lambda m, _: _around(m[1], int(m[2]))),
    (r"today|now|(?:the )?present", lambda _, today: Period(today, today)),
    (r"yesterday", lambda _, today: _near(shift(today, -1, "day"))),
    (r"tomorrow", lambda _, today: _near(shift(today, 1, "day"))),
    (r"this (year|month|week)", lambda m, today: _this(m[1], today)),
    (r"(\d{1,6}) (\w+) ago", lambda m, today: _near(shift(today, -int(m[1]), m[2]))),
)

SPANS = re.compile(
    rf"\b(?:(?:from|in|within|during|over|for|of|spanning|covering|anytime in|at some point in|"
    rf"some time in)\s+)?(?:the\s+)?"
    rf"(?P<way>last|past|previous|preceding|trailing|next|coming|following|"
    rf"upcoming)\s+(?:(?P<count>{_COUNT})\s+)?(?P<unit>{SPAN_UNIT})\b(?!\s+of\s+(?:\w+ )?\d{{4}})",
    re.IGNORECASE,
)


def span(found: re.Match[str], today: date) -> Period | None:
    """The days of `the last two years`, `past 90 days`, `next month`, seen from today."""
    read = amount(found["count"]) if found["count"] else None
    count = int(read.value) if read else 1
    if not 0 < count < 100_000:
        return None
    back = found["way"].lower() in ("last", "past", "previous", "preceding", "trailing")
    other = shift(today, -count if back else count, found["unit"])
    if other is None:
        return None
    return Period(other, today) if back else Period(today, other)
