"""The text of json and jsonl, against Python's own and DuckDB's readers."""

from __future__ import annotations

import json

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings

from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format

from .tables import tables, whole


def jsonl(columns: dict[str, pa.Array]) -> str:
    batch = pa.RecordBatch.from_pydict(columns)
    return whole(open_format("jsonl"), [batch], batch.schema).decode()


def test_a_line_is_one_compact_object() -> None:
    assert jsonl(
        {
            "a": pa.array([1, None]),
            'k"': pa.array(["x", None]),
            "p": pa.array(["y", None]).dictionary_encode(),
        }
    ) == ('{"a":1,"k\\"":"x","p":"y"}\n{"a":null,"k\\"":null,"p":null}\n')


def test_special_characters_are_escaped_and_others_are_not() -> None:
    assert jsonl({"a": pa.array(['"', "\\", "\n\t", "\x00", "é🐘", "/"])}) == (
        '{"a":"\\""}\n{"a":"\\\\"}\n{"a":"\\n\\t"}\n{"a":"\\u0000"}\n{"a":"é🐘"}\n{"a":"/"}\n'
    )


def test_nested_values_are_arrays_and_objects() -> None:
    values = pa.array([[{"x": 1, "y": ["a", None]}, None], [], None, [{"x": None, "y": None}]])
    assert jsonl({"v": values}) == (
        '{"v":[{"x":1,"y":["a",null]},null]}\n{"v":[]}\n{"v":null}\n{"v":[{"x":null,"y":null}]}\n'
    )


def test_json_text_stands_as_it_is_on_one_line() -> None:
    schema = pa.schema([pa.field("j", pa.string(), metadata={b"rowsmith": b"json"})])
    batch = pa.record_batch([pa.array(['{"a": 1.50}', None, "[1,\n 2]", '"x"'])], schema=schema)
    assert (
        whole(open_format("jsonl"), [batch], schema)
        == b'{"j":{"a": 1.50}}\n{"j":null}\n{"j":[1,  2]}\n{"j":"x"}\n'
    )
    assert whole(open_format("csv"), [batch], schema) == b'j\n"{""a"": 1.50}"\n\n"[1,\n 2]"\n"""x"""\n'


def test_an_array_of_no_rows_is_an_array() -> None:
    assert json.loads(whole(open_format("json"), [], pa.schema([("a", pa.int64())]))) == []


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidInput, match="finite"):
        jsonl({"a": pa.array([1.0, float("nan")])})


@settings(max_examples=60, deadline=None)
@given(table=tables())
def test_python_parses_every_line_and_the_array(table: pa.RecordBatch) -> None:
    lines = whole(open_format("jsonl"), [table], table.schema).decode().split("\n")
    assert lines.pop() == ""
    rows = [json.loads(line) for line in lines]
    assert len(rows) == table.num_rows
    assert all(list(row) == table.schema.names for row in rows)
    assert json.loads(whole(open_format("json"), [table], table.schema)) == rows


@pytest.mark.parametrize("name", ["json", "jsonl", "jsonl.gz", "json.zst"])
def test_duckdb_reads_it_the_same(name: str, tmp_path) -> None:
    batch = pa.RecordBatch.from_pydict(
        {
            "n": [1, None, 3],
            "s": ["a\nb", "🐘", None],
            "l": [[1], [], None],
            "o": [{"x": 1.5}, {"x": None}, None],
        }
    )
    path = tmp_path / f"t.{name}"
    path.write_bytes(whole(open_format(name), [batch], batch.schema))
    found = duckdb.sql(f"select n, s, l, o.x from read_json('{path}')").fetchall()
    assert found == [(1, "a\nb", [1], 1.5), (None, "🐘", [], None), (3, None, None, None)]


def test_an_array_laid_out_otherwise_is_refused() -> None:
    import io

    with pytest.raises(InvalidInput, match="one object a line"):
        list(open_format("json").read(io.BytesIO(b'[{"a": 1}]'), pa.schema([("a", pa.int64())])))
