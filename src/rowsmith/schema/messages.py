"""What the doors take and give about schemas, beside the schema itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_serializer

from rowsmith.schema.dataset import DataSchema
from rowsmith.schema.values import MAX_ROWS, Integer, Json, Model, Name

MAX_REQUEST = 100_000
MAX_PREVIEW = 1_000

_USERS: dict[str, Json] = {
    "name": "users",
    "fields": [
        {"name": "id", "type": "integer", "semantic_type": "id.sequence"},
        {"name": "email", "type": "email", "constraints": {"unique": True}},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 80}},
    ],
}


class SchemaExtractionRequest(Model):
    """A request in plain words.

    `auto` has a language model read it where one is configured; `on_failure` says what to do when the model
    gives no schema that works: take the offline reader's, with a warning, or answer with the error.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"user_input": "5000 users with name, email, age 18-80 and country"}]}
    )

    user_input: Annotated[StrictStr, Field(min_length=1, max_length=MAX_REQUEST)]
    context: Annotated[StrictStr, Field(max_length=MAX_REQUEST)] | None = None
    example_data: Annotated[list[dict[StrictStr, Json]], Field(max_length=100)] | None = None
    extractor: Literal["auto", "offline", "model"] = "auto"
    on_failure: Literal["offline", "error"] = "offline"


class ReceiptClause(BaseModel):
    """One clause of the request and the schema elements it became; none where it was not understood."""

    text: str
    elements: list[str]
    understood: bool


class SchemaExtractionResponse(BaseModel):
    """A schema, and how each part of the request was understood."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "schema": _USERS,
                    "confidence": 0.97,
                    "suggestions": [],
                    "warnings": [],
                    "receipt": [
                        {
                            "text": "age 18-80",
                            "elements": [
                                "fields.age.constraints.min_value",
                                "fields.age.constraints.max_value",
                            ],
                            "understood": True,
                        }
                    ],
                    "rows": 5000,
                    "extractor": "offline",
                }
            ]
        }
    )

    data_schema: DataSchema = Field(alias="schema")
    confidence: float
    suggestions: list[str]
    warnings: list[str]
    receipt: list[ReceiptClause]
    rows: int | None = None
    output_format: str | None = None
    seed: int | None = None
    extractor: str

    @field_serializer("data_schema")
    def _without_defaults(self, schema: DataSchema) -> dict[str, Json]:
        return schema.document()


class SchemaImportRequest(Model):
    """A schema in another language: DDL, a JSON Schema, or a sample of the data."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "ddl",
                    "content": "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);",
                    "dialect": "postgres",
                }
            ]
        }
    )

    kind: Literal["ddl", "json_schema", "sample"]
    content: Annotated[StrictStr, Field(min_length=1, max_length=10_000_000)]
    dialect: Annotated[StrictStr, Field(max_length=32)] | None = None


class SchemaIssue(BaseModel):
    """One problem of a schema: where, a word for programs, and what to do."""

    path: str
    code: str
    message: str


class SchemaValidationResponse(BaseModel):
    """Whether the schema generates, and every problem if not."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "valid": False,
                    "issues": [
                        {
                            "path": "fields.age.constraints.min_value",
                            "code": "min_above_max",
                            "message": "min_value 90 is above max_value 18; swap them",
                        }
                    ],
                }
            ]
        }
    )

    valid: bool
    issues: list[SchemaIssue]


class SchemaPreviewRequest(Model):
    """A schema, and which of its rows to show."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"schema": _USERS, "rows": 3, "seed": 7}]})

    data_schema: DataSchema = Field(alias="schema")
    rows: Annotated[StrictInt, Field(ge=0, le=MAX_PREVIEW)] = 10
    offset: Annotated[StrictInt, Field(ge=0, le=MAX_ROWS)] = 0
    seed: Integer | None = None
    table: Name | None = None


class SchemaPreviewResponse(BaseModel):
    """Rows of one table, as JSON values; the same seed shows the same rows."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "table": "users",
                    "tables": ["users"],
                    "columns": ["id", "email", "age"],
                    "data": [{"id": 1, "email": "ada.lane@example.org", "age": 36}],
                    "seed": 7,
                    "plan_hash": "9b6f...",
                }
            ]
        }
    )

    table: str
    tables: list[str]
    columns: list[str]
    data: list[dict[str, Any]]
    seed: int
    plan_hash: str
