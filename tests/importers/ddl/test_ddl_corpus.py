"""The acceptance scripts: every fact found, every table generates and loads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rowsmith.importers.ddl import from_ddl
from tests.importers.ddl.loading import into_postgres, into_sqlite

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
FILES = sorted((CORPUS / "ddl").glob("*.sql"))
pytestmark = pytest.mark.skipif(not FILES, reason="the acceptance corpus is not beside the project")


def dialect_of(file: Path) -> str:
    return json.loads(file.with_name(f"{file.stem}.expect.json").read_text("utf-8"))["dialect"]


def test_every_fact_of_every_script_is_found() -> None:
    command = ["--func", "tests.importers.ddl.corpus_document:document", "--dir", str(CORPUS / "ddl")]
    done = subprocess.run(
        [sys.executable, str(CORPUS / "score_ddl.py"), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    shares = re.findall(r"^(\w+) +\d+/\d+ +(\d\.\d{3})$", done.stdout, re.MULTILINE)
    assert len(shares) == 9, done.stdout
    assert {share for _, share in shares} == {"1.000"}, done.stdout


@pytest.mark.parametrize(
    "file", [file for file in FILES if "sqlite" in file.stem], ids=lambda file: file.stem
)
def test_sqlite_takes_the_rows(file: Path) -> None:
    script = file.read_text("utf-8")
    assert into_sqlite(script, from_ddl(script, dialect="sqlite").schema, 100) > 200


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem.endswith(("_postgres", "_ansi"))], ids=lambda file: file.stem
)
def test_postgres_takes_the_rows(file: Path, postgres_url: str) -> None:
    script = re.sub(r"(?m)^CREATE EXTENSION.*$", "", file.read_text("utf-8"))  # none is needed for a type
    assert into_postgres(postgres_url, script, from_ddl(script, dialect=dialect_of(file)).schema, 100) > 200
