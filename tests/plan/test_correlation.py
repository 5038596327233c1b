"""Correlation by a Gaussian copula: the number asked for, and every field's own distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from datasets import one, plan_of, table_of
from rowsmith import engine
from rowsmith.errors import InvalidInput

ROWS = 40_000
SHAPES: dict[str, dict[str, Any]] = {
    "normal": {"type": "float", "distribution": {"name": "normal", "mean": 50, "std": 10}},
    "lognormal": {"type": "float", "distribution": {"name": "lognormal", "median": 100, "sigma": 0.8}},
    "whole": {"type": "integer", "constraints": {"min_value": 18, "max_value": 65}},
    "large": {"type": "integer", "constraints": {"min_value": 0, "max_value": 5_000_000}},
    "money": {"type": "decimal", "constraints": {"min_value": 10, "max_value": 99}},
    "poisson": {"type": "integer", "distribution": {"name": "poisson", "mean": 3}},
}


def pair(
    first: str, second: str, value: float, rows: int = ROWS
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    table = one(
        [{"name": "a", **SHAPES[first]}, {"name": "b", **SHAPES[second], "correlation": {"a": value}}], rows
    )
    return tuple(np.array(table.column(name).to_pylist(), float) for name in ("a", "b"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("normal", "normal", 0.7),
        ("normal", "normal", -0.4),
        ("lognormal", "whole", 0.5),
        ("whole", "poisson", 0.6),
        ("money", "large", -0.8),
        ("large", "lognormal", 0.3),
        ("poisson", "money", 0.0),
    ],
)
def test_the_values_have_the_correlation_that_was_asked_for(first: str, second: str, value: float) -> None:
    a, b = pair(first, second, value)
    # Six standard errors of a correlation, and 0.005 for the grid: one false alarm in some hundred million.
    assert abs(np.corrcoef(a, b)[0, 1] - value) < 6 / ROWS**0.5 + 0.005


@pytest.mark.parametrize("name", list(SHAPES))
def test_the_distribution_stays_its_own(name: str) -> None:
    _, tied = pair("normal", name, 0.6)
    free = np.array(one([{"name": "b", **SHAPES[name]}], ROWS, seed=99).column("b").to_pylist(), float)
    shares = np.linspace(0.01, 0.99, 50)
    places = np.quantile(free, shares)
    # Largest distance of two distribution functions; a bound passed by chance once in 10**8.
    distance = np.abs([(tied <= at).mean() - (free <= at).mean() for at in places]).max()
    assert distance < (np.log(2e8) / ROWS) ** 0.5


def test_three_fields_hold_all_three_correlations() -> None:
    fields = [
        {"name": "a", **SHAPES["normal"]},
        {"name": "b", **SHAPES["normal"], "correlation": {"a": 0.6}},
        {"name": "c", **SHAPES["whole"], "correlation": {"a": 0.5, "b": -0.1}},
    ]
    table = one(fields, ROWS)
    found = np.corrcoef([np.array(table.column(name).to_pylist(), float) for name in "abc"])
    for (i, j), value in {(0, 1): 0.6, (0, 2): 0.5, (1, 2): -0.1}.items():
        assert abs(found[i, j] - value) < 0.035


def test_the_first_field_is_as_it_is_without_the_second_and_rows_stand_alone() -> None:
    fields = [{"name": "a", **SHAPES["whole"]}, {"name": "b", **SHAPES["normal"], "correlation": {"a": 0.8}}]
    plan = plan_of({"name": "t", "fields": fields})
    whole = table_of(plan)
    assert whole.column("a").equals(one(fields[:1]).column("a"))
    alone = [engine.generate(plan, plan.table(), row, 1).to_pylist()[0] for row in (0, 41, 99)]
    assert alone == [whole.to_pylist()[row] for row in (0, 41, 99)]


def test_bounds_nulls_and_precision_hold() -> None:
    fields = [
        {"name": "a", "type": "float", "constraints": {"min_value": 0, "max_value": 1, "null_rate": 0.3}},
        {
            "name": "b",
            "type": "float",
            "correlation": {"a": 0.9},
            "constraints": {"min_value": 5, "max_value": 6, "precision": 1, "null_rate": 0.2},
        },
    ]
    rows = one(fields, 2000).to_pylist()
    values = [row["b"] for row in rows if row["b"] is not None]
    assert all(5 <= value <= 6 and round(value, 1) == value for value in values)
    assert 300 < len(rows) - len(values) < 500


@pytest.mark.parametrize(
    ("correlations", "code"),
    [
        ({"b": {"a": 0.95}, "c": {"a": 0.95, "b": -0.9}}, "correlation_impossible"),
        ({"b": {"nobody": 0.5}}, "not_correlatable"),
        ({"b": {"a": 0.5}, "a": {"b": 0.6}}, "not_correlatable"),
        ({"b": {"text": 0.5}}, "not_correlatable"),
        ({"heavy": {"a": -0.95}}, "correlation_impossible"),
    ],
)
def test_what_cannot_be_is_told(correlations: dict[str, Any], code: str) -> None:
    heavy = {"type": "float", "distribution": {"name": "lognormal", "median": 1, "sigma": 2}}
    fields = [
        {"name": "text"},
        *({"name": name, **SHAPES["normal"]} for name in "abc"),
        {"name": "heavy", **heavy},
    ]
    for field in fields:
        field["correlation"] = correlations.get(field["name"], {})
    with pytest.raises(InvalidInput) as caught:
        plan_of({"fields": fields})
    assert code in [issue.code for issue in caught.value.issues]
