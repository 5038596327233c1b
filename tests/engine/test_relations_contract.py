"""The determinism contract with relations: any rows of any table, alone, equal the same rows of the whole."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import SHOP, plan_of, table_of
from rowsmith import engine
from rowsmith.generators import Rows

PLAN = plan_of(SHOP)
WHOLE = {table.name: table_of(PLAN, table.name) for table in PLAN.tables}


@pytest.mark.parametrize("name", list(WHOLE))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_any_split_equals_the_whole(name: str, data: Any) -> None:
    table, whole = PLAN.table(name), WHOLE[name]
    cuts = sorted(data.draw(st.lists(st.integers(0, table.rows), max_size=4)))
    edges = [0, *cuts, table.rows]
    parts = [engine.generate(PLAN, table, a, b - a) for a, b in pairwise(edges)]
    assert pa.Table.from_batches(parts).combine_chunks().equals(whole.combine_chunks())


@pytest.mark.parametrize("name", list(WHOLE))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_scattered_rows_equal_the_same_rows_of_the_whole(name: str, data: Any) -> None:
    table = PLAN.table(name)
    numbers = data.draw(st.lists(st.integers(0, table.rows - 1), min_size=1, max_size=30))
    names = [field.name for field in table.fields]
    columns = engine.compute(PLAN, table, Rows.at(numbers), names)
    expected = WHOLE[name].take(pa.array(numbers))
    for field in names:
        values = columns[field]
        values = values.dictionary_decode() if pa.types.is_dictionary(values.type) else values
        assert values.to_pylist() == expected.column(field).to_pylist()


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_and_blocks_change_nothing(threads: int) -> None:
    table = PLAN.table("lines")
    parts = engine.batches(PLAN, table, threads=threads, block=100)
    assert pa.Table.from_batches(parts).combine_chunks().equals(WHOLE["lines"].combine_chunks())


def test_every_field_can_be_computed_alone() -> None:
    for table in PLAN.tables:
        for field in table.fields:
            column = engine.compute(PLAN, table, Rows(3, 11), [field.name])[field.name]
            column = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
            assert column.to_pylist() == WHOLE[table.name].column(field.name).slice(3, 11).to_pylist()
