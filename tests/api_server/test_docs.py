"""The documents say what is: the tour runs, every setting and every operation is named."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from rowsmith.api_server.settings import ServerSettings, variable
from tests.api_server.conftest import ROOT
from tests.api_server.test_access import OPERATIONS

TOUR = (ROOT / "docs" / "http.md").read_text()


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tour is told with curl")
def test_the_tour_runs_word_for_word(serve, tmp_path):
    server = serve(folder=tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    commands = "\n".join(re.findall(r"```bash\n(.*?)```", TOUR, re.DOTALL)).replace(
        "http://127.0.0.1:8000", server.url
    )
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=work,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert '"valid":true' in done.stdout
    assert "event: done" in done.stdout
    assert "min_above_max" in done.stdout or "min_value" in done.stdout
    assert {path.name for path in work.glob("customers.*")} == {
        "customers.csv", "customers.parquet", "customers.jsonl.gz", "customers.arrow"
    }  # fmt: skip


def test_the_tours_python_runs(serve, tmp_path):
    import os
    import sys

    server = serve(folder=tmp_path)
    code = re.findall(r"```python\n(.*?)```", TOUR, re.DOTALL)[0].replace("http://127.0.0.1:8000", server.url)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "users.parquet").exists()


def test_every_setting_is_in_the_table_and_nothing_else():
    table = (ROOT / "docs" / "settings.md").read_text()
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| [^|]* \| (.*?) \|$", table, re.MULTILINE))
    said = {variable(name): field.description for name, field in ServerSettings.model_fields.items()}
    assert {name: text for name, text in rows.items() if name in said} == {
        name: str(text).replace("|", "\\|") for name, text in said.items()
    }
    assert set(rows) - set(said) <= {"ROWSMITH_KEY", "ROWSMITH_SERVER"}


def test_every_model_in_the_document_has_a_meaning_and_every_operation_its_errors():
    for verb, path, operation in OPERATIONS:
        assert operation["tags"], (verb, path)
        for code, answer in operation["responses"].items():
            if int(code) >= 400 and not (path == "/health/ready" and code == "503"):
                assert list(answer["content"]) == ["application/problem+json"], (verb, path, code)
