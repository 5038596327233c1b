"""Coverage: the first rows hold every value, end, null, pair and branch, and nothing else changes."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import rowsmith as rs
from datasets import SHOP, plan_of, table_of
from rowsmith import engine
from rowsmith.cli import app
from rowsmith.plan.pairwise import pairwise
from rowsmith.quality.coverage import coverage, rows_needed

USERS: dict[str, Any] = {
    "name": "users",
    "mode": "coverage",
    "fields": [
        {"name": "id", "type": "integer", "sequence": {}},
        {"name": "plan", "weights": {"free": 98, "pro": 1, "gone": 0}},
        {"name": "country", "constraints": {"enum_values": [f"C{number}" for number in range(40)]}},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 90}},
        {"name": "score", "type": "decimal",
         "constraints": {"min_value": 0.125, "max_value": 9.99, "precision": 2, "nullable": True}},
        {"name": "active", "type": "boolean"},
        {"name": "born", "type": "datetime", "constraints": {"min_value": "1950-01-01", "max_value": "2000-12-31"}},
        {"name": "note", "semantic_type": "text.sentence", "constraints": {"min_length": 3, "max_length": 200}},
        {"name": "code", "constraints": {"pattern": "[A-Z]{2,5}-\\d"}},
        {"name": "left", "type": "datetime", "params": {"after": "born"}},
        {"name": "fee", "type": "integer", "constraints": {"min_value": 5, "max_value": 9}, "when": [
            {"condition": "plan = 'free' AND age > 65 AND active", "min_value": 100, "max_value": 200},
            {"condition": "plan = 'free'", "value": 0},
            {"condition": "age BETWEEN 40 AND 41", "enum_values": [1, 2, 3]}]},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return rs.generate(USERS, seed=7).to_pylist()


def test_every_value_end_and_branch_is_there(rows: list[dict[str, Any]]) -> None:
    seen = {name: {row[name] for row in rows} for name in rows[0]}
    assert seen["plan"] == {"free", "pro"}
    assert len(seen["country"]) == 40
    assert {17, 18, 65, 66, 39, 41, 42, 90} - {17} <= seen["age"]
    assert {"0.13", "9.99", "None"} <= {str(value) for value in seen["score"]}
    assert {str(value) for value in seen["born"]} >= {
        "1950-01-01 00:00:00+00:00",
        "2000-12-31 23:59:59+00:00",
    }
    assert {len(value) for value in seen["note"]} >= {3, 200}
    assert {len(value) for value in seen["code"]} >= {4, 7}
    assert {0, 1, 2, 3, 5, 9, 100, 200} <= seen["fee"]


def test_the_report_counts_what_the_rows_hold(rows: list[dict[str, Any]]) -> None:
    found = rs.coverage(USERS, seed=7)
    assert found.complete
    assert found.rows == {"users": len(rows)}
    assert set(found.left_out) == {"users.id", "users.left"}
    short = rs.coverage(USERS, rows=10, seed=7)
    assert not short.complete
    assert any("country" in name for count in short.counts for name in count.missing)


def test_every_promise_is_kept(tmp_path: Path) -> None:
    done = rs.write(USERS, tmp_path / "users.parquet", seed=7)
    assert rs.verify(USERS, done.path, rows=done.rows).broken == ()
    shop = SHOP | {"mode": "coverage"}
    rs.write(shop, tmp_path / "shop", seed=7, format="parquet")
    assert rs.verify(shop, tmp_path / "shop").broken == ()
    assert coverage(plan_of(shop)).complete


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_rows_stand_alone(data: st.DataObject) -> None:
    plan = plan_of(USERS, rows=300)
    start = data.draw(st.integers(0, 300))
    count = data.draw(st.integers(0, 300 - start))
    whole = table_of(plan).slice(start, count).combine_chunks()
    assert pa.Table.from_batches([engine.generate(plan, plan.table(), start, count)]).equals(whole)


def test_rows_after_the_covering_ones_are_those_of_the_realistic_mode() -> None:
    plan, plain = plan_of(USERS, rows=500), plan_of(USERS | {"mode": "realistic"}, rows=500)
    first = rows_needed(plan.table())
    assert plain.table().covers == ()
    assert table_of(plan).slice(first).equals(table_of(plain).slice(first))
    assert 0 < first < 500


def test_a_plan_with_coverage_goes_through_json() -> None:
    plan = plan_of(USERS)
    assert type(plan).from_json(plan.to_json()) == plan


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 7), min_size=2, max_size=9))
def test_all_pairs_are_in_few_rows(sizes: list[int]) -> None:
    made = pairwise(sizes)
    assert ((made >= 0) & (made < sizes)).all()
    for a, b in combinations(range(len(sizes)), 2):
        assert len({(int(row[a]), int(row[b])) for row in made}) == sizes[a] * sizes[b]
    largest = sorted(sizes)[-2:]
    assert len(made) <= 3 * largest[0] * largest[1] + 12


def test_fields_with_too_many_pairs_have_each_value_alone() -> None:
    choices = [
        {"name": f"f{number}", "constraints": {"enum_values": list(range(size))}, "type": "integer"}
        for number, size in enumerate([40, *[30] * 40])
    ]
    covers = plan_of({"mode": "coverage", "fields": choices}).table().covers
    paired = [cover.paired for cover in covers]
    assert paired == [False, *[True] * sum(paired), *[False] * (40 - sum(paired))]
    assert 20 < sum(paired) < 40
    assert all(set(cover.picks) == set(range(len(cover.levels))) for cover in covers)


def test_the_command_says_what_is_covered_and_how_to_do_it_again(tmp_path: Path) -> None:
    schema = tmp_path / "users.json"
    schema.write_text(json.dumps({key: value for key, value in USERS.items() if key != "mode"}))
    out = tmp_path / "users.csv"
    words = ["generate", "--schema", str(schema), "--coverage", "--seed", "7", "-o", str(out)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "coverage: users: 4 of 4 branches" in done.output
    assert "not covered" not in done.output
    assert "--coverage" in done.output.partition("again:")[2]
    assert out.read_text().count("\n") == rs.coverage(USERS).rows["users"] + 1
