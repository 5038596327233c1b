"""Text that a language model wrote: drawn from its pools, put into its templates, or looked up row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.engine.drawn import decoded, drawn, guarded
from rowsmith.engine.scope import Scope
from rowsmith.errors import Conflict
from rowsmith.generators import Context, Stream
from rowsmith.plan import arrow_types
from rowsmith.plan.model import FieldPlan, Plan, Unwritten
from rowsmith.plan.written import Asked, Pool, Told
from rowsmith.strings import Piece

I64 = NDArray[np.int64]
Read = Callable[[str], str | None]
SLOT = re.compile(r"\{(\w+)\}")

_SOURCES = 64
_places: dict[str, Read] = {}


def tell(plan: Plan, read: Read) -> None:
    """Say where the answers are that a plan's rows are made of; the key of each plan's answers is its own."""
    for table in plan.tables:
        if table.asked is not None:
            _places.pop(table.asked.key, None)
            _places[table.asked.key] = read
            while len(_places) > _SOURCES:
                _places.pop(next(iter(_places)))


def unwritten(scope: Scope, field: FieldPlan, source: Unwritten, stream: Stream) -> pa.Array:
    """What stands in for text that nobody has written."""
    return drawn(scope, field, source.draw, stream)


def pooled(scope: Scope, field: FieldPlan, source: Pool, stream: Stream) -> pa.Array:
    """One text of the row's group; in a template, the row's own values in the slots."""
    rows, group = scope.rows, _groups(scope, source)
    sizes = np.array([len(item.texts) for item in source.groups], np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    high = stream.u32(rows).astype(np.uint64) * sizes[group].astype(np.uint64) >> np.uint64(32)
    chosen = first[group] + high.astype(np.int64)
    texts = [text for item in source.groups for text in item.texts]
    if source.slots:
        values = _filled(scope, source.slots, texts, chosen)
    else:
        values = pa.DictionaryArray.from_arrays(pa.array(chosen.astype(np.int32)), pa.array(texts))
    context = Context(table=scope.stream, locale=field.locale, now=scope.plan.now, label=field.label)
    return guarded(values, field, rows, stream, context)


def _groups(scope: Scope, source: Pool) -> I64:
    """The number of each row's group; the last group is for values that nobody thought of."""
    group = np.full(scope.rows.count, len(source.groups) - 1, np.int64)
    if not source.by:
        return group
    columns = [as_text(scope.columns[name]) for name in source.by]
    for number, item in enumerate(source.groups):
        if item.when:
            same = [pc.equal(column, value) for column, value in zip(columns, item.when, strict=True)]
            found = same[0]
            for other in same[1:]:
                found = pc.and_(found, other)
            group[pc.fill_null(found, False).to_numpy(zero_copy_only=False)] = number
    return group


def _filled(scope: Scope, slots: tuple[str, ...], texts: list[str], chosen: I64) -> pa.Array:
    """Each template's rows are joined together, then all are put back in order."""
    columns = {name: pc.fill_null(as_text(scope.columns[name]), "") for name in slots}
    parts: list[pa.Array] = []
    order: list[I64] = []
    for number in np.unique(chosen):
        places = np.flatnonzero(chosen == number)
        pieces: list[Piece] = []
        for at, text in enumerate(SLOT.split(texts[number])):
            if at % 2:
                pieces.append((columns[text], places))
            elif text:
                pieces.append(text)
        parts.append(strings.join(len(places), *pieces))
        order.append(places)
    if not parts:
        return pa.array([], pa.string())
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(back))


def as_text(values: pa.Array) -> pa.Array:
    """The values as a person would write them."""
    values = decoded(values)
    return values if pa.types.is_string(values.type) else pc.cast(values, pa.string())


def told(scope: Scope, field: FieldPlan, source: Told, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The model's own values; a loop over rows, each of which was bought one by one."""
    asked = scope.table.asked
    assert asked is not None
    values = [_row(asked, int(number)).get(field.name) for number in scope.rows.numbers()]
    return arrow_types.coerce(_array(values, field), field)


def _row(asked: Asked, number: int) -> dict[str, Any]:
    batch, within = divmod(number, asked.rows)
    read = _places.get(asked.key)
    rows = None if read is None else _batch(read, f"{asked.key}-{batch}")
    if rows is None:
        raise Conflict(f"row {number:,} is not written yet; the model writes it with its chunk")
    return rows[within]


@lru_cache(maxsize=4096)
def _kept(read: Read, key: str) -> tuple[dict[str, Any], ...]:
    text = read(key)
    if text is None:
        raise LookupError(key)  # not remembered: it may be there a moment later
    return tuple(cast("list[dict[str, Any]]", json.loads(text)))


def _batch(read: Read, key: str) -> tuple[dict[str, Any], ...] | None:
    try:
        return _kept(read, key)
    except LookupError:
        return None


def _array(values: list[Any], field: FieldPlan) -> pa.Array:
    kind = arrow_types.arrow_type(field)
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        return pa.array([None if value is None else str(value) for value in values], pa.string()).cast(kind)
    return pa.array(values, kind)
