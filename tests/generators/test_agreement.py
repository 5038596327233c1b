"""All fields about one person or place of a row agree, whichever of them a table has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.locales import LOCALES, find_locale, folded, pool
from rowsmith.locales.countries import countries
from rowsmith.locales.folding import fold
from rowsmith.locales.places import places

ROWS = Rows(10**6, 400)
SOME = ("en", "en-us", "de", "fr", "ja", "zh", "ko", "ru", "ar-eg", "hu", "pt-br", "el")
NOW = 1_767_225_600_000_000


def values(name: str, rows: Rows = ROWS, locale: str = "en", **changes: Any) -> list[Any]:
    params: Mapping[str, Any] = changes.pop("params", {})
    context = Context(table=Stream((7, "people")), locale=locale, **changes)
    made = semantic_types.get(name)(Stream((7, "people", name)), rows, context, **params)
    return made.to_pylist()


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_makes_people_and_places(locale: str) -> None:
    for name in (
        "person.full_name",
        "internet.email",
        "address.full_address",
        "phone.number",
        "company.company_name",
    ):
        made = values(name, Rows(5, 20), locale)
        assert len(set(made)) > 10
        assert all(made)


@pytest.mark.parametrize("locale", SOME)
def test_the_names_of_a_row_are_one_persons(locale: str) -> None:
    first, last = values("person.first_name", locale=locale), values("person.last_name", locale=locale)
    joint, family_first = find_locale(locale).joint, find_locale(locale).family_first
    full = [f"{b}{joint}{a}" if family_first else f"{a}{joint}{b}" for a, b in zip(first, last, strict=True)]
    assert values("person.full_name", locale=locale) == full
    data = find_locale(locale).data
    for kind in ("internet.email", "internet.username", "internet.work_email"):
        for a, b, handle in zip(first, last, values(kind, locale=locale), strict=True):
            local = letters(handle.partition("@")[0])
            assert local in (fold(a, data) + fold(b, data), fold(a, data)[0] + fold(b, data))


@pytest.mark.parametrize("locale", SOME)
def test_a_unique_address_still_holds_the_persons_name(locale: str) -> None:
    last = values("person.last_name", locale=locale)
    for name, address in zip(last, values("internet.email", locale=locale, unique=True), strict=True):
        assert fold(name, find_locale(locale).data) in address


def test_addresses_are_unique_over_many_rows_and_reach_nobody() -> None:
    made = values("internet.email", Rows(0, 200_000), unique=True)
    assert len(set(made)) == 200_000
    assert all(
        re.fullmatch(r"[a-z]+[._]?[a-z]+\d+@([a-z]+\.)?example(\.com|\.org|\.net)?", item) for item in made
    )


@pytest.mark.parametrize("locale", ["en", "de", "ru", "el", "ja"])
def test_gender_goes_with_the_first_name_and_the_title(locale: str) -> None:
    gender = values("person.gender", locale=locale)
    men = set(pool("first_name", locale, "male").to_pylist())
    women = set(pool("first_name", locale, "female").to_pylist())
    for said, name in zip(gender, values("person.first_name", locale=locale), strict=True):
        assert name in (women if said == "Female" else men)
    assert values("person.sex", locale=locale) == [said[0] for said in gender]
    for said, title in zip(gender, values("person.prefix", locale=locale), strict=True):
        assert title in pool("title", locale, said.lower()).to_pylist()
    assert 150 < gender.count("Female") < 250


def test_surnames_take_the_form_of_the_gender() -> None:
    women = set(pool("surname", "ru", "female").to_pylist())
    gender, last = values("person.gender", locale="ru"), values("person.last_name", locale="ru")
    assert all(name in women for said, name in zip(gender, last, strict=True) if said == "Female")


def test_names_follow_a_field_that_decides_the_gender() -> None:
    words = ["f", "M", "Frau", "женский", None, "unknown", "MALE", "w"]

    def gender(rows: Rows) -> pa.Array:
        return pa.array([words[number % len(words)] for number in rows.numbers().tolist()])

    free = values("person.first_name", Rows(0, 80))
    bound = values("person.first_name", Rows(0, 80), bound={"gender": gender})
    men, women = (set(pool("first_name", "en", kind).to_pylist()) for kind in ("male", "female"))
    for row, name in enumerate(bound):
        word = words[row % len(words)]
        if word in (None, "unknown"):
            assert name == free[row]
        else:
            assert name in (men if word in ("M", "MALE") else women)


def test_age_and_birth_date_agree_to_the_day() -> None:
    for now in (NOW, int(datetime(2024, 2, 29, 12, tzinfo=UTC).timestamp()) * 10**6):
        today = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=now)).date()
        born = values("person.birth_date", Rows(0, 3000), now=now)
        for age, day in zip(values("person.age", Rows(0, 3000), now=now), born, strict=True):
            had_birthday = (today.month, today.day) >= (day.month, day.day)
            assert age == today.year - day.year - (not had_birthday)
            assert 18 <= age <= 90
        assert values("person.birth_year", Rows(0, 3000), now=now) == [day.year for day in born]
    assert isinstance(born[0], date)


@pytest.mark.parametrize("locale", SOME)
def test_the_places_of_a_row_are_one(locale: str) -> None:
    table = places()
    known: dict[tuple[str, str], list[int]] = {}
    for index, timezone in enumerate(table.timezone.to_pylist()):
        code = table.countries.alpha2[int(table.country[index])].as_py()
        known.setdefault((code, timezone), []).append(index)
    columns = (
        "country_code",
        "timezone",
        "city",
        "region",
        "postcode",
        "latitude",
        "longitude",
        "country_code3",
    )
    made = [values(f"address.{column}", locale=locale) for column in columns]
    for code, timezone, city, region, postcode, latitude, longitude, code3 in zip(*made, strict=True):
        fits = [
            index
            for index in known[code, timezone]
            if city in (table.city[index].as_py(), table.city_latin[index].as_py())
            and region in (table.region[index].as_py(), table.region_latin[index].as_py())
            and abs(latitude - table.latitude[index]) < 0.05
            and abs(longitude - table.longitude[index]) < 0.05
        ]
        assert fits
        shapes = [table.postcodes[index] or "00000" for index in fits]
        assert any(re.fullmatch(shape(mask), postcode) for mask in shapes)
        assert countries().alpha3[countries().index[code]].as_py() == code3
    if find_locale(locale).country:
        assert set(made[0]) == {find_locale(locale).country}
    else:
        assert len(set(made[0])) > 60


def shape(mask: str) -> str:
    classes = {"#": r"\d", "$": "[2-9]", "&": "[A-Z]"}
    return "".join(classes.get(char, re.escape(char)) for char in mask)


def test_a_full_address_holds_its_parts() -> None:
    for locale in SOME:
        parts = [values(f"address.{name}", locale=locale) for name in ("street_address", "city")]
        for street, city, full in zip(*parts, values("address.full_address", locale=locale), strict=True):
            assert street in full
            assert city in full


def test_addresses_are_written_as_the_country_writes_them() -> None:
    assert re.fullmatch(r"\d+ [A-Z].*", values("address.street_address", locale="en-us")[0])
    assert re.fullmatch(r".* \d+", values("address.street_address", locale="de")[0])
    assert re.fullmatch(r".*, \d{5} .*", values("address.full_address", locale="de")[0])
    assert re.fullmatch(r".*, [A-Z]{2} \d{5}", values("address.full_address", locale="en-us")[0])
    assert re.fullmatch(r"〒\d{3}-\d{4} .*\d+-\d+-\d+", values("address.full_address", locale="ja")[0])
    assert re.fullmatch(r"\d{4} .*, .* \d+\.", values("address.full_address", locale="hu")[0])


def test_places_follow_a_field_that_decides_the_country() -> None:
    names = ["Germany", "JP", "usa", None, "Nowhere", "fra"]

    def country(rows: Rows) -> pa.Array:
        column = pa.array([names[number % len(names)] for number in rows.numbers().tolist()])
        return column.dictionary_encode()

    free = values("address.country_code", Rows(0, 120))
    for attribute in ("country", "country_code"):
        codes = values("address.country_code", Rows(0, 120), bound={attribute: country})
        phones = values("phone.number", Rows(0, 120), bound={attribute: country})
        for row, (code, phone) in enumerate(zip(codes, phones, strict=True)):
            expected = {"Germany": "DE", "JP": "JP", "usa": "US", "fra": "FR"}.get(names[row % 6] or "")
            assert code == (expected or free[row])
            if expected:
                calling = countries().calling[countries().index[expected]]
                assert phone.startswith(f"+{calling} ")


def test_a_telephone_number_has_the_code_of_the_rows_country() -> None:
    for locale in SOME:
        codes = values("phone.calling_code", locale=locale)
        numbers = values("phone.number", locale=locale)
        mobiles = values("phone.mobile", locale=locale)
        compact = values("phone.number", locale=locale, params={"format": "e164"})
        for code, number, mobile, short in zip(codes, numbers, mobiles, compact, strict=True):
            assert number.startswith(code + " ")
            assert mobile.startswith(code + " ")
            assert re.fullmatch(r"\+\d{7,15}", short)
            assert short == "+" + re.sub(r"\D", "", number)


def test_a_country_parameter_decides_the_place() -> None:
    for name in ("address.city", "address.timezone", "address.postcode", "phone.number"):
        swiss, swiss_again = (values(name, params={"country": text}) for text in ("Switzerland", "CHE"))
        assert swiss == swiss_again
    assert set(values("address.continent", params={"country": "Chile"})) == {"South America"}
    with pytest.raises(InvalidInput, match="unknown country 'Atlantis'"):
        values("address.city", params={"country": "Atlantis"})
    with pytest.raises(InvalidInput, match="no city of the country 'AQ' is known"):
        values("address.city", params={"country": "Antarctica"})


def test_another_label_is_another_person_and_place() -> None:
    for name in ("person.full_name", "address.city"):
        assert values(name) != values(name, label="shipping")
    assert values("address.city", label="billing") == values("address.city", label="billing")


def test_a_companys_addresses_carry_its_name() -> None:
    for locale in ("en", "de", "ja"):
        names = values("company.company_name", locale=locale)
        domains = values("internet.domain", locale=locale)
        surnames = dict(
            zip(
                pool("surname", locale, "male").to_pylist(),
                folded("surname", locale, "male").to_pylist(),
                strict=True,
            )
        )
        for name, domain in zip(names, domains, strict=True):
            assert any(whole in name and domain.startswith(plain) for whole, plain in surnames.items())
        assert values("internet.url", locale=locale) == [f"https://www.{domain}" for domain in domains]
        for address, domain in zip(values("internet.work_email", locale=locale), domains, strict=True):
            assert address.endswith(f"@{domain}")


def test_larger_cities_come_more_often() -> None:
    cities = values("address.city", Rows(0, 20_000), "de")
    berlin, potsdam = cities.count("Berlin"), cities.count("Potsdam")
    assert berlin > 8 * potsdam > 0


def test_weight_goes_with_height_and_height_with_gender() -> None:
    rows = Rows(0, 5000)
    height, weight = np.array(values("person.height", rows)), np.array(values("person.weight", rows))
    men = np.array(values("person.gender", rows)) == "Male"
    assert 10 < height[men].mean() - height[~men].mean() < 17
    assert 0.3 < np.corrcoef(height, weight)[0, 1] < 0.9
    assert 135 < height.min() < height.max() < 210
