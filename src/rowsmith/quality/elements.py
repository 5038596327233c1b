"""Schema elements by their paths: `tables.orders.fields.total.constraints.min_value`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rowsmith.schema import DataSchema, FieldDefinition, TableDefinition
from rowsmith.schema.field import FieldConstraint

_PARTS = (
    "semantic_type", "params", "distribution", "weights", "expression", "when", "reference", "sequence",
    "correlation", "fields", "items",
)  # fmt: skip
_OF_TABLE = ("rows", "time_axis", "history", "unique_together", "dirty")


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a schema says: of the dataset, of a table, or of a field."""

    path: str
    kind: str
    """Which rule measures it: `constraints.min_value`, `field`, `table.rows`, `seed`."""
    table: str = ""
    field: str = ""
    child: str = ""
    """The member of an object that it speaks of."""
    asked: Any = None


def elements_of(schema: DataSchema) -> dict[str, Element]:
    """Every element of a schema by its path, in the order of the schema."""
    return {element.path: element for element in _elements(schema)}


def _elements(schema: DataSchema) -> Iterator[Element]:
    for table in schema.all_tables():
        base = f"tables.{table.name}" if schema.tables else ""
        if schema.tables:
            yield Element(base, "table", table.name)
        for name in _OF_TABLE:
            asked = getattr(table, name)
            if asked:
                path = f"{base}.{name}" if base else name
                yield Element(path, f"table.{name}", table.name, asked=_plain(asked))
        yield from _fields(table, f"{base}.fields" if base else "fields")


def _fields(table: TableDefinition, base: str) -> Iterator[Element]:
    for field in table.fields:
        for path, kind, asked in _of_field(field):
            yield Element(f"{base}.{field.name}{path}", kind, table.name, field.name, asked=asked)
        for child in field.fields or []:
            if child.type in ("object", "array") or child.when:
                continue
            for path, kind, asked in _of_field(child):
                place = f"{base}.{field.name}.fields.{child.name}{path}"
                yield Element(place, kind, table.name, field.name, child.name, asked)


def _of_field(field: FieldDefinition) -> Iterator[tuple[str, str, Any]]:
    """The path below the field, the kind, and what is asked."""
    yield "", "field", field.type
    constraints = field.constraints
    for name in FieldConstraint.model_fields:
        asked = getattr(constraints, name)
        if asked is not None and asked is not False and (name != "nullable" or asked):
            yield f".constraints.{name}", f"constraints.{name}", _plain(asked)
    for name in _PARTS:
        asked = getattr(field, name)
        if asked:
            yield f".{name}", name, _plain(asked)


def _plain(value: Any) -> Any:
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value, exclude_none=True)
