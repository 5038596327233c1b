"""Things that several fields of a row tell of: each is one line of a table of facts, chosen once a row."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import facts
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]


def line(rows: Rows, context: Context, table: str) -> I64:
    """Which line of `data/TABLE.tsv` each row is about, by its `weight` column where it has one."""
    found, entity = facts(table), context.entity(table)
    if "weight" not in found.columns:
        return entity.below(rows, len(found), "line")
    return weighted(entity, rows, _weights(table), "line")


def attribute(stream: Stream, rows: Rows, context: Context, table: str, column: str) -> pa.Array:
    """A column of the line each row is about; each text once where the field is unique."""
    pool, _ = _codes(table, column)
    if context.unique:
        return context.pick(stream, rows, pool)
    return told(rows, context, table, column)


def told(rows: Rows, context: Context, table: str, column: str) -> pa.Array:
    """A column of the line each row is about, repeats and all, as part of another value."""
    pool, of_line = _codes(table, column)
    return strings.pick(pool, of_line[line(rows, context, table)])


def number(rows: Rows, context: Context, table: str, column: str) -> NDArray[np.float64]:
    """A column of numbers of the line each row is about."""
    return _floats(table, column)[line(rows, context, table)]


@lru_cache(maxsize=256)
def _codes(table: str, column: str) -> tuple[pa.StringArray, I64]:
    return facts(table).codes(column)


@lru_cache(maxsize=256)
def _floats(table: str, column: str) -> NDArray[np.float64]:
    return facts(table).floats(column)


@lru_cache(maxsize=64)
def _weights(table: str) -> tuple[float, ...]:
    return tuple(facts(table).floats("weight").tolist())
