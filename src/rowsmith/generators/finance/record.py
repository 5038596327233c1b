"""What money leaves behind: invoices, transactions, tax and wallet numbers."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes


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
