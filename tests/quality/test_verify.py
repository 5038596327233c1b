"""`verify` finds nothing wrong with what the engine makes, and every break of what it did not make."""

from __future__ import annotations

import copy
import datetime
import decimal
import json
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from datasets import SHOP, plan_of, table_of
from rowsmith.cli.verify import command
from rowsmith.formats import open_format
from rowsmith.library import verify
from rowsmith.quality import Report

ONE: dict[str, Any] = {
    "name": "one",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"unique": True, "min_value": 1, "max_value": 500}},
        {"name": "Id", "type": "float", "constraints": {"precision": 2, "min_value": 0, "max_value": 9}},
        {"name": "plan", "weights": {"free": 1, "pro": 2}},
        {
            "name": "fee",
            "type": "integer",
            "constraints": {"min_value": 5, "max_value": 9},
            "when": [
                {"condition": "plan = 'free'", "value": 0},
                {"condition": "id < 100", "min_value": 20, "max_value": 30},
            ],
        },
        {"name": "code", "sequence": {"template": "C-{0001}"}},
        {"name": "short", "expression": "plan || '-x'", "constraints": {"max_length": 5}},
        {"name": "mail", "type": "email", "constraints": {"nullable": True, "null_rate": 0.1}},
        {
            "name": "start",
            "type": "datetime",
            "constraints": {"min_value": "2024-01-01", "max_value": "2024-06-30"},
        },
        {
            "name": "stop",
            "type": "datetime",
            "params": {"after": "start", "gap_min": "1 hour", "gap_max": "2 days"},
        },
        {
            "name": "hours",
            "type": "float",
            "expression": "date_diff('second', start, stop) / 3600",
            "constraints": {"precision": 3},
        },
        {
            "name": "tags",
            "type": "array",
            "constraints": {"min_length": 1, "max_length": 3},
            "items": {"name": "tag", "constraints": {"enum_values": ["a", "b"]}},
        },
        {
            "name": "home",
            "type": "object",
            "fields": [{"name": "floor", "type": "integer", "constraints": {"min_value": 0, "max_value": 9}}],
        },
        {"name": "open", "type": "time"},
        {"name": "active", "type": "boolean"},
    ],
}


def saved(tables: dict[str, pa.Table], folder: Path, name: str = "parquet") -> list[Path]:
    paths: list[Path] = []
    for table, rows in tables.items():
        path = folder / f"{table}.{name}"
        with path.open("wb") as file:
            writer = open_format(name).writer(file, rows.schema)
            for batch in rows.to_batches():
                writer.write(batch)
            writer.close()
        paths.append(path)
    return paths


@cache
def _shop() -> dict[str, pa.Table]:
    plan = plan_of(SHOP)
    return {table.name: table_of(plan, table.name) for table in plan.tables}


def shop() -> dict[str, pa.Table]:
    return dict(_shop())


def changed(table: pa.Table, row: int, field: str, value: Any) -> pa.Table:
    place = table.schema.get_field_index(field)
    values = table.column(field).to_pylist()
    values[row] = value
    return table.set_column(
        place, table.schema.field(field), pa.array(values, table.schema.field(field).type)
    )


@pytest.mark.parametrize("name", ["csv", "jsonl.gz", "json", "parquet", "arrow", "csv.zst"])
def test_what_the_engine_makes_holds_in_every_format(name: str, tmp_path: Path) -> None:
    report = verify(SHOP, saved(shop(), tmp_path, name))
    assert report.broken == ()
    assert len(report.checks) > 40
    single = verify(ONE, saved({"one": table_of(plan_of(ONE, 200))}, tmp_path, name), rows=200)
    assert single.broken == ()


BREAKS: list[tuple[str, int, str, Any, str]] = [
    ("customers", 3, "id", 4_000_000, "orders customer_id"),
    ("customers", 3, "id", 1, "customers id unique"),
    ("customers", 3, "currency", "GBP", "customers currency one of 2 values"),
    ("customers", 3, "currency", None, "customers currency not null"),
    ("customers", 3, "signup", datetime.date(2025, 1, 1), "customers signup at most"),
    ("customers", 3, "orders", 77, "customers orders = count(orders)"),
    ("customers", 3, "spent", decimal.Decimal("0.01"), "customers spent = sum"),
    ("orders", 5, "customer_id", 999_999, "orders customer_id a row of customers"),
    ("orders", 5, "customer_id", None, "orders customer_id not null"),
    ("orders", 5, "currency", "XXX", "orders currency = customers.currency"),
    ("orders", 5, "placed", datetime.date(2021, 1, 1), "orders placed after customer_id.signup"),
    ("orders", 5, "placed", datetime.date(2029, 1, 1), "orders placed within 60 days"),
    ("orders", 5, "status", "open", "orders shipped when status = 'open': null"),
    ("orders", 5, "id", "nonsense", "orders id shaped like a uuid"),
    ("lines", 9, "line_no", 1, "lines order_id, line_no unique together"),
    ("lines", 9, "quantity", 12, "lines quantity at most 9"),
    ("lines", 9, "amount", decimal.Decimal("0.07"), "lines amount = quantity"),
    ("products", 0, "price", decimal.Decimal("1.01"), "lines amount = quantity"),
    ("staff", 0, "boss", 7, "staff boss at most 3 steps from a root"),
    ("staff", 9, "level", 9, "staff level = coalesce"),
]


