"""Foreign keys: the parent's row number follows from the child's, and the parent's value from its formula."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.engine.parents import place
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Rows, Stream
from rowsmith.plan.arrow_types import arrow_type, coerce
from rowsmith.plan.derived import Ordinal, Refer
from rowsmith.plan.model import FieldPlan


def referred(scope: Scope, field: FieldPlan, source: Refer, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The parent's value of the key; null where there is no parent."""
    if (source.link, source.key) not in scope.fetched:
        _fetch(scope, source)
    values = scope.fetched[source.link, source.key]
    return coerce(values.dictionary_decode() if pa.types.is_dictionary(values.type) else values, field)


def ordinal(scope: Scope, field: FieldPlan, source: Ordinal, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The row's place among its siblings."""
    return coerce(
        pa.array(source.start + place(scope, scope.table.link(source.link)).ordinal * source.step), field
    )


def _fetch(scope: Scope, source: Refer) -> None:
    """All keys that the wanted fields take from this parent, computed together."""
    link = scope.table.link(source.link)
    plan = scope.plan.table(link.table)
    wanted = [
        item for name in scope.wanted for item in (scope.table.field(name).source,) if isinstance(item, Refer)
    ]
    keys = sorted({item.key for item in wanted if item.link == link.name} | {source.key})
    parent = place(scope, link).parent
    present = parent >= 0
    known = parent if present.all() else parent[present]
    if len(known) == 0:
        for key in keys:
            scope.fetched[link.name, key] = pa.nulls(scope.rows.count, arrow_type(plan.field(key)))
        return
    rows, index = _compact(known)
    columns = scope.compute(scope.plan, plan, rows, keys)
    places = np.full(scope.rows.count, -1, np.int64)
    places[present] = index
    at = pa.array(places, mask=~present)
    for key in keys:
        scope.fetched[link.name, key] = columns[key].take(at)


def _compact(parents: I64) -> tuple[Rows, I64]:
    """The parents to compute and where each row's own is among them; children of one parent share it."""
    low, high = int(parents.min()), int(parents.max())
    if high - low < 2 * len(parents):
        return Rows(low, high - low + 1), parents - low
    different, index = np.unique(parents, return_inverse=True)
    return Rows.at(different), index
