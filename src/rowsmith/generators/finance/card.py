"""Payment cards: number, brand and expiry tell of the same card."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.facts import facts
from rowsmith.generators.payment_cards import brands, numbers
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

Brand = Literal["visa", "mastercard", "amex", "discover", "jcb", "diners", "unionpay"]


@semantic_type(
    example="4111111111111111",
    aliases=("credit_card_number", "card_number", "cc_number", "debit_card", "pan"),
)
def credit_card(stream: Stream, rows: Rows, context: Context, *, brand: Brand | None = None) -> pa.Array:
    """A card number with a valid Luhn digit, after the prefixes of test cards: `4111111111111111`."""
    return numbers(stream, rows, context, brand)


@semantic_type(
    example="Visa", aliases=("card_network", "credit_card_type", "card_issuer", "credit_card_brand")
)
def card_brand(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The brand of the row's card, which its number and its CVV follow: `Visa`."""
    return strings.pick(facts("cards").texts("name"), brands(rows, context))


@semantic_type(
    example="09/28", aliases=("expiry", "expiration_date", "card_expiration", "expiry_date", "exp_date")
)
def card_expiry(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Month and year until which a card is valid, within five years: `09/28`."""
    first = int(np.datetime64(context.now, "us").astype("datetime64[M]").astype(np.int64))
    months = 1 + first + stream.below(rows, 60)
    return strings.template(
        rows.count, strings.digits(months % 12 + 1, 2), "/", strings.digits((70 + months // 12) % 100, 2)
    )


@semantic_type(example="123", aliases=("cvc", "card_cvv", "security_code", "cvv2", "card_security_code"))
def cvv(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The security code of the row's card, four digits for American Express: `123`."""
    amex = brands(rows, context) == facts("cards").columns["key"].index("amex")
    index = context.index(stream, rows, 1000)
    index[amex] += 1000 + stream.below(rows, 9, "fourth")[amex] * 1000
    pool = pa.array([f"{value:03d}" for value in range(1000)] + [str(value) for value in range(1000, 10_000)])
    return pool.take(pa.array(index))


@semantic_type(example="4242", aliases=("last4", "last_four", "card_last_four", "card_last_4"))
def card_last4(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The last four digits of a card: `4242`."""
    return codes.code_text(stream, rows, context, "####")
