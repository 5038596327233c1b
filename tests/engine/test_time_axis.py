"""Rows along time: the axis itself, series, counters, chains of states and running sums."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.plan import Plan

MARKOV = {
    "name": "markov",
    "start": "new",
    "transitions": {"new": {"paid": 3, "gone": 1}, "paid": {"sent": 1}, "sent": {"sent": 1}},
}


def fleet(axis: dict[str, Any], members: int = 4, **more: Any) -> dict[str, Any]:
    readings = {
        "name": "readings",
        "time_axis": {"field": "at", "start": "2024-01-01", "per": "sensors"} | axis,
        "fields": [
            {"name": "at", "type": "datetime"},
            {"name": "sensor", "reference": {"table": "sensors"}},
            {
                "name": "value",
                "type": "float",
                "constraints": {"precision": 2},
                "distribution": {
                    "name": "series",
                    "base": 20,
                    "daily": 6,
                    "noise": 1,
                    "ar": 0.8,
                    "anomaly_rate": 0.02,
                    "anomaly_size": 60,
                },
            },
            {"name": "odd", "type": "boolean", "params": {"anomaly_of": "value"}},
            {
                "name": "meter",
                "type": "decimal",
                "distribution": {"name": "counter", "rate": 0.7, "spread": 0.5},
            },
            {"name": "state", "distribution": MARKOV},
            {"name": "total", "type": "float", "distribution": {"name": "running", "of": "value"}},
        ],
    } | more
    return {
        "tables": [
            {
                "name": "sensors",
                "rows": members,
                "fields": [{"name": "id", "type": "integer", "sequence": {}}],
            },
            readings,
        ]
    }


HOURLY = {"end": "2024-01-07", "every": "1 hour"}


def readings(axis: dict[str, Any], **more: Any) -> list[list[dict[str, Any]]]:
    rows = table_of(plan_of(fleet(axis, **more)), "readings").to_pylist()
    return [list(group) for _, group in groupby(rows, key=lambda row: row["sensor"])]


def single(axis: dict[str, Any], rows: int = 100, kind: str = "datetime") -> list[Any]:
    document = {
        "tables": [
            {"name": "t", "time_axis": {"field": "at"} | axis, "fields": [{"name": "at", "type": kind}]}
        ]
    }
    return table_of(plan_of(document, rows), "t").column("at").to_pylist()


def test_each_series_has_a_row_at_every_step() -> None:
    series = readings(HOURLY)
    assert [len(rows) for rows in series] == [7 * 24] * 4
    for rows in series:
        assert rows[0]["at"] == datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
        assert {b["at"] - a["at"] for a, b in pairwise(rows)} == {datetime.timedelta(hours=1)}


def test_missing_readings_leave_an_exact_number_of_rows_in_order() -> None:
    series = readings(HOURLY | {"missing": 0.25})
    assert sum(map(len, series)) == 4 * 7 * 24 * 3 // 4
    for rows in series:
        steps = [(b["at"] - a["at"]) / datetime.timedelta(hours=1) for a, b in pairwise(rows)]
        assert all(step >= 1 and step == int(step) for step in steps)
        assert max(steps) > 1


@pytest.mark.parametrize("jitter", [0.5, 1.0])
def test_jitter_moves_moments_but_never_past_one_another(jitter: float) -> None:
    for rows in readings(HOURLY | {"jitter": jitter}):
        assert all(a["at"] < b["at"] for a, b in pairwise(rows))
        assert len({row["at"].minute for row in rows}) > 10


@pytest.mark.parametrize(
    "axis", [HOURLY, HOURLY | {"missing": 0.3, "jitter": 0.4}, {"end": "2024-02-01", "every": None}]
)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_any_split_equals_the_whole(axis: dict[str, Any], data: Any) -> None:
    plan = plan_of(fleet(axis), rows=300)
    table = plan.table("readings")
    whole = table_of(plan, "readings").combine_chunks()
    edges = [0, *sorted(data.draw(st.lists(st.integers(0, table.rows), max_size=3))), table.rows]
    parts = [engine.generate(plan, table, a, b - a) for a, b in pairwise(edges)]
    assert pa.Table.from_batches(parts).combine_chunks().equals(whole)
    assert Plan.from_json(plan.to_json()) == plan


def test_a_day_of_daylight_saving_has_23_hours_and_midnight_stays_midnight() -> None:
    zone = {"start": "2024-03-31", "timezone": "Europe/Berlin"}
    hours = single(zone | {"end": "2024-03-31", "every": "1 hour"})
    assert len(hours) == 23
    days = single(zone | {"end": "2024-04-03", "every": "1 day"})
    assert [day.astimezone(ZoneInfo("Europe/Berlin")).hour for day in days] == [0, 0, 0, 0]


def test_business_days_and_hours_skip_the_rest() -> None:
    days = single(
        {"start": "2024-01-06", "end": "2024-03-01", "every": "1 day", "calendar": "business_days"},
        kind="date",
    )
    assert days[0] == datetime.date(2024, 1, 8)
    assert all(day.weekday() < 5 for day in days)
    assert len(days) == 40
    hours = single(
        {"start": "2024-01-01", "end": "2024-01-14", "every": "2 hours", "calendar": "business_hours"}
    )
    assert {at.hour for at in hours} == {9, 11, 13, 15}
    assert len(hours) == 40


def test_months_end_where_the_month_ends() -> None:
    months = single({"start": "2024-01-31", "end": "2024-06-30", "every": "1 month"}, kind="date")
    assert months[:3] == [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31)]
    assert len(months) == 6


def test_an_axis_without_an_end_takes_the_rows_that_were_asked_for() -> None:
    assert len(single({"start": "2024-01-01", "every": "15 minutes"}, rows=77)) == 77


def test_an_irregular_axis_fills_its_span_in_order() -> None:
    moments = single({"start": "2024-01-01", "end": "2024-12-31"}, rows=500)
    assert moments == sorted(moments)
    assert len({b - a for a, b in pairwise(moments)}) > 100
    assert moments[0].month == 1
    assert moments[-1].month == 12


@pytest.mark.parametrize(
    ("per", "members"),
    [
        ({"constraints": {"enum_values": ["a", "b", "c"]}}, 3),
        ({"type": "integer", "constraints": {"min_value": 1, "max_value": 3}}, 3),
        ({"type": "boolean"}, 2),
        ({"weights": {"x": 5, "y": 1}}, 2),
        ({"sequence": {"template": "S-{001}"}}, 3),
        ({"type": "uuid"}, 3),
        ({"type": "date", "constraints": {"min_value": "2024-01-01", "max_value": "2024-01-03"}}, 3),
    ],
    ids=str,
)
def test_a_plain_field_can_tell_series_apart(per: dict[str, Any], members: int) -> None:
    axis = {"field": "at", "start": "2024-01-01", "end": "2024-01-02", "every": "1 hour", "per": "who"}
    fields = [{"name": "who"} | per, {"name": "at", "type": "datetime"},
              {"name": "meter", "type": "float", "distribution": {"name": "counter", "rate": 2}}]  # fmt: skip
    document = {"tables": [{"name": "t", "rows": 48 * members, "time_axis": axis, "fields": fields}]}
    rows = table_of(plan_of(document), "t").to_pylist()
    assert set(Counter(row["who"] for row in rows).values()) == {48}
    assert len({(row["who"], row["at"]) for row in rows}) == 48 * members
    for _, group in groupby(rows, key=lambda row: row["who"]):
        assert all(a["meter"] <= b["meter"] and a["at"] < b["at"] for a, b in pairwise(group))


@pytest.mark.parametrize(
    ("per", "code"),
    [
        ({"constraints": {"pattern": "[A-C]"}}, "unique_impossible"),
        ({"expression": "'x'"}, "not_a_series_key"),
        ({"constraints": {"enum_values": ["a", "b"], "null_rate": 0.5}}, "not_a_series_key"),
        ({"constraints": {"enum_values": [1, 2]}, "when": [{"condition": "at > '2024-01-02'", "value": 1}]},
         "not_a_series_key"),
    ],
    ids=str,
)  # fmt: skip
def test_a_field_that_cannot_tell_series_apart_is_refused(per: dict[str, Any], code: str) -> None:
    axis = {"field": "at", "start": "2024-01-01", "end": "2024-01-02", "every": "12 hours", "per": "who"}
    fields = [{"name": "who"} | per, {"name": "at", "type": "datetime"}]
    with pytest.raises(InvalidInput) as caught:
        plan_of({"tables": [{"name": "t", "time_axis": axis, "fields": fields}]}, rows=100)
    assert code in {issue.code for issue in caught.value.issues}


def test_a_series_has_its_level_its_cycle_and_labelled_anomalies() -> None:
    rows = [row for rows in readings({"end": "2024-03-31", "every": "1 hour"}) for row in rows]
    plain = [row for row in rows if not row["odd"]]
    by_hour = {hour: np.mean([row["value"] for row in plain if row["at"].hour == hour]) for hour in (2, 14)}
    assert abs(by_hour[14] - 26) < 0.4
    assert abs(by_hour[2] - 14) < 0.4
    odd = [row for row in rows if row["odd"]]
    # Six standard errors of a share.
    assert abs(len(odd) / len(rows) - 0.02) < 6 * (0.02 / len(rows)) ** 0.5
    assert all(abs(row["value"] - 20) > 45 for row in odd)
    assert all(abs(row["value"] - 20) < 15 for row in plain)


def test_noise_is_autoregressive() -> None:
    document = fleet({"end": "2024-12-31", "every": "1 hour"}, members=1)
    document["tables"][1]["fields"][2]["distribution"] = {"name": "series", "noise": 1, "ar": 0.8}
    values = np.array(table_of(plan_of(document), "readings").column("value").to_pylist())
    assert abs(np.corrcoef(values[1:], values[:-1])[0, 1] - 0.8) < 0.04
    assert abs(values.std() - 1) < 0.1


def test_counters_never_fall_and_sums_run() -> None:
    for rows in readings(HOURLY):
        assert all(a["meter"] <= b["meter"] for a, b in pairwise(rows))
        assert all(
            row["total"] == pytest.approx(sum(r["value"] for r in rows[: i + 1]))
            for i, row in enumerate(rows)
        )


def test_states_follow_the_transitions() -> None:
    allowed = {("new", "paid"), ("new", "gone"), ("paid", "sent"), ("sent", "sent"), ("gone", "gone")}
    series = readings({"end": "2024-01-01", "every": "1 hour"})
    for rows in series:
        assert rows[0]["state"] == "new"
        assert {(a["state"], b["state"]) for a, b in pairwise(rows)} <= allowed


def test_events_of_a_parent_are_a_chain_too_and_a_balance_runs() -> None:
    document = {
        "tables": [
            {"name": "account", "rows": 500, "fields": [{"name": "id", "type": "integer", "sequence": {}}]},
            {
                "name": "event",
                "fields": [
                    {
                        "name": "account_id",
                        "reference": {"table": "account", "per_parent": {"min": 1, "max": 6}},
                    },
                    {"name": "state", "distribution": MARKOV},
                    {"name": "amount", "type": "decimal", "constraints": {"min_value": -9, "max_value": 9}},
                    {
                        "name": "balance",
                        "type": "decimal",
                        "distribution": {"name": "running", "of": "amount", "start": 100},
                    },
                ],
            },
        ]
    }
    plan = plan_of(document)
    rows = table_of(plan, "event").to_pylist()
    for _, group in groupby(rows, key=lambda row: row["account_id"]):
        balance = 100
        for number, row in enumerate(group):
            balance += row["amount"]
            assert row["balance"] == balance
            assert (row["state"] == "new") == (number == 0)
    second = Counter(
        b["state"] for a, b in pairwise(rows) if a["account_id"] == b["account_id"] and a["state"] == "new"
    )
    assert abs(second["paid"] / second.total() - 0.75) < 6 * (0.19 / second.total()) ** 0.5
    alone = [engine.generate(plan, plan.table("event"), row, 1).to_pylist()[0] for row in (0, 7, 900)]
    assert alone == [rows[row] for row in (0, 7, 900)]


def test_a_hint_of_a_cycle_makes_one() -> None:
    axis = {"field": "at", "start": "2024-01-01", "end": "2024-01-31", "every": "1 hour"}
    value = {
        "name": "v",
        "type": "float",
        "generation_hint": "daily cycle",
        "constraints": {"min_value": 0, "max_value": 10},
    }
    document = {
        "tables": [{"name": "t", "time_axis": axis, "fields": [{"name": "at", "type": "datetime"}, value]}]
    }
    rows = table_of(plan_of(document), "t").to_pylist()
    day = np.mean([row["v"] for row in rows if row["at"].hour == 14])
    night = np.mean([row["v"] for row in rows if row["at"].hour == 2])
    assert day - night > 5
    assert all(0 <= row["v"] <= 10 for row in rows)


@pytest.mark.parametrize(
    ("axis", "code"),
    [
        ({"end": "2023-01-01", "every": "1 hour"}, "min_above_max"),
        ({"end": "2024-02-01", "every": "often"}, "not_a_time_axis"),
        ({"end": "2024-02-01", "every": "1 hour", "timezone": "Mars/Olympus"}, "unknown_timezone"),
        ({"every": None}, "not_a_time_axis"),
        ({"end": "2024-02-01", "every": "1 hour", "per": "nobody"}, "unknown_field"),
        ({"end": "2024-02-01", "every": "1 hour", "field": "when"}, "unknown_field"),
    ],
)
def test_a_wrong_axis_is_told(axis: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of(fleet(axis))
    assert code in [issue.code for issue in caught.value.issues]


def test_a_total_that_the_axis_cannot_have_is_told() -> None:
    with pytest.raises(InvalidInput, match="168 moments"):
        plan_of(fleet(HOURLY, rows=600))
