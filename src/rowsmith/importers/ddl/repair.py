"""A schema that came from a script must generate: what the plan refuses is taken back, field by field, and told."""

from __future__ import annotations

from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.ddl.catalogue import Catalogue
from rowsmith.plan import compile_plan
from rowsmith.schema import DataSchema, parse_schema

_ROUNDS = 12
_ROWS = 1000
_FEWER = (500, 200, 50, 20, 10, 5, 2, 1)
_SHAPE = ("name", "type", "reference", "description", "items")


def generating(document: dict[str, Any], catalogue: Catalogue) -> DataSchema:
    """The schema of a document, with what cannot be made taken out of it."""
    tried: dict[str, int] = {}
    for _ in range(_ROUNDS):
        try:
            schema = parse_schema(document)
            compile_plan(schema, rows=_ROWS, seed=0)
        except InvalidInput as error:
            for issue in error.issues:
                _mend(issue, document, catalogue, tried)
        else:
            return schema
    schema = parse_schema(document)
    compile_plan(schema, rows=_ROWS, seed=0)
    return schema


def _mend(issue: Issue, document: dict[str, Any], catalogue: Catalogue, tried: dict[str, int]) -> None:
    parts = issue.path.split(".fields.")
    table = next((table for table in document["tables"] if parts[0] == f"tables.{table['name']}"), None)
    if table is None:
        _mend_whole(issue, document, catalogue, tried)
        return
    field = _named(table, parts[1]) if len(parts) > 1 else None
    times = tried[issue.path] = tried.get(issue.path, 0) + 1
    if "unique" in issue.code and times <= len(_FEWER):
        table["rows"] = _FEWER[times - 1]
    elif field is None:
        _loosen(table, issue, catalogue)
    elif times == 1:
        for word in ("expression", "params", "semantic_type", "sequence"):
            field.pop(word, None)
        catalogue.warn(f"{table['name']}.{field['name']}: {issue.message}")
    else:
        kept = {word: field[word] for word in _SHAPE if word in field}
        nullable = field.get("constraints", {}).get("nullable")
        field.clear()
        field |= kept | ({"constraints": {"nullable": True}} if nullable else {})


def _named(table: dict[str, Any], path: str) -> dict[str, Any] | None:
    return next((f for f in table["fields"] if path == f["name"] or path.startswith(f"{f['name']}.")), None)


def _loosen(table: dict[str, Any], issue: Issue, catalogue: Catalogue) -> None:
    """A group that cannot be unique together is let go."""
    if table.pop("unique_together", None):
        catalogue.warn(f"{table['name']}: not unique together: {issue.message}")


def _mend_whole(issue: Issue, document: dict[str, Any], catalogue: Catalogue, tried: dict[str, int]) -> None:
    """An issue of the relationships, or of no table in particular."""
    tried[issue.path] = tried.get(issue.path, 0) + 1
    if issue.path.startswith("relationships.") and document.get("relationships"):
        place = int(issue.path.split(".")[1])
        if place < len(document["relationships"]):
            gone = document["relationships"].pop(place)
            catalogue.warn(
                f"{gone['child']}: the key {', '.join(gone['child_fields'])} is not kept: {issue.message}"
            )
