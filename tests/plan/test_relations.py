"""How tables hang together: rows that follow, keys that are found, contradictions that are told."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import SHOP, plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Rows
from rowsmith.plan import Plan


def ids(name: str = "id", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "integer", "sequence": {"start": 1}} | more


def pair(
    reference: dict[str, Any], parents: int | None = 100, children: int | None = None, **field: Any
) -> dict[str, Any]:
    child: dict[str, Any] = {
        "name": "child",
        "fields": [ids(), {"name": "parent_id", "reference": {"table": "parent"} | reference} | field],
    }
    parent: dict[str, Any] = {"name": "parent", "fields": [ids()]}
    if children is not None:
        child["rows"] = children
    if parents is not None:
        parent["rows"] = parents
    return {"tables": [child, parent]}


def issues(document: dict[str, Any], rows: int = 100) -> list[Issue]:
    with pytest.raises(InvalidInput) as caught:
        plan_of(document, rows)
    return list(caught.value.issues)


def keys(document: dict[str, Any], name: str = "parent_id", rows: int = 100) -> list[Any]:
    return table_of(plan_of(document, rows), "child").column(name).to_pylist()


def test_a_plan_with_relations_goes_through_json_unchanged() -> None:
    plan = plan_of(SHOP)
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("reference", [{}, {"choice": "zipf", "skew": 1.2}])
def test_every_key_is_one_of_the_parents(reference: dict[str, Any]) -> None:
    found = Counter(keys(pair(reference, 50, 5000)))
    assert set(found) <= set(range(1, 51))
    assert len(found) > 40
    if reference:
        most = found.most_common()
        assert most[0][1] > 3 * most[10][1]


def test_a_weighted_choice_follows_the_weights_of_the_parent() -> None:
    document = pair({"choice": "weighted", "weights_field": "size"}, 3, 20_000)
    document["tables"][1]["fields"].append(
        {"name": "size", "type": "integer", "expression": "case id when 1 then 0 when 2 then 1 else 3 end"}
    )
    found = Counter(keys(document))
    assert found[1] == 0
    assert abs(found[3] / 20_000 - 0.75) < 0.02


def test_a_weighted_choice_among_many_parents_takes_only_those_with_weight() -> None:
    document = pair({"choice": "weighted", "weights_field": "size"}, 50_000, 40_000)
    document["tables"][1]["fields"].append({"name": "size", "type": "integer", "expression": "id % 2"})
    found = keys(document)
    assert all(key % 2 == 1 for key in found)
    assert len(set(found)) > 5000


def test_a_natural_key_is_made_unique_and_found_without_being_named() -> None:
    document = pair({}, 30, 300)
    document["tables"][1]["fields"] = [
        {"name": "email", "type": "email", "constraints": {"unique": True}},
        {"name": "city"},
    ]
    plan = plan_of(document)
    emails = table_of(plan, "parent").column("email").to_pylist()
    assert set(table_of(plan, "child").column("parent_id").to_pylist()) <= set(emails)
    assert len(set(emails)) == 30


def test_a_reference_takes_the_type_of_its_key_unless_it_says_another() -> None:
    assert str(table_of(plan_of(pair({}, 5, 5)), "child").schema.field("parent_id").type) == "int64"
    assert (
        str(table_of(plan_of(pair({}, 5, 5, type="string")), "child").schema.field("parent_id").type)
        == "string"
    )


def test_a_null_rate_makes_orphans_on_purpose_and_their_parents_values_are_null_too() -> None:
    document = pair({}, 30, 2000, constraints={"null_rate": 0.25})
    document["tables"][0]["fields"].append(
        {"name": "double", "type": "integer", "expression": "parent.id * 2"}
    )
    rows = table_of(plan_of(document), "child").to_pylist()
    none = [row for row in rows if row["parent_id"] is None]
    assert 400 < len(none) < 600
    assert all(row["double"] == (row["parent_id"] and row["parent_id"] * 2) for row in rows)


def test_a_composite_key_is_taken_from_one_row() -> None:
    document = {
        "tables": [
            {
                "name": "parent",
                "rows": 60,
                "unique_together": [["site", "number"]],
                "fields": [
                    {"name": "site", "constraints": {"enum_values": ["a", "b", "c"]}},
                    {"name": "number", "type": "integer", "constraints": {"min_value": 1, "max_value": 40}},
                ],
            },
            {
                "name": "child",
                "rows": 500,
                "fields": [ids(), {"name": "p_site"}, {"name": "p_number", "type": "integer"}],
            },
        ],
        "relationships": [
            {
                "child": "child",
                "parent": "parent",
                "child_fields": ["p_site", "p_number"],
                "parent_fields": ["site", "number"],
            }
        ],
    }
    plan = plan_of(document)
    parents = {(row["site"], row["number"]) for row in table_of(plan, "parent").to_pylist()}
    assert len(parents) == 60
    assert {(row["p_site"], row["p_number"]) for row in table_of(plan, "child").to_pylist()} <= parents


@pytest.mark.parametrize("depth", [1, 2, 5, None])
def test_a_tree_has_one_root_and_parents_come_first(depth: int | None) -> None:
    reference = {"table": "t"} | ({"max_depth": depth} if depth else {})
    document = {
        "tables": [{"name": "t", "rows": 3000, "fields": [ids(), {"name": "up", "reference": reference}]}]
    }
    rows = table_of(plan_of(document), "t").to_pylist()
    levels = {1: 0}
    assert rows[0]["up"] is None
    for row in rows[1:]:
        assert row["up"] < row["id"]
        levels[row["id"]] = levels[row["up"]] + 1
    assert max(levels.values()) <= (depth or 12)


@settings(max_examples=25, deadline=None)
@given(low=st.integers(0, 3), more=st.integers(0, 5), parents=st.integers(1, 600), seed=st.integers(0, 99))
def test_counts_per_parent_are_kept_and_add_up(low: int, more: int, parents: int, seed: int) -> None:
    plan = plan_of(pair({"per_parent": {"min": low, "max": low + more}}, parents), seed=seed)
    child = plan.table("child")
    assert child.rows == (parents * (2 * low + more) + 1) // 2
    counts = Counter(table_of(plan, "child").column("parent_id").to_pylist())
    assert set(counts) <= set(range(1, parents + 1))
    assert all(low <= counts[key] <= low + more for key in range(1, parents + 1))


@settings(max_examples=20, deadline=None)
@given(parents=st.integers(1, 400), share=st.floats(0, 1), high=st.integers(1, 7))
def test_a_stated_total_is_met_exactly(parents: int, share: float, high: int) -> None:
    total = round(share * parents * high)
    plan = plan_of(pair({"per_parent": {"min": 0, "max": high}}, parents, total))
    counts = Counter(table_of(plan, "child").column("parent_id").to_pylist())
    assert counts.total() == total
    assert max(counts.values(), default=0) <= high


def test_counts_follow_their_distribution() -> None:
    document = pair({"per_parent": {"distribution": {"name": "poisson", "mean": 2.5}}}, 20_000)
    counts = Counter(Counter(keys(document)).values())
    for value, share in ((1, 0.2052), (2, 0.2565), (3, 0.2138), (4, 0.1336)):
        # Five standard errors: one false alarm in 1.7 million for each.
        assert abs(counts[value] / 20_000 - share) < 5 * (share / 20_000) ** 0.5


def test_rows_far_out_are_computed_alone() -> None:
    document = pair({"per_parent": {"min": 1, "max": 5}}, 4_000_000_000)
    document["tables"][0]["fields"].append(
        {"name": "twice", "type": "integer", "expression": "parent.id * 2"}
    )
    plan = plan_of(document)
    child, parent = plan.table("child"), plan.table("parent")
    assert child.rows == 12_000_000_000
    batch = engine.generate(plan, child, 9_000_000_000, 50)
    assert batch.column(0)[0].as_py() == 9_000_000_001
    alone = engine.generate(plan, child, 9_000_000_031, 1)
    assert alone.to_pylist() == batch.slice(31, 1).to_pylist()
    key = batch.column(1)[0].as_py()
    assert engine.compute(plan, parent, Rows(key - 1, 1), ["id"])["id"][0].as_py() == key


def test_a_total_over_the_children_equals_their_sum() -> None:
    plan = plan_of(SHOP)
    lines, orders, customers = (table_of(plan, name).to_pylist() for name in ("lines", "orders", "customers"))
    by_order: Counter[str] = Counter()
    for line in lines:
        by_order[line["order_id"]] += line["amount"]
    assert all(order["total"] == by_order[order["id"]] for order in orders)
    by_customer: Counter[int] = Counter()
    number: Counter[int] = Counter()
    for order in orders:
        by_customer[order["customer_id"]] += order["total"]
        number[order["customer_id"]] += 1
    assert all(
        row["spent"] == by_customer[row["id"]] and row["orders"] == number[row["id"]] for row in customers
    )


def test_all_rollups_agree_with_the_rows() -> None:
    document = pair({"per_parent": {"min": 0, "max": 4}}, 200)
    document["tables"][0]["fields"] += [
        {"name": "n", "type": "integer", "constraints": {"min_value": 0, "max_value": 99, "null_rate": 0.2}},
        {"name": "x", "type": "float", "constraints": {"min_value": 0, "max_value": 9}},
    ]
    document["tables"][1]["fields"] += [
        {"name": "least", "type": "integer", "expression": "min(child.n)"},
        {"name": "most", "type": "integer", "expression": "max(child.n)"},
        {"name": "known", "type": "integer", "expression": "count(child.n)"},
        {"name": "mean", "type": "float", "expression": "avg(child.n)"},
        {"name": "double", "type": "float", "expression": "2 * sum(child.x * 2) + count(*)"},
    ]
    plan = plan_of(document)
    children: dict[int, list[dict[str, Any]]] = {}
    for row in table_of(plan, "child").to_pylist():
        children.setdefault(row["parent_id"], []).append(row)
    for row in table_of(plan, "parent").to_pylist():
        mine = children.get(row["id"], [])
        known = [child["n"] for child in mine if child["n"] is not None]
        assert row["least"] == min(known, default=None)
        assert row["most"] == max(known, default=None)
        assert row["known"] == len(known)
        assert row["mean"] == (sum(known) / len(known) if known else None)
        assert row["double"] == pytest.approx(4 * sum(child["x"] for child in mine) + len(mine))


def test_pairs_are_unique_together() -> None:
    document = {
        "tables": [
            {"name": "a", "rows": 30, "fields": [ids()]},
            {"name": "b", "rows": 20, "fields": [ids()]},
            {
                "name": "child",
                "rows": 600,
                "unique_together": [["a_id", "b_id"]],
                "fields": [
                    {"name": "a_id", "reference": {"table": "a"}},
                    {"name": "b_id", "reference": {"table": "b"}},
                ],
            },
        ]
    }
    rows = table_of(plan_of(document), "child").to_pylist()
    assert len({(row["a_id"], row["b_id"]) for row in rows}) == 600
    document["tables"][2]["rows"] = 601
    assert issues(document)[0].code == "unique_impossible"


@pytest.mark.parametrize("counted", [False, True])
def test_pairs_with_counts_are_unique_together(counted: bool) -> None:
    document = {
        "tables": [
            {"name": "student", "rows": 300, "fields": [ids()]},
            {"name": "course", "rows": 25, "fields": [ids()]},
            {
                "name": "child",
                "unique_together": [["student_id", "course_id"]],
                "fields": [
                    {
                        "name": "student_id",
                        "reference": {"table": "student", "per_parent": {"min": 3, "max": 25}},
                    },
                    {
                        "name": "course_id",
                        "reference": {"table": "course"}
                        | ({"per_parent": {"min": 160, "max": 180}} if counted else {}),
                    },
                ],
            },
        ]
    }
    rows = table_of(plan_of(document), "child").to_pylist()
    assert len({(row["student_id"], row["course_id"]) for row in rows}) == len(rows) == 4200
    if counted:
        assert all(160 <= count <= 180 for count in Counter(row["course_id"] for row in rows).values())


def test_a_second_count_is_kept_without_uniqueness() -> None:
    document = pair({"per_parent": {"exactly": 4}}, 100)
    document["tables"].append({"name": "other", "rows": 50, "fields": [ids()]})
    document["tables"][0]["fields"].append(
        {"name": "other_id", "reference": {"table": "other", "per_parent": {"min": 6, "max": 10}}}
    )
    counts = Counter(keys(document, "other_id"))
    assert counts.total() == 400
    assert all(6 <= counts[key] <= 10 for key in range(1, 51))


def test_few_values_can_be_unique_within_each_parent() -> None:
    document = pair({"per_parent": {"min": 1, "max": 3}}, 200)
    document["tables"][0]["fields"].append({"name": "kind", "constraints": {"enum_values": ["x", "y", "z"]}})
    document["tables"][0]["unique_together"] = [["parent_id", "kind"]]
    rows = table_of(plan_of(document), "child").to_pylist()
    assert len({(row["parent_id"], row["kind"]) for row in rows}) == len(rows) == 400


def test_a_unique_reference_gives_each_parent_one_child_at_most() -> None:
    found = keys(pair({}, 500, 400, constraints={"unique": True}))
    assert len(set(found)) == 400


def test_two_tables_may_refer_to_each_other_if_one_side_may_be_null() -> None:
    document = {
        "tables": [
            {
                "name": "team",
                "rows": 10,
                "fields": [
                    ids(),
                    {"name": "lead_id", "reference": {"table": "person"}, "constraints": {"nullable": True}},
                ],
            },
            {
                "name": "person",
                "rows": 50,
                "fields": [ids(), {"name": "team_id", "reference": {"table": "team"}}],
            },
        ]
    }
    plan = plan_of(document)
    assert set(table_of(plan, "team").column("lead_id").to_pylist()) <= set(range(1, 51))
    document["tables"][0]["fields"][1]["constraints"] = {}
    (issue,) = issues(document)
    assert issue.code == "cyclic_reference"
    assert "team" in issue.message
    assert "person" in issue.message


def test_a_child_that_says_nothing_has_one_to_five_rows_per_parent() -> None:
    assert 100 <= plan_of(pair({}, None), rows=100).table("child").rows <= 500


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        (pair({"per_parent": {"min": 1, "max": 5}}, 100, 501), "total_against_cardinality", "100 to 500"),
        (pair({"per_parent": {"exactly": 2}}, 100, 150), "total_against_cardinality", "200"),
        (
            pair({"per_parent": {"distribution": {"name": "poisson", "mean": 3}}}, 100, 900),
            "total_against_cardinality",
            "300",
        ),
        (pair({"per_parent": {"min": 5, "max": 1}}), "min_above_max", "swap"),
        (pair({"per_parent": {"distribution": {"name": "nope"}}}), "unknown_distribution", "poisson"),
        (pair({"table": "parrent"}, 10, 10), "unknown_table", "did you mean 'parent'"),
        (pair({"field": "idd"}, 10, 10), "unknown_field", "did you mean 'id'"),
        (pair({}, 10, 20, constraints={"unique": True}), "unique_impossible", "20"),
        (pair({}, 0, 20), "no_parents", "none"),
        (
            pair({"per_parent": {"min": 1, "max": 2}}, 10, constraints={"null_rate": 0.1}),
            "null_against_cardinality",
            "null",
        ),
        (pair({"field": ["id", "id"]}, 10, 10), "composite_reference", "relationships"),
        (pair({"choice": "weighted"}, 10, 10), "missing", "weights_field"),
    ],
)
def test_a_contradiction_is_one_clear_error(document: dict[str, Any], code: str, words: str) -> None:
    found = issues(document)
    assert [issue.code for issue in found] == [code]
    assert words in found[0].message


def test_a_rollup_needs_children_that_are_counted() -> None:
    document = pair({}, 10, 50)
    document["tables"][1]["fields"].append({"name": "n", "type": "integer", "expression": "count(child)"})
    (issue,) = issues(document)
    assert "per_parent" in issue.message


def test_fields_of_two_tables_in_a_circle_are_refused() -> None:
    document = pair({"per_parent": {"min": 1, "max": 2}}, 10)
    document["tables"][0]["fields"].append(
        {"name": "share", "type": "integer", "expression": "parent.total + 1"}
    )
    document["tables"][1]["fields"].append(
        {"name": "total", "type": "integer", "expression": "sum(child.share)"}
    )
    (issue,) = issues(document)
    assert issue.code == "cyclic_dependency"


def test_another_table_or_field_changes_nothing_else() -> None:
    before = plan_of(SHOP)
    changed = copy.deepcopy(SHOP)
    changed["tables"].append(
        {"name": "extra", "rows": 3, "fields": [ids(), {"name": "o", "reference": {"table": "orders"}}]}
    )
    changed["tables"][1]["fields"].insert(0, {"name": "note"})
    after = plan_of(changed)
    for name in ("customers", "lines", "products", "staff"):
        assert table_of(after, name).equals(table_of(before, name))
    assert table_of(after, "orders").drop_columns(["note"]).equals(table_of(before, "orders"))


def test_tables_that_count_one_another_are_refused_also_where_their_keys_are_unique() -> None:
    key = {"name": "id", "type": "integer", "constraints": {"unique": True}}
    tables = [
        {
            "name": name,
            "fields": [
                key,
                {"name": "other", "type": "integer", "reference": {"table": other, "deferrable": True}},
            ],
        }
        for name, other in (("a", "b"), ("b", "a"))
    ]
    with pytest.raises(InvalidInput) as caught:
        plan_of({"tables": tables}, rows=10)
    assert "cyclic_cardinality" in {issue.code for issue in caught.value.issues}
