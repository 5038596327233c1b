"""Parquet and Arrow files as other tools see them."""

from __future__ import annotations

import io

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format

from .tables import whole


def pooled(pool: list[str], index: list[int | None]) -> pa.RecordBatch:
    values = pa.DictionaryArray.from_arrays(pa.array(index, pa.int32()), pa.array(pool))
    return pa.record_batch([values, pa.array(range(len(index)), pa.int64())], names=["s", "n"])


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_pools_that_differ_make_the_same_bytes(name: str) -> None:
    form = open_format(name)
    one = pooled(["unused", "b", "a", "c"], [2, 1, None, 2, 3])
    other = [pooled(["a", "b"], [0, 1, None]), pooled(["c", "never", "a"], [2, 0])]
    other[1] = other[1].set_column(1, "n", pa.array([3, 4]))
    twice = pooled(["a", "b", "a", "c"], [0, 1, None, 2, 3])
    assert (
        whole(form, [one], one.schema) == whole(form, other, one.schema) == whole(form, [twice], one.schema)
    )


def test_other_readers_see_plain_strings(tmp_path) -> None:
    batch = pooled(["x", "y"], [0, 1, None, 0])
    path = tmp_path / "t.parquet"
    path.write_bytes(whole(open_format("parquet"), [batch], batch.schema))
    assert pq.read_schema(path).types == [pa.string(), pa.int64()]
    assert duckdb.sql(f"select s, n from '{path}'").fetchall() == [("x", 0), ("y", 1), (None, 2), ("x", 3)]


def test_texts_that_repeat_are_stored_as_dictionaries_however_they_came(tmp_path) -> None:
    batch = pooled(["x", "y"], [0, 1, None, 0] * 10)
    path = tmp_path / "t.parquet"
    path.write_bytes(whole(open_format("parquet"), [batch], batch.schema))
    assert "RLE_DICTIONARY" in pq.ParquetFile(path).metadata.row_group(0).column(0).encodings


@pytest.mark.parametrize("codec", ["zstd", "snappy", "gzip", "lz4", "none"])
def test_every_codec_reads_back(codec: str) -> None:
    form, batch = open_format("parquet", {"codec": codec}), pooled(["x"], [0] * 100)
    data = whole(form, [batch], batch.schema)
    assert next(form.read(io.BytesIO(data), batch.schema)).to_pylist() == batch.to_pylist()


def test_groups_have_a_fixed_size() -> None:
    batch = pa.RecordBatch.from_pydict({"n": pa.array(range(300_000))})
    data = whole(open_format("parquet"), [batch.slice(0, 5), batch.slice(5)], batch.schema)
    meta = pq.ParquetFile(io.BytesIO(data)).metadata
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [262_144, 37_856]


def test_text_is_taken_where_the_schema_says_pool_and_the_other_way_round() -> None:
    form, batch = open_format("parquet"), pooled(["x", "y"], [0, 1, None])
    plain = batch.set_column(0, "s", batch.column(0).cast(pa.string()))
    made = {whole(form, [one], two.schema) for one in (plain, batch) for two in (plain, batch)}
    made.add(whole(form, [plain.slice(0, 1), batch.slice(1)], plain.schema))
    assert len(made) == 1


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_a_broken_file_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        list(open_format(name).read(io.BytesIO(b"nonsense" * 10), pa.schema([("a", pa.int64())])))
