"""Fields about the same thing agree, though none reads another."""

from __future__ import annotations

import pytest

from rowsmith.generators.facts import facts
from tests.generators.columns import values


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("diagnoses", {"health.icd10": "code", "health.diagnosis": "description"}),
        ("procedures", {"health.cpt_code": "code", "health.procedure": "description"}),
        (
            "medications",
            {"health.medication": "name", "health.dosage": "strength", "health.drug_class": "drug_class"},
        ),
        ("lab_tests", {"health.lab_test": "name", "health.loinc_code": "loinc", "health.lab_unit": "unit"}),
        ("elements", {"science.element": "name", "science.element_symbol": "symbol"}),
        ("species", {"science.species": "name", "science.latin_name": "latin"}),
        (
            "compounds",
            {"science.compound": "name", "science.formula": "formula", "science.cas_number": "cas"},
        ),
        ("vehicles", {"vehicle.make": "make", "vehicle.model": "model", "vehicle.body_type": "body"}),
        ("airports", {"logistics.airport_code": "iata", "logistics.airport_name": "name"}),
        ("ports", {"logistics.port_code": "code", "logistics.port_name": "name"}),
        ("airlines", {"travel.airline": "name", "travel.airline_code": "code"}),
        ("courses", {"education.course_code": "code", "education.course_name": "name"}),
        ("currencies", {"finance.currency_code": "code", "finance.currency_name": "name"}),
    ],
)
def test_fields_of_one_row_tell_of_one_line(table: str, names: dict[str, str]) -> None:
    columns = facts(table).columns
    known = set(zip(*(columns[column] for column in names.values()), strict=True))
    drawn = set(zip(*(values(name) for name in names), strict=True))
    assert drawn <= known
    assert len(drawn) > len(known) // 2


@pytest.mark.parametrize("unique", [False, True])
def test_a_product_agrees_with_its_category_price_and_material(unique: bool) -> None:
    columns = facts("products").columns
    fields = ("category", "department", "material", "price", "sku", "cost")
    names = values("commerce.product", unique=unique)
    for name, *rest in zip(names, *(values(f"commerce.{field}") for field in fields), strict=True):
        category, department, material, price, sku, cost = rest
        fitting = [
            place
            for place, noun in enumerate(columns["name"])
            if f" {noun}" in name and columns["category"][place] == category
        ]
        assert any(float(columns["low"][at]) <= price <= float(columns["high"][at]) + 1 for at in fitting)
        assert any(columns["department"][at] == department for at in fitting)
        assert f" {material} " in name
        assert sku.startswith(category.replace(" ", "").upper()[:3])
        assert cost < price
    assert not unique or len(set(names)) == len(names)


def test_vital_signs_agree() -> None:
    for both, upper, lower in zip(
        *(values(f"health.{n}") for n in ("blood_pressure", "systolic", "diastolic")), strict=True
    ):
        assert both == f"{upper}/{lower}"
        assert lower < upper
    for index, height, weight in zip(
        *(values(f"health.{n}") for n in ("bmi", "height_cm", "weight_kg")), strict=True
    ):
        assert abs(index - weight / (height / 100) ** 2) < 0.051


def test_a_laboratory_value_has_its_flag() -> None:
    table = facts("lab_tests").columns
    low = dict(zip(table["name"], map(float, table["low"]), strict=True))
    high = dict(zip(table["name"], map(float, table["high"]), strict=True))
    for test, value, flag in zip(
        *(values(f"health.{n}") for n in ("lab_test", "lab_value", "lab_flag")), strict=True
    ):
        assert flag == ("low" if value < low[test] else "high" if value > high[test] else "normal")


def test_a_car_is_one_car() -> None:
    fuels = dict(zip(facts("vehicles").columns["model"], facts("vehicles").columns["fuels"], strict=True))
    makers = dict(zip(facts("vehicles").columns["model"], facts("vehicles").columns["wmi"], strict=True))
    letters = "ABCDEFGHJKLMNPRSTVWXY123456789"
    names = ("model", "fuel_type", "transmission", "vin", "year", "mileage")
    for model, fuel, gears, vin, year, mileage in zip(*(values(f"vehicle.{n}") for n in names), strict=True):
        assert fuel in fuels[model].split(" ")
        assert gears == "automatic" or fuel in ("petrol", "diesel")
        assert vin.startswith(makers[model])
        assert vin[9] == letters[(year - 1980) % 30]
        assert 0 < mileage < (2027 - year + 0.4) * 24_000


def test_a_sensor_reads_in_its_range() -> None:
    table = facts("sensors").columns
    low = dict(zip(table["kind"], map(float, table["low"]), strict=True))
    high = dict(zip(table["kind"], map(float, table["high"]), strict=True))
    for kind, reading in zip(values("iot.sensor_type"), values("iot.reading"), strict=True):
        assert low[kind] <= reading <= high[kind]


def test_a_flight_is_of_its_airline() -> None:
    rows = zip(values("travel.airline_code"), values("travel.flight_number"), strict=True)
    assert all(flight.startswith(airline) for airline, flight in rows)


def test_weights_show_in_the_shares() -> None:
    drawn = values("health.blood_type", 20_000)
    assert abs(drawn.count("O+") / 20_000 - 0.374) < 0.012
    assert drawn.count("AB-") < drawn.count("A-") < drawn.count("A+")
