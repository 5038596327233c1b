"""What the doors take and give about schemas, beside the schema itself."""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_serializer

from rowsmith.errors import InvalidInput, Issue
from rowsmith.schema.dataset import DataSchema
from rowsmith.schema.receipt import ReceiptClause
from rowsmith.schema.values import MAX_NAME, MAX_ROWS, Integer, Json, Model, Name

MAX_REQUEST = 100_000
MAX_PREVIEW = 1_000
MAX_CONTENT = 10_000_000

_USERS: dict[str, Json] = {
    "name": "users",
    "fields": [
        {"name": "id", "type": "integer", "semantic_type": "id.sequence"},
        {"name": "email", "type": "email", "constraints": {"unique": True}},
        {"name": "age", "type": "integer", "constraints": {"min_value": 18, "max_value": 80}},
    ],
}


class SchemaExtractionRequest(Model):
    """A request in plain words; with a `schema`, the words are an edit of it.

    `auto` has a language model read it where one is configured; `on_failure` says what to do when the model
    gives no schema that works: take the offline reader's, with a warning, or answer with the error.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"user_input": "5000 users with name, email, age 18-80 and country"},
                {"user_input": "add a column initials; make age between 20 and 30", "schema": _USERS},
            ]
        }
    )

    user_input: Annotated[StrictStr, Field(min_length=1, max_length=MAX_REQUEST)]
    context: Annotated[StrictStr, Field(max_length=MAX_REQUEST)] | None = None
    example_data: Annotated[list[dict[StrictStr, Json]], Field(max_length=100)] | None = None
    data_schema: DataSchema | None = Field(default=None, alias="schema")
    extractor: Literal["auto", "offline", "model"] = "auto"
    on_failure: Literal["offline", "error"] = "offline"


class SchemaChange(BaseModel):
    """One thing that an edit changed: `{"kind": "changed", "path": "fields.age.type", "before": ...}`."""

    kind: Literal["added", "removed", "changed", "renamed"]
    path: str
    before: Any = None
    after: Any = None


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
    changes: list[SchemaChange] = []
    """What an edit changed; empty for a new schema."""

    @field_serializer("data_schema")
    def _without_defaults(self, schema: DataSchema) -> dict[str, Json]:
        return schema.document()


class SchemaImportRequest(Model):
    """A schema in another language: DDL, a JSON Schema, a sample of the data, ...: see the list of importers."""

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

    kind: Annotated[StrictStr, Field(max_length=MAX_NAME, description="`ddl`, `json_schema`, `sample`, ...")]
    content: Annotated[StrictStr, Field(min_length=1, max_length=MAX_CONTENT)]
    encoding: Annotated[
        Literal["text", "base64"], Field(description="`base64` for a file that is no text, such as Parquet.")
    ] = "text"
    dialect: Annotated[
        Annotated[StrictStr, Field(max_length=32)] | None,
        Field(description="The variety of the language, e.g. `postgres`; found out if left out."),
    ] = None
    name: Annotated[Name | None, Field(description="What to call a table that has no name of its own.")] = (
        None
    )

    def given(self) -> str | bytes:
        """The content as an importer takes it: the text, or the bytes that the base64 stands for."""
        if self.encoding == "text":
            return self.content
        try:
            return base64.b64decode(self.content, validate=True)
        except ValueError:
            message = "not base64; send the file's bytes in base64, or text with `encoding` text"
            raise InvalidInput.of([Issue("content", "not_base64", message)]) from None


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
