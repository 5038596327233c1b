"""Over random schemas with relations: rows stand alone, edits touch nothing else, `verify` is content."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import rowsmith as rs
from datasets import plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format
from rowsmith.plan import Plan

KEYS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "sequence": {"start": 1}},
    {"name": "id", "type": "uuid"},
    {"name": "id", "type": "email"},
    {"name": "id", "sequence": {"template": "K-{000001}"}},
]


@st.composite
def cardinalities(draw: st.DrawFn) -> dict[str, Any]:
    low = draw(st.integers(0, 3))
    return draw(
        st.sampled_from(
            [
                {"min": low, "max": low + draw(st.integers(0, 4))},
                {"exactly": low},
                {"min": low},
                {"max": low + 1},
            ]
        )
    )


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    tables: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        fields: list[dict[str, Any]] = [draw(st.sampled_from(KEYS)), *_plain(draw)]
        table: dict[str, Any] = {"name": f"t{number}", "fields": fields}
        driven = False
        for other in (
            draw(st.lists(st.sampled_from(range(number)), unique=True, max_size=2)) if number else []
        ):
            reference: dict[str, Any] = {"table": f"t{other}"}
            constraints: dict[str, Any] = {}
            if not driven and draw(st.booleans()):
                reference["per_parent"], driven = draw(cardinalities()), True
                fields.append({"name": f"line{other}", "type": "integer", "sequence": {"per": f"r{other}"}})
                _rollups(draw, tables[other], table["name"])
            else:
                reference["choice"] = draw(st.sampled_from(["uniform", "zipf"]))
                constraints = {"null_rate": draw(st.sampled_from([0, 0.3]))}
            fields.append({"name": f"r{other}", "reference": reference, "constraints": constraints})
            fields.append({"name": f"up{other}", "type": "integer", "expression": f"r{other}.a + 1"})
            fields.append({"name": f"on{other}", "type": "date", "params": {"after": f"r{other}.d"}})
        if not driven:
            table["rows"] = draw(st.integers(1, 120))
        tables.append(table)
    return {"tables": tables, "mode": draw(st.sampled_from(["realistic", "coverage"]))}


def _plain(draw: st.DrawFn) -> list[dict[str, Any]]:
    low = draw(st.integers(-50, 50))
    return [
        {
            "name": "a",
            "type": "integer",
            "constraints": {"min_value": low, "max_value": low + draw(st.integers(0, 90))},
        },
        {
            "name": "b",
            "type": "decimal",
            "constraints": {"min_value": 0, "max_value": 9, "precision": draw(st.integers(0, 3))},
        },
        {"name": "c", "weights": {"x": 1, "y": 2, "z": 0.5}},
        {"name": "d", "type": "date", "constraints": {"min_value": "2024-01-01", "max_value": "2024-12-31"}},
        {"name": "e", "type": "float", "expression": "a / nullif(b, 0)", "constraints": {"precision": 2}},
        {
            "name": "f",
            "type": "integer",
            "constraints": {"min_value": 5, "max_value": 9},
            "when": [{"condition": "c = 'x'", "value": 0}, {"condition": "a > 0", "expression": "a * 2"}],
        },
    ]


def _rollups(draw: st.DrawFn, parent: dict[str, Any], child: str) -> None:
    function = draw(st.sampled_from(["count(*)", "sum({}.b)", "max({}.a)", "sum({}.a * 2)"]))
    if not any(field["name"] == "n" for field in parent["fields"]):
        expression = f"count({child})" if function == "count(*)" else function.format(child)
        parent["fields"].append({"name": "n", "type": "decimal", "expression": expression})


def compiled(document: dict[str, Any], seed: int) -> Plan:
    """The plan; a parent drawn with no rows cannot have children: a refusal that has tests of its own."""
    try:
        return plan_of(document, seed=seed)
    except InvalidInput as error:
        assume(all(issue.code != "no_parents" for issue in error.issues))
        raise


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(document=schemas(), seed=st.integers(0, 1000), cut=st.floats(0, 1))
def test_random_schemas_keep_the_contract_and_their_promises(
    document: dict[str, Any], seed: int, cut: float
) -> None:
    plan = compiled(document, seed)
    with tempfile.TemporaryDirectory() as folder:
        for table in plan.tables:
            whole = table_of(plan, table.name).combine_chunks()
            at = int(cut * table.rows)
            parts = [engine.generate(plan, table, 0, at), engine.generate(plan, table, at, table.rows - at)]
            assert pa.Table.from_batches(parts).combine_chunks().equals(whole)
            with (Path(folder) / f"{table.name}.parquet").open("wb") as file:
                writer = open_format("parquet").writer(file, whole.schema)
                for batch in whole.to_batches():
                    writer.write(batch)
                writer.close()
        assert rs.verify(document, folder).broken == ()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(document=schemas(), seed=st.integers(0, 1000))
def test_a_field_that_is_added_changes_no_other(document: dict[str, Any], seed: int) -> None:
    before = compiled(document, seed)
    changed = document | {
        "tables": [table | {"fields": [{"name": "extra"}, *table["fields"]]} for table in document["tables"]]
    }
    after = plan_of(changed, seed=seed)
    for table in before.tables:
        assert table_of(after, table.name).drop_columns(["extra"]).equals(table_of(before, table.name))
