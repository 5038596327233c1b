"""Amounts, rates and scores."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.generators.choice import weighted
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, check_bounds, kept, rounded, skewed
from rowsmith.sampling.streams import Rows, Stream

Precision = Annotated[int, Field(ge=0, le=9)]


def money(stream: Stream, rows: Rows, low: float, high: float, precision: int) -> pa.Array:
    """Sums of money, many small and few large, between the bounds."""
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
    return money(stream, rows, min_value, max_value, precision)


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
    return money(stream, rows, min_value, max_value, precision)


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