@pytest.mark.parametrize(("table", "row", "field", "value", "promise"), BREAKS)
def test_each_break_of_the_relations_is_found(
    table: str, row: int, field: str, value: Any, promise: str, tmp_path: Path
) -> None:
    tables = shop()
    if value == 4_000_000:
        row = next(i for i, count in enumerate(tables["customers"].column("orders").to_pylist()) if count)
    if promise.startswith("orders shipped"):
        row = next(
            i for i, status in enumerate(tables["orders"].column("status").to_pylist()) if status == "shipped"
        )
    if promise.startswith("lines order_id, line_no"):
        row = tables["lines"].column("line_no").to_pylist().index(2)
    tables[table] = changed(tables[table], row, field, value)
    broken = [
        f"{check.table} {check.field} {check.promise}"
        for check in verify(SHOP, saved(tables, tmp_path)).broken
    ]
    assert any(found.startswith(promise) for found in broken), broken


@pytest.mark.parametrize(
    ("field", "value", "promise"),
    [
        ("id", 501, "id at most 500"),
        ("Id", 1.234, "Id at most 2 decimals"),
        ("fee", 4, "fee "),
        ("short", "TOO-LONG", "short at most 5 long"),
        ("code", "C-0003", "code unique"),
        ("mail", "nobody", "mail shaped like a email"),
        ("stop", datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC), "stop after start"),
        ("hours", 1000.0, "hours = date_diff"),
        ("tags", [], "tags at least 1 long"),
        ("tags", ["z"], "tags[] one of 2"),
        ("home", {"floor": 10}, "home.floor at most 9"),
        ("active", None, "active not null"),
        ("open", None, "open not null"),
    ],
)
def test_each_break_in_a_row_is_found(field: str, value: Any, promise: str, tmp_path: Path) -> None:
    document = copy.deepcopy(ONE)
    document["fields"][4]["constraints"] = {"unique": True}
    table = changed(table_of(plan_of(document, 100)), 50, field, value)
    report = verify(document, saved({"one": table}, tmp_path), rows=100)
    broken = [f"{check.field} {check.promise}" for check in report.broken]
    assert any(found.startswith(promise) for found in broken), broken
    assert all(check.broken == 1 and check.example for check in report.broken)


def test_missing_and_doubled_children_are_found(tmp_path: Path) -> None:
    tables = shop()
    lines = tables["lines"]
    tables["lines"] = pa.concat_tables([lines.slice(4), lines.slice(100, 40)])
    broken = {check.promise for check in verify(SHOP, saved(tables, tmp_path)).broken}
    assert "unique together" in broken
    assert "1 to 4 for each row of orders" in broken


def test_a_wrong_number_of_rows_and_an_unreadable_value_are_found(tmp_path: Path) -> None:
    tables = shop()
    tables["products"] = tables["products"].slice(0, 39)
    report = verify(SHOP, saved(tables, tmp_path, "csv"))
    assert any(check.promise == "40 rows" for check in report.broken)
    text = (tmp_path / "lines.csv").read_text().replace(",1,", ",one,", 1)
    (tmp_path / "lines.csv").write_text(text)
    broken = verify(SHOP, tmp_path).broken
    assert any(check.promise == "readable in the schema's types" for check in broken)


def run(folder: Path, *words: str) -> tuple[int, str]:
    (folder / "schema.json").write_text(json.dumps(SHOP))
    done = CliRunner().invoke(
        command, [str(folder / "data"), "--schema", str(folder / "schema.json"), *words]
    )
    return done.exit_code, done.output


def test_the_command_prints_what_is_broken_and_exits_with_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    tables = shop()
    saved(tables, tmp_path / "data", "csv")
    code, output = run(tmp_path)
    assert (code, output.count("\n")) == (0, 1)
    assert "promises hold over" in output
    assert "quantity" in run(tmp_path, "--all")[1]
    saved(tables | {"lines": changed(tables["lines"], 3, "quantity", 99)}, tmp_path / "data", "csv")
    code, output = run(tmp_path, "--json")
    assert code == 1
    assert json.loads(output)["holds"] is False


def test_a_report_says_how_many_rows_were_checked(tmp_path: Path) -> None:
    report: Report = verify(SHOP, saved(shop(), tmp_path))
    checked = next(check.checked for check in report.checks if check.promise == "at most 9")
    assert checked == report.rows["lines"]
