"""The yardstick: a table of twelve fields, as each library would make it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

COUNTRIES = {
    "United States": 30, "Germany": 10, "United Kingdom": 9, "France": 8, "Canada": 6, "India": 6,
    "Brazil": 5, "Spain": 4, "Italy": 4, "Netherlands": 3, "Australia": 3, "Poland": 2, "Sweden": 2,
    "Mexico": 2, "Japan": 1.5, "Switzerland": 1.5, "Austria": 1, "Belgium": 1, "Norway": 0.5, "Denmark": 0.5,
}  # fmt: skip

SCHEMA: dict[str, Any] = {
    "name": "customers",
    "metadata": {"now": "2026-01-01"},
    "fields": [
        {"name": "id", "type": "integer", "semantic_type": "identifier.sequence"},
        {"name": "uuid", "type": "uuid", "constraints": {"unique": True}},
        {"name": "first_name", "type": "string"},
        {"name": "last_name", "type": "string"},
        {"name": "email", "type": "email", "constraints": {"unique": True}},
        {"name": "phone", "type": "phone", "semantic_type": "phone.number",
         "params": {"format": "+1-###-###-####"}},
        {"name": "country", "type": "enum", "weights": COUNTRIES},
        {"name": "age", "type": "integer", "distribution": {"name": "normal", "mean": 40, "std": 12},
         "constraints": {"min_value": 18, "max_value": 90}},
        {"name": "balance", "type": "float", "distribution": {"name": "lognormal", "mean": 1000, "std": 1500},
         "constraints": {"precision": 2}},
        {"name": "signup_at", "type": "datetime",
         "constraints": {"min_value": "2023-01-01", "max_value": "2026-01-01"}},
        {"name": "is_active", "type": "boolean", "weights": {"true": 80, "false": 20}},
        {"name": "bio", "type": "string", "semantic_type": "text.bio"},
    ],
}  # fmt: skip

COLUMNS = [field["name"] for field in SCHEMA["fields"]]
Row = tuple[Any, ...]
_START, _SPAN = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC), 3 * 365 * 86_400


def _age(random_: random.Random) -> int:
    while not 18 <= (age := round(random_.gauss(40, 12))) <= 90:
        pass
    return age


def faker_rows(count: int) -> Iterator[Row]:
    """Twelve providers of a default Faker a row."""
    from faker import Faker

    fake = Faker()
    Faker.seed(7)
    countries, weights = list(COUNTRIES), list(COUNTRIES.values())
    for number in range(1, count + 1):
        yield (
            number, fake.uuid4(), fake.first_name(), fake.last_name(), fake.unique.email(),
            fake.numerify("+1-###-###-####"), fake.random.choices(countries, weights)[0], _age(fake.random),
            round(fake.random.lognormvariate(6.3, 1.1), 2), fake.date_time_between("-3y", "now"),
            fake.boolean(80), fake.sentence(nb_words=9),
        )  # fmt: skip


def mimesis_rows(count: int) -> Iterator[Row]:
    """Twelve providers of mimesis a row, with its own ways of saying the same."""
    from mimesis import Cryptographic, Datetime, Development, Person, Text
    from mimesis.locales import Locale

    person, text = Person(Locale.EN), Text(Locale.EN, seed=7)  # unique e-mails want no seed there
    dates, crypto, flags = Datetime(seed=7), Cryptographic(seed=7), Development(seed=7)
    chance = person.random
    countries, weights = list(COUNTRIES), list(COUNTRIES.values())
    for number in range(1, count + 1):
        yield (
            number, crypto.uuid(), person.first_name(), person.last_name(), person.email(unique=True),
            person.phone_number(mask="+1-###-###-####"), chance.choices(countries, weights)[0], _age(chance),
            round(chance.lognormvariate(6.3, 1.1), 2), dates.datetime(2023, 2025), flags.boolean(),
            text.sentence(),
        )  # fmt: skip
