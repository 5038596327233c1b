"""What an edit changed: the difference between two schemas, element by element, and whom it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rowsmith.plan import FieldPlan, Plan
from rowsmith.schema import DataSchema, TableDefinition

Kind = Literal["added", "removed", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `Change("changed", "fields.churn.weights", None, {"true": 0.08, "false": 0.92})`."""

    kind: Kind
    path: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}[self.kind]
        if self.kind == "renamed":
            return f"{sign} {self.path} is now {self.after}"
        if self.kind == "changed":
            return f"{sign} {self.path}: {_short(self.before)} -> {_short(self.after)}"
        return f"{sign} {self.path}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 100 else text[:97] + "..."


def changes(before: DataSchema, after: DataSchema, renamed: dict[str, str]) -> tuple[Change, ...]:
    """The differences in the order of the tables; `renamed` says which new path an old one became."""
    return tuple(_changes(before, after, renamed))


def _changes(before: DataSchema, after: DataSchema, renamed: dict[str, str]) -> Iterator[Change]:
    old, new = _documents(before), _documents(after)
    back = {now: then for then, now in renamed.items()}
    for path, document in new.items():
        then = back.get(path, path)
        if path in back and then.rpartition(".")[2] != path.rpartition(".")[2]:
            yield Change("renamed", then, then.rpartition(".")[2], path.rpartition(".")[2])
        if then not in old:
            yield Change("added", path, None, document)
            continue
        for key in dict.fromkeys((*old[then], *document)):
            if key != "name" and old[then].get(key) != document.get(key):
                yield Change("changed", f"{path}.{key}", old[then].get(key), document.get(key))
    gone = [path for path in old if renamed.get(path, path) not in new]
    for path in gone:
        if not any(path.startswith(f"{other}.") for other in gone):
            yield Change("removed", path, old[path])


def _documents(schema: DataSchema) -> dict[str, dict[str, Any]]:
    """What each table and each field says, flat: constraints by their own names."""
    found: dict[str, dict[str, Any]] = {}
    for table in schema.all_tables():
        base = table_path(schema, table)
        if base:
            document = table.model_dump(mode="json", exclude_defaults=True, exclude={"fields"})
            found[base] = document
        for field in table.fields:
            document = field.model_dump(mode="json", exclude_defaults=True)
            document.setdefault("type", field.type)
            constraints = document.pop("constraints", {})
            found[field_path(schema, table, field.name)] = document | {
                f"constraints.{key}": value for key, value in constraints.items()
            }
    return found


def table_path(schema: DataSchema, table: TableDefinition) -> str:
    """`tables.users`; nothing where the schema is one table."""
    return f"tables.{table.name}" if schema.tables else ""


def field_path(schema: DataSchema, table: TableDefinition, name: str) -> str:
    """`fields.age`, or `tables.users.fields.age`."""
    base = table_path(schema, table)
    return f"{base}.fields.{name}" if base else f"fields.{name}"


def reached(before: Plan, after: Plan) -> list[tuple[str, str]]:
    """Fields of both plans whose values change, as (table, field): their own plans differ, or what they read."""
    old = {(table.name, field.name): field for table in before.tables for field in table.fields}
    tables = {table.name: table for table in before.tables}
    moved: set[tuple[str, str]] = set()
    for table in after.tables:
        then = tables.get(table.name)
        for field in (*table.fields, *table.hidden):
            was = _field(then, field.name) if then else None
            if was is None or was != field or _links_differ(then, table, field.name):
                moved.add((table.name, field.name))
    grown = True
    while grown:
        grown = False
        for table in after.tables:
            for field in (*table.fields, *table.hidden):
                if (table.name, field.name) not in moved and _reads(after, table.name, field) & moved:
                    moved.add((table.name, field.name))
                    grown = True
    return [key for key in old if key in moved]


def _field(table: Any, name: str) -> FieldPlan | None:
    return next((item for item in (*table.fields, *table.hidden) if item.name == name), None)


def _links_differ(then: Any, now: Any, name: str) -> bool:
    source = _field(now, name)
    link = getattr(source.source, "link", None) if source else None
    if link is None:
        return False
    return next((item for item in then.links if item.name == link), None) != next(
        (item for item in now.links if item.name == link), None
    )


def _reads(plan: Plan, table: str, field: FieldPlan) -> set[tuple[str, str]]:
    """What a field's values are made of: fields of its row, keys of its parents, members of its children."""
    found = {(table, name) for name in (*field.reads, *field.bound.values())}
    source: Any = field.source
    link, key = getattr(source, "link", None), getattr(source, "key", None)
    if link is not None and key is not None:
        found.add((plan.table(table).link(link).table, key))
    child, of = getattr(source, "table", None), getattr(source, "field", None)
    if child is not None and of is not None:
        found.add((child, of))
    return found
