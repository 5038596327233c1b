"""A field that follows from others by an expression.

The bounds of the field hold: what the expression gives is cut to them, and rounded to the field's precision.
Null takes the place of what cannot be computed, and `default` the place of null where there is one.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.arrow_types import field_type
from rowsmith.plan.derived import Compute
from rowsmith.plan.expressions import Bound, bind, in_type
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import Names
from rowsmith.plan.place import Place, common
from rowsmith.schema import FieldDefinition

_NUMBERS = ("integer", "float", "decimal")
_MOMENTS = {"date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}


def computed(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """The plan of a field with an `expression`."""
    where = f"{path}.expression"
    names = Names(
        place.environment, place.table, [item for item in place.siblings if item.name != field.name]
    )
    bound = bind(field.expression or "", names, where)
    if field.name in bound.reads and place.top:
        message = f"{field.name!r} cannot be computed from itself"
        raise InvalidInput.of([Issue(where, "cyclic_dependency", message)])
    if not _fits(bound.kind, field.type):
        message = f"the expression gives {bound.kind}, and the field is of type {field.type}; write a cast"
        raise InvalidInput.of([Issue(where, "type_mismatch", message)])
    firm = "nullable" in field.constraints.model_fields_set and not field.constraints.nullable
    if firm and bound.nullable and field.constraints.default is None and not field.constraints.null_rate:
        message = (
            "the expression can be null (a division by zero, or a field that can be null), and the field "
            "is not nullable; give a `default`, or write coalesce(..., 0)"
        )
        raise InvalidInput.of([Issue(where, "may_be_null", message)])
    return FieldPlan(source=_compute(field, bound), reads=tuple(bound.reads), **_typed(field, place))


def _typed(field: FieldDefinition, place: Place) -> dict[str, Any]:
    return common(field, place) | {"unique": field.constraints.unique}


def _compute(field: FieldDefinition, bound: Bound) -> Compute:
    """The expression as a value of the field: cast, cut to the bounds, with the default for null."""
    constraints = field.constraints
    sql = in_type(bound.sql, field.type, constraints.precision)
    for function, limit in (("greatest", constraints.min_value), ("least", constraints.max_value)):
        if limit is not None and field.type in (*_NUMBERS, *_MOMENTS):
            # `least` skips nulls in DuckDB, so null is kept by hand.
            literal = (
                f"{_MOMENTS[field.type]} {_quoted(str(limit))}" if field.type in _MOMENTS else repr(limit)
            )
            sql = f"CASE WHEN {sql} IS NULL THEN NULL ELSE {function}({sql}, {literal}) END"
    if constraints.max_length is not None and field.type not in (*_NUMBERS, *_MOMENTS):
        sql = f"substring({sql}, 1, {constraints.max_length})"
    if constraints.default is not None:
        sql = f"coalesce({sql}, {_literal(constraints.default)})"
    return bound.compute(in_type(sql, field.type, constraints.precision) if sql[:4] != "TRY(" else sql)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return repr(value) if isinstance(value, int | float) else _quoted(str(value))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fits(kind: pa.DataType, wanted: str) -> bool:
    """Whether a value of this kind is one of the field's type without a guess."""
    if pa.types.is_null(kind) or wanted in ("string", "json", "enum"):
        return True
    given = field_type(kind)[0]
    if given in _NUMBERS:
        return wanted in _NUMBERS or wanted in ("phone", "uuid", "email")
    if given == "string":
        return wanted in ("phone", "uuid", "email")
    return (
        given == wanted
        or {given, wanted} == {"date", "datetime"}
        or (given, wanted) == ("boolean", "integer")
    )
