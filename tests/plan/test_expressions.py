"""SQL expressions: what is allowed, what names mean, and what comes out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from datasets import one, plan_of, table_of
from rowsmith.errors import InvalidInput

NUMBERS: list[dict[str, Any]] = [
    {"name": "price", "type": "float", "constraints": {"min_value": 1, "max_value": 9, "precision": 2}},
    {"name": "quantity", "type": "integer", "constraints": {"min_value": 0, "max_value": 3}},
]


def computed(expression: str, **more: Any) -> list[Any]:
    field = {"name": "x", "type": "float", "expression": expression} | more
    return one([*NUMBERS, field]).column("x").to_pylist()


def refused(expression: str, **more: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        computed(expression, **more)
    return caught.value


def test_a_product_is_the_product_of_the_row() -> None:
    rows = one(
        [
            *NUMBERS,
            {
                "name": "total",
                "type": "float",
                "expression": "price * quantity",
                "constraints": {"precision": 2},
            },
        ]
    )
    assert rows.num_rows == 100
    for row in rows.to_pylist():
        assert row["total"] == round(row["price"] * row["quantity"], 2)


@pytest.mark.parametrize("name", ["First Name", 'a"b', "Straße", "select", "c0", "名前"])
def test_any_field_name_can_be_read(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    fields = [
        {"name": name, "type": "integer", "constraints": {"min_value": 1, "max_value": 5}},
        {"name": "c1", "type": "integer", "expression": f"{quoted} + 1"},
    ]
    for row in one(fields, 20).to_pylist():
        assert row["c1"] == row[name] + 1


def test_names_that_differ_in_case_only_are_kept_apart() -> None:
    fields = [
        {"name": "a", "type": "integer", "constraints": {"enum_values": [1]}},
        {"name": "A", "type": "integer", "constraints": {"enum_values": [2]}},
        {"name": "sum", "type": "integer", "expression": "A * 10 + a"},
    ]
    assert set(one(fields, 5).column("sum").to_pylist()) == {21}


def test_expressions_may_read_one_another_in_any_order_of_the_schema() -> None:
    fields = [
        {"name": "c", "type": "integer", "expression": "b * 2"},
        {"name": "b", "type": "integer", "expression": "a + 1"},
        {"name": "a", "type": "integer", "constraints": {"enum_values": [1, 2]}},
    ]
    for row in one(fields, 10).to_pylist():
        assert row["c"] == (row["a"] + 1) * 2


def test_dates_and_texts_work() -> None:
    fields = [
        {
            "name": "day",
            "type": "date",
            "constraints": {"min_value": "2024-02-28", "max_value": "2024-02-28"},
        },
        {
            "name": "at",
            "type": "datetime",
            "constraints": {"min_value": "2024-01-01", "max_value": "2024-12-31"},
        },
        {"name": "next", "type": "date", "expression": "day + interval 2 days"},
        {
            "name": "code",
            "expression": "upper(strftime(day, '%Y-%b')) || '-' || lpad(cast(day(day) as varchar), 4, '0')",
        },
        {"name": "hour", "type": "integer", "expression": "hour(at)"},
        {"name": "same", "type": "datetime", "expression": "at + interval 1 hour"},
    ]
    for row in one(fields, 5).to_pylist():
        assert row["next"] == datetime.date(2024, 3, 1)
        assert row["code"] == "2024-FEB-0028"
        assert row["hour"] == row["at"].hour
        assert row["same"] == row["at"] + datetime.timedelta(hours=1)


def test_a_member_of_an_object_and_its_siblings_can_be_read() -> None:
    fields = [
        {
            "name": "size",
            "type": "object",
            "fields": [
                {"name": "area", "type": "integer", "expression": "w * h * factor"},
                {"name": "w", "type": "integer", "constraints": {"min_value": 1, "max_value": 9}},
                {"name": "h", "type": "integer", "constraints": {"min_value": 1, "max_value": 9}},
            ],
        },
        {"name": "factor", "type": "integer", "constraints": {"enum_values": [10]}},
        {"name": "double", "type": "integer", "expression": "size.area * 2"},
        {
            "name": "boxes",
            "type": "array",
            "items": {
                "name": "box",
                "type": "object",
                "fields": [
                    {"name": "n", "type": "integer", "constraints": {"min_value": 1, "max_value": 9}},
                    {"name": "tens", "type": "integer", "expression": "n * factor"},
                ],
            },
        },
    ]
    for row in one(fields, 20).to_pylist():
        size = row["size"]
        assert size["area"] == size["w"] * size["h"] * 10
        assert row["double"] == 2 * size["area"]
        assert all(box["tens"] == box["n"] * 10 for box in row["boxes"])


@pytest.mark.parametrize(
    "expression",
    [
        "random()",
        "now()",
        "current_date",
        "uuid()",
        "(select 1)",
        "price in (select 1)",
        "sum(price) over ()",
        "read_csv('x')",
        "getenv('HOME')",
        "current_setting('x')",
        "1; drop table t",
        "price price",
        "select 1",
        "$1",
        "columns('*')",
        "list_transform([1], x -> x)",
        "price::json",
        "row_number() over ()",
        "*",
        "query('select 1')",
        "price +",
        "",
        "((" * 400 + "1" + "))" * 400,
    ],
)
def test_what_is_not_a_function_of_the_row_is_refused(expression: str) -> None:
    error = refused(expression)
    assert error.issues[0].path == "fields.x.expression"


def test_an_unknown_name_is_told_with_its_position_and_the_nearest_one() -> None:
    issue = refused("1 + pricee * quantity").issues[0]
    assert issue.code == "unknown_field"
    assert "pricee" in issue.message
    assert "did you mean 'price'" in issue.message
    assert "position 5" in issue.message


def test_every_unknown_name_is_told() -> None:
    assert len(refused("aa + bb").issues) == 2


def test_a_wrong_type_is_found_before_any_row() -> None:
    assert refused("strftime(price, '%Y')").issues[0].code == "type_error"
    assert refused("upper('x')").issues[0].code == "type_mismatch"
    assert refused("price > 3", type="date").issues[0].code == "type_mismatch"


def test_an_expression_cannot_read_itself_nor_go_in_circles() -> None:
    assert refused("x + 1").issues[0].code == "cyclic_dependency"
    with pytest.raises(InvalidInput, match="circle"):
        one(
            [
                {"name": "a", "type": "integer", "expression": "b"},
                {"name": "b", "type": "integer", "expression": "a"},
            ]
        )


def test_division_by_zero_is_null_where_nothing_forbids_it() -> None:
    values = computed("price / quantity")
    assert None in values
    assert all(value is None or value > 0 for value in values)


def test_a_firm_field_needs_a_default_for_what_cannot_be_computed() -> None:
    firm = {"constraints": {"nullable": False}}
    assert refused("price / quantity", **firm).issues[0].code == "may_be_null"
    assert None not in computed("coalesce(price / quantity, 0)", **firm)
    with_default = {"constraints": {"nullable": False, "default": -1}}
    assert -1.0 in computed("price / quantity", **with_default)


def test_what_fails_in_a_row_is_null_in_that_row_only() -> None:
    values = computed("cast(case when quantity = 0 then 'none' else '7' end as integer)", type="integer")
    assert set(values) == {None, 7}


def test_bounds_and_lengths_cut_what_an_expression_gives() -> None:
    values = computed("price * 100", constraints={"max_value": 500, "min_value": 200})
    assert min(values) == 200
    assert max(values) == 500
    assert set(computed("'abcdef'", type="string", constraints={"max_length": 3})) == {"abc"}


def test_the_order_of_rows_is_kept_over_many_blocks() -> None:
    plan = plan_of(
        {
            "fields": [
                {"name": "id", "type": "integer", "sequence": {}},
                {"name": "y", "type": "integer", "expression": "id * 2"},
            ]
        },
        rows=300_000,
    )
    table = table_of(plan)
    assert (table.column("y").to_numpy() == 2 * table.column("id").to_numpy()).all()
