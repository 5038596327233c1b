"""Rows for showing: as JSON values or in a file format, and never more bytes than a client can be sent."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from rowsmith import engine
from rowsmith.errors import InvalidInput
from rowsmith.formats import open_format
from rowsmith.plan import Plan, TablePlan
from rowsmith.schema import DataSchema, FieldDefinition

MAX_BYTES = 64_000_000
"""Memory that the rows of one answer may take."""


def check_size(schema: DataSchema, rows: int) -> None:
    """Refuse rows that are huge by their own schema, before any is made."""
    least = max((_least(table.fields) for table in schema.all_tables()), default=0)
    if least * max(rows, 1) > MAX_BYTES:
        raise InvalidInput(
            f"{rows:,} rows of at least {least:,} bytes are too much for one answer; ask for fewer rows, "
            "or make a job"
        )


def rows_of(plan: Plan, table: TablePlan, offset: int, count: int) -> pa.RecordBatch:
    """Rows `offset` to `offset + count` of a table, as far as there are any, within `MAX_BYTES`."""
    start = min(offset, table.rows)
    count = max(0, min(count, table.rows - start))
    if count > 1:
        one = engine.generate(plan, table, start, 1)
        if one.nbytes * count > MAX_BYTES:
            raise InvalidInput(
                f"{count:,} rows of about {one.nbytes:,} bytes are too much for one answer; ask for fewer"
            )
    return engine.generate(plan, table, start, count)


def json_rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Rows as JSON values, exactly as the format `jsonl` writes them."""
    return [json.loads(line) for line in encoded(batch, "jsonl").splitlines()]


def encoded(batch: pa.RecordBatch, format_: str) -> bytes:
    """Rows as a file of any format."""
    sink = io.BytesIO()
    writer = open_format(format_).writer(sink, batch.schema)
    writer.write(batch)
    writer.close()
    return sink.getvalue()


def _least(fields: Iterable[FieldDefinition]) -> int:
    """Bytes that a row takes at the very least."""
    total = 0
    for field in fields:
        length = field.constraints.min_length or 0
        if field.items is not None:
            total += length * max(1, _least([field.items]))
        elif field.fields is not None:
            total += _least(field.fields)
        else:
            total += length
    return total
