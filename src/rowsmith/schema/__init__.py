"""What users send and get: the schema of a dataset, and how it is checked."""

from rowsmith.schema.dataset import DataSchema, DirtySpec, Relationship, TableDefinition, TimeAxis
from rowsmith.schema.field import (
    Cardinality,
    Distribution,
    FieldConstraint,
    FieldDefinition,
    FieldType,
    Reference,
    SequenceSpec,
    TextSpec,
    WhenRule,
)
from rowsmith.schema.parse import parse_schema

__all__ = [
    "Cardinality",
    "DataSchema",
    "DirtySpec",
    "Distribution",
    "FieldConstraint",
    "FieldDefinition",
    "FieldType",
    "Reference",
    "Relationship",
    "SequenceSpec",
    "TableDefinition",
    "TextSpec",
    "TimeAxis",
    "WhenRule",
    "parse_schema",
]
