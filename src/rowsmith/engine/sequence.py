"""Where a row stands among the rows of its series or parent, and which rows those are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.engine.axis import Position, first_row, on_the_axis
from rowsmith.engine.fanout import children_of, fanout_stream
from rowsmith.engine.parents import place
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Stream
from rowsmith.plan.arrow_types import arrow_type
from rowsmith.plan.axis import moments
from rowsmith.plan.derived import OnAxis
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import FieldPlan


def position(scope: Scope) -> Position:
    """Each row's place: on the table's time axis, or else among the children of its parent."""
    axis = scope.table.axis
    if axis is None:
        link = next(item for item in scope.table.links if isinstance(item.choice, Fanout))
        found = place(scope, link)
        return Position(found.parent, found.ordinal, found.ordinal)
    return on_the_axis(scope, axis)


def rows_before(scope: Scope, found: Position) -> I64:
    """The row numbers of the first row of each row's series or parent."""
    if scope.table.axis is not None:
        return first_row(scope, scope.table.axis, found.series)
    link = next(item for item in scope.table.links if isinstance(item.choice, Fanout))
    own = fanout_stream(scope.plan.seed, link.table, scope.table.name, link.name)
    assert isinstance(link.choice, Fanout)  # noqa: S101 - chosen so above
    first, _ = children_of(link.choice, own, found.series)
    return first


def on_axis(scope: Scope, field: FieldPlan, source: OnAxis, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The moment of each row."""
    axis = scope.axis
    loose = axis.jitter > 0 or axis.calendar == "irregular"
    when = moments(axis, position(scope).place, stream.unit(scope.rows, "jitter") if loose else None)
    kind = arrow_type(field)
    if pa.types.is_date32(kind):
        return pa.array((when // 86_400_000_000).astype(np.int32)).view(kind)
    return pa.array(when).view(pa.timestamp("us", "UTC")).cast(kind)
