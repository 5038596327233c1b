"""Every example generates, and `verify` finds nothing wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rowsmith as rs

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_keeps_all_its_promises(name: str, tmp_path: Path) -> None:
    schema = json.loads((EXAMPLES / f"{name}.json").read_text())
    rs.write(schema, tmp_path / name, seed=7, format="parquet")
    report = rs.verify(schema, tmp_path / name)
    assert report.broken == ()
    assert len(report.checks) > 20


def test_every_example_is_in_the_readme() -> None:
    text = (EXAMPLES / "README.md").read_text()
    assert len(NAMES) == 6
    assert all(f"examples/{name}.json" in text for name in NAMES)
