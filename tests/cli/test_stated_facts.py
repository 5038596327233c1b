"""A sentence's facts hold in the file, as another program reads it, and the same seed gives the same bytes."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import duckdb

REQUEST = (
    "10,000 customers with name, email, age between 18 and 90, signup date in the last 2 years, "
    "and plan (free 70%, pro 25%, enterprise 5%)"
)


def make(folder: Path, name: str) -> bytes:
    command = [sys.executable, "-m", "rowsmith", "generate", REQUEST, "--seed", "7", "-o", name]
    subprocess.run([*command, "--today", "2026-11-22"], cwd=folder, check=True, capture_output=True)
    return (folder / name).read_bytes()


def test_every_stated_fact_holds_and_the_bytes_repeat(tmp_path: Path) -> None:
    assert make(tmp_path, "c.parquet") == make(tmp_path, "d.parquet")
    file = str(tmp_path / "c.parquet")
    facts = duckdb.sql(
        "SELECT count(*), count(name), count(email), min(age), max(age), min(signup_date), max(signup_date), "
        f"avg(CAST(contains(email, '@') AS INT)) FROM '{file}'"
    ).fetchall()[0]
    assert facts[:3] == (10_000, 10_000, 10_000)
    assert facts[3:5] == (18, 90)  # 10,000 draws from 73 ages miss an end once in 10**59
    assert datetime.date(2024, 11, 22) <= facts[5]
    assert facts[6] <= datetime.date(2026, 11, 22)
    assert facts[7] == 1.0
    shares = dict(duckdb.sql(f"SELECT plan, count(*) / 10000 FROM '{file}' GROUP BY plan").fetchall())
    assert set(shares) == {"free", "pro", "enterprise"}
    for plan, stated in (("free", 0.70), ("pro", 0.25), ("enterprise", 0.05)):
        # Five standard errors: a false alarm once in 1.7 million seeds; this seed is fixed.
        assert abs(shares[plan] - stated) < 5 * (stated * (1 - stated) / 10_000) ** 0.5
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
    assert columns == ["name", "email", "age", "signup_date", "plan"]
