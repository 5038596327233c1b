"""Fitting batches to a schema: Arrow types that stand for the same values, and the way between them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

types = pa.types


def plain_type(kind: pa.DataType) -> pa.DataType:
    """The type without dictionaries, however deep: `dictionary<int32, string>` is `string`."""
    if types.is_dictionary(kind):
        return plain_type(kind.value_type)
    if types.is_struct(kind):
        return pa.struct([plain_field(kind.field(i)) for i in range(kind.num_fields)])
    if types.is_large_list(kind) or types.is_fixed_size_list(kind) or types.is_list(kind):
        return pa.list_(plain_field(kind.value_field))
    return kind


def plain_field(field: pa.Field) -> pa.Field:
    """The field with its plain type."""
    return field.with_type(plain_type(field.type))


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The schema with plain types."""
    return pa.schema([plain_field(field) for field in schema], metadata=schema.metadata)


def conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The same rows in exactly these types."""
    return pa.RecordBatch.from_arrays(conform_columns(batch, schema), schema=schema)


def conform_columns(batch: pa.RecordBatch, schema: pa.Schema, *, pools: bool = False) -> list[pa.Array]:
    """The columns in these types; with `pools`, a dictionary of strings may stand for strings."""
    check_names(batch, schema)
    return [
        column
        if pools and types.is_dictionary(column.type) and types.is_string(column.type.value_type)
        else conform_array(column, field.type)
        for column, field in zip(batch.columns, schema, strict=True)
    ]


def check_names(batch: pa.RecordBatch, schema: pa.Schema) -> None:
    """A batch for another file is a mistake of the program."""
    if batch.schema.names != schema.names:
        raise ValueError(f"a batch has the columns {batch.schema.names}, the file {schema.names}")


def conform_array(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """The same values as `kind`: texts become dictionaries or the other way round, times are parsed."""
    if array.type == kind:
        return array
    if types.is_dictionary(kind):
        plain = conform_array(array, kind.value_type)
        return pc.cast(plain.dictionary_encode(), kind)
    if types.is_dictionary(array.type):
        return conform_array(array.cast(array.type.value_type), kind)
    if types.is_struct(kind) and types.is_struct(array.type):
        return _struct(array, kind)
    if types.is_list(kind) and types.is_list(array.type):
        return _list(array, kind)
    if types.is_string(array.type) and types.is_time(kind):
        moment = pc.cast(pc.binary_join_element_wise("1970-01-01T", array, ""), pa.timestamp("us"))
        return pc.cast(moment, kind)
    return pc.cast(array, kind)


def _struct(array: pa.StructArray, kind: pa.DataType) -> pa.StructArray:
    fields = [kind.field(i) for i in range(kind.num_fields)]
    children = [
        conform_array(child, field.type) for child, field in zip(array.flatten(), fields, strict=True)
    ]
    if not fields:
        return pc.cast(array, kind)
    return pa.StructArray.from_arrays(
        children, fields=fields, mask=array.is_null() if array.null_count else None
    )


def _list(array: pa.ListArray, kind: pa.DataType) -> pa.ListArray:
    """Rebuilt from the items in use, so that offsets begin at zero and nulls hold no items."""
    items = conform_array(array.flatten(), kind.value_type)
    lengths = pc.fill_null(pc.list_value_length(array), 0)
    ends = pc.cast(pc.cumulative_sum(lengths), pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pa.ListArray.from_arrays(
        offsets, items, type=kind, mask=array.is_null() if array.null_count else None
    )
