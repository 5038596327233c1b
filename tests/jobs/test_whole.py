"""Files that are written as a whole: Excel, SQLite and DuckDB, from chunks that survive like any other."""

from __future__ import annotations

import datetime
import io
import sqlite3
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import duckdb
import pyarrow as pa
import pytest

from job_servers import SCHEMA, specification
from rowsmith import library
from rowsmith.errors import InvalidInput
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.manager import JobManager
from rowsmith.jobs.workbook import write_workbook

NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TWO = {
    "name": "shop",
    "tables": [
        {"name": "users", "fields": SCHEMA["fields"]},
        {"name": "cities", "rows": 30, "fields": [{"name": "n", "type": "integer"}]},
    ],
}


@pytest.fixture
def manager(tmp_path):
    made = JobManager(JobsConfig(data_dir=tmp_path, workers=2, executor="threads"))
    made.start()
    yield made
    made.close()


def content(manager, form, schema=SCHEMA):
    job_id = manager.create(specification(rows=2_500, output_format=form, schema=schema)).job_id
    ended = manager.wait(job_id, 60)
    assert ended.status == "completed", ended
    file = manager.files.open(manager.job(job_id))
    assert file.info.file_name.endswith("." + form)
    return b"".join(file.read()), manager.job(job_id)


def cells(archive, number):
    sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{NAME}row")]


def test_a_workbook_has_a_sheet_for_each_table(manager):
    found, _ = content(manager, "xlsx", TWO)
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert archive.testzip() is None
        rows = cells(archive, 1)
        assert rows[0] == ["id", "email", "age", "at"]
        assert len(rows) == 2_501
        expected = library.generate(TWO, rows=2_500, seed=7, table="users").to_pylist()
        assert [row[1] for row in rows[1:]] == [row["email"] for row in expected]
        assert [int(row[2]) for row in rows[1:]] == [row["age"] for row in expected]
        assert len(cells(archive, 2)) == 31
        assert b'name="cities"' in archive.read("xl/workbook.xml")


def test_a_workbook_keeps_every_kind_of_value():
    moment = datetime.datetime(2024, 2, 29, 12, 0, tzinfo=datetime.UTC)
    values = {
        "whole": [1, 2**53 + 1, None],
        "real": [0.1, -1e300, None],
        "yes": [True, False, None],
        "day": [datetime.date(2024, 2, 29), datetime.date(1800, 1, 1), None],
        "moment": pa.array([moment, moment, None], pa.timestamp("us", "UTC")),
        "price": [Decimal("12.50"), Decimal("12345678901234567890.12"), None],
        "text": ["<&> \x01 _x0001_ \r", "", None],
        "list": [[1, 2], [], None],
    }
    batch = pa.RecordBatch.from_pydict(values)
    once, again = io.BytesIO(), io.BytesIO()
    for sink in (once, again):
        write_workbook(sink, [("a/b:c", batch.schema, iter([batch]))])
    assert once.getvalue() == again.getvalue()
    with zipfile.ZipFile(once) as archive:
        assert b'name="a_b_c"' in archive.read("xl/workbook.xml")
        assert cells(archive, 1)[1:] == [
            ["1", "0.1", "1", "45351", "45351.5", "12.50", "<&> _x0001_ _x005F_x0001_ _x000D_", "[1, 2]"],
            ["9007199254740993", "-1e+300", "0", "1800-01-01", "45351.5", "12345678901234567890.12", "", "[]"],
            [""] * 8,
        ]  # fmt: skip


def test_a_workbook_tells_its_limit_before_anything_is_made(manager):
    with pytest.raises(InvalidInput, match="1,048,576 rows of 4 fields do not fit a sheet"):
        manager.create(specification(rows=1_048_576, output_format="xlsx"))
    with pytest.raises(InvalidInput, match="xlsx has no options"):
        manager.create(specification(output_format="xlsx", format_options={"a": 1}))


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_database_holds_every_table(manager, tmp_path, form):
    found, job = content(manager, form, TWO)
    path = tmp_path / f"made.{form}"
    path.write_bytes(found)
    connection = (sqlite3 if form == "sqlite" else duckdb).connect(path)
    counted = connection.execute("SELECT count(*), count(DISTINCT id), min(age) >= 18 FROM users").fetchall()
    assert [tuple(map(int, row)) for row in counted] == [(2_500, 2_500, 1)]
    assert connection.execute("SELECT count(*) FROM cities").fetchall() == [(30,)]
    emails = [row[0] for row in connection.execute("SELECT email FROM users").fetchall()]
    assert emails == library.generate(TWO, rows=2_500, seed=7, table="users").column("email").to_pylist()
    connection.close()
    assert manager.wait_for(lambda: manager.files.prepare(job, "csv", table="cities").status == "ready", 60)


def test_any_job_can_be_downloaded_as_a_database(manager):
    _, job = content(manager, "csv")
    assert manager.wait_for(lambda: manager.files.prepare(job, "sqlite").status == "ready", 60)
    assert b"".join(manager.files.open(job, "sqlite").read(0, 15)) == b"SQLite format 3"
