"""The order in which a table's fields are computed."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from rowsmith.errors import Issue
from rowsmith.plan.derived import Refer, Rollup
from rowsmith.plan.links import Weighted
from rowsmith.plan.model import Cases, FieldPlan, TablePlan


def order(fields: Iterable[FieldPlan], path: str) -> tuple[tuple[str, ...], list[Issue]]:
    """Field names with every field after what it depends on, and an issue where that is impossible."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for field in fields:
        sorter.add(field.name, *field.depends_on, *field.bound.values(), *field.reads)
    try:
        return tuple(sorter.static_order()), []
    except CycleError as error:
        cycle: list[str] = error.args[1]
        message = (
            f"these fields depend on one another in a circle: {' -> '.join(cycle)}; cut one of the links"
        )
        return (), [Issue(f"{path}.{cycle[0]}.depends_on", "cyclic_dependency", message)]


def order_across(tables: Iterable[TablePlan]) -> list[Issue]:
    """An issue where fields of several tables depend on one another in a circle.

    A field may read its own table through a reference to an earlier row: that ends at the root.
    """
    listed = list(tables)
    sorter: TopologicalSorter[tuple[str, str]] = TopologicalSorter()
    for table in listed:
        for field in (*table.fields, *table.hidden):
            sorter.add((table.name, field.name), *_reads(table, field))
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[tuple[str, str]] = error.args[1]
        if len({table for table, _ in circle}) == 1:
            return []
        shown = [f"{table}.{name}" for table, name in circle if "\x1f" not in name]
        message = (
            f"these fields depend on one another in a circle: {' -> '.join(shown)}; cut one of the links"
        )
        return [Issue(f"tables.{circle[0][0]}.fields", "cyclic_dependency", message)]
    return []


def _reads(table: TablePlan, field: FieldPlan) -> set[tuple[str, str]]:
    found = {(table.name, name) for name in (*field.reads, *field.bound.values())}
    source = field.source
    if isinstance(source, Cases):
        for case in (*source.cases, source.otherwise):
            found |= _reads(table, case)
    if isinstance(source, Refer):
        link = table.link(source.link)
        if link.table != table.name:
            found.add((link.table, source.key))
            if isinstance(link.choice, Weighted):
                found.add((link.table, link.choice.field))
    if isinstance(source, Rollup) and source.field is not None:
        found.add((source.table, source.field))
    return found
