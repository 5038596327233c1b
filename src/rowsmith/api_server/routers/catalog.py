"""What there is to choose from: semantic types, formats, and languages to import from."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from rowsmith.api_server.dependencies import READ, BenchDep
from rowsmith.errors import NotFound
from rowsmith.formats import format_names, formats
from rowsmith.generators import SemanticType, semantic_types
from rowsmith.importers import importers
from rowsmith.registry import UnknownName

router = APIRouter(prefix="/catalog", tags=["catalog"])


class TypeEntry(BaseModel):
    """A semantic type with an example and the JSON Schema of its parameters."""

    name: str
    version: int
    example: str
    description: str
    aliases: list[str]
    parameters: dict[str, Any]


class TypesResponse(BaseModel):
    """The semantic types, sorted by name."""

    types: list[TypeEntry]
    total: int


class FormatEntry(BaseModel):
    """A file format with the JSON Schema of its options."""

    name: str
    media_type: str
    description: str
    extension: str
    options: dict[str, Any]


class FormatsResponse(BaseModel):
    """The formats, and every name that `output_format` takes."""

    formats: list[FormatEntry]
    names: list[str]


class ImporterEntry(BaseModel):
    """A language that a schema can be imported from."""

    kind: str
    description: str
    takes: str
    dialects: list[str]
    example: str


class ImportersResponse(BaseModel):
    """What `POST /schema/import` takes."""

    importers: list[ImporterEntry]


@router.get("/types", operation_id="list_types", **READ)
async def types(
    bench: BenchDep,
    search: Annotated[str | None, Query(max_length=100, description="A part of the name or meaning.")] = None,
) -> TypesResponse:
    """List the semantic types."""
    found = await bench.run(_types, search)
    return TypesResponse(types=found, total=len(found))


@router.get("/types/{name}", operation_id="get_type", **READ)
async def type_(name: str, bench: BenchDep) -> TypeEntry:
    """Show one semantic type, e.g. `person.email` or `faker.company_email`."""
    return await bench.run(_type, name)


@router.get("/formats", operation_id="list_formats", **READ)
async def list_formats(bench: BenchDep) -> FormatsResponse:
    """List the file formats."""
    return await bench.run(_formats)


@router.get("/importers", operation_id="list_importers", **READ)
async def list_importers(bench: BenchDep) -> ImportersResponse:
    """List the languages that a schema can be imported from."""
    return await bench.run(_importers)


def _types(search: str | None) -> list[TypeEntry]:
    wanted = (search or "").lower()
    return [_entry(item) for item in semantic_types if wanted in f"{item.name} {item.description}".lower()]


def _type(name: str) -> TypeEntry:
    try:
        return _entry(semantic_types.get(name))
    except UnknownName as error:
        raise NotFound(error.message) from None


def _entry(item: SemanticType) -> TypeEntry:
    return TypeEntry(
        name=item.name,
        version=item.version,
        example=item.example,
        description=item.description,
        aliases=list(item.aliases),
        parameters=item.json_schema(),
    )


def _formats() -> FormatsResponse:
    entries = [
        FormatEntry(
            name=item.name,
            media_type=item.media_type,
            description=item.description,
            extension=item.extension,
            options=item.options.model_json_schema(),
        )
        for item in formats
    ]
    return FormatsResponse(formats=entries, names=format_names())


def _importers() -> ImportersResponse:
    entries = [
        ImporterEntry(
            kind=item.kind,
            description=item.description,
            takes=item.takes,
            dialects=list(item.dialects),
            example=item.example,
        )
        for item in importers
    ]
    return ImportersResponse(importers=entries)
