"""How formats are found and their options checked."""

from __future__ import annotations

import pytest

from rowsmith.errors import InvalidInput
from rowsmith.formats import format_names, format_of, open_format
from rowsmith.registry import UnknownName


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("users.csv", "csv"),
        ("out/Users.CSV.GZ", "csv.gz"),
        ("a.b.ndjson", "jsonl"),
        ("x.json.zst", "json.zst"),
        ("x.pq", "parquet"),
        ("x.feather", "arrow"),
    ],
)
def test_a_file_name_tells_its_format(path: str, name: str) -> None:
    assert format_of(path) == name


@pytest.mark.parametrize("path", ["users", "csv", "users.txt", "users.gz", ""])
def test_a_file_name_that_tells_nothing_is_refused(path: str) -> None:
    with pytest.raises(InvalidInput, match="does not tell its format"):
        format_of(path)


def test_an_unknown_format_has_a_suggestion() -> None:
    with pytest.raises(UnknownName, match="did you mean 'parquet'"):
        open_format("parqet")


def test_an_unknown_compression_names_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="gz or zst"):
        open_format("csv.rar")


@pytest.mark.parametrize("name", ["parquet.gz", "arrow.zst"])
def test_what_compresses_itself_is_not_compressed_again(name: str) -> None:
    with pytest.raises(InvalidInput, match="codec"):
        open_format(name)


def test_options_are_checked_by_name_and_value() -> None:
    with pytest.raises(InvalidInput) as caught:
        open_format("csv", {"csv_save": True, "line_end": "x"})
    assert {issue.path for issue in caught.value.issues} == {
        "format_options.csv_save",
        "format_options.line_end",
    }


def test_the_names_include_the_compressed_ones() -> None:
    assert {"csv", "csv.gz", "csv.zst", "jsonl.gz", "parquet", "arrow"} <= set(format_names())
    assert "parquet.gz" not in format_names()
