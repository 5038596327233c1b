"""The names that people give their fields lead to the types of people, places and companies."""

import pytest

from rowsmith.plan.infer import infer
from rowsmith.schema import FieldDefinition


@pytest.mark.parametrize(
    ("name", "semantic_type"),
    [
        ("name", "person.full_name"),
        ("customer_name", "person.full_name"),
        ("firstName", "person.first_name"),
        ("surname", "person.last_name"),
        ("gender", "person.gender"),
        ("dob", "person.birth_date"),
        ("e-mail", "internet.email"),
        ("username", "internet.username"),
        ("phone", "phone.number"),
        ("mobile", "phone.mobile"),
        ("address", "address.street_address"),
        ("city", "address.city"),
        ("state", "address.region"),
        ("zip", "address.postcode"),
        ("country", "address.country"),
        ("country_code", "address.country_code"),
        ("lat", "address.latitude"),
        ("company", "company.company_name"),
        ("company_name", "company.company_name"),
        ("dept", "company.department"),
        ("job_title", "job.title"),
        ("website", "internet.url"),
        ("ip", "internet.ipv4"),
        ("user_agent", "web.user_agent"),
        ("ssn", "profile.ssn"),
        ("marital_status", "profile.marital_status"),
    ],
)
def test_a_usual_field_name_is_understood(name: str, semantic_type: str) -> None:
    field = FieldDefinition(name=name, type="date" if name == "dob" else "string")
    assert infer(field).semantic_type == semantic_type
