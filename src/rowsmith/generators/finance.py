"""Money and what moves it: accounts, cards, currencies, amounts, securities, loans. Check digits are real."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators import enumerations
from rowsmith.generators.bank_accounts import ibans
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import Facts, facts
from rowsmith.generators.payment_cards import brands, numbers
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import I64, bell, check_bounds, kept, rounded, skewed
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import double_add_double, luhn, mod10, mod97

enumerations.register("finance")

Precision = Annotated[int, Field(ge=0, le=9)]
Brand = Literal["visa", "mastercard", "amex", "discover", "jcb", "diners", "unionpay"]


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


def _currency(rows: Rows, context: Context) -> tuple[Facts, I64]:
    table = facts("currencies")
    chosen = weighted(context.entity("currency"), rows, tuple(table.floats("weight").tolist()), "currency")
    return table, chosen


@semantic_type(example="USD", aliases=("currency", "currency_iso", "ccy", "iso_currency"))
def currency_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The ISO 4217 code of the row's currency: `USD`."""
    table, chosen = _currency(rows, context)
    pool = table.texts("code")
    return context.pick(stream, rows, pool) if context.unique else strings.pick(pool, chosen)


@semantic_type(example="US Dollar")
def currency_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's currency: `US Dollar`."""
    table, chosen = _currency(rows, context)
    pool = table.texts("name")
    return context.pick(stream, rows, pool) if context.unique else strings.pick(pool, chosen)


