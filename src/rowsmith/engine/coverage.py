"""The first rows of a table whose schema asks for coverage: chosen values in the place of drawn ones."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.engine.computed import expression
from rowsmith.engine.drawn import decoded
from rowsmith.engine.scope import Scope
from rowsmith.plan.coverage import values_of
from rowsmith.plan.model import Cases, Cover, FieldPlan


def covered(scope: Scope, field: FieldPlan, values: pa.Array) -> pa.Array:
    """The column with the chosen values in the rows that coverage has chosen them for."""
    for cover in scope.table.covers:
        if cover.field == field.name:
            values = _replaced(scope, field, cover, values)
    return values


def _replaced(scope: Scope, field: FieldPlan, cover: Cover, values: pa.Array) -> pa.Array:
    numbers = scope.rows.numbers()
    first = numbers < len(cover.picks)
    if not first.any():
        return values
    if cover.case is not None and isinstance(field.source, Cases):
        branch = expression(scope, field.source.select).fill_null(len(field.source.cases))
        first &= branch.to_numpy(zero_copy_only=False) == cover.case
    index = np.arange(scope.rows.count)
    index[first] = scope.rows.count + np.array(cover.picks, np.int64)[numbers[first]]
    return pa.concat_arrays([decoded(values), values_of(cover.levels, field)]).take(pa.array(index))
