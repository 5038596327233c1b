"""Text that a language model wrote: drawn from its pools, or put into its templates."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.engine.drawn import decoded, drawn, guarded
from rowsmith.engine.scope import Scope
from rowsmith.generators import Context, Stream
from rowsmith.plan.model import FieldPlan, Unwritten
from rowsmith.plan.written import Pool
from rowsmith.strings import Piece

I64 = NDArray[np.int64]
SLOT = re.compile(r"\{(\w+)\}")


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
