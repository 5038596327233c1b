"""From drafts to the schema that users see."""

from __future__ import annotations

from typing import Any

from rowsmith.importers.text.draft import Draft, Request, Rule, TableDraft
from rowsmith.schema import DataSchema, parse_schema


def build(tables: list[TableDraft], request: Request) -> DataSchema:
    """The checked schema: one table as `fields`, several as `tables`."""
    document: dict[str, Any] = {"locale": request.locale} if request.locale else {}
    single = len(tables) == 1 and tables[0].axis is None
    if single:
        document |= {"name": tables[0].name, "fields": [_field(draft) for draft in tables[0].columns]}
    else:
        document["tables"] = [_table(table) for table in tables]
    return parse_schema(document)


def _table(table: TableDraft) -> dict[str, Any]:
    made: dict[str, Any] = {"name": table.name, "fields": [_field(draft) for draft in table.columns]}
    if table.rows is not None:
        made["rows"] = table.rows
    if table.axis:
        made["time_axis"] = table.axis
    return made


def _field(draft: Draft) -> dict[str, Any]:
    made: dict[str, Any] = {"name": draft.name, "type": draft.type or "string"}
    if draft.type == "enum" and not draft.values and not draft.weights:
        made["type"] = "string"
    constraints = _constraints(draft)
    if constraints:
        made["constraints"] = constraints
    if draft.distribution or draft.mean is not None:
        made["distribution"] = {"name": draft.distribution or "normal"} | {
            key: value for key, value in (("mean", draft.mean), ("std", draft.std)) if value is not None
        }
    weights = draft.weights
    if weights and any(weight > 0 for weight in weights.values()):
        made["weights"] = weights
    if draft.semantic:
        made["semantic_type"] = draft.semantic
    params = {
        key: value
        for key, value in (("after", draft.after), ("gap_min", draft.gap_min), ("gap_max", draft.gap_max))
        if value
    }
    if draft.before:
        params["before"] = draft.before
    if params:
        made["params"] = params
    for key in ("expression", "correlation", "depends_on"):
        if getattr(draft, key):
            made[key] = getattr(draft, key)
    if draft.hint:
        made["generation_hint"] = draft.hint
    _nested(draft, made)
    return made


def _nested(draft: Draft, made: dict[str, Any]) -> None:
    if draft.template or draft.start is not None:
        made["sequence"] = {"start": draft.start or 1} | (
            {"template": draft.template} if draft.template else {}
        )
    rules = [_rule(rule) for rule in draft.rules if rule.condition]
    if rules:
        made["when"] = rules
    if draft.parent:
        reference: dict[str, Any] = {"table": draft.parent, "field": draft.parent_field or "id"}
        if draft.per_parent:
            low, high = draft.per_parent
            reference["per_parent"] = (
                {"exactly": low}
                if low == high and low is not None
                else {key: value for key, value in (("min", low), ("max", high)) if value is not None}
            )
        made["reference"] = reference
    if draft.fields:
        made["fields"] = [_field(part) for part in draft.fields]
    if made["type"] == "object" and not draft.fields:
        made["type"] = "json"
    if draft.type == "array":
        made["items"] = (
            _field(draft.items)
            if draft.items
            else {"name": "item", "type": "string", "semantic_type": "text.word"}
        )


def _rule(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {"condition": rule.condition}
    if rule.null:
        made["null_rate"] = 1.0
    said = {
        "value": rule.value,
        "enum_values": rule.values,
        "weights": rule.weights,
        "min_value": rule.min,
        "max_value": rule.max,
        "expression": rule.expression,
    }
    return made | {key: value for key, value in said.items() if value is not None}


def _constraints(draft: Draft) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if draft.unique:
        made["unique"] = True
    if draft.nullable or draft.null_rate:
        made["nullable"] = True
    if draft.null_rate is not None:
        made["null_rate"] = draft.null_rate
    said = {
        "min_value": draft.min,
        "max_value": draft.max,
        "min_length": draft.min_length,
        "max_length": draft.max_length,
        "pattern": draft.pattern,
        "precision": draft.decimals,
    }
    made |= {key: value for key, value in said.items() if value is not None}
    if draft.values and not draft.template and draft.type != "boolean":
        made["enum_values"] = draft.values
    return made


def field_document(draft: Draft) -> dict[str, Any]:
    """One column as a field of a schema: what was said of it, and nothing else."""
    return _field(draft)
