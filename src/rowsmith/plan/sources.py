"""Where a field's values come from: the semantic type that its definition names, or that its name suggests.

What a user said outright always wins; each rule below is tried in order, and the first that fits decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import SemanticType, semantic_types
from rowsmith.plan.infer import infer
from rowsmith.plan.model import Draw
from rowsmith.registry import UnknownName
from rowsmith.schema import FieldDefinition

_FORMATS = {
    "email": "internet.email", "idn-email": "internet.email", "uri": "internet.url", "url": "internet.url",
    "uuid": "identifier.uuid", "ipv4": "internet.ipv4", "ipv6": "internet.ipv6",
    "hostname": "internet.domain", "phone": "phone.number",
}  # fmt: skip
"""What JSON Schema and its users write in `format`."""

_MERGED = ("min_value", "max_value", "min_length", "max_length", "precision")
"""Constraints that a semantic type keeps by itself where it has a parameter of that name."""


def draw_of(field: FieldDefinition, table: str, path: str) -> tuple[Draw, SemanticType, str | None]:
    """The semantic type of a field with its parameters, and why it was chosen where nobody named it."""
    name, params, reason = _choose(field, table, path)
    try:
        semantic = semantic_types.get(name)
    except UnknownName as error:
        raise InvalidInput.of(
            [Issue(f"{path}.semantic_type", "unknown_semantic_type", error.message)]
        ) from None
    given = {**params, **_merged(field, semantic), **field.params}
    checked = semantic.check(given, path)
    return Draw(semantic.name, semantic.version, _plain(checked)), semantic, reason


def _choose(field: FieldDefinition, table: str, path: str) -> tuple[str, dict[str, Any], str | None]:
    constraints = field.constraints
    if field.semantic_type:
        return field.semantic_type, {}, None
    if constraints.enum_values is not None or (field.weights and field.type != "boolean"):
        return "category.choice", _choice(field, path), None
    if field.type == "boolean":
        return "numeric.boolean", _true_rate(field, path), None
    if field.sequence is not None:
        if field.sequence.template is not None:
            said = field.sequence.model_dump(include={"start", "step"}, exclude_unset=True)
            return "identifier.template", {"template": field.sequence.template, **said}, None
        return "identifier.sequence", {"start": field.sequence.start, "step": field.sequence.step}, None
    if field.distribution is not None:
        return f"numeric.{field.distribution.name}", field.distribution.params(), None
    if constraints.pattern is not None and constraints.unique:
        return "identifier.pattern", {"pattern": constraints.pattern}, None
    if constraints.format in _FORMATS and field.type in ("string", "email", "phone", "uuid"):
        return _FORMATS[constraints.format], {}, f"format {constraints.format!r}"
    if (
        constraints.format
        and "%" in constraints.format
        and field.type in ("string", "date", "datetime", "time")
    ):
        base = field.type if field.type != "string" else "datetime"
        return f"time.{base}", {"format": constraints.format}, f"format {constraints.format!r}"
    found = infer(field, table)
    if field.sample_values and found.score < 0.5 and field.type == "string":
        return "category.choice", {"values": list(field.sample_values)}, "the sample values"
    if constraints.pattern is not None and found.score < 0.5:
        return "identifier.pattern", {"pattern": constraints.pattern}, "the pattern"
    return found.semantic_type, dict(found.params), found.reason


def _choice(field: FieldDefinition, path: str) -> dict[str, Any]:
    values, weights = field.constraints.enum_values, field.weights
    if values is None:
        if not isinstance(weights, dict):
            raise InvalidInput.of(
                [Issue(f"{path}.weights", "missing_values", "weights need `enum_values` to weigh")]
            )
        values = [_typed(key, field.type) for key in weights]
    if isinstance(weights, dict):
        unknown = set(weights) - {_key(value) for value in values}
        if unknown:
            listed = ", ".join(sorted(map(repr, unknown)))
            raise InvalidInput.of(
                [Issue(f"{path}.weights", "unknown_value", f"{listed} is not in `enum_values`")]
            )
        weights = [weights.get(_key(value), 0.0) for value in values]
    if weights is not None and len(weights) != len(values):
        message = f"{len(weights)} weights for {len(values)} values; give one for each"
        raise InvalidInput.of([Issue(f"{path}.weights", "length_mismatch", message)])
    return {"values": values} | ({"weights": weights} if weights is not None else {})


def _true_rate(field: FieldDefinition, path: str) -> dict[str, Any]:
    if field.weights is None:
        return {}
    weights = (
        field.weights
        if isinstance(field.weights, dict)
        else dict(zip(("true", "false"), field.weights, strict=False))
    )
    yes = sum(weight for key, weight in weights.items() if key.lower() in ("true", "yes", "1", "y", "t"))
    total = sum(weights.values())
    if total <= 0:
        raise InvalidInput.of(
            [Issue(f"{path}.weights", "all_zero", "the weights are all zero; make one positive")]
        )
    return {"true_rate": yes / total}


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(text: str, field_type: str) -> str | int | float:
    try:
        return int(text) if field_type == "integer" else float(text) if field_type == "float" else text
    except ValueError:
        return text


def _merged(field: FieldDefinition, semantic: SemanticType) -> dict[str, Any]:
    """The constraints that the type itself keeps, under the names it knows them by."""
    found = {name: getattr(field.constraints, name) for name in _MERGED if name in semantic.parameters}
    if field.type == "integer" and "precision" in semantic.parameters:
        found["precision"] = (
            0  # whole numbers as such: rounded afterwards, the two ends would get half a share
        )
    return {name: value for name, value in found.items() if value is not None}


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Checked parameters as JSON values."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(dict(params))
