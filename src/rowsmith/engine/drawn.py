"""Values drawn from a semantic type, and the objects and arrays made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.engine.parents import place
from rowsmith.engine.scope import Scope
from rowsmith.engine.sequence import position
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.plan.arrow_types import arrow_field, coerce
from rowsmith.plan.guards import broken
from rowsmith.plan.model import Array, Draw, FieldPlan, Struct


def drawn(scope: Scope, field: FieldPlan, source: Draw, stream: Stream) -> pa.Array:
    """The values of a semantic type; one that breaks the field's guard gives way to the guard's own type."""
    context = Context(
        table=scope.stream,
        locale=field.locale,
        now=scope.plan.now,
        unique=field.unique or field.by_series,
        label=field.label,
        digit=field.digit,
        bound={name: _reader(scope, of) for name, of in field.bound.items()},
    )
    rows = _rows(scope, field, stream)
    values = coerce(semantic_types.get(source.semantic_type)(stream, rows, context, **source.params), field)
    return guarded(values, field, rows, stream, context)


def guarded(values: pa.Array, field: FieldPlan, rows: Rows, stream: Stream, context: Context) -> pa.Array:
    """The values, and those of the guard's own type where one breaks the field's guard."""
    if field.guard is None:
        return values
    bad = broken(values, field.guard)
    at = np.flatnonzero(bad.to_numpy(zero_copy_only=False))
    if len(at) == 0:
        return values
    fallback, spare = field.guard.fallback, Rows.at(rows.numbers()[at])
    kept = semantic_types.get(fallback.semantic_type)(
        stream.child("guard"), spare, context, **fallback.params
    )
    return pc.replace_with_mask(decoded(values), bad, decoded(coerce(kept, field)))


def struct(scope: Scope, field: FieldPlan, source: Struct, stream: Stream) -> pa.Array:  # noqa: ARG001
    """An object; its members may read one another and the fields of the row."""
    inside = replace(scope, columns=dict(scope.columns))
    members = {child.name: child for child in source.fields}
    for name in source.order or members:
        inside.columns[name] = decoded(scope.column(inside, members[name], stream.child(name)))
    fields = [arrow_field(child) for child in source.fields]
    return pa.StructArray.from_arrays([inside.columns[name] for name in members], fields=fields)


def array(scope: Scope, field: FieldPlan, source: Array, stream: Stream) -> pa.Array:  # noqa: ARG001
    """Item j of row i is row i * max_length + j of the items' own stream, whatever the other lengths are."""
    rows = scope.rows
    lengths = source.min_length + stream.child("length").below(
        rows, source.max_length - source.min_length + 1
    )
    offsets = np.zeros(rows.count + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    owner = np.repeat(np.arange(rows.count), lengths)
    items = replace(
        scope.at(owner, source.items.reads),
        rows=Rows.at(np.repeat(rows.numbers(), lengths) * source.max_length + within),
    )
    values = decoded(scope.column(items, source.items, stream.child("items")))
    kind = pa.list_(pa.field("item", values.type))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), values, type=kind)


def decoded(values: pa.Array) -> pa.Array:
    """The values themselves where the column is a dictionary of them."""
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _reader(scope: Scope, name: str) -> Callable[[Rows], pa.Array]:
    return lambda _: scope.columns[name]


def _rows(scope: Scope, field: FieldPlan, stream: Stream) -> Rows:
    """The rows whose values these are: each row's own, or its series' or another one of the same parent."""
    if field.by_series:
        return Rows.at(position(scope).series)
    return scope.rows if field.within is None else _within(scope, field.within, stream)


def _within(scope: Scope, within: tuple[str, int], stream: Stream) -> Rows:
    """Row numbers that differ among the children of a parent, so that unique values do too."""
    link, size = within
    found = place(scope, scope.table.link(link))
    first = stream.child("within").below(Rows.at(found.parent), size)
    return Rows.at((first + found.ordinal) % size)
