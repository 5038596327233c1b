"""Which person or place of a row a field speaks of.

`shipping_city` and `shipping_postcode` are about one place and `city` about another; `doctor_name` and
`doctor_email` are about one person. The label comes from the field's own name alone, so that no other field
can change it.
"""

from __future__ import annotations

import re

_PERSONS = frozenset(
    """
    sender recipient receiver buyer seller vendor supplier merchant beneficiary payer payee debtor creditor
    mother father parent guardian child spouse partner husband wife sibling emergency next_of_kin referrer
    manager supervisor boss assistant agent broker owner landlord lender doctor physician nurse surgeon
    provider driver courier teacher instructor professor editor reviewer reporter assignee approver creator
    interviewer coach referee captain judge lawyer witness second other
    """.split()
)
_PLACES = frozenset(
    """
    billing shipping delivery return pickup dropoff origin destination source target from to departure arrival
    home work birth mailing permanent temporary previous new old registered headquarters hq branch store
    warehouse office
    """.split()
)
_PEOPLE_FAMILIES = frozenset({"person", "internet", "job"})


def label(name: str, semantic_type: str) -> str:
    """The role that a field name begins with, or an empty string.

    `label("shipping_city", "address.city")` is `shipping`; `label("birth_date", "person.birth_date")` is
    empty, for a birth is no other person. A `manager` beside a `name` is somebody else.
    """
    people = semantic_type.partition(".")[0] in _PEOPLE_FAMILIES
    roles = _PERSONS if people else _PERSONS | _PLACES
    words = snake_case(name).split("_")
    for size in (3, 2, 1):
        head = "_".join(words[:size])
        if head in roles and (len(words) > size or (people and len(words) == size)):
            return head
    return ""


def snake_case(name: str) -> str:
    """`firstName`, `First Name` and `first-name` are all `first_name`."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return "_".join(word for word in re.split(r"[\W_]+", split) if word)
