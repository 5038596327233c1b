"""What the first rows of a table with coverage hold, measured on the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyarrow as pa

from rowsmith import engine
from rowsmith.generators import Rows
from rowsmith.plan import Plan, TablePlan
from rowsmith.plan.coverage import values_of
from rowsmith.plan.model import Cases, Cover
from rowsmith.plan.sandbox import evaluate

SHOWN = 5
"""Misses that are named; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what there is were seen: `Count("orders", "values", 42, 42)`."""

    table: str
    what: str
    seen: int
    total: int
    missing: tuple[str, ...] = ()
    """The first few that were not seen."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The values, the pairs and the branches that the rows hold."""

    counts: tuple[Count, ...]
    rows: dict[str, int]
    """The rows of each table that coverage needs."""
    left_out: tuple[str, ...]
    """Fields whose values follow from others, or must not repeat, and are made as always."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return all(count.seen == count.total for count in self.counts)


def coverage(plan: Plan) -> Coverage:
    """Measure the first rows of every table of a plan whose schema asks for coverage."""
    counts = [count for table in plan.tables for count in _of_table(plan, table)]
    needed = {table.name: rows_needed(table) for table in plan.tables}
    left_out = tuple(
        f"{table.name}.{field.name}"
        for table in plan.tables
        for field in table.fields
        if field.name not in {cover.field for cover in table.covers}
    )
    return Coverage(tuple(counts), needed, left_out)


def rows_needed(table: TablePlan) -> int:
    """The rows of a table that coverage fills."""
    return max((len(cover.picks) for cover in table.covers), default=0)


def _of_table(plan: Plan, table: TablePlan) -> Iterator[Count]:
    rows = min(rows_needed(table), table.rows)
    cases = [field for field in table.fields if isinstance(field.source, Cases)]
    names = list(dict.fromkeys([*(cover.field for cover in table.covers), *(field.name for field in cases)]))
    columns = engine.compute(plan, table, Rows(0, rows), names)
    branches: dict[str, list[int]] = {}
    for field in cases:
        source = field.source
        if isinstance(source, Cases):
            read = {f"c{at}": columns[name] for at, name in enumerate(source.select.reads)}
            (chosen,) = evaluate([source.select.sql], read, rows)
            branches[field.name] = chosen.fill_null(len(source.cases)).to_pylist()
    held = {cover: _levels(table, cover, columns, branches) for cover in table.covers}
    yield _count(table, "values", ((f"{c.field}{_case(c)} = {c.levels[at]}", at in set(held[c]))
                                   for c in table.covers for at in range(len(c.levels))))  # fmt: skip
    free = [cover for cover in table.covers if cover.case is None and cover.paired]
    yield _count(table, "pairs", (
        (f"{one.field} = {one.levels[a]} with {other.field} = {other.levels[b]}", (a, b) in met)
        for one, other in combinations(free, 2)
        for met in (set(zip(held[one], held[other], strict=True)),)
        for a in range(len(one.levels))
        for b in range(len(other.levels))
    ))  # fmt: skip
    yield _count(table, "branches", (
        (f"{field.name} when {name}", number in set(branches[field.name]))
        for field in cases
        if isinstance(field.source, Cases)
        for number, name in enumerate([*(case.name for case in field.source.cases), "no rule holds"])
    ))  # fmt: skip


def _levels(
    table: TablePlan, cover: Cover, columns: dict[str, pa.Array], branches: dict[str, list[int]]
) -> list[int | None]:
    """Which level each row holds; none where it is another value, or another case holds."""
    levels = values_of(cover.levels, table.field(cover.field)).to_pylist()
    number = {_hashable(value): at for at, value in enumerate(levels)}
    found = [number.get(_hashable(value)) for value in columns[cover.field].to_pylist()]
    if cover.case is None:
        return found
    return [at if case == cover.case else None for at, case in zip(found, branches[cover.field], strict=True)]


def _hashable(value: Any) -> Any:
    return (type(value).__name__, value)


def _case(cover: Cover) -> str:
    return "" if cover.case is None else f" (case {cover.case + 1})"


def _count(table: TablePlan, what: str, found: Iterator[tuple[str, bool]]) -> Count:
    listed = list(found)
    missing = [name for name, seen in listed if not seen]
    return Count(table.name, what, len(listed) - len(missing), len(listed), tuple(missing[:SHOWN]))
