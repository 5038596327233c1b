"""A dataset: one table (`fields`) or several (`tables`) and how they hang together."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictStr

from rowsmith.schema.field import Cardinality, FieldDefinition
from rowsmith.schema.values import MAX_FIELDS, Bound, Json, LocaleName, Model, Name, RowCount, Share, Text

Fields = Annotated[list[FieldDefinition], Field(min_length=1, max_length=MAX_FIELDS)]


class TimeAxis(Model):
    """Rows along time: one row per `every` between `start` and `end`, for each row of `per` where given.

    `{"field": "ts", "start": "2024-01-01", "every": "1 hour", "per": "sensors"}`
    """

    field: Name
    start: Bound
    end: Bound | None = None
    every: Annotated[StrictStr, Field(max_length=64)] | None = None
    timezone: Annotated[StrictStr, Field(max_length=64)] = "UTC"
    calendar: Literal["all", "business_days", "business_hours"] = "all"
    jitter: Share = 0.0
    missing: Share = 0.0
    per: Name | None = None


class History(Model):
    """Versions of the rows of another table, each valid from a moment until the next one begins.

    `{"per": "customers", "start": "2023-01-01", "end": "2025-12-31"}`: a slowly changing dimension of type 2.
    `start` may be a date of the entity, such as `customers.signup`; `end` is the reference time where it is
    left out, and `open_end` (`"9999-12-31"`) stands in `valid_to` of the last version instead of a null.
    """

    per: Name
    start: Bound
    end: Bound | None = None
    open_end: Bound | None = None
    valid_from: Name = "valid_from"
    valid_to: Name = "valid_to"
    is_current: Name = "is_current"
    version: Name = "version"


class DirtySpec(Model):
    """What share of rows to damage and how; the answer key comes with the file."""

    rate: Share = 0.05
    kinds: dict[StrictStr, Share] = {}
    fields: list[Name] | None = None


class TableDefinition(Model):
    """One table: `TableDefinition(name="users", rows=5000, fields=[...])`.

    The fields of `primary_key` are unique together, and none of them is null.
    """

    name: Name
    rows: RowCount | None = None
    fields: Fields
    description: Text | None = None
    locale: LocaleName | None = None
    primary_key: Annotated[list[Name], Field(max_length=32)] = []
    unique_together: Annotated[
        list[Annotated[list[Name], Field(min_length=1, max_length=32)]], Field(max_length=100)
    ] = []
    time_axis: TimeAxis | None = None
    history: History | None = None
    dirty: DirtySpec | None = None


class Relationship(Model):
    """A link between two tables, said beside them instead of in the child's field."""

    child: Name
    parent: Name
    child_fields: Annotated[list[Name], Field(min_length=1, max_length=32)]
    parent_fields: Annotated[list[Name], Field(min_length=1, max_length=32)] = ["id"]
    per_parent: Cardinality | None = None


Mode = Literal["realistic", "coverage"]
"""`coverage` puts every listed value, both ends, null, all pairs and each branch into the first rows."""


class DataSchema(Model):
    """The schema of a dataset.

    `DataSchema(fields=[...])` is one table called `data`; `DataSchema(tables=[...])` is several.
    """

    name: Name | None = None
    description: Text | None = None
    locale: LocaleName | None = None
    fields: Fields | None = None
    tables: Annotated[list[TableDefinition], Field(min_length=1, max_length=500)] | None = None
    relationships: Annotated[list[Relationship], Field(max_length=1000)] = []
    metadata: dict[StrictStr, Json] = {}
    mode: Mode = "realistic"

    def all_tables(self) -> list[TableDefinition]:
        """The tables, whichever way they were given; a single one is named after the schema, or `data`."""
        if self.tables is not None:
            return self.tables
        return [TableDefinition(name=self.name or "data", fields=self.fields or [])] if self.fields else []

    def document(self) -> dict[str, Json]:
        """The JSON document of what was said; read again, it is this very schema."""
        return self.model_dump(mode="json", exclude_unset=True)
