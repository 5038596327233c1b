"""What forms ask of a person besides name and age: family, schooling, languages, papers."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators.choice import listed
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales import pool
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import masks

_NEVER_ISSUED = tuple(f"9##-{tens}#-####" for tens in range(5))
"""Numbers from 900 up are no social security numbers, and with these middle digits no tax numbers either."""


@semantic_type(
    example="Married", aliases=("marital", "civil_status", "relationship_status", "family_status", "married")
)
def marital_status(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Married, single, divorced, widowed or separated."""
    return listed(stream, rows, context, "marital_status")


@semantic_type(
    example="Bachelor's degree",
    aliases=("education", "highest_education", "degree_level", "qualification", "education_attainment"),
)
def education_level(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The highest schooling that a person has finished."""
    return listed(stream, rows, context, "education")


@semantic_type(example="University of Leipzig", aliases=("college", "alma_mater", "school_name", "school"))
def university(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A university of the locale's country."""
    return context.pick(stream, rows, pool("university", context.locale))


@semantic_type(
    example="Spanish",
    aliases=(
        "native_language", "preferred_language", "mother_tongue", "spoken_language", "language_name",
        "languages",
    ),
)  # fmt: skip
def language(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A language by its English name, larger ones more often."""
    return listed(stream, rows, context, "language")


@semantic_type(example="de-AT", aliases=("locale_code", "language_tag", "lang_code", "user_locale", "bcp47"))
def locale(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A language tag as browsers send it: `de-AT`, `en-US`."""
    return listed(stream, rows, context, "locale")


@semantic_type(example="Buddhism", aliases=("faith", "religious_affiliation"))
def religion(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A religion, about as frequent as in the world; `None` for no religion."""
    return listed(stream, rows, context, "religion")


@semantic_type(example="Asian", aliases=("race", "ethnic_group"))
def ethnicity(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A broad ethnic group."""
    return listed(stream, rows, context, "ethnicity")


@semantic_type(example="Hiking", aliases=("hobbies", "interest", "interests", "pastime"))
def hobby(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What a person likes to do."""
    return listed(stream, rows, context, "hobby")


@semantic_type(
    example="Spouse", aliases=("kinship", "relation", "emergency_contact_relationship", "relationship_type")
)
def relationship(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How another person is related: `Spouse`, `Parent`."""
    return listed(stream, rows, context, "relationship")


@semantic_type(example="Brown", aliases=("eye_colour", "eyes"))
def eye_color(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The colour of a person's eyes."""
    return listed(stream, rows, context, "eye_color")


@semantic_type(example="Brown", aliases=("hair_colour", "hair"))
def hair_color(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The colour of a person's hair."""
    return listed(stream, rows, context, "hair_color")


@semantic_type(
    example="912-04-8371",
    aliases=("social_security_number", "social_security", "national_id", "ssn_number", "social_security_no"),
)
def ssn(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A number in the form of a US social security number, from the range that is never issued to anybody."""
    ready = masks.masks_of(_NEVER_ISSUED)
    return ready.fill_any(context.index(stream, rows, int(ready.space.sum())))


@semantic_type(example="X4820193", aliases=("passport", "passport_no", "passport_id"))
def passport_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A letter and digits, as on a passport: `X4820193`."""
    return masks.draw(stream, rows, context, "?%######")


@semantic_type(
    example="D481-2093-7714",
    aliases=("drivers_license", "driver_license", "license_number", "driving_licence", "licence_number"),
)
def driving_license(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A letter and digits, as on a driving licence: `D481-2093-7714`."""
    return masks.draw(stream, rows, context, "?###-####-####")
