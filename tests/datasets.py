"""Schemas with relations that several tests share."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from rowsmith import engine
from rowsmith.plan import Plan, compile_plan
from rowsmith.schema import parse_schema

SHOP: dict[str, Any] = {
    "tables": [
        {"name": "customers", "rows": 300, "fields": [
            {"name": "id", "type": "integer", "sequence": {"start": 1}},
            {"name": "currency", "weights": {"EUR": 3, "USD": 7}},
            {"name": "signup", "type": "date",
             "constraints": {"min_value": "2022-01-01", "max_value": "2024-12-31"}},
            {"name": "orders", "type": "integer", "expression": "count(orders)"},
            {"name": "spent", "type": "decimal", "expression": "sum(orders.total)"},
        ]},
        {"name": "orders", "fields": [
            {"name": "id", "type": "uuid"},
            {"name": "customer_id", "reference": {"table": "customers", "per_parent": {"min": 0, "max": 5}}},
            {"name": "currency", "expression": "customers.currency"},
            {"name": "placed", "type": "date",
             "params": {"after": "customers.signup", "gap_min": "0 days", "gap_max": "60 days"}},
            {"name": "status", "weights": {"open": 1, "shipped": 2}},
            {"name": "shipped", "type": "date",
             "params": {"after": "placed", "gap_min": "1 day", "gap_max": "5 days"},
             "when": [{"condition": "status = 'open'", "null_rate": 1}]},
            {"name": "total", "type": "decimal", "expression": "sum(lines.amount)"},
        ]},
        {"name": "lines", "unique_together": [["order_id", "line_no"]], "fields": [
            {"name": "order_id", "reference": {"table": "orders", "per_parent": {"min": 1, "max": 4}}},
            {"name": "line_no", "type": "integer", "sequence": {"per": "order_id"}},
            {"name": "product", "reference": {"table": "products", "field": "code", "choice": "zipf"}},
            {"name": "quantity", "type": "integer", "constraints": {"min_value": 1, "max_value": 9}},
            {"name": "amount", "type": "decimal", "expression": "quantity * products.price"},
        ]},
        {"name": "products", "rows": 40, "fields": [
            {"name": "code", "sequence": {"template": "SKU-{00001}"}},
            {"name": "price", "type": "decimal", "constraints": {"min_value": 1, "max_value": 90}},
        ]},
        {"name": "staff", "rows": 200, "fields": [
            {"name": "id", "type": "integer", "sequence": {}},
            {"name": "boss", "reference": {"table": "staff", "max_depth": 3}},
            {"name": "level", "type": "integer", "expression": "coalesce(boss.level, 0) + 1"},
        ]},
    ]
}  # fmt: skip


def plan_of(document: dict[str, Any], rows: int = 100, seed: int = 7) -> Plan:
    return compile_plan(parse_schema(document), rows=rows, seed=seed)


def table_of(plan: Plan, name: str | None = None) -> pa.Table:
    table = plan.table(name)
    return pa.Table.from_batches([engine.generate(plan, table, 0, table.rows)])


def one(fields: list[dict[str, Any]], rows: int = 100, seed: int = 7) -> pa.Table:
    return table_of(plan_of({"name": "t", "fields": fields}, rows, seed))
