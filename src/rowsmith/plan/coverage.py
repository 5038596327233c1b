"""Coverage: first rows that hold every listed value, both ends, null, each pair of those, and each branch.

The rows after them are drawn as always, so coverage only ever replaces the first rows of a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.generators import Stream
from rowsmith.plan.arrow_types import arrow_type, constant
from rowsmith.plan.bounds import absolute
from rowsmith.plan.derived import Scalar
from rowsmith.plan.levels import Factor, factors
from rowsmith.plan.links import Link
from rowsmith.plan.model import Cases, Cover, FieldPlan
from rowsmith.plan.pairwise import pairwise
from rowsmith.schema import FieldDefinition, TableDefinition

I64 = NDArray[np.int64]

MOST_LEVELS = 32
"""Levels up to which a field's values are paired with those of others; more are covered one by one."""
MOST_PAIRS = 300_000
"""Pairs of values up to which fields of a table are paired: a hundred fields of seven or eight values."""
_TRIED = 1 << 16


@dataclass(frozen=True, slots=True)
class Made:
    """A table with every field compiled."""

    definition: TableDefinition
    fields: dict[str, FieldPlan]
    links: tuple[Link, ...]
    now: int
    stream: Stream


def cover(table: Made) -> tuple[Cover, ...]:
    """What each field of a table holds in its first rows."""
    definition = absolute(table.definition, table.now)
    edges = _edges(table.fields)
    found = [
        factor
        for field in definition.fields
        if _is_free(field, table)
        for factor in factors(
            field, table.fields[field.name], edges.get(field.name, set()), table.now, table.stream
        )
    ]
    if not found:
        return ()
    paired = _paired(found)
    design = _with_branches(pairwise([len(factor.levels) for factor in paired]), paired, table)
    rows = max(len(design), *(len(factor.levels) for factor in found))
    picks: list[I64] = []
    for factor in found:
        turns = np.arange(rows, dtype=np.int64) % len(factor.levels)
        if factor in paired:
            turns[: len(design)] = design[:, paired.index(factor)]
        picks.append(turns)
    return tuple(
        Cover(factor.field, factor.levels, tuple(map(int, chosen)), factor.case, factor in paired)
        for factor, chosen in zip(found, picks, strict=True)
    )


def _paired(found: list[Factor]) -> list[Factor]:
    """The factors whose levels are to meet, in the order of the fields, as long as the pairs are not too many."""
    paired: list[Factor] = []
    levels, pairs = 0, 0
    for factor in found:
        more = len(factor.levels) * levels
        if len(factor.levels) <= MOST_LEVELS and pairs + more <= MOST_PAIRS:
            paired.append(factor)
            levels, pairs = levels + len(factor.levels), pairs + more
    return paired


def _is_free(field: FieldDefinition, table: Made) -> bool:
    """Whether a field may take any of its values in any row: nothing else depends on which it is."""
    made, definition = table.fields.get(field.name), table.definition
    if made is None or made.unique or made.digit or made.within or made.by_series:
        return False
    together = {name for group in definition.unique_together for name in group} | set(definition.primary_key)
    keys = {name for link in table.links for name in link.fields}
    return field.name not in together | keys and not field.correlation


def _edges(fields: dict[str, FieldPlan]) -> dict[str, set[float]]:
    """The numbers with which the conditions of a table compare each of its fields."""
    found: dict[str, set[float]] = {}
    for field in fields.values():
        if isinstance(field.source, Cases):
            from rowsmith.plan.grammar import compared

            select = field.source.select
            for column, number in compared(select.sql):
                found.setdefault(select.reads[int(column[1:])], set()).add(number)
    return found


def _with_branches(design: I64, paired: list[Factor], table: Made) -> I64:
    """The design, and a row for each branch that it does not reach but some combination does."""
    places = {factor.field: at for at, factor in enumerate(paired) if factor.case is None}
    for field in table.fields.values():
        source = field.source
        if not isinstance(source, Cases) or not source.select.reads or set(source.select.reads) - set(places):
            continue
        read = [places[name] for name in source.select.reads]
        combined = _combinations([len(paired[at].levels) for at in read])
        branch = _branches(source, [paired[at] for at in read], combined, table)
        reached = _branches(source, [paired[at] for at in read], design[:, read], table)
        for missing in sorted(set(branch.tolist()) - set(reached.tolist())):
            row = design[0].copy()
            row[read] = combined[int(np.flatnonzero(branch == missing)[0])]
            design = np.concatenate([design, row[None, :]])
        for at, factor in enumerate(paired):
            if factor.field == field.name and factor.case in branch:
                design = _with_levels(
                    design,
                    at,
                    factor,
                    read,
                    combined[branch == factor.case][0],
                    [
                        int(level)
                        for level, case in zip(
                            design[:, at],
                            _branches(source, [paired[at] for at in read], design[:, read], table),
                            strict=True,
                        )
                        if case == factor.case
                    ],
                )
    return design


def _with_levels(
    design: I64, at: int, factor: Factor, read: list[int], reaching: I64, seen: list[int]
) -> I64:
    """The design, and a row for each level of a case that no row with that case has."""
    for level in sorted(set(range(len(factor.levels))) - set(seen)):
        row = design[0].copy()
        row[read], row[at] = reaching, level
        design = np.concatenate([design, row[None, :]])
    return design


def _combinations(sizes: list[int]) -> I64:
    """All combinations of levels, or as many as are tried, spread over all."""
    total = int(np.prod(sizes, dtype=np.float64)) if sizes else 1
    number = np.arange(min(total, _TRIED), dtype=np.int64) * max(1, total // _TRIED)
    columns: list[I64] = []
    for size in reversed(sizes):
        number, level = np.divmod(number, size)
        columns.insert(0, level)
    return np.stack(columns, axis=1)


def _branches(source: Cases, read: list[Factor], rows: I64, table: Made) -> I64:
    """Which branch each row takes; the last number is that of no rule."""
    from rowsmith.plan.sandbox import evaluate

    columns = {
        f"c{at}": values_of(factor.levels, table.fields[factor.field]).take(pa.array(rows[:, at]))
        for at, factor in enumerate(read)
    }
    (chosen,) = evaluate([source.select.sql], columns, len(rows))
    return chosen.fill_null(len(source.cases)).to_numpy(zero_copy_only=False).astype(np.int64)


def values_of(levels: tuple[Scalar, ...], field: FieldPlan) -> pa.Array:
    """The levels as values of the field's type."""
    kind = arrow_type(field)
    return pa.array([None if level is None else constant(level, kind).as_py() for level in levels], kind)


def fields_of(covers: tuple[Cover, ...]) -> dict[str, tuple[Cover, ...]]:
    """The covers of each field, one for each of its cases."""
    listed = sorted(covers, key=lambda item: item.field)
    return {name: tuple(group) for name, group in groupby(listed, key=lambda item: item.field)}
