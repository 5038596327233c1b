"""`when` rules: which rows they take and what they put there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from datasets import one, plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput

PLAN_FIELD = {"name": "plan", "weights": {"free": 1, "pro": 1, "max": 1}}


def priced(*rules: dict[str, Any], **field: Any) -> list[dict[str, Any]]:
    price = {
        "name": "price",
        "type": "float",
        "constraints": {"min_value": 10, "max_value": 20, "precision": 2},
    }
    return [PLAN_FIELD, price | field | {"when": list(rules)}]


def test_the_first_rule_that_holds_decides() -> None:
    fields = priced(
        {"condition": "plan = 'free'", "value": 0},
        {"condition": "plan in ('free', 'pro')", "expression": "length(plan) * 2.5"},
    )
    for row in one(fields, 300).to_pylist():
        expected = {"free": 0, "pro": 7.5}.get(row["plan"])
        assert row["price"] == expected if expected is not None else 10 <= row["price"] <= 20


def test_a_rule_can_make_null_always_or_often() -> None:
    fields = priced(
        {"condition": "plan = 'free'", "null_rate": 1}, {"condition": "plan = 'pro'", "null_rate": 0.5}
    )
    none = Counter(row["plan"] for row in one(fields, 900).to_pylist() if row["price"] is None)
    every = Counter(row["plan"] for row in one(fields, 900).to_pylist())
    assert none["free"] == every["free"]
    assert none["max"] == 0
    assert 0.3 < none["pro"] / every["pro"] < 0.7


def test_a_rule_can_have_other_bounds_values_and_distributions() -> None:
    fields = [
        PLAN_FIELD,
        {"name": "n", "type": "integer", "constraints": {"min_value": 0, "max_value": 9}, "when": [
            {"condition": "plan = 'pro'", "min_value": 100, "max_value": 110},
            {"condition": "plan = 'max'", "distribution": {"name": "normal", "mean": 500, "std": 1}},
        ]},
        {"name": "tag", "when": [{"condition": "n > 50", "enum_values": ["big", "huge"], "weights": [1, 0]}],
         "constraints": {"enum_values": ["small"]}},
    ]  # fmt: skip
    for row in one(fields, 300).to_pylist():
        low, high = {"pro": (100, 110), "max": (450, 550), "free": (0, 9)}[row["plan"]]
        assert low <= row["n"] <= high
        assert row["tag"] == ("big" if row["n"] > 50 else "small")


def test_rows_that_no_rule_takes_are_as_without_rules() -> None:
    with_rule = one(priced({"condition": "plan = 'free'", "value": 1.5}), 500).to_pylist()
    without = one(priced(), 500).to_pylist()
    assert all(a == b for a, b in zip(with_rule, without, strict=True) if a["plan"] != "free")


def test_a_rule_added_before_changes_only_the_rows_it_takes() -> None:
    pro = {"condition": "plan = 'pro'", "min_value": 50, "max_value": 90}
    one_rule = one(priced(pro), 500).to_pylist()
    two_rules = one(priced({"condition": "plan = 'free'", "value": 1.5}, pro), 500).to_pylist()
    assert all(a == b for a, b in zip(one_rule, two_rules, strict=True) if a["plan"] != "free")


def test_any_range_alone_equals_the_same_range_of_the_whole() -> None:
    plan = plan_of(
        {"name": "t", "fields": priced({"condition": "plan <> 'max'", "min_value": 1, "max_value": 2})}
    )
    whole = table_of(plan).to_pylist()
    for start, count in ((0, 1), (13, 40), (99, 1), (50, 0)):
        assert engine.generate(plan, plan.table(), start, count).to_pylist() == whole[start : start + count]


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        ({"condition": "plan", "value": 1}, "condition", "not_a_condition"),
        ({"condition": "plann = 'x'", "value": 1}, "condition", "unknown_field"),
        ({"condition": "price > 1", "value": 1}, "condition", "cyclic_dependency"),
        ({"condition": "plan = 'x'", "value": "much"}, "value", "type_mismatch"),
        (
            {"condition": "plan = 'x'", "min_value": 9, "max_value": 2},
            "constraints.min_value",
            "min_above_max",
        ),
    ],
)
def test_a_wrong_rule_is_told_where_it_is(rule: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of({"fields": priced(rule)})
    (issue,) = caught.value.issues
    assert issue.code == code
    assert issue.path.startswith("fields.price")
    assert issue.path.endswith(path)


def test_a_field_with_rules_cannot_be_unique() -> None:
    with pytest.raises(InvalidInput, match="unique"):
        plan_of({"fields": priced({"condition": "plan = 'x'", "value": 1}, constraints={"unique": True})})
