"""Several tables in a folder, a zip, a DuckDB or an SQLite file."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import duckdb
import pyarrow.csv
import pytest
from click.testing import CliRunner

import rowsmith as rs
from datasets import SHOP, plan_of, table_of
from rowsmith.cli import app
from rowsmith.containers import file_names
from rowsmith.errors import InvalidInput

NAMES = ["customers", "orders", "lines", "products", "staff"]


def test_a_folder_holds_a_file_for_each_table(tmp_path: Path) -> None:
    done = rs.write(SHOP, tmp_path / "shop", seed=7, format="csv")
    assert sorted(path.stem for path in (tmp_path / "shop").iterdir()) == sorted(NAMES)
    assert done.rows == sum(table.rows for table in plan_of(SHOP).tables)
    assert done.size_bytes > 10_000
    assert rs.verify(SHOP, tmp_path / "shop").holds
    rs.write(SHOP, tmp_path / "shop", seed=8, format="csv")
    assert rs.verify(SHOP, tmp_path / "shop").holds
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


@pytest.mark.parametrize("format_", ["csv", "parquet", "jsonl.gz"])
def test_a_zip_has_the_same_bytes_every_time(format_: str, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        rs.write(SHOP, tmp_path / name, seed=7, format=format_)
    data = (tmp_path / "a.zip").read_bytes()
    assert data == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{name}.{format_}" for name in NAMES]


def test_a_zip_of_csv_holds_the_rows_of_the_plan(tmp_path: Path) -> None:
    rs.write(SHOP, tmp_path / "a.zip", seed=7)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        found = pyarrow.csv.read_csv(io.BytesIO(archive.read("lines.csv")))
    assert (
        found.column("quantity").to_pylist()
        == table_of(plan_of(SHOP), "lines").column("quantity").to_pylist()
    )


def test_a_duckdb_file_holds_typed_tables(tmp_path: Path) -> None:
    rs.write(SHOP, tmp_path / "shop.duckdb", seed=7)
    with duckdb.connect(str(tmp_path / "shop.duckdb"), read_only=True) as found:
        totals = (
            "SELECT count(*) FROM orders "
            "WHERE total <> (SELECT sum(amount) FROM lines WHERE order_id = orders.id)"
        )
        assert found.execute(totals).fetchone() == (0,)
        assert found.execute("SELECT typeof(placed) FROM orders LIMIT 1").fetchone() == ("DATE",)


def test_an_sqlite_file_keeps_its_foreign_keys(tmp_path: Path) -> None:
    rs.write(SHOP, tmp_path / "shop.sqlite", seed=7)
    with sqlite3.connect(tmp_path / "shop.sqlite") as found:
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        assert found.execute("SELECT count(*) FROM pragma_foreign_key_list('lines')").fetchone() == (2,)
        assert found.execute("SELECT count(*) FROM customers").fetchone() == (300,)
    found.close()


def test_one_table_can_go_into_a_database_too(tmp_path: Path) -> None:
    rs.write(
        {"name": "one", "fields": [{"name": "id", "type": "integer", "sequence": {}}]},
        tmp_path / "x.db",
        rows=9,
    )
    with sqlite3.connect(tmp_path / "x.db") as found:
        assert found.execute("SELECT sum(id) FROM one").fetchone() == (45,)
    found.close()


def test_one_file_cannot_hold_several_tables(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"name a folder, or a file that ends in \.zip"):
        rs.write(SHOP, tmp_path / "shop.csv", seed=7)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for name in ("x.duckdb", "folder", "x.sqlite", "x.zip"):
        with pytest.raises(InvalidInput):
            rs.write(SHOP, tmp_path / "missing" / name, seed=7)


def test_names_of_files_are_safe_and_differ() -> None:
    tables = [
        {"name": name, "rows": 1, "fields": [{"name": "a"}]} for name in ("../x", "X", "x", "a/b", "🎉")
    ]
    names = file_names(plan_of({"tables": tables}), "csv")
    assert list(names.values()) == ["x.csv", "X_.csv", "x__.csv", "a_b.csv", "table.csv"]


def test_the_command_line_writes_and_previews_several_tables(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text(json.dumps(SHOP))
    schema = ["--schema", str(tmp_path / "shop.json"), "--seed", "7"]
    done = CliRunner().invoke(app, ["generate", *schema, "-o", str(tmp_path / "out"), "--format", "parquet"])
    assert (done.exit_code, min(path.name for path in (tmp_path / "out").iterdir())) == (
        0,
        "customers.parquet",
    )
    shown = CliRunner().invoke(app, ["preview", *schema, "-n", "2", "--table", "lines"])
    assert shown.exit_code == 0
    assert "line_no" in shown.output
    everything = CliRunner().invoke(app, ["preview", *schema, "-n", "2"])
    assert all(name in everything.output for name in NAMES)
