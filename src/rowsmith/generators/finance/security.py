"""Securities: their numbers, prices and volumes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.finance.money import Precision, money
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, rounded, skewed
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import double_add_double, luhn, mod10, mod97


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
    return money(stream, rows, min_value, max_value, precision)


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
