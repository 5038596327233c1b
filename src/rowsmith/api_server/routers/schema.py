"""Schemas: read from words or files, checked, and shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body

from rowsmith import library
from rowsmith.api_server.complete import complete
from rowsmith.api_server.dependencies import READ, WRITE, BenchDep, ServicesDep
from rowsmith.api_server.rows import check_size, json_rows, rows_of
from rowsmith.importers.extraction import Extraction
from rowsmith.schema.messages import (
    SchemaChange,
    SchemaExtractionRequest,
    SchemaExtractionResponse,
    SchemaImportRequest,
    SchemaIssue,
    SchemaPreviewRequest,
    SchemaPreviewResponse,
    SchemaValidationResponse,
)

complete(SchemaExtractionRequest, SchemaImportRequest, SchemaPreviewRequest)
router = APIRouter(prefix="/schema", tags=["schema"])

_ANY_SCHEMA = Body(
    description="A `DataSchema`, right or wrong: every problem of it is in the answer.",
    examples=[{"fields": [{"name": "age", "type": "integer", "constraints": {"min_value": 18}}]}],
)


@router.post("/extract", operation_id="extract_schema", **WRITE)
async def extract(
    request: SchemaExtractionRequest, bench: BenchDep, services: ServicesDep
) -> SchemaExtractionResponse:
    """Turn a request in plain words into a schema, or edit a schema, and say what was not understood."""
    config = services.manager.config.model
    # A model's answer takes seconds of waiting and no computing: it must not hold a place for what computes.
    waits = request.extractor != "offline" and not config.offline
    if request.data_schema is not None:
        found = await bench.run(library.edit, request.data_schema, request.user_input)
    else:
        found = await (services.makers if waits else bench).run(
            library.extract, request.user_input, context=request.context, example_data=request.example_data,
            extractor=request.extractor, on_failure=request.on_failure, model=config,
        )  # fmt: skip
    services.metrics.extractions.labels(found.extractor).inc()
    return _response(found)


@router.post("/import", operation_id="import_schema", **WRITE)
async def import_(
    request: SchemaImportRequest, bench: BenchDep, services: ServicesDep
) -> SchemaExtractionResponse:
    """Turn DDL, a JSON Schema or a sample into a schema."""
    found = await bench.run(_import, request)
    services.metrics.extractions.labels(found.extractor).inc()
    return _response(found)


@router.post("/validate", operation_id="validate_schema", **READ)
async def validate(
    schema: Annotated[dict[str, Any], _ANY_SCHEMA], bench: BenchDep
) -> SchemaValidationResponse:
    """Check a schema; an invalid one is answered with 200 and all of its problems."""
    issues = await bench.run(library.validate, schema)
    shown = [SchemaIssue(path=item.path, code=item.code, message=item.message) for item in issues]
    return SchemaValidationResponse(valid=not issues, issues=shown)


@router.post("/preview", operation_id="preview_rows", **READ)
async def preview(request: SchemaPreviewRequest, bench: BenchDep) -> SchemaPreviewResponse:
    """Show rows from anywhere in the dataset that a schema describes, without a job."""
    return await bench.run(_preview, request)


def _import(request: SchemaImportRequest) -> Extraction:
    return library.import_schema(request.kind, request.given(), dialect=request.dialect, name=request.name)


def _preview(request: SchemaPreviewRequest) -> SchemaPreviewResponse:
    check_size(request.data_schema, request.rows)
    plan = library.make_plan(request.data_schema, rows=request.offset + request.rows, seed=request.seed)
    table = plan.tables[0] if request.table is None else plan.table(request.table)
    batch = rows_of(plan, table, request.offset, request.rows)
    return SchemaPreviewResponse(
        table=table.name,
        tables=[item.name for item in plan.tables],
        columns=batch.schema.names,
        data=json_rows(batch),
        seed=plan.seed,
        plan_hash=plan.hash,
    )


def _response(found: Extraction) -> SchemaExtractionResponse:
    return SchemaExtractionResponse(
        schema=found.schema,
        confidence=found.confidence,
        suggestions=list(found.suggestions),
        warnings=list(found.warnings),
        receipt=found.clauses(),
        rows=found.rows,
        output_format=found.output_format,
        seed=found.seed,
        extractor=found.extractor,
        changes=[SchemaChange.model_validate(asdict(change)) for change in found.changes],
    )
