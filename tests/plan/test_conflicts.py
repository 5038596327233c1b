"""Contradictions are explained by the statements that make them, all of these and no other."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import rowsmith as rs
from rowsmith.errors import InvalidInput
from rowsmith.plan.conflicts import Request, compile_explained, statements
from rowsmith.schema import parse_schema

ID = {"name": "id", "type": "integer", "sequence": {}}
IDLE = {
    "name": "idle", "rows": 3, "fields": [ID, {"name": "note"}, {"name": "of", "reference": {"table": "idle"}}]
}  # fmt: skip


def orders(**more: Any) -> dict[str, Any]:
    return {"name": "orders", "fields": [
        ID, {"name": "price", "type": "float", "constraints": {"min_value": 1}},
        {"name": "customer_id", "reference": {"table": "customers", "per_parent": {"min": 3, "max": 5}}},
    ]} | more  # fmt: skip


CUSTOMERS = {"name": "customers", "rows": 10, "fields": [ID, {"name": "email", "type": "email"}]}

CASES: dict[str, tuple[dict[str, Any], str, set[str]]] = {
    "total and cardinality": (
        {"tables": [CUSTOMERS, orders(rows=20), IDLE]},
        "total_against_cardinality",
        {"customers.rows = 10", "orders.rows = 20", "orders.customer_id.reference.per_parent.min = 3"},
    ),
    "order of dates": (
        {"fields": [
            ID, {"name": "begin", "type": "date", "constraints": {"min_value": "2025-01-01", "max_value": "2026-01-01"}},
            {"name": "end", "type": "date", "params": {"after": "begin", "gap_max": "9 days"},
             "constraints": {"min_value": "2020-01-01", "max_value": "2024-12-31"}}]},
        "order_impossible",
        {'begin.min_value = "2025-01-01"', 'end.after = "begin"', 'end.max_value = "2024-12-31"'},
    ),
    "unique pair": (
        {"tables": [IDLE, {"name": "seats", "rows": 50, "unique_together": [["row", "place"], ["id", "row"]], "fields": [
            ID, {"name": "row", "constraints": {"enum_values": ["A", "B"]}},
            {"name": "place", "type": "integer", "constraints": {"min_value": 1, "max_value": 10}}]}]},
        "unique_impossible",
        {"seats.rows = 50", 'seats.row.enum_values = ["A", "B"]', "seats.place.max_value = 10", 'seats.unique_together.0 = ["row", "place"]'},
    ),
    "circle of references": (
        {"tables": [
            {"name": "a", "rows": 5, "fields": [ID, {"name": "b_id", "reference": {"table": "b"}}]},
            {"name": "b", "rows": 5, "fields": [ID, {"name": "a_id", "reference": {"table": "a"}},
                                                {"name": "c_id", "reference": {"table": "c"}}]},
            {"name": "c", "rows": 5, "fields": [ID]}]},
        "cyclic_reference",
        {'a.b_id.reference = {"table": "b"}', 'b.a_id.reference = {"table": "a"}'},
    ),
    "nulls and cardinality": (
        {"tables": [CUSTOMERS, {"name": "orders", "fields": [
            {"name": "c", "constraints": {"null_rate": 0.1},
             "reference": {"table": "customers", "per_parent": {"min": 1}}}]}]},
        "null_against_cardinality",
        {"orders.c.null_rate = 0.1", 'orders.c.reference = {"table": "customers", "per_parent": {"min": 1}}'},
    ),
    "circle of expressions": (
        {"fields": [ID, {"name": "x", "type": "integer", "expression": "y + 1"},
                    {"name": "y", "type": "integer", "expression": "x + id"}]},
        "cyclic_dependency",
        {'x.expression = "y + 1"', 'y.expression = "x + id"'},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_contradiction_names_the_statements_that_make_it(name: str) -> None:
    document, code, expected = CASES[name]
    with pytest.raises(InvalidInput) as caught:
        rs.make_plan(document, seed=7)
    message = next(issue.message for issue in caught.value.issues if issue.code == code)
    listed = message.partition("these contradict one another: ")[2].partition("; without `")[0]
    assert set(listed.split("; ")) == expected
    softest = message.partition("; without `")[2].partition("`")[0]
    assert any(text.startswith(softest) for text in expected)


@pytest.mark.parametrize("name", CASES)
def test_without_any_one_of_the_statements_the_contradiction_is_gone(name: str) -> None:
    document, code, _ = CASES[name]
    request = Request(parse_schema(document).document(), 1000, ())
    issue = next(issue for issue in request.issues() if issue.code == code)
    for path in statements(request, issue):
        if path[-1] == "rows":
            continue  # a number of rows is never left out, only another one
        assert code not in {other.code for other in request.without({path}).issues()}, path


def test_the_number_of_rows_is_a_statement_too() -> None:
    schema = parse_schema({"fields": [{"name": "n", "type": "integer", "constraints": {
        "unique": True, "min_value": 1, "max_value": 50}}, ID]})  # fmt: skip
    with pytest.raises(InvalidInput, match=r"rows = 99") as caught:
        compile_explained(schema, rows=99)
    assert "without `n.unique` nothing does" in caught.value.message


def test_groups_that_the_caller_wants_unique_are_statements() -> None:
    schema = parse_schema(
        {"fields": [{"name": "a", "type": "boolean"}, {"name": "b", "type": "boolean"}, ID]}
    )
    with pytest.raises(InvalidInput, match=r'uniqueness_fields \["a", "b"\]'):
        compile_explained(schema, rows=5, uniqueness_fields=[["a", "b"]])


def test_a_missing_field_in_an_expression_is_one_statement_with_a_suggestion() -> None:
    document = {
        "fields": [
            {"name": "price", "type": "float"},
            {"name": "x", "type": "float", "expression": "prise * 2"},
        ]
    }
    (issue,) = rs.validate(document)
    assert issue.code == "unknown_field"
    assert issue.path == "fields.x.expression"
    assert "did you mean 'price'" in issue.message


def test_a_large_schema_is_explained_by_its_few_statements() -> None:
    document = copy.deepcopy(CASES["order of dates"][0])
    document["fields"] += [{"name": f"f{number}", "type": "integer"} for number in range(300)]
    (issue,) = rs.validate(document)
    assert all(f"{text};" in issue.message for text in CASES["order of dates"][2])
