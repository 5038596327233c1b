"""An extraction as the corpus scorer wants to see it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rowsmith.errors import InvalidInput
from rowsmith.importers.extraction import Extraction
from rowsmith.importers.text import from_text
from rowsmith.schema import FieldDefinition


def extract(prompt: str) -> dict[str, Any]:
    """The scorer's document for a prompt; raises where the prompt is refused."""
    return document(from_text(prompt, today=date.today()))


def document(extraction: Extraction) -> dict[str, Any]:
    tables, keys = [], []
    for table in extraction.schema.all_tables():
        tables.append(
            {"name": table.name, "rows": table.rows, "columns": [_column(field) for field in table.fields]}
        )
        for field in table.fields:
            if field.reference:
                per = field.reference.per_parent
                low = high = None
                if per:
                    low, high = (per.exactly, per.exactly) if per.exactly is not None else (per.min, per.max)
                keys.append(
                    {
                        "child": table.name,
                        "column": field.name,
                        "parent": field.reference.table,
                        "min": low,
                        "max": high,
                    }
                )
    return {
        "rows": extraction.rows,
        "tables": tables,
        "foreign_keys": keys,
        "format": extraction.output_format,
        "locale": extraction.schema.locale,
        "seed": extraction.seed,
        "warnings": list(extraction.warnings),
    }


def _column(field: FieldDefinition) -> dict[str, Any]:
    said = field.constraints
    made: dict[str, Any] = {
        "name": field.name,
        "type": _type(field),
        "min": said.min_value,
        "max": said.max_value,
        "values": said.enum_values,
        "weights": field.weights,
        "null_rate": said.null_rate,
        "nullable": said.nullable,
        "unique": said.unique or None,
        "pattern": said.pattern,
        "decimals": said.precision,
        "expression": field.expression,
        "depends_on": list(field.depends_on),
    }
    if field.sequence and field.sequence.template:
        made["pattern"] = re.sub(
            r"\\\{(\d+)\\\}", lambda hit: rf"\d{{{len(hit[1])}}}", re.escape(field.sequence.template)
        )
    if field.distribution:
        made |= {"dist": field.distribution.name} | {
            key: value for key, value in field.distribution.params().items() if key in ("mean", "std")
        }
    return {key: value for key, value in made.items() if value is not None}


def _type(field: FieldDefinition) -> str:
    return {"internet.ipv4": "ipv4", "internet.ipv6": "ip", "internet.url": "url"}.get(
        field.semantic_type or "", field.type
    )


def read(prompt: str) -> dict[str, Any]:
    """The document, or why the prompt was refused."""
    try:
        return extract(prompt)
    except InvalidInput as error:
        return {"error": str(error)}
