"""The catalogue as resources short enough for a model to read: types, formats, and the schema of schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rowsmith.errors import NotFound
from rowsmith.formats import format_names, formats
from rowsmith.generators import SemanticType, semantic_types
from rowsmith.mcp_server.json_schema import plain
from rowsmith.registry import UnknownName
from rowsmith.schema import DataSchema


def types_page() -> str:
    """Every semantic type, a family to a line."""
    lines = [
        "Semantic types: a field's `semantic_type` is `family.name`, its `params` are on the type's page.",
        "One type or family with examples and parameters: rowsmith://catalog/types/{name}.",
        "Any Faker provider too: faker.company_email. A field without a type is guessed from its name.",
        "",
    ]
    for family, members in groupby(semantic_types, key=_family):
        names = ", ".join(entry.name.partition(".")[2] or entry.name for entry in members)
        lines.append(f"{family}: {names}")
    return "\n".join(lines)


def type_page(name: str) -> str:
    """One type with its parameters, or one family with an example of each; as JSON."""
    family = [entry for entry in semantic_types if _family(entry) == name]
    if family:
        return _json([{"name": entry.name, "example": entry.example} for entry in family])
    try:
        return _json(described(semantic_types.get(name)))
    except UnknownName as error:
        raise NotFound(error.message) from None


def described(entry: SemanticType) -> dict[str, Any]:
    """A type as JSON: its name, an example, and the JSON Schema of its parameters."""
    return {
        "name": entry.name,
        "example": entry.example,
        "description": entry.description,
        "parameters": entry.json_schema(),
    }


def type_names() -> list[str]:
    """The names of all types."""
    return semantic_types.names()


def formats_page() -> str:
    """The formats and every name that `output_format` takes, as JSON."""
    known = {entry.name: entry.description for entry in formats}
    return _json({"formats": known, "names": format_names()})


def schema_page() -> str:
    """The JSON Schema of a DataSchema, without what only programs need."""
    return _json(plain(DataSchema.model_json_schema()))


def _family(entry: SemanticType) -> str:
    return entry.name.partition(".")[0]


def _json(value: dict[str, Any] | Iterable[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
