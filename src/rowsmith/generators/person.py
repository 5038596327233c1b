"""People: names, and what is told of a person. All fields of one row speak of the same person."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import Field

from rowsmith import strings
from rowsmith.generators import identity
from rowsmith.generators.choice import listed
from rowsmith.generators.identity import names_of
from rowsmith.generators.lifetime import ages, birth_days
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.traits import heights, weights
from rowsmith.locales import pool
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]
Share = Annotated[float, Field(ge=0, le=1)]
Age = Annotated[int, Field(ge=0, le=130)]


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
        "director", "actor", "singer", "teacher", "instructor", "doctor", "physician", "manager", "driver",
    ),
)  # fmt: skip
def full_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """First and family name, in the order of the locale: `Anna Smith`, `Nagy Anna`, `김민준`."""
    names = names_of(context.locale)
    first, last = identity.first_name(context, rows)[1], identity.last_name(context, rows)[1]
    if context.unique:
        first, last = _unique_pair(stream, rows, context)
    if names.locale.family_first:
        return strings.join(rows.count, (_joined(context.locale, "last"), last), (names.first, first))
    return strings.join(rows.count, (_joined(context.locale, "first"), first), (names.last, last))


@semantic_type(example="Maria", aliases=("middlename", "second_name", "mname"))
def middle_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A second first name of the person's gender."""
    names = names_of(context.locale)
    if context.unique:
        return context.pick(stream, rows, names.first.unique())
    return strings.pick(names.first, names.first_table[identity.other_first(context, rows)])


