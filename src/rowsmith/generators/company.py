"""Companies: names made of family names and common words, so that none is meant to be a real one."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith import strings
from rowsmith.generators.business import business, business_pieces, names_of_business
from rowsmith.generators.choice import listed
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales.lists import words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import masks


@semantic_type(
    example="Becker & Vogel GmbH",
    aliases=(
        "company", "organization", "organisation", "organization_name", "business_name",
        "employer",
        "firm", "vendor", "vendor_name", "supplier", "supplier_name", "client_company", "account_name",
               "merchant", "merchant_name", "publisher", "customer_company", "agency",
    ),
)  # fmt: skip
def company_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a made-up company: `Becker & Vogel GmbH`, `Harper Logistics Inc.`."""
    if not context.unique:
        return strings.join(rows.count, *business_pieces(context, rows))
    parts = names_of_business(context.locale)
    firsts, seconds = len(parts.first), len(parts.distinct)
    number = context.index(stream, rows, firsts * seconds * len(parts.suffix))
    rest = number // firsts
    second = parts.distinct[rest % seconds]
    return strings.join(rows.count, *parts.pieces(number % firsts, second, rest // seconds))


@semantic_type(example="GmbH", aliases=("company_suffix", "legal_entity_type", "entity_suffix"))
def legal_form(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The legal form in a company's name: `GmbH`, `Inc.`."""
    parts = names_of_business(context.locale)
    if context.unique:
        return context.pick(stream, rows, parts.forms)
    return strings.pick(parts.forms, business(context, rows)[2])


@semantic_type(
    example="Engineering",
    aliases=("dept", "department_name", "division", "team", "business_unit", "org_unit"),
)
def department(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A department of a company."""
    return listed(stream, rows, context, "department")


@semantic_type(
    example="Manufacturing",
    aliases=("sector", "industry_name", "line_of_business", "business_sector", "vertical"),
)
def industry(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The industry that a company works in."""
    return listed(stream, rows, context, "industry")


@semantic_type(
    example="11-50", aliases=("company_size", "employee_range", "number_of_employees", "headcount_range")
)
def size(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How many people a company employs, as a range."""
    return listed(stream, rows, context, "company_size")


@semantic_type(example="Private", aliases=("company_type", "organization_type", "business_type"))
def ownership(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Who owns a company: `Private`, `Public`, `Cooperative`."""
    return listed(stream, rows, context, "company_type")


@semantic_type(example="Streamlined cost-conscious protocol", aliases=("catchphrase",))
def catch_phrase(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Three words that sound like a slogan."""
    return _phrase(stream, rows, context, ("catch_adjective", "catch_quality", "catch_noun"))


@semantic_type(
    example="automate scalable workflows", aliases=("bs", "buzzwords", "mission", "value_proposition")
)
def buzzword(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What a company says that it does."""
    return _phrase(stream, rows, context, ("buzz_verb", "buzz_adjective", "buzz_noun"))


@semantic_type(
    example="92-0481937", aliases=("employer_identification_number", "ein_number", "federal_tax_id")
)
def ein(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A number in the form of a US employer identification number, with a prefix that is not in use."""
    ready = masks.masks_of(
        tuple(f"{prefix}-#######" for prefix in ("07", "17", "28", "49", "78", "89", "96", "97"))
    )
    return ready.fill_any(context.index(stream, rows, int(ready.space.sum())))


@semantic_type(
    example="DE481920377",
    aliases=("vat", "vat_number", "vat_no", "ust_id", "company_tax_id"),
)
def vat_id(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    country: Literal[
        "AT", "BE", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "NL", "PL", "PT", "SE"
    ] = "DE",
) -> pa.Array:
    """A number in the form of a European VAT number; its check digit is left to chance."""
    return masks.draw(stream, rows, context, _VAT[country])


@semantic_type(example="481920377", aliases=("duns_number", "duns_no"))
def duns(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Nine digits in the form of a D-U-N-S number."""
    return masks.draw(stream, rows, context, "%########")


@semantic_type(example="HRB 48193", aliases=("company_number", "company_registration_number"))
def registration(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a company in a register: `HRB 48193`."""
    return masks.draw(stream, rows, context, "HRB %#####")


_VAT = {
    "AT": "ATU########", "BE": "BE0#########", "DE": "DE%########", "DK": "DK########", "ES": "ES?########",
    "FI": "FI########", "FR": "FR###########", "GB": "GB#########", "IE": "IE#######??",
    "IT": "IT###########", "NL": "NL#########B0#", "PL": "PL##########", "PT": "PT#########",
    "SE": "SE##########01",
}  # fmt: skip


def _phrase(stream: Stream, rows: Rows, context: Context, lists: tuple[str, str, str]) -> pa.Array:
    one, two, three = (words(name) for name in lists)
    number = context.index(stream, rows, len(one) * len(two) * len(three))
    rest = number // len(one)
    return strings.join(
        rows.count,
        (_spaced(lists[0]), number % len(one)),
        (_spaced(lists[1]), rest % len(two)),
        (three, rest // len(two)),
    )


@lru_cache(maxsize=16)
def _spaced(name: str) -> pa.StringArray:
    return pc.binary_join_element_wise(words(name), " ", "")
