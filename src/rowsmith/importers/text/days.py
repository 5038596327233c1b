"""Bounds of dates: between two days, in a period, since, until, the last two years."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.importers.text import dates, lexicon
from rowsmith.importers.text.draft import Draft


def _dated(draft: Draft, span: dates.Period | None, today: date, *, open_ends: bool = True) -> bool:
    if span is None or (draft.min is not None and draft.max is not None):
        return False
    if span.first and draft.min is None:
        draft.min = span.first.isoformat()
    if span.last and draft.max is None:
        draft.max = span.last.isoformat()
    return True


def between_dates(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`between July 2022 and June 2024`: from the first day of one to the last of the other."""
    first, second = found["a"], found["b"]
    if not re.search(r"\d{4}|today|now|present|ago|yesterday|tomorrow|this", first):
        year = re.search(r"(?:19|20|21)\d\d", second)
        first = f"{first} {year[0]}" if year else first
    low, high = dates.period(first, today), dates.period(second, today)
    if low is None or high is None or _plain_years(found, draft):
        return False
    return _dated(draft, dates.Period(low.first, high.last), today)


def _plain_years(found: re.Match[str], draft: Draft) -> bool:
    """Two bare years are integers where the column is about a year: `year built 1950 to 2020`."""
    bare = all(re.fullmatch(r"\s*(?:19|20|21)\d\d\s*", found[key]) for key in ("a", "b"))
    return bare and (
        draft.type in ("integer", "float") or bool(re.search(r"(?i)year|\byr\b|vintage|jahr", draft.words))
    )


def half_open(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`since 2020`: until today."""
    return _dated(draft, dates.Period(getattr(dates.period(found["a"], today), "first", None), today), today)


_BARE = re.compile(r"\s*(?:19|20|21)\d\d\s*")


def _plain_number(found: re.Match[str]) -> bool:
    """Whether what looks like a year is the end of a range of numbers: `area 50-2000`."""
    before = found.string[: found.start("a")]
    return bool(_BARE.fullmatch(found["a"])) and bool(
        re.search(
            r"(?<![\d-])\d{1,3}\s*(?:-|to|and|\.\.+)"
            r"\s*$",
            before,
        )
    )


def one_moment(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`in March 2025`: its first to its last day."""
    limit = re.search(
        r"(?i)\b(?:up to|at most|at least|under|over|below|above|than)\s*$", found.string[: found.start("a")]
    )
    if _plain_number(found) or (limit and _BARE.fullmatch(found["a"]) and not _about_time(draft)):
        return False
    if draft.type in ("integer", "float", "boolean", "enum") or re.search(
        r"(?i)(?<!this )(?<!last )(?<!the )(?<!next )\byear\b|\bvintage\b", draft.words
    ):
        return False
    return _dated(draft, dates.period(found["a"], today), today)


def _about_time(draft: Draft) -> bool:
    words = lexicon.tokens(draft.words.replace("\ue010", " "))
    return any(lexicon.BY_WORD.get(word) in ("date", "datetime") for word in words) or bool(
        {"at", "on", "since"} & set(words)
    )


def before_date(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`before 2010`, `until June 2024`."""
    if _BARE.fullmatch(found["a"]) and re.match(r"(?i)up to", found[0].strip()) and not _about_time(draft):
        return False
    span = dates.period(found["a"], today)
    until = re.match("until|till|up to|through|by|not", found[0].strip().lower())
    last = span and (span.last if until else dates.shift(span.first, -1, "day") if span.first else None)
    return _dated(draft, dates.Period(None, last), today) if last else False


def after_date(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`after 2015-01-01`: from the next day on."""
    span = dates.period(found["a"], today)
    return (
        _dated(draft, dates.Period(dates.shift(span.last, 1, "day"), None), today)
        if span and span.last
        else False
    )


def relative(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`in the last two years`, seen from today."""
    return _dated(draft, dates.span(found, today), today)
