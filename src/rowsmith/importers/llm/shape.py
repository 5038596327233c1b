"""The schema that a model fills in: small enough for a model, and turned into the real one here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from rowsmith.schema.field import FieldType

_SIMPLE = [name for name in get_args(FieldType) if name not in ("json", "array", "object")]


def _maybe(kind: str, **more: Any) -> dict[str, Any]:
    """Something that may be left out; not a union with null, of which some providers take few or none."""
    return {"type": kind, **more}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": required, "additionalProperties": False,
    }  # fmt: skip


_FIELD = _object(
    {
        "name": {"type": "string", "description": "snake_case"},
        "type": {"type": "string", "enum": _SIMPLE},
        "description": _maybe("string"),
        "unique": _maybe("boolean"),
        "null_rate": _maybe("number", description="share of missing values, 0 to 1"),
        "min_value": _maybe("string", description="a number, or an ISO date for dates"),
        "max_value": _maybe("string", description="a number, or an ISO date for dates"),
        "min_length": _maybe("integer"),
        "max_length": _maybe("integer"),
        "pattern": _maybe("string", description="a regular expression, only where one was asked for"),
        "values": {"type": "array", "items": {"type": "string"}},
        "weights": {"type": "array", "items": {"type": "number"}, "description": "one for each value"},
        "references": _maybe("string", description="TABLE.FIELD of the parent, for a foreign key"),
        "expression": _maybe("string", description="SQL over other fields of the row, e.g. quantity * price"),
        "written_by_model": _maybe("boolean", description="true for reviews and other texts of a sentence or more"),
    },
    ["name", "type"],
)  # fmt: skip

SHAPE = _object(
    {
        "name": _maybe("string"),
        "rows": _maybe("integer", description="rows asked for, left out where none were said"),
        "output_format": _maybe(
            "string", description="csv, json, parquet, ..., left out where none was said"
        ),
        "tables": {
            "type": "array",
            "items": _object(
                {
                    "name": {"type": "string"},
                    "rows": _maybe("integer"),
                    "fields": {"type": "array", "items": _FIELD},
                },
                ["name", "fields"],
            ),
        },
        "not_understood": {"type": "array", "items": {"type": "string"}},
    },
    ["tables"],
)

_KEPT = ("unique", "null_rate", "min_length", "max_length", "pattern")


def document_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as a `DataSchema` document; what does not fit is left as it is, for the checks to name."""
    tables = answer.get("tables")
    if not isinstance(tables, list) or not tables:
        return {"tables": tables}
    made = [_table(table) for table in cast("list[Any]", tables)]
    if len(made) == 1 and isinstance(made[0], dict) and "fields" in made[0]:
        return _given({"name": made[0].get("name"), "fields": made[0]["fields"]})
    return _given({"name": answer.get("name"), "tables": made})


def _table(table: Any) -> Any:
    if not isinstance(table, dict):
        return table
    given = cast("dict[str, Any]", table)
    fields = given.get("fields")
    many = [_field(field) for field in cast("list[Any]", fields)] if isinstance(fields, list) else fields
    return _given({"name": given.get("name"), "rows": given.get("rows"), "fields": many})


def _field(field: Any) -> Any:
    if not isinstance(field, dict):
        return field
    given = cast("dict[str, Any]", field)
    kind = given.get("type")
    constraints: dict[str, Any] = {name: given.get(name) for name in _KEPT}
    constraints |= {name: _bound(given.get(name), kind) for name in ("min_value", "max_value")}
    values = given.get("values")
    if isinstance(values, list) and values:
        constraints["enum_values"] = [_bound(value, kind) for value in cast("list[Any]", values)]
    constraints["nullable"] = True if given.get("null_rate") else None
    made = {
        "name": given.get("name"), "type": kind, "description": given.get("description"),
        "constraints": _given({name: value for name, value in constraints.items() if value is not False}),
        "weights": given.get("weights") if values else None,
        "expression": given.get("expression"),
        "reference": _reference(given.get("references")),
        "text": {"mode": "pool"} if given.get("written_by_model") is True and not values else None,
    }  # fmt: skip
    return {name: value for name, value in _given(made).items() if value != {}}


def _reference(said: Any) -> Any:
    if not isinstance(said, str) or not said:
        return None
    table, _, field = said.partition(".")
    return {"table": table, "field": field or "id"}


def _bound(value: Any, kind: Any) -> Any:
    """Numbers come as text, because a bound may be a date."""
    if isinstance(value, str) and kind in ("integer", "float", "decimal"):
        try:
            return int(value) if kind == "integer" else float(value)
        except ValueError:
            return value
    return value


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
