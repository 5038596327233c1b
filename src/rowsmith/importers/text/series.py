"""Rows along time: `hourly for 10 sensors over January 2024`, `every 5 minutes for the past 24 hours`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rowsmith.importers.text import dates, lexicon
from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.numbers import DIGITS, WORDS, amount

_N = rf"(?:{DIGITS}|{WORDS})"
_STEP = r"(?P<unit>second|sec|minute|min|hour|hr|day|week|month|quarter|year)s?"
_ADVERBS = {
    "minutely": "minute",
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
}
_EVERY = (
    re.compile(
        (
            rf"\b(?:(?:one|a|single)\s+(?:\w+\s+){{0,2}}?)?(?:taken |measured |recorded |sampled |"
            rf"logged |collected )?(?:every|each)\s+(?:(?P<n>{_N})[ -]?)?{_STEP}\b"
        ),
        re.IGNORECASE,
    ),
    re.compile(
        (
            rf"\b(?:one|a|single|1)\s+(?:\w+\s+)?(?P<noun>readings?|rows?|records?|entry|"
            rf"measurements?|samples?|values?|points?|observations?|event|line)\s+(?:per|a|"
            rf"an)\s+(?P<n>x)?{_STEP}\b"
        ),
        re.IGNORECASE,
    ),
    re.compile(
        (
            rf"\b(?:at |in |with )?(?:an? )?(?P<n>{_N})[ -]?{_STEP}(?:ly)?[ -](?:intervals?|"
            rf"resolution|steps?|frequency|granularity|readings|data)\b"
        ),
        re.IGNORECASE,
    ),
)
_START = re.compile(
    (
        r"(?P<a>minutely|hourly|daily|weekly|monthly|quarterly|yearly)\b(?! (?:cycle|pattern|season|"
        r"rhythm|rate|budget|charge|income|fee|price|cost|limit))"
    ),
    re.IGNORECASE,
)
_FOR = re.compile(
    (
        rf"\b(?:for|over|of|during|lasting)\s+(?:the )?(?P<n>{_N}|a|an|one)?\s*(?:full |whole |"
        rf"consecutive )?{_STEP}\s*,?\s*(?:starting|beginning|from|since|commencing)\s*(?:on|at|from|"
        rf"in)?\s*(?P<a>{dates.MOMENT})"
    ),
    re.IGNORECASE,
)
_RANGE = re.compile(
    (
        rf"\b(?:(?:from|between|for|over|in|during|on|covering|of|spanning|throughout)\s+)+(?:the "
        rf")?(?:month of |year |period )?(?P<a>{dates.MOMENT})(?:\s*(?:-|to|and|until|through|"
        rf"till)\s*(?P<b>{dates.MOMENT}))?"
    ),
    re.IGNORECASE,
)
_WHO = re.compile(
    (
        rf"\b(?:for|across|from|of|by|with)\s+(?:each of )?(?:the "
        rf")?(?P<n>{_N})\s+(?P<noun>(?:[a-z][\w-]* ){{0,2}}?[a-z][\w-]*s)\b"
    ),
    re.IGNORECASE,
)
_STANDING = re.compile(
    rf"(?:^|(?<=[,;.:]))\s*(?P<n>{_N})\s+(?P<noun>[a-z][\w-]*s)(?=\s*(?:[,;.]|$))", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:for|in|across|of|at)\s+(?P<v>[A-Z][\w-]*(?: [A-Z]\w*)?(?:, [A-Z][\w-]*(?: "
    r"[A-Z]\w*)?){0,30},? and [A-Z][\w-]*(?: [A-Z]\w*)?)\b"
)
_SECONDS = {
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86400,
    "week": 604800,
}
_MEASURED = re.compile(r"(?i)\b(?:readings?|data|measurements?|records?|series|values|table|log|logs)\b")


@dataclass(frozen=True, slots=True)
class Series:
    """A time axis as said: steps of `count` `unit` between two days, for so many of a kind."""

    every: str
    seconds: int
    first: str
    last: str
    steps: int
    noun: str | None
    members: int
    names: tuple[str, ...] = ()


def read_series(text: str, request: Request) -> tuple[Series, str] | None:
    """The time axis of a request and the text without it; None where no step or no span is said."""
    step = _step(text)
    if step is None:
        return None
    found, count, unit = step
    rest = text[: found.start()] + " " + text[found.end() :]
    sentence = re.split(r"(?<=[^\d])[.;]\s|\n", rest[max(0, found.start() - 200) : found.start() + 260])
    scope = next(
        (part for part in sentence if dates.SPANS.search(part) or _FOR.search(part) or _RANGE.search(part)),
        "",
    )
    span = _span(scope, request.today, unit)
    if span is None:
        return None
    start, end, words = span
    seconds = count * _SECONDS.get(unit, 0)
    steps = int((end - start).total_seconds() // seconds) if seconds else _calendar(start, end, count, unit)
    if not 0 < steps <= 10**9:
        return None
    rest = rest.replace(words, " ", 1)
    who = _WHO.search(rest) or _STANDING.search(rest)
    named = _NAMED.search(rest)
    names = (
        tuple(re.split(r",? and |, ", named["v"]))
        if named and not dates.period(named["v"], request.today)
        else ()
    )
    if named and names:
        rest = rest[: named.start()] + " " + rest[named.end() :]
        who = None
    members, noun = 1, None
    if who and lexicon.singular(who["noun"].split()[-1]) not in (
        "day",
        "hour",
        "week",
        "month",
        "year",
        "minute",
        "row",
        "record",
        "second",
    ):
        read = amount(who["n"])
        if read and 0 < read.value <= 10**7:
            members, noun = int(read.value), lexicon.singular(who["noun"].split()[-1])
            listed = re.match(r"\s*\(([^()%]+)\)", rest[who.end() :])
            given = (
                tuple(item.strip() for item in re.split(r",|\band\b", listed[1]) if item.strip())
                if listed
                else ()
            )
            if listed and len(given) == members:
                names = given
            rest = rest[: who.start()] + " " + rest[who.end() + (listed.end() if listed and names else 0) :]
    last = end - timedelta(seconds=1)
    every = f"{count} {unit}{'s' if count > 1 else ''}"
    whole = seconds >= 86400 or not seconds
    return Series(
        every,
        seconds,
        start.date().isoformat() if start.time().isoformat() == "00:00:00" else start.isoformat(),
        last.date().isoformat()
        if end.time().isoformat() == start.time().isoformat() == "00:00:00"
        else last.isoformat(),
        steps,
        noun,
        members,
        names,
    ), _tidy(rest, whole)


def _tidy(text: str, whole: bool) -> str:
    return re.sub(r"\s{2,}", " ", re.sub(r"^\s*[,:;]\s*|(?<=[,:])\s*,", " ", text)).strip()


def _step(text: str) -> tuple[re.Match[str], int, str] | None:
    for pattern in _EVERY:
        found = pattern.search(text)
        if found:
            read = amount(found["n"]) if found["n"] and found["n"] != "x" else None
            unit = {"sec": "second", "min": "minute", "hr": "hour"}.get(
                found["unit"].lower(), found["unit"].lower()
            )
            return found, int(read.value) if read and read.value >= 1 else 1, unit
    early = _START.search(text)
    if (
        early
        and len(text[: early.start()].split()) <= 5
        and not re.search(r"[,;:](?!\s*$)", text[: early.start()].strip() + " ")
    ):
        return early, 1, _ADVERBS[early["a"].lower()]
    return None


def _span(scope: str, today: date, unit: str) -> tuple[datetime, datetime, str] | None:
    lasting = _FOR.search(scope)
    if lasting:
        first = dates.period(lasting["a"], today)
        read = amount(lasting["n"]) if lasting["n"] and lasting["n"].lower() not in ("a", "an") else None
        other = (
            dates.shift(first.first, int(read.value) if read else 1, lasting["unit"])
            if first and first.first
            else None
        )
        return (
            (_midnight(first.first), _midnight(other), lasting[0])
            if first and first.first and other
            else None
        )
    recent = dates.SPANS.search(scope)
    if recent:
        days = dates.span(recent, today)
        hours = re.match(r"(?i)hours?|hrs?", recent["unit"])
        if hours:
            read = amount(recent["count"] or "one")
            end = _midnight(today)
            return (end - timedelta(hours=int(read.value) if read else 1), end, recent[0])
        return (
            (_midnight(days.first), _midnight(days.last), recent[0])
            if days and days.first and days.last
            else None
        )
    ranged = _RANGE.search(scope)
    if ranged:
        first, last = dates.period(ranged["a"], today), dates.period(ranged["b"] or ranged["a"], today)
        if first and last and first.first and last.last:
            clocks = re.findall(r"\d[T ](\d{1,2}):(\d\d)", ranged[0])
            if len(clocks) == 2 and ranged["b"]:
                begin, finish = (timedelta(hours=int(hour), minutes=int(minute)) for hour, minute in clocks)
                return _midnight(first.first) + begin, _midnight(last.first or last.last) + finish, ranged[0]
            return _midnight(first.first), _midnight(last.last) + timedelta(days=1), ranged[0]
    return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _calendar(start: datetime, end: datetime, count: int, unit: str) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(1, months // (count * {"month": 1, "quarter": 3, "year": 12}[unit]))
