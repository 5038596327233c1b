"""The house stays as drawn: imports point down, and the heavy libraries stay unloaded until they are used."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _lint(tmp_path: Path, package: Path) -> subprocess.CompletedProcess[str]:
    config = tmp_path / "importlinter.ini"
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = "\n".join(f"    {layer}" for layer in contract["layers"])
    config.write_text(
        f"[importlinter]\nroot_package = rowsmith\n\n[importlinter:contract:1]\nname = {contract['name']}\n"
        f"type = layers\nlayers =\n{layers}\n"
    )
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    return subprocess.run(
        [*command, "--config", str(config), "--no-cache"],
        env={"PYTHONPATH": str(package.parent), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    import shutil

    target = tmp_path / "src" / "rowsmith"
    shutil.copytree(ROOT / "src" / "rowsmith", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def test_imports_point_down(tmp_path: Path, copy: Path) -> None:
    done = _lint(tmp_path, copy)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_arrow_drawn_upwards_is_noticed(tmp_path: Path, copy: Path) -> None:
    (copy / "schema" / "upwards.py").write_text("from rowsmith.engine import generate\n")
    done = _lint(tmp_path, copy)
    assert done.returncode != 0
    assert "rowsmith.schema" in done.stdout


def imported_by(module: Path) -> set[str]:
    """The modules of the package that a file imports anywhere: at its top, in functions, for its types."""
    tree = ast.parse(module.read_text())
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return {name for name in named if name.startswith("rowsmith.")}


@pytest.mark.parametrize("package", ["plan", "engine", "quality"])
def test_no_files_import_one_another_in_a_circle(package: str) -> None:
    folder = ROOT / "src" / "rowsmith" / package
    files = {
        f"rowsmith.{package}.{path.stem}": path for path in folder.glob("*.py") if path.stem != "__init__"
    }
    graphlib.TopologicalSorter(
        {name: imported_by(path) & set(files) for name, path in files.items()}
    ).prepare()  # raises where there is a circle


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import rowsmith", ("numpy", "pyarrow", "pydantic", "duckdb", "mimesis", "faker", "click")),
        (
            "import rowsmith.cli",
            ("numpy", "pyarrow", "pydantic", "duckdb", "mimesis", "faker", "rich", "sqlglot"),
        ),
        ("import rowsmith.library", ("mimesis", "faker", "sqlglot", "rich", "duckdb")),
    ],
)
def test_heavy_libraries_stay_unloaded(statement: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys\n{statement}\nprint(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_preview_far_away_loads_and_computes_only_what_it_shows(tmp_path: Path) -> None:
    import json

    shop = {
        "tables": [
            {"name": "customers", "rows": 2_000_000_000, "fields": [
                {"name": "id", "type": "integer", "semantic_type": "identifier.sequence"}]},
            {"name": "orders", "rows": 10_000_000_000, "fields": [
                {"name": "id", "type": "integer", "semantic_type": "identifier.sequence"},
                {"name": "customer_id", "type": "integer",
                 "reference": {"table": "customers", "per_parent": {"min": 1, "max": 9}}}]},
        ]
    }  # fmt: skip
    schema = tmp_path / "shop.json"
    schema.write_text(json.dumps(shop))
    unused = ("asyncio", "duckdb", "sqlglot", "mimesis", "faker", "fastapi", "rowsmith.llm", "rowsmith.jobs")
    words = f"preview --schema {schema} --table orders --offset 9000000000 -n 20".split()
    code = f"""
import sys
from rowsmith.engine import columns
from rowsmith.cli import app
made, compute = [], columns.column
def counted(scope, field, stream):
    made.append(scope.rows.count)
    return compute(scope, field, stream)
columns.column = counted
app({words!r}, standalone_mode=False)
print(max(made), *[name for name in {unused!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[-1].split() == ["20"]
    assert "9000000020" in lines[-2]
