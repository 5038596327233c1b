"""Values that come from the first rule whose condition holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.engine.computed import expression
from rowsmith.engine.scope import Scope
from rowsmith.generators import Stream
from rowsmith.plan import arrow_types
from rowsmith.plan.derived import Constant
from rowsmith.plan.model import Cases, FieldPlan


def cases(scope: Scope, field: FieldPlan, source: Cases, stream: Stream) -> pa.Array:
    """Each rule makes the values of its own rows; rows that no rule takes are made as without rules."""
    chosen = expression(scope, source.select).fill_null(len(source.cases)).to_numpy(zero_copy_only=False)
    parts: list[pa.Array] = []
    order: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for number, case in enumerate((*source.cases, source.otherwise)):
        places = np.flatnonzero(chosen == number)
        if len(places) == 0 and number < len(source.cases):
            continue
        own = stream if number == len(source.cases) else stream.child("when", case.name)
        values = scope.column(scope.at(places, (*case.reads, *case.bound.values())), case, own)
        parts.append(_as(values, field))
        order.append(places)
    back = np.empty(scope.rows.count, np.int64)
    back[np.concatenate(order)] = np.arange(scope.rows.count)
    return pa.concat_arrays(parts).take(pa.array(back))


def constant(scope: Scope, field: FieldPlan, source: Constant, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The same value in every row."""
    kind = arrow_types.arrow_type(field)
    return pa.repeat(arrow_types.constant(source.value, kind), scope.rows.count)


def _as(values: pa.Array, field: FieldPlan) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return arrow_types.coerce(values, field)
