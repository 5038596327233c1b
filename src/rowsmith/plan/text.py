"""Fields that a language model writes: checked with the schema, drawn by a stand-in until they are written."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.guards import text_guard
from rowsmith.plan.model import Draw, FieldPlan, Unwritten
from rowsmith.plan.place import Place, drawn
from rowsmith.schema import FieldDefinition
from rowsmith.schema.field import TextSpec

MAX_TEXTS = 20_000
"""Texts of one field over all of its groups: they are part of the plan."""

_GIVEN = 8
_PLAIN = ("string", "integer", "float", "decimal", "boolean", "date", "datetime", "enum", "email", "phone")


def unwritten(field: FieldDefinition, text: TextSpec, place: Place, path: str) -> FieldPlan:
    """A field with text to be written; raises `InvalidInput` with what is wrong with it."""
    siblings = {item.name: item for item in place.environment.tables[place.table].fields} if place.top else {}
    issues = _issues(field, text, siblings, path)
    if issues:
        raise InvalidInput.of(issues)
    plan = drawn(field.model_copy(update={"text": None}), place, path)
    if not isinstance(plan.source, Draw):
        raise InvalidInput.of([Issue(f"{path}.text", "said_twice", "text beside another source; keep one")])
    given = () if text.mode == "pool" else _given(field, text, siblings)
    mode = "template" if text.mode == "template" else "pool"
    source = Unwritten(plan.source, mode, _about(field, text, place), text.size, tuple(text.by), given)
    guard = text_guard(field, path) or plan.guard
    return replace(plan, source=source, guard=guard, reads=tuple(dict.fromkeys([*text.by, *given])))


def _issues(
    field: FieldDefinition, text: TextSpec, siblings: dict[str, FieldDefinition], path: str
) -> list[Issue]:
    if not siblings:
        return [
            Issue(f"{path}.text", "not_here", "a model writes fields of a table, not members of an object")
        ]
    issues: list[Issue] = []
    if field.type != "string":
        message = f"a model writes text of type string, not {field.type}; change one of the two"
        issues.append(Issue(f"{path}.type", "type_mismatch", message))
    if text.mode == "row":
        message = "text row by row is not available in this version; use mode 'pool' or 'template'"
        issues.append(Issue(f"{path}.text.mode", "not_available", message))
    if field.constraints.unique:
        message = f"the texts of a {text.mode} are used more than once; remove `unique`"
        issues.append(Issue(f"{path}.constraints.unique", "not_unique", message))
    if (text.size or 0) > MAX_TEXTS:
        message = f"a {text.mode} has at most {MAX_TEXTS:,} texts; ask for fewer"
        issues.append(Issue(f"{path}.text.size", "too_many", message))
    for name in text.by:
        if name == field.name or name not in siblings or siblings[name].text is not None:
            message = f"{name!r} is no other field of the table that text could go by"
            issues.append(Issue(f"{path}.text.by", "unknown_field", message))
    return issues


def _given(field: FieldDefinition, text: TextSpec, siblings: dict[str, FieldDefinition]) -> tuple[str, ...]:
    """The fields that the user named, or else those beside it that are plain and do not depend on others."""
    named = [name for name in dict.fromkeys([*text.by, *field.depends_on]) if name in siblings]
    plain = [
        item.name
        for item in siblings.values()
        if item.type in _PLAIN and item.name != field.name
        and not (item.text or item.expression or item.when or item.reference or item.depends_on)
    ]  # fmt: skip
    return tuple(named or plain[:_GIVEN])


def _about(field: FieldDefinition, text: TextSpec, place: Place) -> str:
    said = text.prompt or field.description or field.generation_hint
    return f"{field.name.replace('_', ' ')} of {place.table}" + (f": {said}" if said else "")
