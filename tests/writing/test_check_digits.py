"""Numbers with check digits, held against validators written here in plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rowsmith.errors import InvalidInput
from rowsmith.generators import Rows
from rowsmith.generators.bank_accounts import patterns
from tests.generators.columns import values

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def weighted(text: str, weights: list[int]) -> int:
    return sum(LETTERS.index(char) * weight for char, weight in zip(text, weights, strict=True))


def iban(text: str) -> bool:
    turned = text[4:] + text[:4]
    return int("".join(str(LETTERS.index(char)) for char in turned)) % 97 == 1


def lei(text: str) -> bool:
    return len(text) == 20 and int("".join(str(LETTERS.index(char)) for char in text)) % 97 == 1


def isin(text: str) -> bool:
    return luhn("".join(str(LETTERS.index(char)) for char in text))


def cusip(text: str) -> bool:
    products = [LETTERS.index(char) * (1 + place % 2) for place, char in enumerate(text[:8])]
    return (10 - sum(sum(divmod(product, 10)) for product in products) % 10) % 10 == int(text[8])


def sedol(text: str) -> bool:
    return weighted(text, [1, 3, 1, 7, 3, 9, 1]) % 10 == 0


def aba(text: str) -> bool:
    return weighted(text, [3, 7, 1] * 3) % 10 == 0


def gtin(text: str) -> bool:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text))) % 10 == 0


def isbn10(text: str) -> bool:
    return sum((10 - at) * (10 if char == "X" else int(char)) for at, char in enumerate(text)) % 11 == 0


def npi(text: str) -> bool:
    return len(text) == 10 and luhn("80840" + text)


def container(text: str) -> bool:
    table = dict(zip(LETTERS, [*range(10), *(n for n in range(10, 39) if n % 11)], strict=True))
    return sum(table[char] << place for place, char in enumerate(text[:10])) % 11 % 10 == int(text[10])


def imo(text: str) -> bool:
    digits = text.removeprefix("IMO")
    return weighted(digits[:6], [7, 6, 5, 4, 3, 2]) % 10 == int(digits[6])


def awb(text: str) -> bool:
    return int(text[4:11]) % 7 == int(text[11])


def postal(text: str) -> bool:
    rest = 11 - weighted(text[2:10], [8, 6, 4, 2, 3, 5, 9, 7]) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(text[10])


def vin(text: str) -> bool:
    table = dict(
        zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)], strict=True)
    )
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    rest = (
        sum((table.get(char) or int(char)) * weight for char, weight in zip(text, weights, strict=True)) % 11
    )
    return text[8] == "0123456789X"[rest]


def orcid(text: str) -> bool:
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return text[-1] == "0123456789X"[(12 - total % 11) % 11]


def cas(text: str) -> bool:
    digits = text.replace("-", "")
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == int(
        digits[-1]
    )


VALIDATORS: dict[str, Callable[[str], bool]] = {
    "finance.credit_card": luhn, "finance.iban": iban, "finance.lei": lei, "finance.isin": isin,
    "finance.cusip": cusip, "finance.sedol": sedol, "finance.routing_number": aba, "commerce.ean13": gtin,
    "commerce.ean8": gtin, "commerce.upc": gtin, "commerce.isbn13": gtin, "commerce.isbn10": isbn10,
    "health.npi": npi, "logistics.container_number": container, "logistics.imo_number": imo,
    "logistics.air_waybill": awb, "logistics.tracking_number": postal, "logistics.sscc": gtin,
    "logistics.gln": gtin, "vehicle.vin": vin, "science.orcid": orcid, "science.cas_number": cas,
}  # fmt: skip


@pytest.mark.parametrize("name", VALIDATORS)
def test_every_number_has_its_check_digit(name: str) -> None:
    assert [value for value in values(name) if not VALIDATORS[name](value)] == []


@pytest.mark.parametrize("name", sorted(VALIDATORS.keys() - {"science.cas_number"}))
def test_unique_numbers_differ_and_are_valid(name: str) -> None:
    drawn = values(name, 5000, unique=True)
    assert len(set(drawn)) == 5000
    assert all(map(VALIDATORS[name], drawn))


def test_the_validators_know_the_published_examples() -> None:
    known = {
        "finance.iban": "GB82WEST12345698765432", "finance.isin": "US0378331005",
        "finance.cusip": "037833100",
        "finance.sedol": "B0YBKJ7", "finance.routing_number": "021000021", "vehicle.vin": "1M8GDM9AXKP042788",
        "logistics.container_number": "CSQU3054383", "logistics.imo_number": "IMO9074729",
        "health.npi": "1234567893", "commerce.isbn10": "0306406152", "science.orcid": "0000-0002-1825-0097",
        "finance.lei": "5493001KJTIIGC8Y1R12", "logistics.tracking_number": "RR473124829DE",
    }  # fmt: skip
    assert [name for name, example in known.items() if not VALIDATORS[name](example)] == []


@pytest.mark.parametrize("country", sorted(patterns()))
def test_an_iban_follows_its_country(country: str) -> None:
    drawn = values("finance.iban", 50, country=country.lower())
    assert all(iban(value) and value.startswith(country) for value in drawn)
    assert {len(value) for value in drawn} == {4 + len(patterns()[country])}


def test_an_iban_without_a_country_is_of_the_locale_or_of_several() -> None:
    assert {value[:2] for value in values("finance.iban", locale="de")} == {"DE"}
    assert len({value[:2] for value in values("finance.iban", locale="en")}) > 5


def test_a_country_without_ibans_is_refused_before_the_first_row() -> None:
    with pytest.raises(InvalidInput, match="'US' has no IBAN"):
        values("finance.iban", 0, country="US")


def test_a_card_follows_its_brand() -> None:
    assert {len(value) for value in values("finance.credit_card", brand="amex")} == {15}
    assert {value[0] for value in values("finance.credit_card", brand="visa")} == {"4"}
    rows = zip(*(values(f"finance.{name}") for name in ("card_brand", "credit_card", "cvv")), strict=True)
    for brand, number, cvv in rows:
        assert (len(cvv) == 4) == (brand == "American Express")
        assert {"Visa": "4", "Mastercard": "52", "American Express": "3"}.get(brand, number).startswith(
            number[0]
        ) or (brand == "Mastercard" and number[0] in "25")


def test_a_card_expires_within_five_years_of_the_reference_time() -> None:
    months = {(int(value[3:]), int(value[:2])) for value in values("finance.card_expiry")}
    assert min(months) >= (26, 2)
    assert max(months) <= (31, 1)
    assert len(months) == 60


def test_codes_of_more_digits_than_a_number_holds_are_unique_too() -> None:
    drawn = values("finance.ethereum_address", 3000, unique=True)
    assert len(set(drawn)) == 3000
    assert all(re.fullmatch("0x[0-9a-f]{40}", value) for value in drawn)
    assert len({value[2:10] for value in drawn}) > 2990


def test_a_row_alone_has_the_number_of_the_whole() -> None:
    for name in VALIDATORS:
        whole = values(name, 500)
        assert values(name, Rows.at([499, 3, 3, 70])) == [whole[499], whole[3], whole[3], whole[70]]
