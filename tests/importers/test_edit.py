"""Edits change what they name and nothing else."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rowsmith as rs
from rowsmith.errors import InvalidInput
from rowsmith.importers.changes import reached
from rowsmith.plan import compile_plan

TODAY = datetime.date(2026, 1, 1)
ONE: dict[str, Any] = {
    "name": "customers",
    "fields": [
        {"name": "id", "type": "integer", "sequence": {"start": 1}},
        {"name": "email", "type": "email"},
        {"name": "phone", "type": "phone"},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 80}},
        {"name": "city"},
        {"name": "plan", "weights": {"free": 70, "pro": 30}, "type": "enum"},
        {"name": "churn", "type": "boolean", "weights": {"true": 0.2, "false": 0.8}},
        {"name": "qty", "type": "integer", "constraints": {"min_value": 1, "max_value": 9}},
        {"name": "price", "type": "float", "constraints": {"min_value": 5, "max_value": 90, "precision": 2}},
        {"name": "total", "type": "float", "expression": "qty * price"},
    ],
}
SHOP: dict[str, Any] = {
    "tables": [
        {"name": "customers", "rows": 40, "fields": [{"name": "id", "type": "integer", "sequence": {}},
                                                     {"name": "email", "type": "email"}]},
        {"name": "orders", "fields": [
            {"name": "id", "type": "uuid"},
            {"name": "customer_id", "type": "integer",
             "reference": {"table": "customers", "per_parent": {"min": 0, "max": 3}}},
            {"name": "amount", "type": "integer", "constraints": {"min_value": 0, "max_value": 99}},
            {"name": "buyer", "expression": "customers.email"},
        ]},
        {"name": "payments", "rows": 30, "fields": [
            {"name": "id", "type": "integer", "sequence": {}},
            {"name": "amount", "type": "integer", "constraints": {"min_value": 0, "max_value": 99}},
        ]},
    ]
}  # fmt: skip


def field(found: rs.Extraction, name: str) -> dict[str, Any]:
    fields = [item for table in found.schema.all_tables() for item in table.fields]
    made = next(item for item in fields if item.name == name)
    return made.model_dump(mode="json", exclude_defaults=True)


EDITS: list[tuple[str, str, dict[str, Any]]] = [
    ("make churn 8 %", "churn", {"weights": {"true": 0.08, "false": 0.92}}),
    ("age between 20 and 30", "age", {"constraints": {"min_value": 20, "max_value": 30}}),
    ("make age at least 21", "age", {"constraints": {"min_value": 21, "max_value": 80}}),
    ("make email unique", "email", {"constraints": {"unique": True}}),
    ("20% of city missing", "city", {"constraints": {"nullable": True, "null_rate": 0.2}}),
    ("change plan to free 50%, pro 50%", "plan", {"weights": {"free": 50.0, "pro": 50.0}}),
    (
        "make plan gold, silver or bronze",
        "plan",
        {"constraints": {"enum_values": ["gold", "silver", "bronze"]}},
    ),
    ("set price to 10-20", "price", {"constraints": {"min_value": 10, "max_value": 20, "precision": 2}}),
    (
        "age normal with mean 40 and std 10",
        "age",
        {"distribution": {"name": "normal", "mean": 40.0, "std": 10.0}},
    ),
    ("make total = qty * 2", "total", {"expression": "qty * 2"}),
    ("customer's age 20-30", "age", {"constraints": {"min_value": 20, "max_value": 30}}),
    ("Please make half of phone empty.", "phone", {"constraints": {"nullable": True, "null_rate": 0.5}}),
    ("add a column initials", "initials", {"name": "initials"}),
    ("add a boolean is_vip 5% true", "is_vip", {"type": "boolean"}),
    ("add a column tax = total * 0.2", "tax", {"expression": "total * 0.2"}),
]


@pytest.mark.parametrize(("text", "name", "says"), EDITS, ids=[text for text, _, _ in EDITS])
def test_an_edit_says_what_was_asked_of_its_column(text: str, name: str, says: dict[str, Any]) -> None:
    found = rs.edit(ONE, text, today=TODAY)
    made = field(found, name)
    assert {key: made.get(key) for key in says} == says
    assert {change.path.split(".")[1] for change in found.changes} == {name}
    others = [item for item in ONE["fields"] if item["name"] != name]
    assert [item for item in found.schema.document()["fields"] if item["name"] != name] == others  # type: ignore[index, call-overload]


def test_columns_are_removed_and_renamed_with_everything_that_names_them() -> None:
    found = rs.edit(ONE, "remove phone and city; rename price to unit price", today=TODAY)
    names = [item.name for item in found.schema.all_tables()[0].fields]
    assert "phone" not in names
    assert "city" not in names
    assert field(found, "total")["expression"] == 'qty * "unit price"'
    assert [str(change) for change in found.changes if change.kind != "changed"] == [
        "> fields.price is now unit price",
        "- fields.phone",
        "- fields.city",
    ]
    assert any("drawn anew" in warning for warning in found.warnings)
    assert any("customers.total" in warning for warning in found.warnings)


def test_tables_are_named_where_a_column_is_in_several() -> None:
    found = rs.edit(SHOP, "make amount in orders 5 to 9; drop the table payments; 60 customers", today=TODAY)
    assert [table.name for table in found.schema.all_tables()] == ["customers", "orders"]
    assert field(found, "amount")["constraints"] == {"min_value": 5, "max_value": 9}
    assert found.schema.all_tables()[0].rows == 60
    renamed = rs.edit(SHOP, "rename table customers to clients; rename clients.email to mail", today=TODAY)
    assert field(renamed, "buyer")["expression"] == "clients.mail"
    assert field(renamed, "customer_id")["reference"]["table"] == "clients"


def test_an_edit_speaks_of_the_file_too() -> None:
    found = rs.edit(ONE, "make it 100k rows; seed 7; as parquet", today=TODAY)
    assert (found.rows, found.seed, found.output_format) == (100_000, 7, "parquet")
    assert found.changes == ()


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (ONE, "remove phon", "there is no column 'phon'; did you mean 'phone'?"),
    (ONE, "make gender m or f", "there is no column 'gender'; there are: id, email"),
    (ONE, "make age blorp glorp", "not understood: 'blorp glorp', said of 'age'"),
    (ONE, "make city 8 %", "'city' is no yes-or-no column"),
    (ONE, "what is the weather", "not understood: 'what is the weather'"),
    (ONE, "add age", "there is a column 'age' in customers already"),
    (ONE, "rename qty to price", "there is a column 'price' in customers already"),
    (ONE, "remove price", "after this edit: there is no field 'price'"),
    (ONE, "drop the table payments", "there is no table 'payments'; there are: customers"),
    (ONE, "make age between 99 and 200000000000000000000", "which holds numbers"),
    (ONE, " ;. ", "the edit says nothing"),
    (SHOP, "make amount 5 to 9", "'amount' may be orders.amount or payments.amount"),
    (SHOP, "drop customers", "orders.customer_id refers to customers"),
    (SHOP, "add a column note", "say to which table: customers, orders, payments"),
]


@pytest.mark.parametrize(("schema", "text", "message"), REFUSED, ids=[text for _, text, _ in REFUSED])
def test_what_cannot_be_done_is_one_clear_error(schema: dict[str, Any], text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        rs.edit(schema, text, today=TODAY)
    assert message in raised.value.message


NAMES = ["id", "note", "size", "color", "score", "when_made", "ratio", "flag", "group", "rank"]


@st.composite
def fields(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    low = draw(st.integers(-20, 20))
    kinds: list[dict[str, Any]] = [
        {"type": "integer", "constraints": {"min_value": low, "max_value": low + draw(st.integers(1, 50))}},
        {"type": "float", "constraints": {"min_value": low, "max_value": low + 9, "precision": 1}},
        {"type": "boolean"},
        {"weights": {"a": 1, "b": 2}, "type": "enum"},
        {"type": "string", "constraints": {"null_rate": 0.2, "nullable": True}},
        {"type": "date", "constraints": {"min_value": "2024-01-01", "max_value": "2024-03-01"}},
        {"type": "uuid"},
        {"semantic_type": "internet.email", "constraints": {"unique": True}},
    ]
    numbers = [other for other in earlier if other.startswith("n_")]
    if numbers:
        kinds.append({"type": "float", "expression": f"{draw(st.sampled_from(numbers))} * 2"})
    chosen = draw(st.sampled_from(kinds))
    numeric = chosen.get("type") in ("integer", "float")
    return {"name": f"n_{name}" if numeric else name, **chosen}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=2, max_size=7)):
        made.append(draw(fields(name, [item["name"] for item in made])))
    return {"name": "things", "fields": made}


def edits(name: str) -> list[str]:
    return [
        f"remove {name}", f"rename {name} to other_thing", f"make {name} unique", f"20% of {name} missing",
        f"make {name} between 1 and 5", f"make {name} one of x, y, z", "add a column initials",
        "add a unique column code like AB-####; add a column stars 1-5", f"make {name} 8 %", f"{name} required",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents(), seed=st.integers(0, 99), data=st.data())
def test_an_edit_changes_only_what_it_names(document: dict[str, Any], seed: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([item["name"] for item in document["fields"]]))
    text = data.draw(st.sampled_from(edits(name)))
    try:
        found = rs.edit(document, text, today=TODAY)
    except InvalidInput:
        return
    before = compile_plan(rs.edit(document, "seed 1", today=TODAY).schema, rows=70, seed=seed)
    after = compile_plan(found.schema, rows=70, seed=seed)
    told = {field for _, field in reached(before, after)}
    old, new = (rs.generate(item, rows=70, seed=seed) for item in (json.dumps(document), found.schema))
    for column in old.column_names:
        if column in new.column_names and column != name:
            same = old.column(column).equals(new.column(column))
            assert same or (column in told and any(f"things.{column}" in line for line in found.warnings)), (
                text
            )
    follows = {item["name"] for item in document["fields"] if name in item.get("expression", "")}
    assert told - {name} <= follows | {other for other in told if other.startswith("n_")}
    for change in found.changes:
        owner = change.path.split(".")[1]
        assert owner in {name, "other_thing", "initials", "code", "stars"} or owner in follows


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            "add remove rename make set change drop to as age email plan churn unique 8 % 20 between and , ; . null "
            "( ) ' \" = * - 10^ [ ] { } = like ### table column rows million after before when if not no of in"
            .split()
        ),
        st.text(max_size=8),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=WORDS)
def test_any_text_is_an_edit_or_the_one_error(words: list[str]) -> None:
    text = " ".join(words)
    for schema in (ONE, SHOP):
        try:
            rs.edit(schema, text, today=TODAY)
        except InvalidInput as error:
            assert error.issues


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=WORDS)
def test_any_text_is_a_request_or_the_one_error(words: list[str]) -> None:
    try:
        rs.extract(" ".join(words), today=TODAY)
    except InvalidInput as error:
        assert error.issues
