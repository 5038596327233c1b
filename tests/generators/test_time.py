"""Dates, times, moments and their texts, against Python's own calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.writing.calendar_text import write
from rowsmith.writing.moments import read_moment, read_time

STREAM = Stream((6, "t", "field"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def column(name: str, rows: Rows, unique: bool = False, **params: object) -> pa.Array:
    kind = semantic_types.get(f"time.{name}")
    now = (NOW - EPOCH) // timedelta(microseconds=1)
    context = Context(table=Stream((6, "t")), unique=unique, now=now)
    return kind(STREAM, rows, context, **kind.check(params, "x"))


def draw(name: str, rows: Rows, unique: bool = False, **params: object) -> list[object]:
    return column(name, rows, unique, **params).to_pylist()


def micros(moment: datetime) -> int:
    return (moment.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("2024-02-29", datetime(2024, 2, 29), datetime(2024, 2, 29)),
        ("2024-02", datetime(2024, 2, 1), datetime(2024, 2, 29, 23, 59, 59, 999999)),
        ("2024", datetime(2024, 1, 1), datetime(2024, 12, 31, 23, 59, 59, 999999)),
        (2024, datetime(2024, 1, 1), datetime(2024, 12, 31, 23, 59, 59, 999999)),
        ("2024-01-31T09:30:00+02:00", datetime(2024, 1, 31, 7, 30), datetime(2024, 1, 31, 7, 30)),
        ("2024-01-31T09:30:00Z", datetime(2024, 1, 31, 9, 30), datetime(2024, 1, 31, 9, 30)),
        ("now", datetime(2026, 1, 1), datetime(2026, 1, 1)),
        ("now - 2 years", datetime(2024, 1, 1), datetime(2024, 1, 1)),
        ("-3 months", datetime(2025, 10, 1), datetime(2025, 10, 1)),
        ("today+10d", datetime(2026, 1, 11), datetime(2026, 1, 11)),
        (date(2020, 5, 5), datetime(2020, 5, 5), datetime(2020, 5, 5)),
    ],
)
def test_bounds_are_read(bound: str | int | date, low: datetime, high: datetime) -> None:
    assert read_moment(bound, micros(datetime(2026, 1, 1)), "min_value") == micros(low)
    assert read_moment(bound, micros(datetime(2026, 1, 1)), "max_value") == micros(high)


@pytest.mark.parametrize(
    "bound", ["yesterday-ish", "2024-13", "2024-02-30", "", "99", "now - 3 parsecs", "-9000 years"]
)
def test_a_bound_that_is_no_moment_is_refused(bound: str) -> None:
    with pytest.raises(InvalidInput):
        read_moment(bound, 0, "min_value")
    with pytest.raises(InvalidInput, match="time of day"):
        read_time("25:00", "max_value")


MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))


@settings(deadline=None)
@given(a=MOMENTS, b=MOMENTS, unit=st.sampled_from(["microsecond", "millisecond", "second", "minute"]))
def test_moments_keep_their_bounds_and_unit(a: datetime, b: datetime, unit: str) -> None:
    low, high = sorted((a, b))
    steps = {"microsecond": 1, "millisecond": 1000, "second": 10**6, "minute": 6 * 10**7}[unit]
    if micros(high) // steps < -(-micros(low) // steps):
        return
    params = {"min_value": low.isoformat(), "max_value": high.isoformat(), "unit": unit}
    for unique in (False, True):
        count = min(30, micros(high) // steps - -(-micros(low) // steps) + 1)
        values = column("datetime", Rows(0, count), unique, **params).cast(pa.int64()).to_pylist()
        assert all(micros(low) <= value <= micros(high) and value % steps == 0 for value in values)
        assert not unique or len(set(values)) == count


@settings(deadline=None)
@given(a=st.dates(), b=st.dates(), spread=st.sampled_from(["uniform", "recent", "early"]))
def test_dates_keep_their_bounds(a: date, b: date, spread: str) -> None:
    low, high = sorted((a, b))
    params = {"min_value": low, "max_value": high.isoformat(), "distribution": spread}
    values = draw("date", Rows(0, 30), **params)
    assert all(low <= value <= high for value in values)  # type: ignore[operator]


def test_the_default_is_the_last_three_years() -> None:
    values = draw("datetime", Rows(0, 5000))
    assert min(values) >= datetime(2023, 1, 1, tzinfo=UTC)  # type: ignore[type-var]
    assert max(values) <= NOW  # type: ignore[type-var]
    assert column("datetime", Rows(0, 0)).type == pa.timestamp("us", "UTC")
    assert column("date", Rows(0, 0)).type == pa.date32()
    assert column("time", Rows(0, 0)).type == pa.time64("us")
    days = draw("date", Rows(0, 1097), True)
    assert len(set(days)) == 1097


def test_late_days_come_more_often_when_recent() -> None:
    days = [value.toordinal() for value in draw("date", Rows(0, 20_000), distribution="recent")]  # type: ignore[attr-defined]
    share = (np.mean(days) - min(days)) / (max(days) - min(days))
    assert abs(share - 2 / 3) < 0.01


def test_times_keep_their_bounds() -> None:
    values = draw("time", Rows(0, 481), True, min_value="09:00", max_value="17:00", unit="minute")
    assert set(values) == {(datetime(2000, 1, 1, 9) + timedelta(minutes=i)).time() for i in range(481)}
    assert all(value == time(7) for value in draw("time", Rows(0, 5), min_value="07:00", max_value="07:00"))


@settings(deadline=None, max_examples=60)
@given(moments=st.lists(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)), min_size=1, max_size=12))
def test_texts_are_as_strftime_writes_them(moments: list[datetime]) -> None:
    values = np.array([micros(moment) for moment in moments])
    for text in (
        "%Y-%m-%d", "%d/%b/%Y:%H:%M:%S +0000", "%A, %B %-d, %Y at %I:%M %p", "%y%j %f|%H%%", "%G-W%V-%u",
        "%a %b", "%H:%M:%S.%f", "%F %T", "%d.%m.%y é",
    ):  # fmt: skip
        expected = [moment.strftime(text) for moment in moments]
        assert write(values, text).to_pylist() == expected, text


def test_other_ways_to_write_a_format() -> None:
    value = np.array([micros(datetime(2024, 3, 5, 16, 7, 8, 123456))])
    for text, expected in {
        "YYYY-MM-DD": "2024-03-05", "DD.MM.YY HH:mm:ss": "05.03.24 16:07:08", "MMM D": "Mar D",
        "%s": "1709654828",
        "%q": "1", "hh:mm A": "04:07 PM", "HH:mm:ss.SSS": "16:07:08.123", "%z %Z": "+0000 UTC",
        "no directive": "no directive", "YYYY at HH": "2024 at 16",
        "%-d/%-m": "5/3", "%e|%l": " 5| 4",
    }.items():  # fmt: skip
        assert write(value, text).to_pylist() == [expected], text
    with pytest.raises(InvalidInput, match="%Q"):
        draw("datetime", Rows(0, 0), format="%Y%Q")


def test_working_moments_are_all_and_only_those() -> None:
    params = {"min_value": "2024-08-15T16:58:30", "max_value": "2024-08-19T09:01:00"}
    values = draw("business_datetime", Rows(0, 483), True, **params)
    friday = [datetime(2024, 8, 16, 9, tzinfo=UTC) + timedelta(minutes=i) for i in range(480)]
    thursday = [datetime(2024, 8, 15, 16, 59, tzinfo=UTC)]
    monday = [datetime(2024, 8, 19, 9, i, tzinfo=UTC) for i in range(2)]
    assert sorted(values) == thursday + friday + monday  # type: ignore[type-var]


def test_working_days_are_weekdays_also_before_1970() -> None:
    days = draw("business_date", Rows(0, 2000), min_value="1960", max_value="1979")
    assert all(day.weekday() < 5 and 1960 <= day.year <= 1979 for day in days)  # type: ignore[attr-defined]
    assert (
        len(set(draw("business_date", Rows(0, 5), True, min_value="2024-08-10", max_value="2024-08-18"))) == 5
    )
    with pytest.raises(InvalidInput, match="no working moment"):
        draw("business_date", Rows(0, 0), min_value="2024-08-10", max_value="2024-08-11")


def test_parts_and_relatives() -> None:
    today = NOW.date()
    assert all(value < today for value in draw("past_date", Rows(0, 500)))  # type: ignore[operator]
    assert all(value > today for value in draw("future_date", Rows(0, 500)))  # type: ignore[operator]
    assert all(NOW - timedelta(30) <= v <= NOW for v in draw("recent_datetime", Rows(0, 500)))  # type: ignore[operator]
    assert set(draw("month", Rows(0, 500))) == set(range(1, 13))
    assert set(draw("year", Rows(0, 500))) == set(range(2016, 2027))
    assert set(draw("iso_week", Rows(0, 3), True, min_value="2023-12-31", max_value="2024-01-08")) == {
        "2023-W52", "2024-W01", "2024-W02",
    }  # fmt: skip
    assert set(draw("year_month", Rows(0, 3), True, min_value="2023-12-31", max_value="2024-02-01")) == {
        "2023-12", "2024-01", "2024-02",
    }  # fmt: skip
    assert draw("unix_time", Rows(0, 1), min_value=1_700_000_000, max_value=1_700_000_000) == [1_700_000_000]


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("date", {"min_value": "2025", "max_value": "2024"}, "after max_value"),
        (
            "datetime",
            {"min_value": "2024-01-01T00:00:01", "max_value": "2024-01-01T00:00:02", "unit": "hour"},
            "no moment",
        ),
        ("date", {"min_value": "soon"}, "not a date"),
        ("time", {"min_value": "18:00", "max_value": "09:00"}, "after max_value"),
        ("time", {"min_value": "x"}, "not a time"),
        ("month", {"min_value": 0}, "no range"),
        ("business_datetime", {"opens": "17:00", "closes": "09:00"}, "closing time"),
    ],
)
def test_bad_parameters_are_refused_before_the_first_row(
    name: str, params: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        draw(name, Rows(0, 0), **params)
