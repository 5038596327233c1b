"""Tables whose rows a model fills in: which fields, with what they are about and which values they may have."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from rowsmith.plan.arrow_types import arrow_type
from rowsmith.plan.model import Draw, FieldPlan, Plan, TablePlan, Unwritten
from rowsmith.plan.written import Asked, AskedField, Told
from rowsmith.schema import DataSchema, FieldDefinition

BATCH = 20
"""Rows of one question."""

_ENGINE = ("identifier.", "faker.")
_KINDS = {
    "integer": {"type": "integer"}, "float": {"type": "number"}, "decimal": {"type": "number"},
    "boolean": {"type": "boolean"}, "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"}, "time": {"type": "string", "format": "time"},
}  # fmt: skip
_BOUNDS = {
    "min_value": "minimum", "max_value": "maximum", "min_length": "minLength", "max_length": "maxLength",
    "pattern": "pattern",
}  # fmt: skip


def by_rows(plan: Plan, schema: DataSchema, salt: str, model: str, *, whole: bool) -> Plan:
    """The plan with rows asked of a model: with `whole`, every field that the engine does not have to compute.

    `salt` sets one dataset's answers apart from another's: a job's id.
    """
    definitions = {table.name: table for table in schema.all_tables()}
    tables = [
        _asked(
            plan, table, {field.name: field for field in definitions[table.name].fields}, salt, model, whole
        )
        for table in plan.tables
    ]
    return replace(plan, tables=tuple(tables))


def _asked(
    plan: Plan, table: TablePlan, fields: dict[str, FieldDefinition], salt: str, model: str, whole: bool
) -> TablePlan:
    chosen = [field for field in table.fields if _is_asked(field, whole)]
    if not chosen:
        return table
    names = {field.name for field in chosen}
    given = dict.fromkeys(
        name
        for field in chosen
        if isinstance(field.source, Unwritten)
        for name in (*field.source.by, *field.source.given)
        if name not in names
    )
    asked = Asked(
        key="",
        fields=tuple(_field(field, fields[field.name]) for field in chosen),
        given=tuple(given),
        about=table.name,
        rows=BATCH,
        model=model,
    )
    named = repr([asked, plan.seed, table.name, salt]).encode()
    asked = replace(asked, key=sha256(named).hexdigest()[:40])
    told = tuple(
        replace(field, source=Told(), reads=(), bound={}, guard=None) if field.name in names else field
        for field in table.fields
    )
    return replace(table, fields=told, asked=asked)


def _is_asked(field: FieldPlan, whole: bool) -> bool:
    if isinstance(field.source, Unwritten):
        return whole or field.source.mode == "row"
    plain = isinstance(field.source, Draw) and not field.source.semantic_type.startswith(_ENGINE)
    return whole and plain and field.null_rate < 1.0 and field.within is None and not field.by_series


def _field(plan: FieldPlan, field: FieldDefinition) -> AskedField:
    if isinstance(plan.source, Unwritten):
        about = plan.source.about
    else:
        about = field.description or plan.name.replace("_", " ")
        if field.sample_values:
            about += f", such as {', '.join(map(str, field.sample_values[:5]))}"
    return AskedField(plan.name, about, _shape(plan, field), plan.unique)


def _shape(plan: FieldPlan, field: FieldDefinition) -> dict[str, Any]:
    constraints = field.constraints
    if constraints.enum_values is not None:
        return {"type": "string", "enum": [str(value) for value in constraints.enum_values]}
    shape: dict[str, Any] = dict(_KINDS.get(str(plan.type), {"type": "string"}))
    given = {ours: getattr(constraints, name) for name, ours in _BOUNDS.items()}
    if shape.get("format"):
        given = {"formatMinimum": constraints.min_value, "formatMaximum": constraints.max_value}
    if shape["type"] == "string" and "format" not in shape:
        given.setdefault("maxLength", None)
        given["maxLength"] = given["maxLength"] or 2_000
    arrow_type(plan)  # the type is one that values of this shape can be stored as
    return shape | {name: value for name, value in given.items() if value is not None}
