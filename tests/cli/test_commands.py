"""The command line as a person meets it: whole files, errors of one line, exit codes that mean something."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
REQUEST = "200 users with name, email, age between 18 and 90, and plan (free 70%, pro 25%, enterprise 5%)"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rowsmith", *words],
            cwd=tmp_path, capture_output=True, text=True, input=stdin, check=False,
        )  # fmt: skip

    return run


def schema_file(folder: Path, *fields: dict[str, object]) -> str:
    path = folder / "schema.json"
    path.write_text(json.dumps({"name": "t", "fields": fields}), encoding="utf-8")
    return str(path)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "schema.json")


def test_a_sentence_becomes_a_file_and_the_summary_repeats_it(run: Run, tmp_path: Path) -> None:
    done = run("generate", REQUEST, "--seed", "7", "-o", "a.parquet")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "a.parquet\n"
    assert "200 rows" in done.stderr
    assert "seed 7" in done.stderr
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.num_rows == 200
    assert {"name", "email", "age", "plan"} <= set(table.column_names)
    first = (tmp_path / "a.parquet").read_bytes()
    again = next(line for line in done.stderr.splitlines() if line.startswith("again:"))
    (tmp_path / "a.parquet").unlink()
    subprocess.run(again.removeprefix("again:").replace("rowsmith", f"{sys.executable} -m rowsmith", 1),
                   shell=True, cwd=tmp_path, check=True, capture_output=True)  # fmt: skip
    assert (tmp_path / "a.parquet").read_bytes() == first


def test_a_dash_writes_to_a_pipe_and_nothing_else(run: Run) -> None:
    done = run("generate", REQUEST, "--seed", "7", "-n", "3", "-o", "-", "--format", "jsonl")
    assert [sorted(json.loads(line)) for line in done.stdout.splitlines()] == [
        ["age", "email", "name", "plan"]
    ] * 3


def test_extract_feeds_generate(run: Run) -> None:
    schema = run("extract", REQUEST)
    assert schema.returncode == 0
    made = run("generate", "--schema", "-", "-n", "5", "--seed", "1", "-o", "-", stdin=schema.stdout)
    assert len(made.stdout.splitlines()) == 6


def test_the_default_name_is_ours_and_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(
        '{"name": "../../evil name", "fields": [{"name": "a", "type": "integer"}]}'
    )
    assert run("generate", "--schema", "schema.json", "-n", "2", "--seed", "1").stdout == "evil_name.csv\n"
    again = run("generate", "--schema", "schema.json", "-n", "2", "--seed", "1")
    assert again.returncode == 2
    assert "already there" in again.stderr


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"name": "a", "semantic_type": "person.emal"}, "did you mean"),
        ({"name": "a", "type": "integer", "constraints": {"min_value": 9, "max_value": 1}}, "above"),
        ({"name": "a", "constraints": {"unique": True, "enum_values": ["x", "y"]}}, "2 different values"),
        ({"name": "a", "constraints": {"pattern": "(a+)+(?=b)"}}, "pattern"),
        ({"name": "a", "constraints": {"pattern": "(x{1,1000}){1,1000}"}}, "pattern"),
        ({"name": "a", "depends_on": ["a"]}, "circle"),
        ({"name": "new\nline"}, "control character"),
        ({"name": "a", "type": "integer", "constraints": {"min_value": float("nan")}}, "a"),
    ],
)
def test_bad_input_is_one_clear_error(run: Run, tmp_path: Path, field: dict[str, object], word: str) -> None:
    done = run("generate", "--schema", schema_file(tmp_path, field), "-n", "1000", "-o", "out.csv")
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert left(tmp_path) == []


@pytest.mark.parametrize("name", ['quo"te', "emoji 🦉", "שלום", "comma, name", "'"])
def test_unusual_names_come_back_as_they_were(run: Run, tmp_path: Path, name: str) -> None:
    file = schema_file(tmp_path, {"name": name, "type": "integer"})
    for format_ in ("jsonl", "parquet"):
        done = run("generate", "--schema", file, "-n", "2", "--seed", "1", "-o", f"o.{format_}")
        assert done.returncode == 0, done.stderr
    assert pq.read_schema(tmp_path / "o.parquet").names == [name]
    assert list(json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()[0])) == [name]


@pytest.mark.parametrize(
    ("words", "code", "word"),
    [
        (["generate"], 2, "say what to make"),
        (["generate", REQUEST, "-o", "no/such/folder/x.csv"], 2, "folder"),
        (["generate", REQUEST, "-o", "x.unknown"], 2, "unknown"),
        (["generate", REQUEST, "--format", "xls"], 2, "xls"),
        (["generate", REQUEST, "-n", str(10**15)], 2, "1,000,000,000,000"),
        (["generate", REQUEST, "--today", "soon"], 2, "--today"),
        (["generate", "--schema", "missing.json"], 2, "missing.json"),
        (["validate", "missing.json"], 2, "missing.json"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_usage_is_one_clear_error(
    run: Run, tmp_path: Path, words: list[str], code: int, word: str
) -> None:
    done = run(*words)
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert left(tmp_path) == []


def test_ten_thousand_fields_are_refused(run: Run, tmp_path: Path) -> None:
    file = schema_file(tmp_path, *({"name": f"f{i}"} for i in range(10_000)))
    done = run("generate", "--schema", file, "-n", "1", "-o", "x.csv")
    assert done.returncode == 2
    assert "2000" in done.stderr
    assert left(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_a_failure_in_one_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rowsmith", "generate", REQUEST, "-n", "20000", "-o", "-"],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "space" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_an_unwritable_folder_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = run("generate", REQUEST, "-n", "5", "-o", "file/x.csv")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_interrupt_leaves_no_half_file(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "rowsmith", "generate", REQUEST, "-n", "500000000", "-o", "big.csv"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        while not left(tmp_path):  # the temporary file is there: the writing has begun
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    assert left(tmp_path) == []


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    done = subprocess.run(
        f'{sys.executable} -m rowsmith generate "{REQUEST}" -n 300000 -o - | head -1',
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr


def test_validate_lists_every_problem(run: Run, tmp_path: Path) -> None:
    file = schema_file(tmp_path, {"name": "a", "type": "integr"}, {"name": "b", "wrong": 1})
    done = run("validate", file, "--json")
    assert done.returncode == 2
    assert {issue["path"] for issue in json.loads(done.stdout)["issues"]} == {
        "fields.a.type",
        "fields.b.wrong",
    }
    assert run("validate", schema_file(tmp_path, {"name": "a"})).stdout == "valid\n"


def test_types_lists_the_catalogue_and_shows_one(run: Run) -> None:
    listed = run("types").stdout.splitlines()
    assert len(listed) >= 150
    assert "start" in run("types", "identifier.sequence").stdout
    assert json.loads(run("types", "category.choice", "--json").stdout)["parameters"]["properties"]["values"]


def test_preview_shows_any_rows(run: Run) -> None:
    shown = run("preview", REQUEST, "-n", "2", "--offset", "900000000000", "--width", "120")
    assert shown.returncode == 0, shown.stderr
    assert "email" in shown.stdout
