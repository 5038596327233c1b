"""What a field's name says, with its table's name where that says more."""

from __future__ import annotations

import pytest

from rowsmith import library
from rowsmith.plan.infer import infer
from rowsmith.plan.labels import label
from rowsmith.schema import FieldDefinition


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        ("", "name", "person.full_name"),
        ("products", "name", "commerce.product"),
        ("movies", "title", "media.movie_title"),
        ("books", "title", "media.book_title"),
        ("employees", "title", "job.title"),
        ("posts", "title", "text.title"),
        ("companies", "name", "company.company_name"),
        ("vehicles", "color", "vehicle.color"),
        ("", "emial", "internet.email"),
        ("", "billing_city", "address.city"),
        ("", "firstName", "person.first_name"),
        ("movies", "director", "person.full_name"),
    ],
)
def test_a_name_is_what_people_mean_by_it(table: str, name: str, expected: str) -> None:
    assert infer(FieldDefinition(name=name), table).semantic_type == expected


def test_an_unknown_name_is_a_guess_and_says_so() -> None:
    found = infer(FieldDefinition(name="zzgrbl"))
    assert found.score == 0
    assert "no known" in found.reason


@pytest.mark.parametrize(
    ("name", "semantic_type", "expected"),
    [
        ("manager", "person.full_name", "manager"),
        ("doctor_email", "internet.email", "doctor"),
        ("name", "person.full_name", ""),
        ("shipping_city", "address.city", "shipping"),
        ("birth_date", "person.birth_date", ""),
    ],
)
def test_a_role_in_a_name_is_somebody_or_somewhere_else(name: str, semantic_type: str, expected: str) -> None:
    assert label(name, semantic_type) == expected


def test_a_json_field_holds_json() -> None:
    import json

    made = library.generate({"fields": [{"name": "metadata", "type": "json"}]}, rows=50, seed=1)
    assert {frozenset(json.loads(text)) for text in made["metadata"].to_pylist()} == {
        frozenset({"source", "theme", "version", "active"})
    }


def test_an_age_of_fractions_is_no_whole_number_of_years() -> None:
    field = {"name": "age", "type": "float", "constraints": {"min_value": 0.08, "max_value": 4.5}}
    ages = library.generate({"fields": [field]}, rows=200, seed=1)["age"].to_pylist()
    assert 0.08 <= min(ages) < 1
    assert max(ages) <= 4.5
    assert any(age % 1 for age in ages)
