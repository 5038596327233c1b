"""Constraints that a semantic type does not keep by itself.

The values that break one are replaced, row by row, by values of a fallback type that keeps it, so the
constraint holds exactly and a row still depends on nothing but itself.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import SemanticType, semantic_types
from rowsmith.plan.arrow_types import constant
from rowsmith.plan.model import Draw, Guard
from rowsmith.schema import FieldDefinition

_NUMBERS = {"integer": "numeric.integer", "float": "numeric.float", "decimal": "numeric.decimal"}
_TIMES = {"date": "time.date", "datetime": "time.datetime", "time": "time.time"}
_TEXTS = ("string", "email", "phone", "uuid", "enum")


def guard_of(field: FieldDefinition, draw: Draw, semantic: SemanticType, path: str) -> Guard | None:
    """The guard for what `semantic` does not promise; None where it promises everything asked."""
    asked = {
        name: value
        for name in ("min_value", "max_value", "min_length", "max_length", "pattern")
        if (value := getattr(field.constraints, name)) is not None
        and name not in semantic.parameters
        and draw.params.get(name) != value
    }
    if semantic.name == "category.choice":
        _check_values(field, path)
        return None
    if not asked:
        return None
    fallback = _fallback(field, asked, path)
    if fallback is None:
        return None
    return Guard(fallback=fallback, **asked)


def text_guard(field: FieldDefinition, path: str) -> Guard | None:
    """The guard for text from a model: every length and pattern asked, for a model promises nothing."""
    asked = {
        name: value
        for name in ("min_length", "max_length", "pattern")
        if (value := getattr(field.constraints, name)) is not None
    }
    fallback = _fallback(field, asked, path) if asked else None
    return Guard(fallback=fallback, **asked) if fallback is not None else None


def _check_values(field: FieldDefinition, path: str) -> None:
    """Enum values are the user's own list: one outside the bounds is a contradiction, not bad luck."""
    constraints = field.constraints
    for value in constraints.enum_values or []:
        if isinstance(value, str):
            bad = (
                (constraints.min_length is not None and len(value) < constraints.min_length)
                or (constraints.max_length is not None and len(value) > constraints.max_length)
            )  # fmt: skip
            if bad:
                message = f"the value {value!r} breaks the length bounds; change one of the two"
                raise InvalidInput.of(
                    [Issue(f"{path}.constraints.enum_values", "enum_outside_bounds", message)]
                )
        elif isinstance(value, int | float) and not isinstance(value, bool):
            low, high = constraints.min_value, constraints.max_value
            if (isinstance(low, int | float) and value < low) or (
                isinstance(high, int | float) and value > high
            ):
                message = f"the value {value!r} is outside {low} to {high}; change one of the two"
                raise InvalidInput.of(
                    [Issue(f"{path}.constraints.enum_values", "enum_outside_bounds", message)]
                )


def _fallback(field: FieldDefinition, asked: dict[str, Any], path: str) -> Draw | None:
    if field.type in _TEXTS:
        lengths = {name: asked[name] for name in ("min_length", "max_length") if name in asked}
        unknown = [name for name in ("min_value", "max_value") if name in asked]
        if unknown:
            message = f"a {field.type} has no {unknown[0]}; use min_length and max_length, or another type"
            raise InvalidInput.of(
                [Issue(f"{path}.constraints.{unknown[0]}", "constraint_not_applicable", message)]
            )
        if "pattern" in asked:
            _check_pattern(asked["pattern"], path)
            return _checked("identifier.pattern", {"pattern": asked["pattern"], **lengths}, path)
        low = lengths.get("min_length", 0)
        high = lengths.get("max_length", max(low, 16) * 2)
        return _checked("identifier.pattern", {"pattern": f"[a-z]{{{low},{min(high, max(low, 64))}}}"}, path)
    kind = _NUMBERS.get(field.type) or _TIMES.get(field.type)
    if kind is None:
        names = ", ".join(asked)
        message = f"a field of type {field.type} has no {names}; remove it or choose another type"
        raise InvalidInput.of([Issue(f"{path}.constraints", "constraint_not_applicable", message)])
    bounds = {name: value for name, value in asked.items() if name in ("min_value", "max_value")}
    if len(bounds) < len(asked):
        message = f"a field of type {field.type} has no length or pattern; remove it or make it a string"
        raise InvalidInput.of([Issue(f"{path}.constraints", "constraint_not_applicable", message)])
    semantic = semantic_types.get(kind)
    if "precision" in semantic.parameters and field.constraints.precision is not None:
        bounds["precision"] = field.constraints.precision
    return _checked(kind, bounds, path)


def _checked(name: str, params: dict[str, Any], path: str) -> Draw:
    semantic = semantic_types.get(name)
    return Draw(semantic.name, semantic.version, semantic.check(params, path))


def _check_pattern(pattern: str, path: str) -> None:
    try:
        _matches(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        message = (
            f"the pattern {pattern!r} is not supported: {error}; write it without look-around and references"
        )
        raise InvalidInput.of(
            [Issue(f"{path}.constraints.pattern", "unsupported_pattern", message)]
        ) from error


def broken(values: pa.Array, guard: Guard) -> pa.Array:
    """Which values break the guard: a boolean array of the same length."""
    if pa.types.is_dictionary(values.type):
        flags = broken(values.dictionary, guard)
        return flags.take(values.indices)
    checks: list[pa.Array] = []
    if guard.min_length is not None:
        checks.append(pc.less(pc.utf8_length(values), guard.min_length))
    if guard.max_length is not None:
        checks.append(pc.greater(pc.utf8_length(values), guard.max_length))
    if guard.pattern is not None:
        checks.append(pc.invert(_matches(values, guard.pattern)))
    if guard.min_value is not None:
        checks.append(pc.less(values, _scalar(guard.min_value, values.type)))
    if guard.max_value is not None:
        checks.append(pc.greater(values, _scalar(guard.max_value, values.type)))
    out = checks[0]
    for check in checks[1:]:
        out = pc.or_(out, check)
    return pc.fill_null(out, False)


def _matches(values: pa.Array, pattern: str) -> pa.Array:
    """Whether each value matches somewhere, in linear time whatever the pattern (RE2 does not backtrack)."""
    return pc.match_substring_regex(values, pattern)


def _scalar(bound: float | str, kind: pa.DataType) -> pa.Scalar:
    return constant(bound, kind) if isinstance(bound, str) else pa.scalar(bound).cast(kind)
