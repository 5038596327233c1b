"""Currencies: code, name, symbol and rate agree."""

from __future__ import annotations

import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import Facts, facts
from rowsmith.generators.finance.money import Precision
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import I64, bell, rounded
from rowsmith.sampling.streams import Rows, Stream


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
