"""The determinism contract at the engine: any range, alone, in any order, on any threads: the same rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.plan import Plan, compile_plan
from rowsmith.schema import parse_schema

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "sequence": {"start": 1}},
    {"name": "key", "type": "uuid", "constraints": {"unique": True}},
    {"name": "first_name"},
    {"name": "email", "type": "email", "constraints": {"unique": True, "null_rate": 0.1}},
    {"name": "plan", "type": "enum", "weights": {"free": 70, "pro": 25, "enterprise": 5}},
    {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 90}},
    {"name": "balance", "type": "float", "constraints": {"precision": 2, "min_value": 0, "max_value": 9.5}},
    {"name": "since", "type": "datetime", "constraints": {"min_value": "2024-01-01", "max_value": "2024"}},
    {"name": "active", "type": "boolean", "constraints": {"null_rate": 0.5}},
    {"name": "code", "constraints": {"pattern": r"[A-Z]{2}-\d{3}", "unique": True}},
    {"name": "nick", "semantic_type": "person.first_name", "constraints": {"min_length": 4, "max_length": 5}},
    {"name": "price", "type": "decimal", "constraints": {"min_value": 1, "max_value": 5, "precision": 2}},
    {"name": "tags", "type": "array", "items": {"name": "tag", "constraints": {"enum_values": ["a", "b"]}}},
    {"name": "home", "type": "object", "fields": [{"name": "city"}, {"name": "floor", "type": "integer"}]},
]  # fmt: skip


def plan_of(fields: list[dict[str, Any]], rows: int = 1000, seed: int = 7) -> Plan:
    return compile_plan(parse_schema({"name": "t", "fields": fields}), rows=rows, seed=seed)


PLAN = plan_of(FIELDS)
WHOLE = engine.generate(PLAN, PLAN.table(), 0, 1000)


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, 1000), max_size=6), order=st.randoms(use_true_random=False))
def test_any_split_in_any_order_equals_the_whole(cuts: list[int], order: Any) -> None:
    ranges = list(pairwise([0, *sorted(cuts), 1000]))
    shuffled = ranges.copy()
    order.shuffle(shuffled)
    made = {
        begin_end: engine.generate(PLAN, PLAN.table(), begin_end[0], begin_end[1] - begin_end[0])
        for begin_end in shuffled
    }
    joined = pa.Table.from_batches([made[part] for part in ranges])
    assert joined.combine_chunks().equals(pa.Table.from_batches([WHOLE]).combine_chunks())


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_changes_nothing(threads: int) -> None:
    parts = engine.batches(PLAN, PLAN.table(), threads=threads, block=64)
    assert (
        pa.Table.from_batches(parts).combine_chunks().equals(pa.Table.from_batches([WHOLE]).combine_chunks())
    )


@given(row=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_a_row_alone_equals_the_row_in_the_whole(row: int) -> None:
    assert engine.generate(PLAN, PLAN.table(), row, 1).to_pylist() == WHOLE.slice(row, 1).to_pylist()


@pytest.mark.parametrize("removed", [field["name"] for field in FIELDS])
def test_removing_a_field_changes_no_other(removed: str) -> None:
    kept = [field for field in FIELDS if field["name"] != removed]
    plan = plan_of(kept)
    assert engine.generate(plan, plan.table(), 0, 1000).equals(WHOLE.drop_columns([removed]))


def test_moving_and_adding_fields_changes_no_other() -> None:
    plan = plan_of([{"name": "new", "semantic_type": "person.last_name"}, *reversed(FIELDS)])
    made = engine.generate(plan, plan.table(), 0, 1000)
    assert made.select(WHOLE.schema.names).equals(WHOLE)


def test_the_total_changes_no_row() -> None:
    fields = [field for field in FIELDS if field["name"] != "code"]
    long = plan_of(fields, rows=10**12)
    assert engine.generate(long, long.table(), 0, 1000).equals(WHOLE.drop_columns(["code"]))
    assert engine.generate(long, long.table(), 10**12 - 3, 3).num_rows == 3


def test_another_seed_gives_other_rows() -> None:
    plan = plan_of(FIELDS, seed=8)
    assert not engine.generate(plan, plan.table(), 0, 1000).equals(WHOLE)


def test_a_plan_survives_json_and_its_hash_names_the_rows() -> None:
    again = Plan.from_json(PLAN.to_json())
    assert again == PLAN
    assert again.hash == PLAN.hash != plan_of(FIELDS, seed=8).hash
    assert engine.generate(again, again.table(), 0, 1000).equals(WHOLE)


def test_encoded_columns_hold_the_same_values() -> None:
    encoded = engine.generate(PLAN, PLAN.table(), 0, 1000, encoded=True)
    assert encoded.to_pylist() == WHOLE.to_pylist()
    assert pa.types.is_dictionary(encoded.schema.field("plan").type)


def test_a_batch_has_the_types_of_the_contract() -> None:
    found = {field.name: str(field.type) for field in WHOLE.schema}
    assert found == {
        "id": "int64", "key": "string", "first_name": "string", "email": "string", "plan": "string",
        "age": "int64", "balance": "double", "since": "timestamp[us, tz=UTC]", "active": "bool",
        "code": "string", "nick": "string", "price": "decimal128(18, 2)", "tags": "list<item: string>",
        "home": "struct<city: string, floor: int64>",
    }  # fmt: skip


def test_every_constraint_holds() -> None:
    rows = WHOLE.to_pylist()
    assert [row["id"] for row in rows] == list(range(1, 1001))
    for name in ("key", "code"):
        assert len({row[name] for row in rows}) == 1000
    emails = [row["email"] for row in rows if row["email"] is not None]
    assert len(set(emails)) == len(emails)
    assert 50 < 1000 - len(emails) < 160
    assert all(18 <= row["age"] <= 90 for row in rows)
    assert all(0 <= row["balance"] <= 9.5 and row["balance"] == round(row["balance"], 2) for row in rows)
    assert all(row["since"].year == 2024 for row in rows)
    assert all(4 <= len(row["nick"]) <= 5 for row in rows)
    assert all(1 <= row["price"] <= 5 for row in rows)
    assert {row["plan"] for row in rows} == {"free", "pro", "enterprise"}
    assert all(len(row["tags"]) <= 5 and set(row["tags"]) <= {"a", "b"} for row in rows)


def test_no_rows_and_one_row_work() -> None:
    for rows in (0, 1):
        plan = plan_of(FIELDS, rows=rows)
        made = pa.Table.from_batches(
            engine.batches(plan, plan.table()), schema=engine.table_schema(plan.table())
        )
        assert made.num_rows == rows
        assert made.schema.equals(WHOLE.schema)


@pytest.mark.parametrize(("start", "rows"), [(-1, 1), (0, 1001), (1000, 1), (0, -1)])
def test_rows_outside_the_table_are_refused(start: int, rows: int) -> None:
    with pytest.raises(InvalidInput, match="outside"):
        engine.generate(PLAN, PLAN.table(), start, rows)


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 200), sizes=st.tuples(st.integers(1, 30), st.integers(1, 30)))
def test_fields_unique_together_never_repeat_together(rows: int, sizes: tuple[int, int]) -> None:
    fields = [
        {"name": n, "constraints": {"enum_values": [f"{n}{i}" for i in range(size)]}}
        for n, size in zip("ab", sizes, strict=True)
    ]
    schema = parse_schema({"fields": fields})
    if sizes[0] * sizes[1] < rows:
        with pytest.raises(InvalidInput, match="combinations"):
            compile_plan(schema, rows=rows, uniqueness_fields=[["a", "b"]])
        return
    plan = compile_plan(schema, rows=rows, uniqueness_fields=[["a", "b"]])
    made = engine.generate(plan, plan.table(), 0, rows).to_pylist()
    assert len({(row["a"], row["b"]) for row in made}) == rows
