"""Versions of an entity: each begins in its own part of the time, and ends where the next one begins."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.engine.fanout import children_of, fanout_stream
from rowsmith.engine.ordering import as_steps, as_values
from rowsmith.engine.parents import place
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Rows, Stream
from rowsmith.plan.derived import Latest, Valid
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import FieldPlan


def valid(scope: Scope, field: FieldPlan, source: Valid, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The beginning of each version, or of the one after it; nothing comes after the last."""
    number, count = _versions(scope, source.link)
    rows = scope.rows.numbers()
    if source.side == "from":
        return as_values(_begin(scope, source, field, rows, number, count), _none(rows), field, 1)
    last = number == count - 1
    following = np.where(last, number, number + 1)
    ends = _begin(scope, source, field, rows + 1, following, count)
    if source.open_end is not None:
        return as_values(np.where(last, source.open_end, ends), _none(rows), field, 1)
    return as_values(ends, last, field, 1)


def latest(scope: Scope, field: FieldPlan, source: Latest, stream: Stream) -> pa.Array:  # noqa: ARG001
    """True for the last version of each entity."""
    number, count = _versions(scope, source.link)
    return pa.array(number == count - 1)


def _versions(scope: Scope, name: str) -> tuple[I64, I64]:
    """Each row's place among its entity's versions, and how many there are."""
    link = scope.table.link(name)
    found = place(scope, link)
    assert isinstance(link.choice, Fanout)  # noqa: S101 - the plan allows no other
    own = fanout_stream(scope.plan.seed, link.table, scope.table.name, link.name)
    _, count = children_of(link.choice, own, found.parent)
    return found.ordinal, count


def _begin(scope: Scope, source: Valid, field: FieldPlan, rows: I64, number: I64, count: I64) -> I64:
    """When version `number` of `count` begins, in days or microseconds; `rows` are the rows of these versions."""
    stride = source.stride
    if source.since is None:
        start = np.full(len(rows), -(-source.start // stride))
    else:
        # A version is valid on the day of its entity's first moment, and in the second after it.
        start = -(-as_steps(scope.columns[source.since], field.type, 1, up=False)[0] // stride)
    # An entity that starts too late for its versions ends later than the others rather than overlap.
    length = np.maximum(source.end // stride - start, count)
    low, high = number * length // count, (number + 1) * length // count
    share = scope.stream.child(source.begins).u64(Rows.at(rows)) % (high - low).astype(np.uint64)
    first = (number == 0) & (source.since is not None)
    return (start + low + np.where(first, 0, share.astype(np.int64))) * stride


def _none(rows: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.zeros(len(rows), np.bool_)
