"""The text of CSV, cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import io

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format

from .tables import whole


def text(columns: dict[str, pa.Array], **options: object) -> str:
    batch = pa.RecordBatch.from_pydict(columns)
    return whole(open_format("csv", options), [batch], batch.schema).decode()


def test_quotes_stand_only_where_they_are_needed() -> None:
    values = pa.array(["plain", "two words", " lead", "a,b", 'say "hi"', "x\ny", "x\r", "", None, "it's"])
    assert text({"v": values, "n": pa.array(range(10))}) == (
        'v,n\nplain,0\ntwo words,1\n lead,2\n"a,b",3\n"say ""hi""",4\n"x\ny",5\n"x\r",6\n"",7\n,8\nit\'s,9\n'
    )


def test_a_pool_is_written_like_plain_text() -> None:
    values = pa.array(["a,b", None, "", "x", "a,b", '"'])
    assert text({"v": values}) == text({"v": values.dictionary_encode()})


def test_typed_values_have_one_plain_text_each() -> None:
    moment = dt.datetime(2024, 1, 31, 8, 5, 9, tzinfo=dt.UTC)
    assert text(
        {
            "b": pa.array([True, False, None]),
            "t": pa.array([moment, moment.replace(microsecond=120), None], pa.timestamp("us", "UTC")),
            "d": pa.array([dt.date(1, 1, 1), dt.date(9999, 12, 31), None]),
            "c": pa.array([dt.time(8, 5), dt.time(23, 59, 59, 999_999), None]),
            "l": pa.array([[1, None], [], None]),
            "o": pa.array([{"k": "v"}, {"k": None}, None]),
        }
    ) == (
        "b,t,d,c,l,o\n"
        'true,2024-01-31T08:05:09Z,0001-01-01,08:05:00,"[1,null]","{""k"":""v""}"\n'
        'false,2024-01-31T08:05:09.000120Z,9999-12-31,23:59:59.999999,[],"{""k"":null}"\n'
        ",,,,,\n"
    )


def test_lines_may_end_as_the_rfc_says() -> None:
    assert text({"a": pa.array([1, 2])}, line_end="\r\n") == "a\r\n1\r\n2\r\n"


def test_formulas_are_neutralised_when_asked() -> None:
    values = pa.array(["=1+1", "+1", "-1", "@a", "\tx", "a=b", None, "=x,y"])
    assert text({"v": values, "n": pa.array([-1] * 8)}, csv_safe=True) == (
        "v,n\n'=1+1,-1\n'+1,-1\n'-1,-1\n'@a,-1\n'\tx,-1\na=b,-1\n,-1\n\"'=x,y\",-1\n"
    )
    assert "'=1+1" in text({"v": values.dictionary_encode()}, csv_safe=True)


def test_names_are_quoted_like_values() -> None:
    assert text({'a,"b"': pa.array([1])}).splitlines()[0] == '"a,""b"""'


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8), max_size=20
    )
)
def test_pythons_own_reader_agrees(values: list[str]) -> None:
    made = text({"a": pa.array(values, pa.string()), "n": pa.array(range(len(values)), pa.int64())})
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert rows == [["a", "n"], *([value, str(i)] for i, value in enumerate(values))]


def test_a_file_with_other_columns_is_refused() -> None:
    form = open_format("csv")
    with pytest.raises(InvalidInput, match="columns"):
        list(form.read(io.BytesIO(b"x,y\n1,2\n"), pa.schema([("x", pa.int64()), ("z", pa.int64())])))


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        list(open_format("csv").read(io.BytesIO(b"x\nabc\n"), pa.schema([("x", pa.int64())])))


def test_a_null_alone_on_its_line_is_still_a_row() -> None:
    schema = pa.schema([("x", pa.string())])
    rows = [b.to_pylist() for b in open_format("csv").read(io.BytesIO(b'x\na\n\n""\n'), schema)]
    assert rows == [[{"x": "a"}, {"x": None}, {"x": ""}]]


def test_a_type_without_a_text_is_named() -> None:
    with pytest.raises(InvalidInput, match="'v' has the type binary"):
        text({"v": pa.array([b"\x00"])})


def test_duckdb_reads_it_the_same(tmp_path) -> None:
    values = ["a,b", 'q"', "line\nend", "", None, "שלום", "🐘", " lead "]
    path = tmp_path / "t.csv"
    path.write_text(
        text({"v": pa.array(values), "n": pa.array([0.1, 1e-7, -0.0, 5.0, None, 1e300, 1e11, 12.25])}),
        newline="",
    )
    found = duckdb.sql(f"select v, n from read_csv('{path}', allow_quoted_nulls = false)").fetchall()
    assert [row[0] for row in found] == values
    assert [row[1] for row in found] == [0.1, 1e-7, -0.0, 5.0, None, 1e300, 1e11, 12.25]


def test_a_null_above_hidden_bytes_is_written_as_nothing() -> None:
    texts = pa.array(["a, b", "c, d"])
    hidden = pa.StringArray.from_buffers(2, texts.buffers()[1], texts.buffers()[2], pa.py_buffer(b"\x01"))
    assert hidden.to_pylist() == ["a, b", None]
    batch = pa.RecordBatch.from_arrays([pa.array([1, 2]), hidden], ["n", "t"])
    sink = io.BytesIO()
    writer = open_format("csv").writer(sink, batch.schema)
    writer.write(batch)
    writer.close()
    assert sink.getvalue().splitlines() == [b"n,t", b'1,"a, b"', b"2,"]
