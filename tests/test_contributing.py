"""The examples of CONTRIBUTING.md are complete: each is one file, tested and listed the moment it is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = dict(
    re.findall(
        r"`(src/rowsmith/[a-z_/]+\.py)`[^`]*?```python\n(.*?)```",
        (ROOT / "CONTRIBUTING.md").read_text(),
        re.DOTALL,
    )
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the examples written down as the guide says, and nothing else changed."""
    target = tmp_path_factory.mktemp("copy")
    for part in ("src", "tests"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)
    for name, code in EXAMPLES.items():
        (target / name).write_text(code, encoding="utf-8")
    return target


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": f"{copy / 'src'}:{copy}"}
    return subprocess.run(
        [sys.executable, *words], cwd=copy, env=env, capture_output=True, text=True, check=False
    )


def test_the_guide_shows_a_type_a_format_and_an_importer() -> None:
    assert set(EXAMPLES) == {
        "src/rowsmith/generators/coffee.py",
        "src/rowsmith/formats/json_seq.py",
        "src/rowsmith/importers/table_schema.py",
    }


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("tests/generators/test_contract.py", "coffee.roast"),
        ("tests/formats/test_contract.py", "json_seq and not gz and not zst"),
        ("tests/importers/test_contract.py", "table_schema"),
    ],
)
def test_the_contract_tests_run_over_the_new_member(copy: Path, where: str, name: str) -> None:
    done = run(copy, "-m", "pytest", where, "-k", name, "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    assert done.returncode == 0, done.stdout
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) >= 5


def test_the_catalogue_and_the_docs_list_the_new_member(copy: Path) -> None:
    assert re.search(r"^coffee\.roast +medium$", run(copy, "-m", "rowsmith", "types").stdout, re.MULTILINE)
    assert "`coffee.roast`" in run(copy, "-m", "rowsmith", "types", "--markdown").stdout
    assert "json_seq" in run(copy, "-m", "rowsmith", "types", "--formats").stdout
    made = run(
        copy, "-m", "rowsmith", "generate", "20 cups with coffee_roast", "--format", "json_seq", "-o", "-"
    )
    assert made.stdout.count("\x1e") == 20, made.stderr


def test_a_new_importer_is_an_option_of_the_command_line(copy: Path) -> None:
    assert "--table-schema" in run(copy, "-m", "rowsmith", "types", "--importers").stdout
    (copy / "people.json").write_text('{"fields": [{"name": "age", "type": "integer"}, {"name": "city"}]}')
    made = run(
        copy,
        "-m",
        "rowsmith",
        "generate",
        "--table-schema",
        "people.json",
        "-n",
        "20",
        "-o",
        "-",
        "--format",
        "csv",
    )
    assert made.stdout.startswith("age,city\n"), made.stderr
    assert len(made.stdout.splitlines()) == 21
