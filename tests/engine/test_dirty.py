"""The dirty twin: damage with an answer key that takes all of it back."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
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
from rowsmith.plan import Plan

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "sequence": {}},
    {"name": "first_name"},
    {"name": "last_name", "constraints": {"null_rate": 0.1}},
    {"name": "email", "type": "email"},
    {"name": "amount", "type": "decimal", "constraints": {"min_value": 1, "max_value": 99}},
    {"name": "score", "type": "float"},
    {"name": "born", "type": "date"},
    {"name": "seen", "type": "datetime"},
    {"name": "open", "type": "time"},
    {"name": "active", "type": "boolean"},
]


def document(**dirty: Any) -> dict[str, Any]:
    return {"tables": [{"name": "t", "rows": 1500, "fields": FIELDS, "dirty": {"rate": 0.3} | dirty}]}


def twin(plan: Plan) -> tuple[pa.Table, pa.Table]:
    table = plan.table()
    assert table.dirty is not None
    made = engine.generate_dirty(plan, table, 0, table.dirty.rows)
    return pa.Table.from_batches([made.rows]), pa.Table.from_batches([made.key])


@pytest.mark.parametrize(
    "dirty",
    [
        {},
        {"rate": 1.0},
        {"rate": 0},
        {"kinds": {"swap": 1}},
        {"kinds": {"duplicate": 1, "typo": 1}},
        {"fields": ["email", "born"]},
    ],
)
def test_the_twin_minus_its_key_is_the_clean_table(dirty: dict[str, Any]) -> None:
    plan = plan_of(document(**dirty))
    rows, key = twin(plan)
    clean = table_of(plan)
    assert engine.restored(rows, key).combine_chunks().equals(clean.combine_chunks())
    if dirty.get("rate") == 0:
        assert key.num_rows == 0
        assert rows.equals(clean)


def test_every_change_is_in_the_key_and_nothing_else() -> None:
    plan = plan_of(document())
    rows, key = twin(plan)
    clean = table_of(plan)
    named = {(answer["row"], answer["field"]) for answer in key.to_pylist()}
    copies = {answer["row"] for answer in key.to_pylist() if answer["kind"] == "duplicate"}
    source = [answer for answer in range(rows.num_rows) if answer not in copies]
    different = {
        (row, name)
        for name in clean.column_names
        for row, old, new in zip(
            source, clean.column(name).to_pylist(), rows.column(name).take(source).to_pylist(), strict=True
        )
        if old != new
    }
    assert different == {(row, field) for row, field in named if field is not None and row not in copies}


def test_the_rate_and_the_kinds_are_as_asked() -> None:
    plan = plan_of(document(rate=0.4, kinds={"typo": 0.6, "missing": 0.2, "duplicate": 0.2}))
    rows, key = twin(plan)
    kinds = Counter(key.column("kind").to_pylist())
    assert rows.num_rows == 1500 + 120
    assert kinds["duplicate"] == 120
    # Six standard errors.
    assert abs(kinds["typo"] - 0.32 * 0.75 * 1620) < 6 * (0.24 * 1620) ** 0.5
    assert set(kinds) == {"typo", "missing", "duplicate"}


@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(0, 1500), max_size=4))
def test_any_split_equals_the_whole(cuts: list[int]) -> None:
    plan = plan_of(document())
    rows, key = twin(plan)
    table = plan.table()
    edges = [0, *sorted(cuts), rows.num_rows]
    parts = [engine.generate_dirty(plan, table, a, b - a) for a, b in pairwise(edges)]
    assert pa.Table.from_batches([part.rows for part in parts]).combine_chunks().equals(rows.combine_chunks())
    assert pa.Table.from_batches([part.key for part in parts]).combine_chunks().equals(key.combine_chunks())


def test_the_clean_table_is_as_without_a_twin() -> None:
    plain = {"tables": [{"name": "t", "rows": 1500, "fields": FIELDS}]}
    assert table_of(plan_of(document())).equals(table_of(plan_of(plain)))


def test_twin_and_key_are_written_beside_the_clean_file(tmp_path: Path) -> None:
    rs.write(document(), tmp_path / "x.csv", seed=7)
    (tmp_path / "folder").mkdir()
    rs.write(document(), tmp_path / "folder", seed=7, format="jsonl")
    rs.write(document(), tmp_path / "x.zip", seed=7)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "folder",
        "x.csv",
        "x.zip",
        "x_dirty.csv",
        "x_dirty_key.csv",
    ]
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == [
        "t.jsonl",
        "t_dirty.jsonl",
        "t_dirty_key.jsonl",
    ]
    assert (tmp_path / "x_dirty_key.csv").read_text().startswith("row,clean_row,field,kind,before,after")


@pytest.mark.parametrize(
    ("dirty", "code"),
    [
        ({"kinds": {"tipo": 1}}, "unknown_value"),
        ({"fields": ["mail"]}, "unknown_field"),
        ({"kinds": {"typo": 0}}, "all_zero"),
        ({"kinds": {"late": 1}, "fields": ["email"]}, "not_applicable"),
    ],
)
def test_wrong_damage_is_told(dirty: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of(document(**dirty))
    assert [issue.code for issue in caught.value.issues] == [code]
