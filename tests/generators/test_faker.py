from __future__ import annotations

import os
import subprocess
import sys

import pyarrow as pa
import pytest

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, semantic_types
from rowsmith.registry import UnknownName
from tests.generators.columns import TABLE, column, values


def test_any_provider_is_a_type() -> None:
    drawn = values("faker.company_email", 300, pool_size=50)
    assert all("@" in value for value in drawn)
    assert 20 < len(set(drawn)) <= 50
    assert semantic_types.get("faker.company_email").example


def test_it_follows_the_locale() -> None:
    assert values("faker.city", 50, locale="de", pool_size=50) != values("faker.city", 50, pool_size=50)
    assert "가" <= values("faker.name", 1, locale="ko", pool_size=5)[0][0] <= "힣"


def test_a_provider_of_one_country_needs_its_locale() -> None:
    assert all(len(value) == 11 for value in values("faker.pesel", 20, locale="pl", pool_size=20))
    with pytest.raises(InvalidInput, match="no 'pesel' for the locale 'en_US'"):
        values("faker.pesel", 0, locale="en")


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("pyint", pa.int64()), ("pyfloat", pa.float64()), ("pybool", pa.bool_()),
        ("date_of_birth", pa.date32()),
        ("date_time_this_year", pa.timestamp("us", "UTC")),
        ("name", pa.string()), ("pydict", pa.string()),
        ("profile", pa.string()),
    ],
)  # fmt: skip
def test_values_arrive_as_one_arrow_type(method: str, kind: pa.DataType) -> None:
    assert column(f"faker.{method}", 5, pool_size=5).type == kind


def test_arguments_reach_the_provider() -> None:
    assert set(values("faker.random_int", 200, pool_size=100, args={"min": 3, "max": 4})) == {3, 4}
    with pytest.raises(InvalidInput, match=r"faker\.random_int refused"):
        values("faker.random_int", 0, args={"nonsense": 1})


def test_unique_draws_from_the_distinct_values() -> None:
    context = Context(table=TABLE, unique=True)
    semantic_types.get("faker.color_name")(TABLE, Rows(0, 0), context)
    room = max(context.spaces)
    drawn = values("faker.color_name", room, unique=True)
    assert len(set(drawn)) == room > 100


@pytest.mark.parametrize(
    "name", ["faker.compny_email", "faker.seed", "faker.binary", "faker._x", "faker.zip"]
)
def test_unknown_and_refused_methods_are_named(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        semantic_types.get(name)
    assert name != "faker.compny_email" or "'faker.company_email'" in caught.value.message


def test_pools_know_no_clock_no_time_zone_and_no_hash_seed() -> None:
    program = (
        "from rowsmith.generators.faker import pool\n"
        "for locale, method in (('en_US', 'date_this_month'), ('en_US', 'past_datetime'),\n"
        "                       ('en_US', 'pyset'), ('uk_UA', 'ssn'), ('no_NO', 'ssn')):\n"
        "    print(pool(method, locale, 20, '{}', 1_700_000_000_000_000).to_pylist())\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"))
    ]
    assert outputs[0] == outputs[1]
    assert "datetime.date(2023, 11," in outputs[0]


def test_faker_sees_the_real_clock_again_afterwards() -> None:
    import faker.providers.date_time as provider

    before = (provider.datetime, provider.dtdate)
    values("faker.date_this_month", 5, pool_size=5)
    assert (provider.datetime, provider.dtdate) == before
