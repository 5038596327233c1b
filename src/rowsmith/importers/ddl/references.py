"""Foreign keys: which become references of a field, which relationships, and which one counts a table's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rowsmith.importers.ddl.catalogue import Catalogue, ForeignKey, Table

CHILDREN: dict[str, Any] = {"min": 0, "max": 3}
"""Rows of a table for each row of the one it hangs from: chains of tables stay of a size."""


@dataclass(slots=True)
class References:
    """What the foreign keys of one table became."""

    fields: dict[str, dict[str, Any]]
    """A reference by the name of its field."""
    relationships: list[dict[str, Any]]
    """Keys of several fields."""
    driver: tuple[str, ...] = ()
    """The fields of the key that counts the table's rows."""


def resolve(catalogue: Catalogue) -> dict[str, References]:
    """The references of every table, by its name in lower case."""
    usable = {key: _usable(table, catalogue) for key, table in catalogue.tables.items()}
    drivers = _drivers(usable, catalogue)
    circles = _firm_circles(usable, catalogue)
    return {
        key: _references(table, usable[key], drivers.get(key), circles, catalogue)
        for key, table in catalogue.tables.items()
    }


def keys_of(foreign: ForeignKey, catalogue: Catalogue) -> tuple[str, ...]:
    """The parent's columns that a foreign key names, or its primary key."""
    parent = catalogue.table(foreign.table)
    if parent is None:
        return ()
    asked = foreign.keys or parent.primary_key
    found = [parent.column(name) for name in asked]
    return tuple(column.name for column in found if column is not None) if None not in found else ()


def _usable(table: Table, catalogue: Catalogue) -> list[ForeignKey]:
    """The foreign keys that lead somewhere; of two about the same fields, the wider one says both."""
    found: list[ForeignKey] = []
    for foreign in sorted(table.foreign_keys, key=lambda item: -len(item.columns)):
        columns = [table.column(name) for name in foreign.columns]
        named = tuple(column.name for column in columns if column is not None)
        keys = keys_of(foreign, catalogue)
        if len(named) != len(foreign.columns) or len(keys) != len(named):
            catalogue.warn(
                f"{table.name}: {', '.join(foreign.columns)} refers to {foreign.table}, which is not described"
            )
            continue
        taken = {name for item in found for name in item.columns}
        if taken & set(named):
            catalogue.warn(f"{table.name}: {', '.join(named)} follows from a key of more columns")
            continue
        found.append(ForeignKey(named, foreign.table, keys))
    order = [tuple(name.lower() for name in foreign.columns) for foreign in table.foreign_keys]
    return sorted(found, key=lambda item: order.index(tuple(name.lower() for name in item.columns)))


def _is_firm(table: Table, foreign: ForeignKey) -> bool:
    """Whether every row must have a parent."""
    columns = [table.columns[name.lower()] for name in foreign.columns]
    return all(column.not_null or column.name in table.primary_key for column in columns)


def _drivers(usable: dict[str, list[ForeignKey]], catalogue: Catalogue) -> dict[str, ForeignKey]:
    """For each table the first firm key whose choice makes no circle of tables that count one another's rows."""
    chosen: dict[str, ForeignKey] = {}

    def leads_to(start: str, goal: str) -> bool:
        seen = set[str]()
        while start not in seen:
            if start == goal:
                return True
            seen.add(start)
            if start not in chosen:
                return False
            start = chosen[start].table.lower()
        return False

    for key, items in usable.items():
        for foreign in items:
            parent = foreign.table.lower()
            if _is_firm(catalogue.tables[key], foreign) and not leads_to(parent, key):
                chosen[key] = foreign
                break
    return chosen


def _firm_circles(
    usable: dict[str, list[ForeignKey]], catalogue: Catalogue
) -> set[tuple[str, tuple[str, ...]]]:
    """The keys that close a circle of firm ones: their rows go in first and are checked later."""
    closing: set[tuple[str, tuple[str, ...]]] = set()
    edges: dict[str, set[str]] = {key: set() for key in usable}

    def reaches(start: str, goal: str) -> bool:
        waiting, seen = [start], set[str]()
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                waiting += edges.get(here, ())
        return False

    for key, items in usable.items():
        for foreign in items:
            parent = foreign.table.lower()
            if parent == key or not _is_firm(catalogue.tables[key], foreign):
                continue
            if reaches(parent, key):
                closing.add((key, foreign.columns))
            else:
                edges[key].add(parent)
    return closing


def _references(
    table: Table,
    items: list[ForeignKey],
    driver: ForeignKey | None,
    circles: set[tuple[str, tuple[str, ...]]],
    catalogue: Catalogue,
) -> References:
    made = References({}, [])
    for foreign in items:
        parent = catalogue.tables[foreign.table.lower()]
        counted = _per_parent(table, foreign) if foreign is driver else None
        if counted:
            made.driver = foreign.columns
        composite = len(foreign.columns) > 1
        if composite:
            made.relationships.append(
                {
                    "child": table.name,
                    "parent": parent.name,
                    "child_fields": list(foreign.columns),
                    "parent_fields": list(foreign.keys),
                }
                | ({"per_parent": counted} if counted else {})
            )
            continue
        name, key = foreign.columns[0], foreign.keys[0]
        reference: dict[str, Any] = {"table": parent.name, "field": key}
        if counted:
            reference["per_parent"] = counted
        elif parent is not table and (driver is None or not _is_firm(table, foreign)):
            reference |= {"choice": "zipf", "skew": 0.5}
        if (table.name.lower(), foreign.columns) in circles:
            reference["deferrable"] = True
        made.fields[name] = reference
    return made


def _per_parent(table: Table, foreign: ForeignKey) -> dict[str, Any]:
    """How many rows hang from one parent: at most one where the key is unique."""
    alone = {name.lower() for name in foreign.columns}
    unique = [table.primary_key, *table.uniques]
    if any({name.lower() for name in group} == alone for group in unique if group):
        return {"min": 0, "max": 1}
    return CHILDREN
