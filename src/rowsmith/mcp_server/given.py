"""The arguments that several tools take, and from what a client gave to what the jobs need."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictStr

from rowsmith import library
from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.mcp_server.desk import Desk, caller
from rowsmith.schema import DataSchema, parse_schema
from rowsmith.schema.dataset import Mode
from rowsmith.schema.job import FormatName, MaxCost, MaxTokens, Uniqueness
from rowsmith.schema.messages import MAX_REQUEST, SchemaImportRequest
from rowsmith.schema.values import MAX_NAME, Integer, Json, Name, RowCount, Text

Schema = dict[str, Any] | Annotated[str, Field(max_length=200)]
SchemaArgument = Annotated[
    Schema,
    Field(
        description="A DataSchema you wrote, e.g. {'name': 'users', 'fields': [{'name': 'email', "
        "'type': 'email'}, {'name': 'age', 'type': 'integer', 'constraints': {'min_value': 18}}]}, or the "
        "`schema_ref` that extract_schema gave. Its JSON Schema is the resource rowsmith://catalog/schema."
    ),
]
RequestArgument = Annotated[
    StrictStr,
    Field(
        min_length=1,
        max_length=MAX_REQUEST,
        description="What is wanted, in plain English: the columns, their ranges and shares, how many rows, "
        "which format.",
    ),
]
SourceArgument = Annotated[
    SchemaImportRequest | None,
    Field(description="Instead of words: SQL DDL, a JSON Schema, or a sample of the data."),
]
JobIdArgument = Annotated[
    StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The job's id, as create_job gave it.")
]
RowsArgument = Annotated[
    RowCount | None,
    Field(
        description="How many rows, up to 10^12. Leave it out only if every table of the schema says its own."
    ),
]
FormatArgument = Annotated[
    FormatName, Field(description="csv, json, jsonl, parquet, arrow, xlsx, ...; csv.gz, jsonl.zst and so on.")
]
SeedArgument = Annotated[
    Integer | None,
    Field(description="The same seed gives the same bytes again; drawn and reported if left out."),
]
ModeArgument = Annotated[
    Mode | None,
    Field(description="`coverage`: every value, end, pair, branch."),
]
UniqueArgument = Annotated[
    Uniqueness, Field(description="Fields without repeats; a list inside the list is unique together.")
]
NameArgument = Annotated[Name | None, Field(description="What to call the job.")]
WaitArgument = Annotated[
    float | None,
    Field(ge=0, le=3600, description="How long to wait for the end; the default suits the client."),
]
TokensArgument = Annotated[MaxTokens | None, Field(description="Model tokens, then pause.")]
CostArgument = Annotated[MaxCost | None, Field(description="In dollars.")]
Note = Annotated[Text | None, Field(description="For people; kept with the job.")]
Who = Annotated[Annotated[str, Field(max_length=MAX_NAME)] | None, Field(description="Who asked for it.")]
Metadata = Annotated[dict[StrictStr, Json], Field(description="Anything to keep with the job.")]


def document_of(desk: Desk, given: dict[str, Any] | str) -> object:
    """What a client gave as schema: the document itself, or the draft that it names."""
    return desk.drafts.get(caller().tenant, given) if isinstance(given, str) else given


def schema_of(desk: Desk, given: dict[str, Any] | str) -> DataSchema:
    """The schema that a client gave; every structural problem in one error."""
    return parse_schema(document_of(desk, given))


def extraction_of(
    desk: Desk,
    request: str,
    context: str | None = None,
    example_data: list[dict[str, Json]] | None = None,
    extractor: library.Extractor = "auto",
) -> Extraction:
    """A request, read by the server's model where it has one."""
    model = desk.jobs().config.model
    return library.extract(
        request, context=context, example_data=example_data, extractor=extractor, model=model
    )


def imported(source: SchemaImportRequest) -> Extraction:
    """A schema in another language, read."""
    return library.import_schema(source.kind, source.given(), dialect=source.dialect, name=source.name)


def only_one(*ways: object) -> bool:
    """Whether a client gave what it wants in one way."""
    return sum(way is not None for way in ways) == 1


def read(
    desk: Desk,
    user_input: str | None,
    source: SchemaImportRequest | None,
    extractor: library.Extractor = "auto",
) -> Extraction:
    """What a client gave instead of a schema: a request in words, or a schema in another language."""
    if source is not None:
        return imported(source)
    return extraction_of(desk, user_input or "", extractor=extractor)


def needs_rows(schema: DataSchema) -> bool:
    """Whether some table leaves its number of rows to `total_rows`."""
    children = {item.child for item in schema.relationships}
    return any(
        table.rows is None
        and table.name not in children
        and table.time_axis is None
        and not any(field.reference for field in table.fields)
        for table in schema.all_tables()
    )


def rows_missing() -> InvalidInput:
    """The error for a job of unknown size."""
    message = "say how many rows to make, e.g. 10000; ask the user if they have not said"
    return InvalidInput.of([Issue("total_rows", "missing", message)])
