"""Sums, counts and extremes over the children of each row, which are known from the row's number."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.engine.fanout import children_of, fanout_stream
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Rows, Stream
from rowsmith.plan.arrow_types import coerce
from rowsmith.plan.derived import Rollup
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import FieldPlan

_EXACT = 12
"""Decimals up to which a sum of floats is made in whole steps, so that their order is nothing to it."""


def rolled_up(scope: Scope, field: FieldPlan, source: Rollup, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The aggregate over each row's children; of none, a sum and a count are 0 and the others null."""
    child = scope.plan.table(source.table)
    choice = child.link(source.link).choice
    if not isinstance(choice, Fanout):
        raise TypeError(f"the children in {source.table!r} are not counted")
    own = fanout_stream(scope.plan.seed, scope.table.name, source.table, source.link)
    first, count = children_of(choice, own, scope.rows.numbers())
    if source.field is None:
        return coerce(pa.array(count), field)
    offsets = np.concatenate([[0], np.cumsum(count)])
    numbers = np.repeat(first - offsets[:-1], count) + np.arange(offsets[-1])
    values = scope.compute(scope.plan, child, _rows(numbers), [source.field])[source.field]
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return coerce(_aggregate(source, child.field(source.field), values, count), field)


def _rows(numbers: I64) -> Rows:
    """A range where the numbers are one, which is faster."""
    if len(numbers) and numbers[-1] - numbers[0] == len(numbers) - 1 and (np.diff(numbers) == 1).all():
        return Rows(int(numbers[0]), len(numbers))
    return Rows.at(numbers)


def _aggregate(source: Rollup, field: FieldPlan, values: pa.Array, count: I64) -> pa.Array:
    owner = np.repeat(np.arange(len(count)), count)
    present = values.is_valid().to_numpy(zero_copy_only=False)
    known = np.bincount(owner[present], minlength=len(count))
    if source.function == "count":
        return pa.array(known)
    if source.function in ("min", "max"):
        return _extreme(source.function, values.drop_null(), owner[present], len(count))
    total = _total(field, values.drop_null(), owner[present], len(count))
    if source.function == "sum":
        return total
    mean = pc.divide(pc.cast(total, pa.float64()), pa.array(known.astype(np.float64)))
    return pc.if_else(pa.array(known > 0), mean, pa.scalar(None, pa.float64()))


def _total(field: FieldPlan, values: pa.Array, owner: I64, size: int) -> pa.Array:
    """Sums of each owner's values: in whole numbers of the last decimal wherever there is a last decimal."""
    if pa.types.is_decimal(values.type):
        scale = values.type.scale
        steps = np.frombuffer(values.buffers()[1] or b"", np.int64)[::2][
            values.offset : values.offset + len(values)
        ]
        return _decimals(_sums(steps, owner, size), scale)
    if pa.types.is_integer(values.type):
        return pa.array(_sums(values.to_numpy(zero_copy_only=False).astype(np.int64), owner, size))
    numbers = values.to_numpy(zero_copy_only=False)
    if field.precision is None or field.precision > _EXACT:
        return pa.array(_float_sums(numbers, owner, size))
    scale = 10.0**field.precision
    steps = np.floor(numbers * scale + 0.5).astype(np.int64)
    return pa.array(_sums(steps, owner, size) / scale)


def _sums(steps: NDArray[np.int64], owner: I64, size: int) -> I64:
    """Sums of whole numbers, by differences of the running total."""
    running = np.concatenate([[0], np.cumsum(steps)])
    ends = np.searchsorted(owner, np.arange(size), side="right")
    return np.diff(running[ends], prepend=0)


def _float_sums(numbers: NDArray[np.float64], owner: I64, size: int) -> NDArray[np.float64]:
    """Sums in the order of the rows, one addition after the other, so that no block can change them."""
    out = np.zeros(size)
    np.add.at(out, owner, numbers)
    return out


def _decimals(steps: I64, scale: int) -> pa.Array:
    words = np.empty((len(steps), 2), np.int64)
    words[:, 0], words[:, 1] = steps, steps >> 63
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(steps), [None, pa.py_buffer(words)])


def _extreme(function: str, values: pa.Array, owner: I64, size: int) -> pa.Array:
    """The least or greatest value of each owner, by one sort of all."""
    order = "ascending" if function == "min" else "descending"
    table = pa.table({"owner": owner, "value": values})
    ranked = pc.sort_indices(table, sort_keys=[("owner", "ascending"), ("value", order)]).to_numpy()
    sorted_owner = owner[ranked]
    heads = np.flatnonzero(np.diff(sorted_owner, prepend=-1))
    places = np.full(size, -1, np.int64)
    places[sorted_owner[heads]] = ranked[heads]
    return values.take(pa.array(places, mask=places < 0))
