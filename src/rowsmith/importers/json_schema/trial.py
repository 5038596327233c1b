"""Rows made on trial, as our JSON writer writes them, and validated by the schema they came from."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format
from rowsmith.importers.json_schema.document import Document
from rowsmith.importers.json_schema.fields import Field, Path
from rowsmith.importers.json_schema.shape import Nodes
from rowsmith.plan import compile_plan
from rowsmith.schema import DataSchema, parse_schema

_ROWS = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """A schema that holds, or the field that broke it and how."""

    schema: DataSchema | None
    path: Path = ()
    message: str = ""


def try_out(document: Document, nodes: Nodes, fields: list[Field], name: str | None) -> Trial:
    """Make two hundred rows and validate each, formats checked."""
    try:
        schema = parse_schema({"fields": fields} | ({"name": name} if name else {}))
        plan = compile_plan(schema, rows=_ROWS, seed=0)
    except InvalidInput as error:
        issue = error.issues[0] if error.issues else None
        return Trial(None, _field_at(fields, issue.path if issue else ""), error.message)
    for row in _rows(plan):
        error = next(document.errors(row, nodes), None)
        if error is not None:
            path = tuple("[]" if isinstance(step, int) else str(step) for step in error.absolute_path)
            return Trial(None, path, f"{'.'.join(path) or 'the document'}: {error.message}")
    return Trial(schema)


def _rows(plan: Any) -> list[Any]:
    table = plan.table()
    batch = engine.generate(plan, table, 0, _ROWS)
    sink = io.BytesIO()
    writer = open_format("jsonl").writer(sink, engine.table_schema(table))
    writer.write(batch)
    writer.close()
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def _field_at(fields: list[Field], dotted: str) -> Path:
    """The path of the field that an issue is about: `fields.customer.email.constraints.pattern`."""
    path: list[str] = []
    rest = dotted.removeprefix("fields").lstrip(".")
    while rest:
        found = max(
            (field for field in fields if rest == field["name"] or rest.startswith(f"{field['name']}.")),
            key=lambda field: len(field["name"]),
            default=None,
        )
        if found is None:
            break
        path.append(found["name"])
        rest = rest[len(found["name"]) :].lstrip(".")
        fields = found.get("fields") or []
        if "items" in found:
            fields = [{**found["items"], "name": "items"}]
    return tuple("[]" if step == "items" else step for step in path)
