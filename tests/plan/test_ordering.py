"""Order between dates and numbers, kept in every row without drawing again."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import one, plan_of
from rowsmith.errors import InvalidInput

DAY = datetime.timedelta(days=1)


def dated(
    name: str, low: str | None = None, high: str | None = None, kind: str = "date", **params: Any
) -> dict[str, Any]:
    bounds = {key: value for key, value in (("min_value", low), ("max_value", high)) if value is not None}
    return {"name": name, "type": kind, "constraints": bounds, "params": params}


@settings(max_examples=30, deadline=None)
@given(
    span=st.integers(0, 400),
    late=st.integers(0, 400),
    gap=st.integers(0, 5),
    wide=st.none() | st.integers(5, 60),
)
def test_the_later_date_is_later_and_both_keep_their_bounds(
    span: int, late: int, gap: int, wide: int | None
) -> None:
    start = datetime.date(2024, 1, 1)
    end, last = start + span * DAY, start + (late + 5) * DAY
    more = {"gap_max": f"{wide} days"} if wide is not None else {}
    fields = [
        dated("a", str(start), str(end)),
        dated("b", None, str(last), after="a", gap_min=f"{gap} days", **more),
    ]
    for row in one(fields, 300).to_pylist():
        assert start <= row["a"] <= end
        assert row["b"] <= last
        assert row["a"] + gap * DAY <= row["b"]
        assert wide is None or row["b"] <= row["a"] + wide * DAY


@pytest.mark.parametrize("kind", ["date", "datetime"])
def test_a_chain_of_three_fits_between_the_outer_bounds(kind: str) -> None:
    fields = [
        dated("c", "2024-01-01", "2024-01-10", kind, after="b"),
        dated("b", "2024-01-01", "2024-01-10", kind, after="a"),
        dated("a", "2024-01-01", "2024-01-10", kind),
    ]
    for row in one(fields, 500).to_pylist():
        assert row["a"] < row["b"] < row["c"]
        assert row["c"].date() if kind == "datetime" else row["c"] <= datetime.date(2024, 1, 10)


def test_a_date_can_lie_between_two() -> None:
    fields = [
        dated("a", "2024-01-01", "2024-03-01"),
        dated("c", None, "2024-12-31", after="a", gap_min="2 days"),
        dated("b", after="a", before="c", gap_min="1 day"),
    ]
    for row in one(fields, 500).to_pylist():
        assert row["a"] < row["b"] < row["c"]


def test_an_earlier_date_leaves_room_before_the_later_one() -> None:
    fields = [
        dated("due", "2024-01-01", "2024-06-30"),
        dated("sent", "2024-01-01", None, before="due", gap_max="14 days"),
    ]
    for row in one(fields, 500).to_pylist():
        assert datetime.date(2024, 1, 1) <= row["sent"] < row["due"]
        assert row["due"] - row["sent"] <= 14 * DAY


@pytest.mark.parametrize(
    ("kind", "precision"), [("integer", None), ("float", 2), ("float", None), ("decimal", 1)]
)
def test_numbers_are_ordered_too(kind: str, precision: int | None) -> None:
    bounds = {"min_value": 5, "max_value": 20} | ({} if precision is None else {"precision": precision})
    fields = [
        {"name": "low", "type": kind, "constraints": bounds},
        {"name": "high", "type": kind, "constraints": bounds, "params": {"after": "low"}},
    ]
    for row in one(fields, 500).to_pylist():
        assert 5 <= row["low"] < row["high"] <= 20


def test_times_of_day_are_ordered_within_the_day() -> None:
    fields = [
        {"name": "open", "type": "time"},
        {"name": "close", "type": "time", "params": {"after": "open", "gap_min": "1 hour"}},
    ]
    for row in one(fields, 500).to_pylist():
        assert (
            row["open"].hour * 60 + row["open"].minute + 60
            <= row["close"].hour * 60 + row["close"].minute + 1
        )


def test_after_a_date_that_is_missing_nothing_happens() -> None:
    fields = [
        dated("a", "2024-01-01", "2024-06-30")
        | {"constraints": {"null_rate": 0.5, "min_value": "2024-01-01"}},
        dated("b", after="a"),
    ]
    rows = one(fields, 200).to_pylist()
    assert all((row["a"] is None) == (row["b"] is None) for row in rows)
    assert 50 < sum(row["a"] is None for row in rows) < 150


def test_distances_cover_what_they_may() -> None:
    fields = [
        dated("a", "2024-01-01", "2024-06-30"),
        dated("b", after="a", gap_min="1 day", gap_max="5 days"),
    ]
    gaps = {(row["b"] - row["a"]).days for row in one(fields, 300).to_pylist()}
    assert gaps == {1, 2, 3, 4, 5}


def refused(fields: list[dict[str, Any]]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        plan_of({"fields": fields})
    return caught.value


def test_an_impossible_order_names_both_fields_and_their_bounds() -> None:
    error = refused(
        [dated("a", "2025-01-01", "2025-12-31"), dated("b", "2024-01-01", "2024-12-31", after="a")]
    )
    (issue,) = error.issues
    assert issue.code == "order_impossible"
    for word in ("'a'", "'b'", "2025-01-01", "2024-12-31"):
        assert word in issue.message


def test_an_order_that_is_impossible_only_along_a_chain_is_found() -> None:
    fields = [
        dated("a", "2024-01-10", None),
        dated("b", after="a", gap_min="5 days"),
        dated("c", None, "2024-01-12", after="b"),
    ]
    assert refused(fields).issues[0].code == "order_impossible"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"after": "nobody"}, "unknown_field"),
        ({"after": "a", "gap_min": "3 parsecs"}, "not_a_gap"),
        ({"after": "a", "gap_min": "3 days", "gap_max": "1 day"}, "min_above_max"),
    ],
)
def test_a_wrong_order_is_told(params: dict[str, Any], code: str) -> None:
    assert code in [issue.code for issue in refused([dated("a"), dated("b", **params)]).issues]


def test_fields_cannot_be_after_one_another() -> None:
    assert refused([dated("a", after="b"), dated("b", after="a")]).issues[0].code == "cyclic_dependency"


def test_bounds_in_relation_to_now_and_whole_years_are_understood() -> None:
    fields = [dated("a", "now - 2 years", "2025", "datetime"), dated("b", None, "now", "datetime", after="a")]
    for row in one(fields, 300).to_pylist():
        assert row["a"] < row["b"] <= datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        assert row["a"] >= datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
