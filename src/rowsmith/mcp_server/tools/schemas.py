"""`extract_schema`, `validate_schema`, `preview_rows`: from words to a schema that is right."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from rowsmith import library
from rowsmith.api_server.rows import check_size, json_rows
from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.mcp_server import given, sample
from rowsmith.mcp_server.answers import answer, clip, compact, first, fitting, size
from rowsmith.mcp_server.app import PREVIEW_URI
from rowsmith.mcp_server.desk import Desk, caller, desk_of
from rowsmith.mcp_server.given import RequestArgument, Schema, SchemaArgument, SeedArgument
from rowsmith.mcp_server.tool import Answer, MendableTool, tool
from rowsmith.schema.messages import MAX_REQUEST, SchemaIssue
from rowsmith.schema.values import MAX_ROWS, Json, Name

_SCHEMA = 2_400
_ISSUES = 2_600
_SAMPLE = 2_200
_PROFILES = 1_200
_PROFILED = 1_000


class ExtractAnswer(BaseModel):
    """A schema read from a request, and what of the request was not understood."""

    model_config = ConfigDict(populate_by_name=True)

    schema_ref: str = Field(description="Stands for this schema in later calls.")
    data_schema: dict[str, Any] | None = Field(
        None, alias="schema", description="The schema; left out when it is too long, then use schema_ref."
    )
    tables: list[str]
    field_count: int
    rows: int | None = Field(None, description="The rows asked for, if the request says so.")
    output_format: str | None = None
    seed: int | None = None
    confidence: float
    warnings: list[str]
    suggestions: list[str]
    not_understood: list[str] = Field(description="Parts of the request that had no effect.")
    extractor: str
    changes: list[str] = Field([], description="What an edit changed, one line each.")


class ValidateAnswer(BaseModel):
    """Whether a schema generates, and every problem if not."""

    valid: bool
    issues: list[SchemaIssue]
    issues_left_out: int = 0
    tables: Annotated[dict[str, int], Field(description="Fields of each table of a valid schema.")] = {}


class PreviewAnswer(sample.Sample):
    """Rows of a dataset that does not exist yet; a job with this seed and size makes the same ones."""

    tables: list[str]
    rows_in_table: int
    offset: int
    seed: int
    plan_hash: str
    profiles: list[sample.Profile] = Field(description="How the columns are spread.")


def extract_schema(
    ctx: Context,
    user_input: Annotated[
        RequestArgument | None, Field(description="The request in words; or else give `source`.")
    ] = None,
    source: given.SourceArgument = None,
    schema: Annotated[
        Schema | None,
        Field(description="A schema, or its schema_ref, that `user_input` is to change: 'make age 20-30'."),
    ] = None,
    context: Annotated[
        Annotated[StrictStr, Field(max_length=MAX_REQUEST)] | None,
        Field(description="Anything that helps to read the request, such as what the data is for."),
    ] = None,
    example_data: Annotated[
        Annotated[list[dict[StrictStr, Json]], Field(max_length=100)] | None,
        Field(description="A few rows that show what is wanted."),
    ] = None,
    extractor: Annotated[
        Literal["auto", "offline", "model"],
        Field(description="Who reads it: the server's language model where it has one, or one of the two."),
    ] = "auto",
) -> Annotated[Answer, ExtractAnswer]:
    """Turn a request in plain English into a schema, and say what was not understood.

    Use it when the user describes a dataset in words, or has it in another language: then give `source`. With
    `schema`, the words change that schema ("add a column note") and nothing else of it. If you would rather
    write the schema yourself, do so and call validate_schema. You get the schema, a `schema_ref` that stands
    for it in later calls, the row count and format if they were said, and warnings. Correct what was misread,
    then call preview_rows or create_job. Nothing is generated or stored.
    """
    if (user_input is None) == (source is None):
        raise InvalidInput.of(
            [
                Issue(
                    "user_input", "user_input_or_source", "give either `user_input` or `source`, and not both"
                )
            ]
        )
    if schema is not None and source is not None:
        message = "an edit is said in `user_input`; leave out `source`"
        raise InvalidInput.of([Issue("source", "user_input_or_source", message)])
    if schema is not None:
        found = library.edit(given.schema_of(desk_of(ctx), schema), user_input or "")
    else:
        found = (
            given.extraction_of(desk_of(ctx), user_input or "", context, example_data, extractor)
            if source is None
            else given.imported(source)
        )
    return _extracted(desk_of(ctx), found)


def _extracted(desk: Desk, found: Extraction) -> Answer:
    document = found.schema.document()
    tables = found.schema.all_tables()
    fits = size(document) <= _SCHEMA
    said = ExtractAnswer(
        schema_ref=desk.drafts.keep(caller().tenant, document, found.clauses()),
        schema=document if fits else None,
        tables=first([table.name for table in tables], 300, 60),
        field_count=sum(len(table.fields) for table in tables),
        rows=found.rows,
        output_format=found.output_format,
        seed=found.seed,
        confidence=found.confidence,
        warnings=first(found.warnings, 500),
        suggestions=first(found.suggestions, 300),
        not_understood=first([item.text for item in found.receipt if not item.understood], 300),
        extractor=found.extractor,
        changes=first(map(str, found.changes), 600),
    )
    rows = f"{said.rows:,} rows" if said.rows is not None else "a row count was not said"
    lines = [
        f"{said.field_count} fields in {', '.join(said.tables)}; {rows}; "
        f"format {said.output_format or 'not said'}. schema_ref: {said.schema_ref}",
        *(f"change: {text}" for text in said.changes),
        *(f"warning: {text}" for text in said.warnings),
        *(f"not understood: {text}" for text in said.not_understood),
        f"schema: {compact(document)}" if fits else "The schema is too long to show: use schema_ref.",
        "Next: preview_rows to look at rows, run_job or create_job to make them.",
    ]
    return answer(said, "\n".join(lines))


def validate_schema(
    ctx: Context,
    schema: SchemaArgument,
    total_rows: Annotated[
        given.RowsArgument, Field(description="Check that so many rows can be made, unique ones included.")
    ] = None,
) -> Annotated[Answer, ValidateAnswer]:
    """Check a schema that you wrote and list every problem with its place and its remedy.

    Use it before create_job when you wrote or changed a schema. An invalid schema is no error here: you get
    `valid: false` and all issues, so that one corrected call is enough. Say `total_rows` to learn also
    whether unique fields have enough values.
    """
    document = given.document_of(desk_of(ctx), schema)
    issues = library.validate(document, rows=total_rows)  # type: ignore[arg-type]  # untrusted on purpose
    if issues:
        return _invalid(issues)
    tables = given.schema_of(desk_of(ctx), schema).all_tables()
    counts = {clip(table.name, 60): len(table.fields) for table in tables[:30]}
    named = ", ".join(f"{name} ({count} fields)" for name, count in counts.items())
    said = ValidateAnswer(valid=True, issues=[], tables=counts)
    return answer(said, f"The schema is valid: {named}. Next: preview_rows, run_job or create_job.")


def preview_rows(
    ctx: Context,
    schema: SchemaArgument,
    rows: Annotated[StrictInt, Field(ge=1, le=10, description="How many rows to show, at most ten.")] = 5,
    offset: Annotated[StrictInt, Field(ge=0, le=MAX_ROWS, description="The first row to show, from 0.")] = 0,
    seed: SeedArgument = None,
    table: Annotated[Name | None, Field(description="Which table; the first one if left out.")] = None,
    total_rows: Annotated[
        given.RowsArgument, Field(description="Size of the dataset that the rows are taken from.")
    ] = None,
) -> Annotated[Answer, PreviewAnswer]:
    """Show a few rows that a schema gives, from anywhere in the dataset, without starting a job.

    Use it to check that values look right before making many. You get up to ten rows and how each column is
    spread over the first thousand. Rows depend only on schema, seed and total_rows: give the same three to
    create_job and these very rows are in the dataset. To change something, change the schema and look again.
    """
    wanted = given.schema_of(desk_of(ctx), schema)
    check_size(wanted, rows)
    size_of = offset + max(rows, _PROFILED) if total_rows is None else total_rows
    plan = library.make_plan(wanted, rows=size_of, seed=seed)
    chosen = plan.tables[0] if table is None else plan.table(table)
    few = sample.rows_of(plan, chosen, offset, rows)
    found = sample.shown(chosen.name, few.schema.names, json_rows(few), _SAMPLE)
    many = sample.rows_of(plan, chosen, 0, _PROFILED)
    said = PreviewAnswer(
        **found.model_dump(),
        tables=first([item.name for item in plan.tables], 300, 60),
        rows_in_table=chosen.rows,
        offset=offset,
        seed=plan.seed,
        plan_hash=plan.hash,
        profiles=sample.profiles(many, found.columns, _PROFILES),
    )
    head = f"Rows {offset} to {offset + len(found.data)} of {clip(chosen.name, 60)}, seed {plan.seed}:"
    return answer(said, f"{head}\n{clip(sample.as_lines(found), _SAMPLE)}")


def _invalid(issues: list[Issue]) -> Answer:
    every = [
        SchemaIssue(path=clip(item.path, 200), code=item.code, message=clip(item.message, 400))
        for item in issues
    ]
    kept = fitting([item.model_dump() for item in every], _ISSUES)
    said = ValidateAnswer(valid=False, issues=every[: len(kept)], issues_left_out=len(every) - len(kept))
    lines = [f"The schema has {len(every)} problem{'s' if len(every) != 1 else ''}:"]
    lines += [f"- {item.path or 'schema'}: {item.message} [{item.code}]" for item in said.issues]
    lines += [f"... and {said.issues_left_out} more"] if said.issues_left_out else []
    lines += [
        "Mend all of them and call validate_schema once more; rowsmith://catalog/schema says what fits."
    ]
    return answer(said, "\n".join(lines))


TOOLS: list[MendableTool] = [
    tool(
        extract_schema,
        title="Read a request into a schema",
        scope="write",
        hint="Say the columns, e.g. '500 users with name, email, age 18-80', or write the schema yourself.",
    ),
    tool(validate_schema, title="Check a schema", scope="read"),
    tool(
        preview_rows,
        title="Show a few rows",
        scope="read",
        hint="validate_schema lists every problem of a schema at once.",
        meta={"ui": {"resourceUri": PREVIEW_URI}},
    ),
]
