"""Where a row stands on its table's time axis, from the row's number alone."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.engine.fanout import children_of, parents_of
from rowsmith.engine.scope import I64, Scope
from rowsmith.generators import Stream
from rowsmith.plan.axis import Axis


@dataclass(frozen=True, slots=True)
class Position:
    """Each row's series, its place on the axis (missing moments count too), its place among the rows."""

    series: I64
    place: I64
    ordinal: I64


def on_the_axis(scope: Scope, axis: Axis) -> Position:
    """Each row's place on the axis: series after series, moment after moment."""
    rows = scope.rows.numbers()
    slots = rows if axis.kept is None else parents_of(axis.kept, kept_stream(scope), rows).parent
    series = slots // axis.points
    return Position(series, slots % axis.points, rows - first_row(scope, axis, series))


def first_row(scope: Scope, axis: Axis, series: I64) -> I64:
    """The first row of each series."""
    slots = series * axis.points
    if axis.kept is None:
        return slots
    first, _ = children_of(axis.kept, kept_stream(scope), slots)
    return first


def kept_stream(scope: Scope) -> Stream:
    """The stream that decides which moments have a row."""
    return scope.stream.child("axis", "kept")
