"""The order in which a table's fields are computed."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from rowsmith.errors import Issue
from rowsmith.plan.model import FieldPlan


def order(fields: Iterable[FieldPlan], path: str) -> tuple[tuple[str, ...], list[Issue]]:
    """Field names with every field after what it depends on, and an issue where that is impossible."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for field in fields:
        sorter.add(field.name, *field.depends_on, *field.bound.values())
    try:
        return tuple(sorter.static_order()), []
    except CycleError as error:
        cycle: list[str] = error.args[1]
        message = (
            f"these fields depend on one another in a circle: {' -> '.join(cycle)}; cut one of the links"
        )
        return (), [Issue(f"{path}.{cycle[0]}.depends_on", "cyclic_dependency", message)]