@semantic_type(example="$")
def currency_symbol(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The sign of the row's currency: `$`."""
    table, chosen = _currency(rows, context)
    return strings.pick(table.texts("symbol"), chosen)


@semantic_type(example="0.9213", aliases=("fx_rate", "conversion_rate"))
def exchange_rate(stream: Stream, rows: Rows, context: Context, *, precision: Precision = 4) -> pa.Array:
    """How much of the row's currency a US dollar buys, within two per cent: `0.9213`."""
    table, chosen = _currency(rows, context)
    return pa.array(rounded(table.floats("rate")[chosen] * bell(stream, rows, 0.98, 1.02), precision))


def _money(stream: Stream, rows: Rows, low: float, high: float, precision: int) -> pa.Array:
    return pa.array(kept(rounded(skewed(stream, rows, low, high), precision), low, high))


@semantic_type(
    example="128.40",
    aliases=("transaction_amount", "payment_amount", "amount_paid", "total", "total_amount", "sum", "value",
             "invoice_amount", "order_total", "grand_total", "subtotal", "revenue", "sales_amount", "spend"),
)  # fmt: skip
def amount(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 1,
    max_value: float = 5000,
    precision: Precision = 2,
) -> pa.Array:
    """An amount of money, small ones far more often: `128.40`."""
    return _money(stream, rows, min_value, max_value, precision)


@semantic_type(example="42.17", aliases=("stock_price", "close_price", "open_price", "strike_price"))
def share_price(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 1,
    max_value: float = 600,
    precision: Precision = 2,
) -> pa.Array:
    """The price of a share or a unit: `42.17`. For goods in a shop see `commerce.price`."""
    return _money(stream, rows, min_value, max_value, precision)


@semantic_type(
    example="2314.77",
    aliases=("account_balance", "current_balance", "available_balance", "opening_balance", "closing_balance"),
)
def balance(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 50_000,
    precision: Precision = 2,
) -> pa.Array:
    """What an account holds: `2314.77`."""
    return _money(stream, rows, min_value, max_value, precision)


@semantic_type(example="15000", aliases=("principal", "loan_principal", "credit_limit", "mortgage_amount"))
def loan_amount(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1000, max_value: int = 250_000
) -> pa.Array:
    """A loan in whole hundreds: `15000`."""
    check_bounds(min_value, max_value)
    hundreds = np.floor(skewed(stream, rows, min_value, max_value) / 100).astype(np.int64) * 100
    return pa.array(np.clip(hundreds, min_value, max_value))


@semantic_type(example="4.35", aliases=("apr", "loan_rate", "mortgage_rate", "coupon_rate", "annual_rate"))
def interest_rate(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.5,
    max_value: float = 12,
    precision: Precision = 2,
) -> pa.Array:
    """Yearly interest in per cent: `4.35`."""
    return pa.array(kept(rounded(bell(stream, rows, min_value, max_value), precision), min_value, max_value))


@semantic_type(example="20.0", aliases=("tax_rate", "vat_percent", "sales_tax_rate", "gst_rate"))
def vat_rate(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Value added tax in per cent: `20.0`."""
    rates = np.array([20.0, 19.0, 21.0, 22.0, 25.0, 23.0, 7.0, 5.5, 10.0, 5.0, 0.0])
    return pa.array(rates[weighted(stream, rows, (24, 20, 14, 8, 8, 6, 6, 3, 5, 3, 3))])


@semantic_type(example="712", aliases=("fico", "fico_score", "credit_rating_score"))
def credit_score(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 300, max_value: int = 850
) -> pa.Array:
    """A credit score: `712`."""
    high = min_value + (max_value - min_value) * 1.0
    drawn = high - np.abs(bell(stream, rows, -1, 1) + 0.25) * (high - min_value) / 1.25
    return pa.array(np.clip(np.floor(drawn), min_value, max_value).astype(np.int64))


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


@semantic_type(example="VONQ", aliases=("ticker_symbol", "stock_symbol", "stock_ticker", "stock"))
def ticker(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The symbol of a share: `VONQ`."""
    return codes.code_text(stream, rows, context, "&@&?")


@semantic_type(example="US0378331005", aliases=("isin_code", "security_id"))
def isin(stream: Stream, rows: Rows, context: Context, *, country: str | None = None) -> pa.Array:
    """The number of a security, with its check digit: `US0378331005`."""
    known = ("US", "GB", "DE", "FR", "JP", "CA", "CH", "NL")
    pool = (country.upper(),) if country and len(country) == 2 and country.isalpha() else known
    if country is not None and pool is known:
        raise InvalidInput(f"country {country!r} is not a code of two letters such as 'US'")
    place, number = codes.split(context.index(stream, rows, len(pool) * 10**9), len(pool), 10**9)
    as_digits = "".join(str(int(letter, 36)) for code in pool for letter in code)
    prefix = np.frombuffer(as_digits.encode(), np.uint8).reshape(-1, 4)[place]
    letters = np.frombuffer("".join(pool).encode(), np.uint8).reshape(-1, 2)[place]
    body = strings.digits(number, 9)
    return strings.template(rows.count, letters, body, luhn(np.hstack([prefix, body])))


@semantic_type(example="037833100", aliases=("cusip_number",))
def cusip(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a North American security, with its check digit: `037833100`."""
    payload = codes.code(stream, rows, context, "#####*##")
    return strings.template(rows.count, payload, double_add_double(payload))


@semantic_type(example="B0YBKJ7", aliases=("sedol_code",))
def sedol(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a security in London, with its check digit: `B0YBKJ7`."""
    payload = codes.code(stream, rows, context, "B+++++")
    return strings.template(rows.count, payload, mod10(payload, (1, 3, 1, 7, 3, 9)))


@semantic_type(example="5493006MHB84DD0ZWV18", aliases=("legal_entity_identifier", "lei_code"))
def lei(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A legal entity identifier with its two check digits: `5493006MHB84DD0ZWV18`."""
    issuers = np.frombuffer(b"549321385299969598459845", np.uint8).reshape(-1, 4)
    body = codes.code(stream, rows, context, "00************")
    payload = np.hstack([issuers[stream.below(rows, len(issuers), "issuer")], body])
    return strings.template(rows.count, payload, mod97(payload))


@semantic_type(example="47-1234567", aliases=("tin", "ein", "employer_id", "tax_identifier"))
def tax_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """An employer's tax number in the form of the United States: `47-1234567`."""
    return codes.code_text(stream, rows, context, "!#-#######")


@semantic_type(example="INV-00482917", aliases=("invoice", "invoice_no", "invoice_id", "bill_number"))
def invoice_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of an invoice: `INV-00482917`."""
    return codes.code_text(stream, rows, context, "INV-########")


@semantic_type(
    example="TXN482917360215", aliases=("txn_id", "payment_reference", "transaction_reference", "txn")
)
def transaction_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The reference of a payment: `TXN482917360215`."""
    return codes.code_text(stream, rows, context, "TXN############")


@semantic_type(
    example="bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", aliases=("btc_address", "wallet_address")
)
def bitcoin_address(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a Bitcoin address: `bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq`."""
    return codes.code_text(stream, rows, context, "bc1q" + "~" * 38)


@semantic_type(
    example="0x52908400098527886e0f7030069857d2e4169ee7", aliases=("eth_address", "wallet", "eth_wallet")
)
def ethereum_address(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like an Ethereum address: `0x52908400098527886e0f7030069857d2e4169ee7`."""
    return codes.code_text(stream, rows, context, "0x" + "^" * 40)


@semantic_type(example="125000", aliases=("shares", "shares_traded", "volume_traded"))
def trading_volume(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 100, max_value: int = 5_000_000
) -> pa.Array:
    """How many shares changed hands: `125000`."""
    return pa.array(np.floor(skewed(stream, rows, min_value, max_value)).astype(np.int64))


@semantic_type(example="-1.84", aliases=("price_change", "daily_return", "pct_change", "return_pct"))
def change_percent(
    stream: Stream, rows: Rows, context: Context, *, min_value: float = -8, max_value: float = 8
) -> pa.Array:
    """By how many per cent a price moved in a day: `-1.84`."""
    return pa.array(rounded(bell(stream, rows, min_value, max_value), 2))
