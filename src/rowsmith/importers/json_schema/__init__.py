"""JSON Schema, drafts 4 to 2020-12: every document that is generated validates.

`from_json_schema('{"properties": {"age": {"type": "integer", "minimum": 18}}}').schema` has a field `age`.
"""

from __future__ import annotations

from rowsmith.importers.extraction import Extraction
from rowsmith.importers.importer import Importer, importers

DRAFTS = ("draft4", "draft6", "draft7", "2019-09", "2020-12")


def from_json_schema(content: str, *, dialect: str | None = None) -> Extraction:
    """The schema of the documents that a JSON Schema describes; `dialect` is its draft if it names none."""
    from rowsmith.importers.json_schema.read import read

    return read(content, dialect)


importers.add(
    "json_schema",
    Importer(
        kind="json_schema",
        description="A JSON Schema, draft 4 to 2020-12.",
        read=from_json_schema,
        example='{"title": "User", "type": "object", "required": ["id"], "properties": {"id": {"type": "string", '
        '"format": "uuid"}, "age": {"type": "integer", "minimum": 18, "maximum": 90}}}',
        dialects=DRAFTS,
    ),
)
