"""Untrusted documents give a schema or every problem at once, never a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.schema import DataSchema, parse_schema


def problems(document: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        parse_schema(document)
    return {issue.path: issue.code for issue in caught.value.issues}


def test_all_problems_come_at_once_and_name_their_field() -> None:
    found = problems(
        {
            "fields": [
                {"name": "age", "type": "integr"},
                {"name": "city", "constraint": {}},
                {"name": "n", "constraints": {"min_value": float("nan"), "unique": 1, "min_length": True}},
                {"type": "string"},
            ],
            "nmae": "x",
        }
    )
    assert set(found) >= {
        "fields.age.type", "fields.city.constraint", "fields.n.constraints.min_value",
        "fields.n.constraints.unique", "fields.n.constraints.min_length", "fields.3.name", "nmae",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "fields_or_tables"),
        ({"fields": [{"name": "a"}], "tables": [{"name": "t", "fields": [{"name": "a"}]}]},
         "fields_or_tables"),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "duplicate_name"),
        ({"fields": [{"name": "a", "type": "object"}]}, "missing"),
        ({"fields": [{"name": "a", "type": "array"}]}, "missing"),
        ({"fields": [{"name": "a", "depends_on": ["b"]}]}, "unknown_field"),
        ({"fields": [{"name": "a\n"}]}, "value_error"),
        ({"fields": [{"name": "a" * 129}]}, "string_too_long"),
        ({"fields": [{"name": f"f{i}"} for i in range(2001)]}, "too_long"),
        ({"tables": [{"name": "t", "rows": 10**13, "fields": [{"name": "a"}]}]}, "less_than_equal"),
        ({"fields": [{"name": "a", "constraints": {"pattern": "a" * 1001}}]}, "string_too_long"),
        ({"fields": [{"name": "a", "constraints": {"max_value": 2**70}}]}, "value_error"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[1]", "not_an_object"),
        (17, "not_an_object"),
    ],
)  # fmt: skip
def test_each_kind_of_wrong_document_has_its_code(document: object, code: str) -> None:
    assert code in problems(document).values()


def test_deep_nesting_is_refused_without_recursion() -> None:
    document: dict[str, Any] = {"name": "leaf"}
    for level in range(5000):
        document = {"name": f"n{level}", "type": "object", "fields": [document]}
    assert problems({"fields": [document]}) == {"": "too_deep"}


@pytest.mark.parametrize(
    "name", ['quo"te', "back`tick", "emoji 🦉", "שלום", "日本語", "semi;colon -- x", "a.b", "'"]
)
def test_names_of_any_script_are_welcome(name: str) -> None:
    assert parse_schema({"fields": [{"name": name}]}).all_tables()[0].fields[0].name == name


def test_a_single_table_is_called_after_the_schema() -> None:
    assert parse_schema({"name": "users", "fields": [{"name": "a"}]}).all_tables()[0].name == "users"
    assert parse_schema({"fields": [{"name": "a"}]}).all_tables()[0].name == "data"


def test_a_document_is_read_back_from_its_own_text() -> None:
    schema = parse_schema(
        {"name": "t", "fields": [{"name": "a", "type": "integer", "constraints": {"min_value": 1}}]}
    )
    assert schema.document() == {
        "name": "t",
        "fields": [{"name": "a", "type": "integer", "constraints": {"min_value": 1}}],
    }
    assert parse_schema(json.dumps(schema.document())) == schema
    assert parse_schema(schema) is schema


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*DataSchema.model_fields, "type", "constraints", "unique", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JSON)
def test_any_json_gives_a_schema_or_the_one_error(document: object) -> None:
    try:
        assert isinstance(parse_schema(document), DataSchema)
    except InvalidInput as error:
        assert error.issues
