"""What a clause says of a column, laid over its definition; everything else of it stays."""

from __future__ import annotations

from typing import Any

from rowsmith.importers.text.build import field_document
from rowsmith.importers.text.draft import Draft
from rowsmith.schema import FieldDefinition

_NUMBERS = ("integer", "float", "decimal")
_TEXTS = ("string", "enum", "email", "phone", "uuid")
_SOURCES: tuple[str, ...] = (
    "weights",
    "expression",
    "sequence",
    "distribution",
    "when",
    "reference",
    "semantic_type",
    "text",
    "params",
)
"""Ways in which values come about; a new one takes the place of the old."""
_MAKES = {
    "enum_values": ("pattern", "min_value", "max_value", "min_length", "max_length"),
    "pattern": ("enum_values", "format", "min_length", "max_length"),
    "min_value": ("enum_values",),
    "max_value": ("enum_values",),
}
"""What a constraint makes obsolete."""


def overlaid(field: FieldDefinition, draft: Draft, *, typed: bool) -> dict[str, Any]:
    """The document of the field with what the draft says; `typed` where it names a type itself."""
    said = field_document(draft)
    document = field.model_dump(mode="json", exclude_unset=True)
    constraints = {**document.get("constraints", {})}
    new: dict[str, Any] = said.get("constraints", {})
    for name, value in new.items():
        for other in _MAKES.get(name, ()):
            constraints.pop(other, None)
        constraints[name] = value
    if draft.null_rate == 0:
        constraints = {
            key: value for key, value in constraints.items() if key not in ("null_rate", "nullable")
        }
    sources = [name for name in _SOURCES if name in said]
    if sources or "enum_values" in new or "pattern" in new:
        document = {
            key: value for key, value in document.items() if key not in _replaced(field, sources, new)
        }
    if ("min_value" in new or "max_value" in new) and (field.weights or field.constraints.enum_values):
        document.pop("weights", None)
    if "expression" in said or "sequence" in said or "reference" in said:
        constraints = {
            key: value
            for key, value in constraints.items()
            if key in ("unique", "nullable", "null_rate", *new)
        }
    for name in (*sources, "depends_on", "correlation", "fields", "items", "generation_hint"):
        if name in said:
            document[name] = (
                {**document[name], **said[name]} if name == "params" and name in document else said[name]
            )
    document["type"] = _type(field, said, new, typed=typed)
    if document["type"] not in _NUMBERS and field.type in _NUMBERS:
        constraints.pop("precision", None)
    document.pop("constraints", None)
    return document | ({"constraints": constraints} if constraints else {})


def _replaced(field: FieldDefinition, sources: list[str], new: dict[str, Any]) -> set[str]:
    """The old sources of values that give way."""
    if sources == ["params"]:
        return {"expression"} if field.expression else set()
    if sources == ["when"]:
        return set()
    gone: set[str] = set(_SOURCES) - set(sources) - {"when", "text"}
    return gone | {"sample_values", "depends_on"} if sources or new else gone


def _type(field: FieldDefinition, said: dict[str, Any], new: dict[str, Any], *, typed: bool) -> str:
    """The type that was said, or the old one where the new values fit it."""
    if typed:
        return str(said["type"])
    values = new.get("enum_values")
    if values is None:
        return "string" if "sequence" in said and field.type in _TEXTS else field.type
    if field.type in _NUMBERS and all(isinstance(value, int | float) for value in values):
        return field.type if field.type != "integer" or all(isinstance(v, int) for v in values) else "float"
    return field.type if field.type in ("string", "enum") else "enum"
