"""Values that come after or before others, at a distance drawn within the room there is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Stream
from rowsmith.plan.arrow_types import arrow_type
from rowsmith.plan.derived import Ordered
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.steps import DAY

_NEAR = 1e-6
"""How far from a whole step a float may be and still count as that step."""


def ordered(scope: Scope, field: FieldPlan, source: Ordered, stream: Stream) -> pa.Array:
    """The later (or earlier) value of each row; null where a value it is compared with is null."""
    count = scope.rows.count
    null = np.zeros(count, np.bool_)
    after, before = None, None
    for name in source.after:
        steps, missing = as_steps(scope.columns[name], field.type, source.scale, up=True)
        after, null = steps if after is None else np.maximum(after, steps), null | missing
    for name in source.before:
        steps, missing = as_steps(scope.columns[name], field.type, source.scale, up=False)
        before, null = steps if before is None else np.minimum(before, steps), null | missing
    low, high = _room(source, after, before)
    choices = (np.maximum(high - low, 0) // source.stride + 1).astype(np.uint64)
    distance = (stream.u64(scope.rows) % choices).astype(np.int64) * source.stride
    # Where there is no room at all, the order is kept and the bound gives way.
    value = low + distance if after is not None else high - distance
    return as_values(value, null, field, source.scale)


def _room(source: Ordered, after: I64 | None, before: I64 | None) -> tuple[I64, I64]:
    """The least and the greatest step that each row's value may have."""
    if after is not None:
        low = after + source.gap_min
        if source.least is not None:
            low = np.maximum(low, source.least)
        limits = [source.most] if source.most is not None else []
        high = (
            after + source.gap_max
            if source.gap_max is not None
            else np.full(len(low), limits[0] if limits else 0)
        )
        for limit in limits:
            high = np.minimum(high, limit)
        if before is not None:
            room = before - source.gap_min
            high = room if source.gap_max is None and not limits else np.minimum(high, room)
        return low, high
    high = (before if before is not None else np.zeros(0, np.int64)) - source.gap_min
    if source.most is not None:
        high = np.minimum(high, source.most)
    low = (
        high - (source.gap_max - source.gap_min)
        if source.gap_max is not None
        else np.full(len(high), source.least)
    )
    if source.least is not None:
        low = np.maximum(low, source.least)
    return low, high


def as_steps(values: pa.Array, kind: str, scale: int, *, up: bool) -> tuple[I64, NDArray[np.bool_]]:
    """The values as steps of the field's own kind, rounded away from the field, and which are null."""
    null = values.is_null().to_numpy(zero_copy_only=False)
    given = values.type
    if pa.types.is_date32(given):
        steps = values.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        return (steps * DAY if kind == "datetime" else steps), null
    if pa.types.is_timestamp(given) or pa.types.is_time64(given):
        steps = values.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        return (-(-steps // DAY) if up else steps // DAY) if kind == "date" else steps, null
    if pa.types.is_integer(given):
        return values.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64) * scale, null
    numbers = values.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False) * scale
    rounded = np.ceil(numbers - _NEAR) if up else np.floor(numbers + _NEAR)
    return rounded.astype(np.int64), null


def as_values(steps: I64, null: NDArray[np.bool_], field: FieldPlan, scale: int) -> pa.Array:
    """What `as_steps` reads, back as values of the field's type."""
    kind = arrow_type(field)
    mask = null if null.any() else None
    if pa.types.is_date32(kind):
        return pa.array(steps.astype(np.int32), mask=mask).view(kind)
    if pa.types.is_temporal(kind):
        return pa.array(steps, mask=mask).view(kind)
    if pa.types.is_decimal(kind):
        words = np.empty((len(steps), 2), np.int64)
        words[:, 0], words[:, 1] = steps, steps >> 63
        valid = pa.array(~null).buffers()[1] if mask is not None else None
        return pa.Array.from_buffers(kind, len(steps), [valid, pa.py_buffer(words)])
    return pa.array(steps if scale == 1 and pa.types.is_integer(kind) else steps / scale, mask=mask).cast(
        kind
    )
