"""A field and everything that can be said of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictInt, StrictStr

from rowsmith.schema.values import (
    MAX_FIELDS,
    MAX_NAME,
    MAX_PATTERN,
    MAX_VALUES,
    Bound,
    Integer,
    Json,
    LocaleName,
    Model,
    Name,
    Number,
    Scalar,
    Share,
    Text,
)

FieldType = Literal[
    "string", "integer", "float", "boolean", "date", "datetime", "time", "decimal",
    "email", "phone", "uuid", "enum", "json", "array", "object",
]  # fmt: skip
"""How a value is stored: `integer` arrives as int64, `datetime` as timestamp[us, UTC], `enum` as string."""

Weights = (
    Annotated[dict[str, Annotated[float, Field(ge=0)]], Field(max_length=MAX_VALUES)]
    | Annotated[list[Annotated[float, Field(ge=0)]], Field(max_length=MAX_VALUES)]
)
"""Weights by value (`{"free": 70, "pro": 25}`) or in the order of `enum_values`; they need not sum to 1."""

EnumValues = Annotated[list[Scalar], Field(min_length=1, max_length=MAX_VALUES)]


class Distribution(Model):
    """A distribution by name with its parameters beside it: `{"name": "normal", "mean": 40, "std": 12}`."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False, defer_build=True)

    name: Annotated[StrictStr, Field(max_length=MAX_NAME)]

    def params(self) -> dict[str, Json]:
        """The parameters without the name: `{"mean": 40, "std": 12}`."""
        return dict(self.__pydantic_extra__ or {})


class FieldConstraint(Model):
    """What every value of a field keeps. `nullable` permits nulls; only `null_rate` makes them."""

    unique: StrictBool = False
    nullable: StrictBool = False
    null_rate: Share | None = None
    min_value: Bound | None = None
    max_value: Bound | None = None
    min_length: Annotated[StrictInt, Field(ge=0, le=10_000_000)] | None = None
    max_length: Annotated[StrictInt, Field(ge=0, le=10_000_000)] | None = None
    pattern: Annotated[StrictStr, Field(max_length=MAX_PATTERN)] | None = None
    enum_values: EnumValues | None = None
    format: Annotated[StrictStr, Field(max_length=MAX_NAME)] | None = None
    default: Json = None
    precision: Annotated[StrictInt, Field(ge=0, le=18)] | None = None


class Cardinality(Model):
    """How many children each parent has: `{"min": 1, "max": 5}`, or `{"exactly": 2}`."""

    min: Annotated[StrictInt, Field(ge=0)] | None = None
    max: Annotated[StrictInt, Field(ge=0)] | None = None
    exactly: Annotated[StrictInt, Field(ge=0)] | None = None
    distribution: Distribution | None = None


class Reference(Model):
    """A foreign key: the value of `field` in a row of `table`.

    `deferrable` lets a circle of references that may not be null stand: rows go in first, keys are checked later.
    """

    table: Name
    field: Name | Annotated[list[Name], Field(min_length=1, max_length=32)] = "id"
    choice: Literal["uniform", "zipf", "weighted"] = "uniform"
    skew: Annotated[float, Field(gt=0, le=10)] | None = None
    weights_field: Name | None = None
    per_parent: Cardinality | None = None
    max_depth: Annotated[StrictInt, Field(ge=1, le=64)] | None = None
    deferrable: StrictBool = False


class SequenceSpec(Model):
    """A counter: `{"start": 1000, "step": 1, "template": "ORD-{000001}"}`.

    With `per`, the name of a reference, it starts anew for each parent: the lines of an order.
    """

    start: Integer = 1
    step: Integer = 1
    template: Annotated[StrictStr, Field(max_length=MAX_NAME)] | None = None
    per: Name | None = None


class TextSpec(Model):
    """Text that a language model writes: a pool written once, templates with slots, or row by row."""

    mode: Literal["pool", "template", "row"] = "pool"
    prompt: Text | None = None
    size: Annotated[StrictInt, Field(ge=1, le=100_000)] | None = None
    by: Annotated[list[Name], Field(max_length=8)] = []


class WhenRule(Model):
    """Where `condition` (an SQL expression over the row) holds, the value comes from the rest of the rule.

    `{"condition": "plan = 'free'", "value": 0}`, or an `expression`, a `distribution`, `enum_values` with
    `weights`, bounds, or `null_rate: 1` for a null.
    """

    condition: Text
    value: Scalar = None
    expression: Text | None = None
    distribution: Distribution | None = None
    enum_values: EnumValues | None = None
    weights: Weights | None = None
    min_value: Bound | None = None
    max_value: Bound | None = None
    null_rate: Share | None = None


class FieldDefinition(Model):
    """One column of a table.

    `FieldDefinition(name="age", type="integer", constraints={"min_value": 18, "max_value": 90})`
    """

    name: Name
    type: FieldType = "string"
    description: Text | None = None
    constraints: FieldConstraint = Field(default_factory=FieldConstraint)
    sample_values: Annotated[list[Scalar], Field(max_length=1000)] = []
    depends_on: Annotated[list[Name], Field(max_length=100)] = []
    generation_hint: Text | None = None
    semantic_type: Annotated[StrictStr, Field(max_length=MAX_NAME)] | None = None
    params: dict[StrictStr, Json] = {}
    distribution: Distribution | None = None
    weights: Weights | None = None
    expression: Text | None = None
    when: Annotated[list[WhenRule], Field(max_length=100)] = []
    reference: Reference | None = None
    sequence: SequenceSpec | None = None
    text: TextSpec | None = None
    correlation: dict[Name, Annotated[Number, Field(ge=-1, le=1)]] = {}
    locale: LocaleName | None = None
    fields: Annotated[list[FieldDefinition], Field(max_length=MAX_FIELDS)] | None = None
    items: FieldDefinition | None = None
