import re
from collections import Counter
from zoneinfo import available_timezones

import pytest

from rowsmith.errors import InvalidInput
from rowsmith.locales import LOCALES
from rowsmith.locales.countries import countries
from rowsmith.locales.places import places

LARGE = ["DE", "GB", "FR", "IT", "ES", "CA", "AU", "IN", "BR", "JP", "MX", "NL", "PL"]


def test_there_are_enough_cities_in_enough_countries() -> None:
    table = places()
    cities = Counter(table.countries.alpha2[index].as_py() for index in table.country.tolist())
    assert len(table) >= 700
    assert sum(1 for count in cities.values() if count >= 3) >= 45
    assert cities["US"] >= 60
    assert all(cities[code] >= 25 for code in LARGE)


def test_every_city_has_a_place_on_earth_and_a_known_time_zone() -> None:
    table = places()
    assert (abs(table.latitude) <= 90).all()
    assert (abs(table.longitude) <= 180).all()
    assert (table.population > 0).all()
    assert set(table.timezone.to_pylist()) <= available_timezones()
    for column in (table.city, table.city_latin, table.region, table.region_latin):
        assert all(text and text == text.strip() for text in column.to_pylist())


def test_the_cities_of_a_country_stand_together() -> None:
    table = places()
    assert (table.country[1:] >= table.country[:-1]).all()
    assert "München" in table.city[table.of("DE")].to_pylist()
    assert len(table.city[table.of("AQ")]) == 0


def test_the_countries_are_those_of_iso_3166() -> None:
    table = countries()
    assert len(table.alpha2) == 249
    for column, shape in ((table.alpha2, "[A-Z]{2}"), (table.alpha3, "[A-Z]{3}"), (table.numeric, r"\d{3}")):
        values = column.to_pylist()
        assert len(set(values)) == 249
        assert all(re.fullmatch(shape, value) for value in values)
    assert sum(1 for masks in table.mobile if masks) >= 60
    assert set(table.locale) <= set(LOCALES)


@pytest.mark.parametrize("text", ["Germany", "germany", "DE", "deu", "276", "Deutschland"])
def test_a_country_is_known_by_names_and_codes(text: str) -> None:
    assert countries().require(text) == "DE"


def test_an_unknown_country_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(InvalidInput, match=r"unknown country 'Germny'.*nearest: Germany"):
        countries().require("Germny")


def test_every_locale_but_plain_english_has_cities() -> None:
    for locale in LOCALES.values():
        if locale.country:
            assert len(places().city[places().of(locale.country)]) >= 1, locale.name
