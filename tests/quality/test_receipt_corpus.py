"""Over requests that nobody wrote for this code: what is made holds, and is measured as DuckDB measures it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

import rowsmith as rs
from rowsmith.delivery import deliver
from rowsmith.quality.receipt import measure
from rowsmith.quality.warehouse import files_of

from .independent import compared

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "prompts_open.jsonl"
TODAY = datetime.date(2026, 1, 1)
KNOWN: set[str] = set()
"""Requests whose schemas do not compile yet."""

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of requests is not beside the project"
)


def prompts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def check(prompt: dict[str, Any], folder: Path) -> int:
    """How many elements were compared."""
    try:
        found = rs.extract(prompt["prompt"], today=TODAY)
    except rs.InvalidInput:
        return 0  # not accepted; whether it should be is the reader's own test
    try:
        plan = rs.make_plan(found.schema, rows=1000, seed=7)
    except rs.InvalidInput:
        assert prompt["id"] in KNOWN, prompt["id"]
        return 0
    path = folder / (prompt["id"] if len(plan.tables) > 1 else f"{prompt['id']}.parquet")
    deliver(plan, path, "parquet")
    files = files_of(plan, [path])
    receipt = measure(found.schema, plan, files, found.clauses(), profiled=False)
    assert receipt.broken == [], prompt["id"]
    assert [item for item in receipt.elements if item.holds is False] == [], prompt["id"]
    count = 0
    for table in found.schema.all_tables():
        base = f"tables.{table.name}.fields" if found.schema.tables else "fields"
        for field in table.fields:
            if field.when:
                continue
            mine = [item for item in receipt.elements if item.element.startswith(f"{base}.{field.name}.")]
            mine = [item for item in mine if ".fields." not in item.element.removeprefix(f"{base}.")]
            count += sum(compared(item, files[table.name], field.name) for item in mine)
    return count


def test_some_requests_hold_and_are_measured_right(tmp_path: Path) -> None:
    assert sum(check(prompt, tmp_path) for prompt in prompts()[:12]) > 20


@pytest.mark.long
def test_all_requests_hold_and_are_measured_right(tmp_path: Path) -> None:
    assert sum(check(prompt, tmp_path) for prompt in prompts()) > 250
