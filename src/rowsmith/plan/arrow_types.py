"""How each field type arrives in Arrow and Parquet, and how a semantic type's values become it."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.plan.model import Array, FieldPlan, Struct

SIMPLE = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
    "time": pa.time64("us"),
}
"""The types that follow from a field's `type` alone; what is not here is text."""
_DECIMAL_PRECISION = 18


def arrow_type(field: FieldPlan) -> pa.DataType:
    """The Arrow type of a field: `integer` is int64, `decimal` is decimal128, `email` is string."""
    if field.type in SIMPLE:
        return SIMPLE[field.type]
    if field.type == "decimal":
        return decimal_type(field.precision)
    if isinstance(field.source, Struct):
        return pa.struct([arrow_field(child) for child in field.source.fields])
    if isinstance(field.source, Array):
        return pa.list_(arrow_field(field.source.items).with_name("item"))
    return pa.string()


def decimal_type(precision: int | None) -> pa.Decimal128Type:
    """The type of a decimal with so many decimals; two where nobody said."""
    return pa.decimal128(_DECIMAL_PRECISION, 2 if precision is None else precision)


def field_type(kind: pa.DataType) -> tuple[str, int | None]:
    """The field type and precision stored as an Arrow type: `("decimal", 2)` for decimal128(18, 2)."""
    if pa.types.is_decimal(kind):
        return "decimal", kind.scale
    if pa.types.is_integer(kind):
        return "integer", None
    return next((name for name, simple in SIMPLE.items() if simple == kind), "string"), None


def arrow_field(field: FieldPlan) -> pa.Field:
    """The Arrow field; a `json` field is a string marked as holding JSON text."""
    metadata = {b"rowsmith": b"json"} if field.type == "json" else None
    return pa.field(field.name, arrow_type(field), metadata=metadata)


def coerce(values: pa.Array, field: FieldPlan) -> pa.Array:
    """The values as the field's type; a dictionary of strings stays one, for the formats write it faster."""
    target = arrow_type(field)
    if pa.types.is_dictionary(values.type):
        if pa.types.is_string(target) and pa.types.is_string(values.type.value_type):
            return values
        values = values.dictionary_decode()
    if pa.types.is_floating(values.type) and field.precision is not None and target == pa.float64():
        return rounded(values, field.precision)
    if values.type == target:
        return values
    if pa.types.is_integer(target) and pa.types.is_floating(values.type):
        numbers = np.floor(values.to_numpy(zero_copy_only=False) + 0.5)
        return pa.array(numbers.astype(np.int64), mask=_nulls(values))
    if pa.types.is_decimal(target):
        return _decimal(values, target)
    try:
        return values.cast(target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidInput(f"values of type {values.type} cannot be stored as {field.type}") from error


def constant(value: object, kind: pa.DataType) -> pa.Scalar:
    """A user's value as a scalar of an Arrow type: `"2024-01-31"` as a date."""
    try:
        if isinstance(value, str) and not pa.types.is_string(kind):
            if kind == pa.timestamp("us", "UTC"):
                moment = datetime.datetime.fromisoformat(value)
                value = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
                return pa.scalar(value, kind)
            if pa.types.is_time(kind):
                return pa.scalar(datetime.time.fromisoformat(value), kind)
            return pa.array([value]).cast(kind)[0]
        if pa.types.is_string(kind) and value is not None and not isinstance(value, str):
            value = str(value).lower() if isinstance(value, bool) else str(value)
        if pa.types.is_decimal(kind) and isinstance(value, int | float):
            return pa.scalar(decimal.Decimal(str(value)), kind)
        if pa.types.is_boolean(kind) and value is not None and not isinstance(value, bool):
            raise ValueError("not a boolean")
        return pa.scalar(value, kind)
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        raise InvalidInput(f"{value!r} cannot be stored as {kind}; write a value that can") from None


def convertible(source: pa.DataType, field: FieldPlan) -> bool:
    """Whether `coerce` can make the field's type from `source`."""
    try:
        coerce(pa.array([], source.value_type if pa.types.is_dictionary(source) else source), field)
    except InvalidInput:
        return False
    numeric = pa.types.is_integer(source) or pa.types.is_floating(source) or pa.types.is_decimal(source)
    text = pa.types.is_dictionary(source) or pa.types.is_string(source)
    target = arrow_type(field)
    if text or pa.types.is_boolean(source):
        return pa.types.is_string(target) or target == source
    if numeric:
        return not (pa.types.is_temporal(target) or pa.types.is_boolean(target))
    return pa.types.is_string(target) or pa.types.is_temporal(target) or target == source


def rounded(values: pa.Array, precision: int) -> pa.Array:
    """Floats with at most `precision` decimals, each the double nearest to its decimal text."""
    scale = 10.0**precision
    numbers = np.floor(values.to_numpy(zero_copy_only=False) * scale + 0.5) / scale
    return pa.array(numbers, mask=_nulls(values))


def _decimal(values: pa.Array, target: pa.Decimal128Type) -> pa.Array:
    if pa.types.is_decimal(values.type):
        return pc.round(values, target.scale).cast(target)
    scaled = np.floor(values.cast(pa.float64()).to_numpy(zero_copy_only=False) * 10.0**target.scale + 0.5)
    words: NDArray[np.int64] = np.empty((len(values), 2), np.int64)
    words[:, 0] = scaled.astype(np.int64)
    words[:, 1] = words[:, 0] >> 63
    return pa.Array.from_buffers(
        target,
        len(values),
        [values.is_valid().buffers()[1] if values.null_count else None, pa.py_buffer(words)],
    )


def _nulls(values: pa.Array) -> NDArray[np.bool_] | None:
    return values.is_null().to_numpy(zero_copy_only=False) if values.null_count else None
