"""Histories: versions of an entity in periods that touch and never overlap, each row computed alone."""

from __future__ import annotations

import copy
import datetime
import tempfile
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rowsmith as rs
from datasets import plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format


def versions(history: dict[str, Any], kind: str = "date", **per_parent: int) -> dict[str, Any]:
    signup = {"name": "signup", "type": "datetime",
              "constraints": {"min_value": "2022-01-01", "max_value": "2023-01-01"}}  # fmt: skip
    counted = {"table": "customers", "per_parent": per_parent or {"min": 0, "max": 5}}
    return {
        "metadata": {"now": "2025-06-30"},
        "tables": [
            {"name": "customers", "rows": 60,
             "fields": [{"name": "id", "type": "integer", "sequence": {}}, signup]},
            {"name": "versions", "history": {"per": "customers"} | history, "fields": [
                {"name": "customer", "reference": counted},
                {"name": "version", "type": "integer"},
                {"name": "valid_from", "type": kind},
                {"name": "valid_to", "type": kind},
                {"name": "is_current", "type": "boolean"},
                {"name": "days", "type": "integer", "expression": "valid_to::date - valid_from::date"},
            ]},
        ],
    }  # fmt: skip


HISTORIES: list[dict[str, Any]] = [
    {"start": "2024-01-01", "end": "2024-12-31"},
    {"start": "now - 2 years"},
    {"start": "customers.signup", "end": "2025-01-01"},
    {"start": "customer.signup", "open_end": "9999-12-31"},
]


@pytest.mark.parametrize("kind", ["date", "datetime"])
@pytest.mark.parametrize("history", HISTORIES, ids=str)
def test_versions_touch_and_the_last_is_open(history: dict[str, Any], kind: str) -> None:
    rows = table_of(plan_of(versions(history, kind)), "versions").to_pylist()
    for _, group in groupby(rows, key=lambda row: row["customer"]):
        one = list(group)
        assert [row["version"] for row in one] == list(range(1, len(one) + 1))
        assert all(a["valid_to"] == b["valid_from"] > a["valid_from"] for a, b in pairwise(one))
        assert [row["is_current"] for row in one] == [False] * (len(one) - 1) + [True]
        last = one[-1]["valid_to"]
        assert last is None if "open_end" not in history else last.year == 9999
    assert verified(versions(history, kind)) == set()


def test_the_first_version_is_valid_from_the_day_of_the_sign_up() -> None:
    plan = plan_of(versions({"start": "customers.signup"}, min=1, max=3))
    signup = {row["id"]: row["signup"] for row in table_of(plan, "customers").to_pylist()}
    for row in table_of(plan, "versions").to_pylist():
        if row["version"] == 1:
            assert row["valid_from"] == signup[row["customer"]].date()


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_rows_alone_equal_those_of_the_whole(data: st.DataObject) -> None:
    plan = plan_of(versions(data.draw(st.sampled_from(HISTORIES))))
    table = plan.table("versions")
    start = data.draw(st.integers(0, table.rows))
    rows = data.draw(st.integers(0, table.rows - start))
    whole = table_of(plan, "versions").slice(start, rows).combine_chunks()
    assert pa.Table.from_batches([engine.generate(plan, table, start, rows)]).equals(whole)


def verified(document: dict[str, Any], row: int = 0, **values: Any) -> set[str]:
    plan = plan_of(document)
    with tempfile.TemporaryDirectory() as folder:
        for table in plan.tables:
            made = table_of(plan, table.name)
            if table.name == "versions":
                rows = made.to_pylist()
                rows[row] |= values
                made = pa.Table.from_pylist(rows, schema=made.schema)
            with (Path(folder) / f"{table.name}.parquet").open("wb") as file:
                writer = open_format("parquet").writer(file, made.schema)
                for batch in made.to_batches():
                    writer.write(batch)
                writer.close()
        return {f"{check.field}: {check.promise}" for check in rs.verify(document, folder).broken}


@settings(max_examples=8, deadline=None)
@given(row=st.integers(0, 119), days=st.integers(1, 400), on=st.booleans())
def test_each_break_of_a_history_is_found(row: int, days: int, on: bool) -> None:
    document = versions({"start": "2024-01-01"}, exactly=2)
    here = table_of(plan_of(document), "versions").to_pylist()[row]
    first, shift = here["version"] == 1, datetime.timedelta(days=days if on else -days)
    wrong = "the beginning of the next version" if first else "open for the last version"
    moved = {"valid_to": (here["valid_to"] or here["valid_from"]) + shift}
    found = verified(document, row, version=9, is_current=not here["is_current"], **moved)
    assert {
        f"valid_to: {wrong}",
        "is_current: true for the last version alone",
        "version: counted from 1 in the order of time",
    } <= found
    outside = {"valid_from": datetime.date(2023, 12, 31)}
    assert "valid_from: from '2024-01-01' to '2025-06-30'" in verified(document, row, **outside)


def _changed(change: Any) -> dict[str, Any]:
    document = copy.deepcopy(versions({"start": "2024-01-01"}))
    change(document["tables"][1])
    return document


WRONG: list[tuple[Any, str, str]] = [
    (lambda table: table["history"].update(per="shops"), "history.per", "no_entity"),
    (lambda table: table["history"].update(start="customers.nothing"), "history.start", "unknown_field"),
    (lambda table: table["history"].update(start="2025-06-28"), "history", "no_room"),
    (lambda table: table["history"].update(end="soon"), "history.end", "not_a_bound"),
    (lambda table: table["history"].update(open_end="2024-01-01"), "history.open_end", "min_above_max"),
    (lambda table: table["history"].update(valid_to="ends"), "history.valid_to", "unknown_field"),
    (lambda table: table["fields"][3].update(type="datetime"), "history.valid_to", "type_mismatch"),
    (lambda table: table["fields"][4].update(type="string"), "fields.is_current.type", "type_mismatch"),
    (lambda table: table["fields"][2].update(expression="now()"), "fields.valid_from.expression", "said_twice"),
    (lambda table: table["fields"][3].update(constraints={"nullable": False}),
     "fields.valid_to.constraints.nullable", "may_be_null"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "code"), WRONG)
def test_what_cannot_be_is_refused_before_any_row(change: Any, path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of(_changed(change))
    assert [(issue.path, issue.code) for issue in caught.value.issues][:1] == [
        (f"tables.versions.{path}", code)
    ]
