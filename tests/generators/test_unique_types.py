import re

import pyarrow as pa
import pytest

from rowsmith.generators import Context, Rows, Stream, semantic_types

MANY = 60_000


def unique(name: str, rows: Rows, locale: str, **params: object) -> pa.Array:
    context = Context(table=Stream((7, "t")), locale=locale, unique=True)
    return semantic_types.get(name)(Stream((7, "t", name)), rows, context, **params)


@pytest.mark.parametrize("locale", ["en", "en-us", "de", "es", "zh", "hu"])
@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("person.full_name", {}),
        ("internet.username", {}),
        ("internet.work_email", {}),
        ("internet.url", {}),
        ("phone.number", {}),
        ("phone.number", {"format": "e164"}),
        ("phone.mobile", {"format": "national"}),
        ("address.street_address", {}),
        ("address.full_address", {}),
        ("profile.ssn", {}),
        ("company.company_name", {}),
    ],
)
def test_no_value_comes_twice(name: str, params: dict[str, object], locale: str) -> None:
    context = Context(table=Stream((7, "t")), locale=locale, unique=True)
    semantic_types.get(name)(Stream((7, "t", name)), Rows(0, 0), context, **params)
    count = min(MANY, *context.spaces)
    made = unique(name, Rows(0, count), locale, **params)
    assert len(made.unique()) == count


def test_a_whole_small_space_is_used_without_a_repeat() -> None:
    context = Context(table=Stream((7, "t")), locale="de", unique=True)
    semantic_types.get("address.postcode")(Stream((7, "t", "p")), Rows(0, 0), context)
    made = unique("address.postcode", Rows(0, context.spaces[0]), "de")
    assert len(made.unique()) == context.spaces[0]


def test_unique_national_numbers_stay_in_the_country() -> None:
    made = unique("phone.number", Rows(0, 5000), "de").to_pylist()
    assert all(re.fullmatch(r"\+49 \d{2,4} \d{5,9}", number) for number in made)


def test_a_social_security_number_is_one_that_is_never_issued() -> None:
    made = unique("profile.ssn", Rows(0, 5000), "en").to_pylist()
    assert all(re.fullmatch(r"9\d\d-[0-4]\d-\d{4}", number) for number in made)
