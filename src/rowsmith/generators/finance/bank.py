"""Bank accounts and the codes of banks, with valid check digits."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.generators.bank_accounts import ibans
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import mod10


@semantic_type(example="DE89370400440532013000", aliases=("iban_number", "bank_iban", "iban_code"))
def iban(stream: Stream, rows: Rows, context: Context, *, country: str | None = None) -> pa.Array:
    """A bank account with valid check digits, of `country` or the locale's: `DE89370400440532013000`."""
    return ibans(stream, rows, context, country)


@semantic_type(example="MODEDEFF", aliases=("swift", "swift_code", "bic_code", "swift_bic"))
def bic(stream: Stream, rows: Rows, context: Context, *, branch: bool = False) -> pa.Array:
    """The code of a bank: `MODEDEFF`, or `MODEDEFFXXX` with `branch`."""
    places = ("DE", "GB", "FR", "IT", "ES", "NL", "US", "CH", "SE", "PL", "BE", "AT", "JP", "SG", "CA")
    bank, country, location = codes.split(
        context.index(stream, rows, 10_000 * len(places) * 400), 10_000, len(places), 400
    )
    name = codes.spell(bank, "&@&@")
    return strings.template(
        rows.count,
        name,
        np.frombuffer("".join(places).encode(), np.uint8).reshape(-1, 2)[country],
        codes.spell(location, "&&"),
        "XXX" if branch else "",
    )


@semantic_type(
    example="4820173365", aliases=("bank_account", "account_no", "bank_account_number", "acct_number")
)
def account_number(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=4, le=34)] = 10
) -> pa.Array:
    """A bank account number of so many digits: `4820173365`."""
    return codes.code_text(stream, rows, context, "!" + "#" * (length - 1))


@semantic_type(example="021000021", aliases=("aba", "aba_number", "aba_routing", "bank_routing_number"))
def routing_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The ABA number of a bank in the United States, with its check digit: `021000021`."""
    districts = np.array([*range(1, 13), *range(21, 33), *range(61, 73), 80])
    district, rest = codes.split(context.index(stream, rows, len(districts) * 10**6), len(districts), 10**6)
    payload = np.hstack([strings.digits(districts[district], 2), strings.digits(rest, 6)])
    return strings.template(rows.count, payload, mod10(payload, (3, 7, 1, 3, 7, 1, 3, 7)))


@semantic_type(example="20-45-77", aliases=("bank_sort_code",))
def sort_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The sort code of a British bank: `20-45-77`."""
    return codes.code_text(stream, rows, context, "!#-##-##")
