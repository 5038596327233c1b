"""People: names, and what is told of a person. All fields of one row speak of the same person."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from rowsmith.generators import identity, strings
from rowsmith.generators.context import Context
from rowsmith.generators.identity import names_of
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.streams import Rows, Stream
from rowsmith.locales import pool

Share = Annotated[float, Field(ge=0, le=1)]


@semantic_type(
    example="Anna",
    aliases=("firstname", "given_name", "forename", "fname", "christian_name", "first"),
)
def first_name(
    stream: Stream, rows: Rows, context: Context, *, gender: Literal["male", "female"] | None = None
) -> pa.Array:
    """A first name of the locale, of the person's gender or of the one given."""
    if gender is not None:
        return context.pick(stream, rows, pool("first_name", context.locale, gender))
    if context.unique:
        return context.pick(stream, rows, names_of(context.locale).first.unique())
    names, index = identity.first_name(context, rows)
    return strings.pick(names.first, index)


@semantic_type(
    example="Smith",
    aliases=("lastname", "surname", "family_name", "lname", "last"),
)
def last_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A family name of the locale, in the form of the person's gender where the language has two."""
    if context.unique:
        return context.pick(stream, rows, names_of(context.locale).last.unique())
    names, index = identity.last_name(context, rows)
    return strings.pick(names.last, index)


@semantic_type(
    example="Anna Smith",
    aliases=(
        "name", "fullname", "person_name", "customer_name", "user_full_name", "employee_name", "contact_name",
        "patient_name", "student_name", "client_name", "author", "display_name", "person", "recipient_name",
        "guest_name",
        "owner_name", "manager_name", "contact_person", "cardholder_name", "account_holder",
    ),
)  # fmt: skip
def full_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """First and family name, in the order of the locale: `Anna Smith`, `Nagy Anna`, `김민준`."""
    names = names_of(context.locale)
    if context.unique:
        number = context.index(stream, rows, len(names.first) * len(names.last))
        first, last = number % len(names.first), number // len(names.first)
    else:
        first, last = identity.first_name(context, rows)[1], identity.last_name(context, rows)[1]
    given, family = (names.first, first), (names.last, last)
    if names.locale.family_first:
        return strings.join(rows.count, (_joined(names.last, names.locale.joint), last), given)
    return strings.join(rows.count, (_joined(names.first, names.locale.joint), first), family)


@lru_cache(maxsize=128)
def _joined(names: pa.StringArray, joint: str) -> pa.StringArray:
    """Each name with the joint behind it, so that a full name is two pieces and not three."""
    return pc.binary_join_element_wise(names, joint, "")
