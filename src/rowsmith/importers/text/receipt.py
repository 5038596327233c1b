"""Each clause of the request with the schema elements it became."""

from __future__ import annotations

from rowsmith.importers.extraction import Clause
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.schema import DataSchema, FieldDefinition

_PARTS = (
    "distribution",
    "weights",
    "expression",
    "when",
    "reference",
    "sequence",
    "depends_on",
    "semantic_type",
    "params",
    "correlation",
    "items",
    "fields",
)


def receipt(tables: list[TableDraft], schema: DataSchema, request: Request) -> tuple[Clause, ...]:
    """The clauses in the order of the settings, the tables, and what was not understood."""
    made = [Clause(words, (path,)) for words, path in request.facts]
    for table, defined in zip(tables, schema.all_tables(), strict=True):
        base = f"tables.{defined.name}.fields" if schema.tables else "fields"
        by_name = {field.name: field for field in defined.fields}
        made.extend(_clause(draft, by_name[draft.name], base) for draft in table.columns if draft.words)
        made.extend(Clause(words) for draft in table.columns for words in draft.left)
    made.extend(Clause(words) for words in request.ignored)
    return tuple(made)


def _clause(draft: Draft, field: FieldDefinition, base: str) -> Clause:
    path = f"{base}.{field.name}"
    said = field.constraints.model_dump(exclude_defaults=True)
    elements = [path, *(f"{path}.constraints.{name}" for name in said)]
    elements += [f"{path}.{name}" for name in _PARTS if getattr(field, name)]
    return Clause(draft.words, tuple(elements))
