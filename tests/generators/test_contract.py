"""Every registered semantic type keeps the determinism contract. A new one is tested as soon as it exists."""

from __future__ import annotations

import inspect
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, SemanticType, Stream, semantic_types

STREAM = Stream((7, "people", "field"))
LOCALES = ("en", "de", "ja")
NAMES = semantic_types.names()

REQUIRED: dict[str, dict[str, object]] = {
    "category.choice": {"values": ["a", "b", "c"], "weights": [5, 3, 2]},
    "identifier.pattern": {"pattern": r"[A-Z]{3}-\d{2,4}(x|yz)?"},
    "identifier.template": {"template": "ORD-{000001}"},
}
"""Parameters for the types that cannot do without."""


def context(**changes: object) -> Context:
    return Context(table=Stream((7, "people")), **changes)  # type: ignore[arg-type]


def params(semantic: SemanticType) -> dict[str, object]:
    return REQUIRED.get(semantic.name, {})


def draw(semantic: SemanticType, rows: Rows, **changes: object) -> pa.Array:
    values = semantic(STREAM, rows, context(**changes), **params(semantic))
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


@pytest.fixture(params=NAMES)
def semantic(request: pytest.FixtureRequest) -> SemanticType:
    return semantic_types.get(request.param)


def test_there_are_at_least_150_native_types() -> None:
    assert len([name for name in NAMES if not name.startswith("faker.")]) >= 150


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 10**10),
    cuts=st.lists(st.integers(0, 60), max_size=4),
    locale=st.sampled_from(LOCALES),
)
def test_any_split_of_a_range_equals_the_whole(
    semantic: SemanticType, start: int, cuts: list[int], locale: str
) -> None:
    whole = draw(semantic, Rows(start, 60), locale=locale)
    edges = [0, *sorted(cuts), 60]
    parts = [draw(semantic, Rows(start + a, b - a), locale=locale) for a, b in pairwise(edges)]
    assert pa.concat_arrays(parts).equals(whole)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 400) | st.integers(10**9, 10**9 + 50), min_size=1, max_size=8))
def test_scattered_rows_equal_the_same_rows_alone(semantic: SemanticType, numbers: list[int]) -> None:
    scattered = draw(semantic, Rows.at(numbers))
    alone = pa.concat_arrays([draw(semantic, Rows(number, 1)) for number in numbers])
    assert scattered.equals(alone)


def test_the_length_is_that_of_the_rows_and_no_rows_keep_the_type(semantic: SemanticType) -> None:
    none, one, many = (draw(semantic, Rows(3, count)) for count in (0, 1, 1000))
    assert (len(none), len(one), len(many)) == (0, 1, 1000)
    assert none.type == one.type == many.type


def test_another_seed_gives_other_values_and_the_same_seed_the_same(semantic: SemanticType) -> None:
    values = draw(semantic, Rows(0, 500))
    assert values.equals(draw(semantic, Rows(0, 500)))
    if len(values.unique()) > 1 and semantic.name not in ("identifier.sequence", "identifier.template"):
        other = semantic(
            Stream((8, "people", "field")),
            Rows(0, 500),
            Context(table=Stream((8, "people"))),
            **params(semantic),
        )
        assert not (other.dictionary_decode() if pa.types.is_dictionary(other.type) else other).equals(values)


def test_unique_values_never_repeat_and_capacity_is_told(semantic: SemanticType) -> None:
    spaces: list[int] = []
    draw(semantic, Rows(0, 0), unique=True, spaces=spaces)
    if not spaces:
        return  # the type cannot be unique; the plan refuses it
    count = min(max(spaces), 20_000)
    values = draw(semantic, Rows(0, count), unique=True)
    assert len(values.unique()) == count
    if max(spaces) < 20_000:
        with pytest.raises(InvalidInput, match="unique"):
            draw(semantic, Rows(count, 1), unique=True)


def test_a_type_is_documented_and_its_parameters_have_a_schema(semantic: SemanticType) -> None:
    assert semantic.example
    assert semantic.description.endswith((".", "`", ")"))
    schema = semantic.json_schema()
    assert set(schema.get("properties", {})) == set(semantic.parameters)
    required = {name for name, item in semantic.parameters.items() if item.default is inspect.Parameter.empty}
    assert required <= set(params(semantic))


def test_an_unknown_parameter_is_named(semantic: SemanticType) -> None:
    with pytest.raises(InvalidInput) as caught:
        semantic.check({**params(semantic), "no_such_parameter": 1}, "fields.x")
    assert caught.value.issues[0].path == "fields.x.params.no_such_parameter"
