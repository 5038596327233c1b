"""Rows with parents beside rows without: 10 million orders of 2 million customers, and the same orders alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

CUSTOMERS = 2_000_000
ORDERS = 10_000_000

_COLUMNS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "semantic_type": "identifier.sequence"},
    {"name": "status", "type": "string", "weights": {"paid": 70, "open": 20, "cancelled": 10}},
    {"name": "ordered_at", "type": "datetime",
     "constraints": {"min_value": "2023-01-01", "max_value": "2026-01-01"}},
    {"name": "amount", "type": "float", "distribution": {"name": "lognormal", "mean": 60, "std": 40},
     "constraints": {"precision": 2}},
]  # fmt: skip

ALONE: dict[str, Any] = {
    "name": "orders",
    "metadata": {"now": "2026-01-01"},
    "fields": [
        *_COLUMNS,
        {"name": "customer_id", "type": "uuid"},
        {"name": "country", "type": "string", "semantic_type": "address.country_code"},
    ],
}
"""The orders as a table of its own: the key and the country are drawn like anything else."""

RELATED: dict[str, Any] = {
    "name": "shop",
    "metadata": {"now": "2026-01-01"},
    "tables": [
        {"name": "customers", "rows": CUSTOMERS, "fields": [
            {"name": "id", "type": "uuid", "constraints": {"unique": True}},
            {"name": "country", "type": "string", "semantic_type": "address.country_code"},
        ]},
        {"name": "orders", "rows": ORDERS, "fields": [
            *_COLUMNS,
            {"name": "customer_id", "type": "uuid",
             "reference": {"table": "customers", "per_parent": {"min": 0, "max": 10}}},
            {"name": "country", "type": "string", "expression": "customer.country"},
        ]},
    ],
}  # fmt: skip
"""The same six columns: the key is a customer's, and so is the country that comes with it."""


def make(target: str, rows: int) -> None:
    """Make every order, `related` to its customer or `alone`, and keep none."""
    import rowsmith as rs

    given = {"schema": RELATED, "table": "orders"} if target == "related" else {"schema": ALONE, "rows": rows}
    made = sum(batch.num_rows for batch in rs.batches(**given, seed=7))
    assert made == rows


def warm() -> None:
    """Import what both need, and make a few rows."""
    import rowsmith as rs

    rs.preview(RELATED, rows=10, seed=1, table="orders")
    rs.preview(ALONE, rows=10, seed=1)


def orphans() -> dict[str, int]:
    """How many orders have the key of no customer, or another country than theirs: DuckDB joins all rows."""
    import duckdb
    import pyarrow as pa

    import rowsmith as rs

    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    parents = rs.generate(RELATED, seed=7, table="customers")
    connection.register("parents", parents)
    connection.execute("CREATE TABLE customers AS SELECT * FROM parents")
    made = rs.batches(RELATED, seed=7, table="orders")
    first = next(made)
    connection.register("orders", pa.RecordBatchReader.from_batches(first.schema, _with(first, made)))
    counted = connection.execute(
        "SELECT count(*), count(*) FILTER (customers.id IS NULL), "
        "count(*) FILTER (customers.country IS DISTINCT FROM orders.country), "
        "count(DISTINCT orders.customer_id) "
        "FROM orders LEFT JOIN customers ON orders.customer_id = customers.id"
    ).fetchone()
    assert counted is not None
    names = ("rows", "orphans", "with_another_country", "customers_with_orders")
    return dict(zip(names, counted, strict=True))


def _with(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


if __name__ == "__main__":
    print(json.dumps(orphans()))