@semantic_type(example="AS", aliases=("initial", "name_initials", "monogram"))
def initials(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The first letters of first and family name: `AS`."""
    first, last = identity.first_name(context, rows)[1], identity.last_name(context, rows)[1]
    return strings.join(
        rows.count, (_letters(context.locale, "first"), first), (_letters(context.locale, "last"), last)
    )


@semantic_type(example="Female", aliases=("gender_identity", "user_gender", "sex_gender"))
def gender(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    values: Annotated[list[str], Field(min_length=2, max_length=2)] = ["Male", "Female"],  # noqa: B006
    nonbinary: Share = 0.0,
) -> pa.Array:
    """The person's gender, in agreement with the first name; `values` are the words for a man and a woman.

    `nonbinary` is the share of people whose gender is `Non-binary`.
    """
    code = identity.drawn_gender(context, rows).astype(np.int64)
    if nonbinary:
        code = np.where(context.entity("person").unit(rows, "nonbinary") < nonbinary, 2, code)
    return strings.pick(pa.array([*values, "Non-binary"], pa.string()), code)


@semantic_type(example="F", aliases=("biological_sex", "sex_code", "gender_code"))
def sex(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """`M` or `F`, in agreement with the first name."""
    return strings.pick(pa.array(["M", "F"]), identity.gender(context, rows))


@semantic_type(example="Mrs.", aliases=("salutation", "honorific", "name_prefix", "courtesy_title"))
def prefix(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The form of address that goes with the person's gender and language: `Mrs.`, `Herr`."""
    men, women = (pool("title", context.locale, kind) for kind in ("male", "female"))
    word = context.entity("person").u16(rows, "prefix").astype(np.int64)
    male = (word * len(men)) >> 16
    female = len(men) + ((word * len(women)) >> 16)
    chosen = np.where(identity.gender(context, rows) == identity.MALE, male, female)
    return strings.pick(pa.concat_arrays([men, women]), chosen)


@semantic_type(example="Jr.", aliases=("name_suffix", "suffix_name", "generation"))
def suffix(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What stands behind a name: `Jr.`, `III`, `PhD`."""
    return listed(context.entity("person").child("suffix"), rows, context, "name_suffix")


@semantic_type(example="34", aliases=("age_years", "years_old", "customer_age", "user_age", "patient_age"))
def age(
    stream: Stream, rows: Rows, context: Context, *, min_value: Age = 18, max_value: Age = 90
) -> pa.Array:
    """The person's age in whole years, in agreement with `person.birth_date`; fewer people past sixty."""
    return pa.array(ages(context, rows, min_value, max_value))


@semantic_type(
    example="1991-04-23",
    aliases=("birthdate", "date_of_birth", "dob", "birthday", "born", "born_on", "birth_day"),
)
def birth_date(
    stream: Stream, rows: Rows, context: Context, *, min_age: Age = 18, max_age: Age = 90
) -> pa.Array:
    """The day of birth of a person from `min_age` to `max_age` years old at the plan's reference time."""
    return pa.array(birth_days(context, rows, min_age, max_age).astype(np.int32), pa.date32())


@semantic_type(example="1991", aliases=("year_of_birth", "yob", "born_year"))
def birth_year(
    stream: Stream, rows: Rows, context: Context, *, min_age: Age = 18, max_age: Age = 90
) -> pa.Array:
    """The year of `person.birth_date`."""
    days = birth_days(context, rows, min_age, max_age)
    return pa.array(days.astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970)


@semantic_type(example="171.4")
def height(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Body height in centimetres, one decimal, by the person's gender."""
    return pa.array(np.round(heights(context, rows), 1))


@semantic_type(example="68.2")
def weight(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Body weight in kilograms, one decimal, in keeping with `person.height`."""
    return pa.array(np.round(weights(context, rows), 1))


@semantic_type(example="Polish", aliases=("citizenship", "citizen_of"))
def nationality(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A nationality in the words of the locale and, where it has two, in the form of the person's gender."""
    men, women = (pool("nationality", context.locale, kind) for kind in ("male", "female"))
    if context.unique:
        return context.pick(stream, rows, men)
    word = context.entity("person").u32(rows, "nationality").astype(np.int64)
    chosen = np.where(
        identity.gender(context, rows) == identity.MALE,
        (word * len(men)) >> 32,
        len(men) + ((word * len(women)) >> 32),
    )
    return strings.pick(pa.concat_arrays([men, women]), chosen)


@semantic_type(example="Electrician", aliases=("profession", "vocation", "line_of_work"))
def occupation(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the person does for a living, in the language of the locale."""
    return context.pick(stream, rows, pool("occupation", context.locale))


def _unique_pair(stream: Stream, rows: Rows, context: Context) -> tuple[I64, I64]:
    """First and family names whose full name no other row has."""
    names = names_of(context.locale)
    ahead = names.locale.family_first
    front, back = (names.last, names.first) if ahead else (names.first, names.last)
    # `Anna` + `Maria Roth` reads like `Anna Maria` + `Roth`: names that end in another one are left out.
    fronts, backs = _places(front, None), _places(back, names.locale.joint)
    number = context.index(stream, rows, len(fronts) * len(backs))
    one, two = fronts[number % len(fronts)], backs[number // len(fronts)]
    return (two, one) if ahead else (one, two)


def _places(names: pa.StringArray, joint: str | None) -> I64:
    """The place of each different name; with a joint, of those alone that do not end in joint and name."""
    distinct: dict[str, int] = {}
    for place, name in enumerate(names.to_pylist()):
        distinct.setdefault(name, place)
    if joint is not None:
        for name in list(distinct):
            ends = (name[at + len(joint) :] for at in range(1, len(name)) if name.startswith(joint, at))
            if any(end in distinct for end in ends if end != name):
                del distinct[name]
    return np.array(list(distinct.values()), np.int64)


@lru_cache(maxsize=128)
def _joined(locale: str, which: str) -> pa.StringArray:
    """Each name with the joint behind it, so that a full name is two pieces and not three."""
    names = names_of(locale)
    return pc.binary_join_element_wise(getattr(names, which), names.locale.joint, "")


@lru_cache(maxsize=128)
def _letters(locale: str, which: str) -> pa.StringArray:
    """The first letter of every name."""
    return pc.utf8_upper(pc.utf8_slice_codeunits(getattr(names_of(locale), which), 0, 1))
