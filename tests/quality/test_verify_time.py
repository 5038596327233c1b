"""`verify` along time: what the engine makes holds, and each break of a file is found."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rowsmith as rs
from datasets import plan_of, table_of
from rowsmith.formats import open_format

CHAIN = {
    "name": "markov",
    "start": {"new": 2, "known": 1},
    "transitions": {"new": {"paid": 3, "gone": 1}, "known": {"paid": 1}, "paid": {"sent": 1}},
}
"""`gone` and `sent` are last; nothing leads back to `new`."""

VALUES: list[dict[str, Any]] = [
    {"name": "meter", "type": "decimal", "distribution": {"name": "counter", "rate": 0.7, "spread": 0.5}},
    {"name": "state", "distribution": CHAIN},
    {"name": "value", "type": "float", "constraints": {"precision": 1},
     "distribution": {"name": "series", "base": 20, "daily": 6, "noise": 1}},
    {"name": "total", "type": "float", "distribution": {"name": "running", "of": "value", "start": 100}},
]  # fmt: skip

Rows = list[dict[str, Any]]


def fleet(axis: dict[str, Any], kind: str = "datetime") -> dict[str, Any]:
    along = {"field": "at", "start": "2024-03-20", "end": "2024-04-05", "per": "sensors"} | axis
    ids = {"name": "id", "type": "integer", "sequence": {}}
    fields = [{"name": "at", "type": kind}, {"name": "sensor", "reference": {"table": "sensors"}}, *VALUES]
    return {
        "tables": [
            {"name": "sensors", "rows": 3, "fields": [ids]},
            {"name": "readings", "time_axis": along, "fields": fields},
        ]
    }


def events() -> dict[str, Any]:
    """Events of a case in the order of the file, without a time axis."""
    ids = {"name": "id", "type": "integer", "sequence": {}}
    fields = [
        {"name": "sensor", "reference": {"table": "sensors", "per_parent": {"min": 2, "max": 6}}},
        {"name": "line", "type": "integer", "sequence": {"per": "sensor", "start": 10, "step": 5}},
        {"name": "state", "distribution": CHAIN},
        {"name": "value", "type": "integer", "constraints": {"min_value": -9, "max_value": 9}},
        {"name": "total", "type": "integer", "distribution": {"name": "running", "of": "value"}},
    ]
    return {
        "tables": [{"name": "sensors", "rows": 30, "fields": [ids]}, {"name": "readings", "fields": fields}]
    }


def broken(document: dict[str, Any], change: Callable[[Rows], Rows] = lambda rows: rows) -> set[str]:
    """The promises that do not hold once the readings are changed."""
    plan = plan_of(document)
    with tempfile.TemporaryDirectory() as folder:
        for table in plan.tables:
            made = table_of(plan, table.name)
            if table.name == "readings":
                made = pa.Table.from_pylist(change(made.to_pylist()), schema=made.schema)
            with (Path(folder) / f"{table.name}.parquet").open("wb") as file:
                writer = open_format("parquet").writer(file, made.schema)
                for batch in made.to_batches():
                    writer.write(batch)
                writer.close()
        return {f"{check.field}: {check.promise}" for check in rs.verify(document, folder).broken}


AXES: list[dict[str, Any]] = [
    {"every": "1 hour", "timezone": "Europe/Paris"},
    {"every": "1 hour", "jitter": 0.9},
    {"every": "1 hour", "missing": 0.2},
    {"every": "1 day", "timezone": "Europe/Paris", "jitter": 1.0},
    {"every": "1 day", "calendar": "business_days", "timezone": "America/New_York"},
    {"every": "1 hour", "calendar": "business_hours", "missing": 0.1, "jitter": 0.3},
    {"every": "1 month", "end": "2026-03-20", "start": "2024-01-31"},
    {"every": None},
    {"every": "15 minutes", "per": None},
]


@pytest.mark.parametrize("kind", ["datetime", "date"])
@pytest.mark.parametrize("axis", AXES, ids=str)
def test_what_the_engine_makes_along_time_holds(axis: dict[str, Any], kind: str) -> None:
    document = fleet(axis, kind)
    if axis.get("every", "") is None:
        document["tables"][1]["rows"] = 300
    assert broken(document) == set()


def test_events_in_the_order_of_the_file_hold() -> None:
    assert broken(events()) == set()


def _with(row: int, **values: Any) -> Callable[[Rows], Rows]:
    return lambda rows: [item | values if at == row else item for at, item in enumerate(rows)]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(row=st.integers(0, 431), minutes=st.integers(1, 59))
def test_each_break_along_time_is_found_wherever_it_is(row: int, minutes: int) -> None:
    document = fleet({"every": "1 hour", "end": "2024-03-25"})
    made = table_of(plan_of(document), "readings").to_pylist()
    per = len(made) // 3
    first, last, here = row % per == 0, row % per == per - 1, made[row]
    found = broken(
        document,
        _with(
            row,
            at=here["at"] + datetime.timedelta(minutes=minutes),
            meter=here["meter"] - 9 if last else made[row + 1]["meter"] + 1,
            state="sent" if first else "known",
            total=here["total"] + 0.1,
        ),
    )
    assert "at: one of 144 moments of the time axis" in found
    assert "meter: never falls" in found
    assert f"state: {'begins as new or known' if first else 'may follow the state before it'}" in found
    assert "total: the sum of value so far" in found
    full = "at: 3 series with a row at each moment"
    twice = broken(document, _with(row, at=made[row + (1 if first else -1)]["at"], state="lost"))
    assert {"at: each moment once in its series", full, "state: one of 5 states"} <= twice
    assert full in broken(document, lambda rows: rows[:row] + rows[row + 1 :])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(row=st.integers(0, 59))
def test_each_break_of_the_order_of_events_is_found(row: int) -> None:
    document = events()
    here = table_of(plan_of(document), "readings").to_pylist()[row]
    assert "line: counted from 10 by 5" in broken(document, _with(row, line=here["line"] + 1))
    assert "total: the sum of value so far" in broken(document, _with(row, total=here["total"] - 1))
    step = "begins as new or known" if here["line"] == 10 else "may follow the state before it"
    wrong = "sent" if here["line"] == 10 else "known"
    assert f"state: {step}" in broken(document, _with(row, state=wrong))


def test_a_gap_too_many_is_found_where_readings_are_missing() -> None:
    document = fleet({"every": "1 hour", "missing": 0.2})
    assert {text.partition(" of")[0] for text in broken(document, lambda rows: rows[:-1])} >= {"at: 979"}


def test_rows_in_another_order_hold_where_time_tells_the_order() -> None:
    assert broken(fleet({"every": "1 hour"}), lambda rows: rows[::-1]) == set()
