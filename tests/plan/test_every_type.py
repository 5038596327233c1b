"""Every registered type works as a field of a table: compiled, generated, with nulls, on threads, at every door."""

from __future__ import annotations

import pyarrow as pa
import pytest

from datasets import plan_of, table_of
from rowsmith import engine
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.plan import compile_plan
from rowsmith.schema import parse_schema
from tests.generators.test_contract import REQUIRED

NAMES = semantic_types.names()


def natural_type(name: str) -> str:
    """The field type that stores the values of a semantic type as they are."""
    semantic = semantic_types.get(name)
    kind = semantic(Stream(("t",)), Rows(0, 0), Context(table=Stream(("t",))), **REQUIRED.get(name, {})).type
    checks = {
        "integer": pa.types.is_integer, "float": pa.types.is_floating, "boolean": pa.types.is_boolean,
        "date": pa.types.is_date, "datetime": pa.types.is_timestamp, "time": pa.types.is_time,
        "decimal": pa.types.is_decimal,
    }  # fmt: skip
    return next((field_type for field_type, check in checks.items() if check(kind)), "string")


@pytest.mark.parametrize("name", NAMES)
def test_a_type_is_a_field_of_a_table_and_a_string(name: str) -> None:
    params = REQUIRED.get(name, {})
    fields = [
        {"name": "natural", "type": natural_type(name), "semantic_type": name, "params": params},
        {"name": "text", "semantic_type": name, "params": params, "constraints": {"null_rate": 0.3}},
    ]
    plan = compile_plan(parse_schema({"name": "t", "fields": fields}), rows=300, seed=3)
    whole = engine.generate(plan, plan.table(), 0, 300)
    parts = pa.Table.from_batches(engine.batches(plan, plan.table(), threads=3, block=37)).combine_chunks()
    assert parts.equals(pa.Table.from_batches([whole]).combine_chunks())
    assert whole["natural"].null_count == 0
    assert 40 < whole["text"].null_count < 150
    alone = compile_plan(parse_schema({"name": "t", "fields": fields[:1]}), rows=10**9, seed=3)
    assert engine.generate(alone, alone.table(), 17, 3)["natural"].equals(whole["natural"].slice(17, 3))


def test_a_date_time_with_a_day_as_bound_keeps_it_where_its_type_knows_no_bounds() -> None:
    bounded = {"name": "born", "type": "datetime", "constraints": {"min_value": "1950-01-01"}}
    born = table_of(plan_of({"fields": [bounded]}, rows=200)).column("born").to_pylist()
    assert min(born).year >= 1950
