"""`compute`: the columns of any rows of a table, each by the maker of its kind of source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.engine.cases import cases, constant
from rowsmith.engine.computed import computed
from rowsmith.engine.correlation import correlated
from rowsmith.engine.coverage import covered
from rowsmith.engine.drawn import array, drawn, struct
from rowsmith.engine.history import latest, valid
from rowsmith.engine.ordering import ordered
from rowsmith.engine.references import ordinal, referred
from rowsmith.engine.rollups import rolled_up
from rowsmith.engine.scope import Scope
from rowsmith.engine.sequence import on_axis
from rowsmith.engine.series import anomaly, counter, markov, running, series
from rowsmith.engine.text import pooled, unwritten
from rowsmith.generators import Rows, Stream
from rowsmith.plan.model import FieldPlan, Plan, TablePlan

_MAKERS: dict[str, Callable[[Scope, FieldPlan, Any, Stream], pa.Array]] = {
    "anomaly": anomaly,
    "array": array,
    "cases": cases,
    "compute": computed,
    "constant": constant,
    "correlated": correlated,
    "counter": counter,
    "draw": drawn,
    "latest": latest,
    "markov": markov,
    "on_axis": on_axis,
    "ordered": ordered,
    "ordinal": ordinal,
    "refer": referred,
    "rollup": rolled_up,
    "running": running,
    "series": series,
    "pool": pooled,
    "struct": struct,
    "unwritten": unwritten,
    "valid": valid,
}
"""The maker of each kind of source: `(scope, field, source, stream) -> values`."""


def compute(plan: Plan, table: TablePlan, rows: Rows, names: list[str]) -> dict[str, pa.Array]:
    """The named columns at any rows of a table, and those they depend on."""
    wanted = _needed(table, names)
    scope = Scope(plan, table, rows, {}, column, compute, wanted=frozenset(wanted))
    for name in table.order:
        if name in wanted:
            made = column(scope, table.field(name), scope.stream.child(name))
            scope.columns[name] = covered(scope, table.field(name), made) if table.covers else made
    return scope.columns


def column(scope: Scope, field: FieldPlan, stream: Stream) -> pa.Array:
    """One field at the scope's rows, nulls and all."""
    values = _MAKERS[field.source.kind](scope, field, field.source, stream)
    if field.null_rate > 0:
        null = stream.child("null").u32(scope.rows) < np.uint64(round(field.null_rate * 2**32))
        values = _with_nulls(values, null)
    return values


def _needed(table: TablePlan, names: list[str]) -> set[str]:
    needed: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            field = table.field(name)
            todo += [*field.bound.values(), *field.reads]
    return needed


def _with_nulls(values: pa.Array, null: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        return pa.DictionaryArray.from_arrays(_with_nulls(values.indices, null), values.dictionary)
    return pc.if_else(pa.array(null), pa.scalar(None, values.type), values)
