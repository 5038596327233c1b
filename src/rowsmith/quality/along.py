"""Promises about rows in their order: along a time axis, or among the children of a parent.

A counter never falls, a state follows from the one before it, a running sum adds up, siblings are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rowsmith.plan import FieldPlan, TablePlan
from rowsmith.plan.derived import Counter, Markov, Ordinal, Running
from rowsmith.plan.links import Fanout, Link
from rowsmith.quality.report import Check
from rowsmith.quality.views import Columns
from rowsmith.quality.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Sequence:
    """Which rows belong together, as SQL, and the columns they are ordered by: `f1` and `f0, row`."""

    keys: str
    order: str

    @property
    def window(self) -> str:
        """The sequence as a window of SQL."""
        return f"(PARTITION BY {self.keys} ORDER BY {self.order})"


@dataclass(frozen=True, slots=True)
class _Promise:
    """Broken where `broken` is true of a row; only rows of `source` where `where` is true count."""

    text: str
    source: str
    where: str
    broken: str


def in_order(house: Warehouse, table: TablePlan, columns: Columns) -> Iterator[Check]:
    """Every promise about rows and those before them."""
    for field in table.fields:
        source = field.source
        along = (
            _siblings(table, source.link, columns) if isinstance(source, Ordinal) else series(table, columns)
        )
        if along is None or not isinstance(source, Counter | Markov | Running | Ordinal):
            continue
        element = "sequence" if isinstance(source, Ordinal) else "distribution"
        for promise in _promises(field, along, columns):
            checked, broken, row = house.one(
                f"SELECT count(*), count(*) FILTER ({promise.broken}), min(row) FILTER ({promise.broken}) "
                f"FROM ({promise.source}) WHERE {promise.where}"
            )
            example = f"row {row}" if broken else None
            yield Check(table.name, field.name, promise.text, checked, broken, example, element)


def series(table: TablePlan, columns: Columns) -> Sequence | None:
    """The rows of one series in the order of time; without an axis, those of one parent as they stand.

    None where a null hides which series, or which moment, a row is of.
    """
    axis = table.axis
    if axis is None:
        counted = next((link for link in table.links if isinstance(link.choice, Fanout)), None)
        return None if counted is None else _siblings(table, counted.name, columns)
    if table.field(axis.field).null_rate:
        return None
    order = f"{columns.of[axis.field]}, row"
    if axis.per is None:
        return Sequence("true", order)
    link = next((link for link in table.links if axis.per in (link.table, link.name)), None)
    if link is not None:
        return None if link.null_rate else Sequence(_keys(link, columns), order)
    field = table.field(axis.per)
    return Sequence(columns.of[axis.per], order) if field.by_series and not field.null_rate else None


def _siblings(table: TablePlan, name: str, columns: Columns) -> Sequence | None:
    link = table.link(name)
    return None if link.null_rate else Sequence(_keys(link, columns), "row")


def _keys(link: Link, columns: Columns) -> str:
    return ", ".join(columns.of[field] for field in link.fields)


def _promises(field: FieldPlan, along: Sequence, columns: Columns) -> Iterator[_Promise]:
    column, source = columns.of[field.name], field.source
    if isinstance(source, Counter):
        yield from _never_falls(source, field, along, columns)
    elif isinstance(source, Markov):
        yield from _follows(source, column, along, columns)
    elif isinstance(source, Running):
        yield _adds_up(source, field, along, columns)
    elif isinstance(source, Ordinal):
        place = f"row_number() OVER {along.window}"
        numbered = f"SELECT row, {column} AS value, {source.start} + {source.step} * ({place} - 1) AS due"
        text = f"counted from {source.start}" + (f" by {source.step}" if source.step != 1 else "")
        yield _Promise(
            text, f"{numbered} FROM {columns.view}", "value IS NOT NULL", "value IS DISTINCT FROM due"
        )


def _never_falls(source: Counter, field: FieldPlan, along: Sequence, columns: Columns) -> Iterator[_Promise]:
    column = columns.of[field.name]
    before = f"SELECT row, {column} AS value, lag({column} IGNORE NULLS) OVER {along.window} AS before"
    rows = f"{before} FROM {columns.view}"
    yield _Promise("never falls", rows, "value IS NOT NULL AND before IS NOT NULL", "value < before")
    rounding = 10.0**-field.precision if field.precision is not None else 1.0
    least = source.start - rounding if field.type != "float" or field.precision is not None else source.start
    yield _Promise(f"from {source.start:g} on", rows, "value IS NOT NULL", f"value < {least!r}")


def _follows(source: Markov, column: str, along: Sequence, columns: Columns) -> Iterator[_Promise]:
    before, place = f"lag({column}) OVER {along.window}", f"row_number() OVER {along.window}"
    rows = f"SELECT row, {column} AS value, {before} AS before, {place} AS place FROM {columns.view}"
    first = [state for state, share in zip(source.states, source.start, strict=True) if share > 0]
    moves = [
        f"({_text(state)}, {_text(after)})"
        for state, shares in zip(source.states, source.transitions, strict=True)
        for after, share in zip(source.states, shares, strict=True)
        if share > 0
    ]
    states = ", ".join(map(_text, source.states))
    yield _Promise(
        f"one of {len(source.states)} states", rows, "value IS NOT NULL", f"value NOT IN ({states})"
    )
    yield _Promise(
        f"begins as {' or '.join(first)}"[:120], rows, "value IS NOT NULL AND place = 1",
        f"value NOT IN ({', '.join(map(_text, first))})",
    )  # fmt: skip
    yield _Promise(
        "may follow the state before it", rows, "value IS NOT NULL AND before IS NOT NULL",
        f"(before, value) NOT IN ({', '.join(moves)})",
    )  # fmt: skip


def _adds_up(source: Running, field: FieldPlan, along: Sequence, columns: Columns) -> _Promise:
    scale = 10.0 ** (0 if field.precision is None else field.precision)
    amount = f"floor(coalesce(CAST({columns.of[source.of]} AS DOUBLE), 0) * {scale!r} + 0.5)"
    total = f"sum({amount}) OVER (PARTITION BY {along.keys} ORDER BY {along.order} ROWS UNBOUNDED PRECEDING)"
    due = f"({total} + {round(source.start * scale)}) / {scale!r}"
    rows = f"SELECT row, CAST({columns.of[field.name]} AS DOUBLE) AS value, {due} AS due FROM {columns.view}"
    near = f"1e-9 * greatest(1, abs(due)) + {0.01 / scale!r}"
    shown = source.of.replace("\x1f", ".")
    return _Promise(f"the sum of {shown} so far", rows, "value IS NOT NULL", f"abs(value - due) > {near}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
