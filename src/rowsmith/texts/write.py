"""From a plan with text to be written to one in which it is."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.plan.model import Plan, TablePlan, Unwritten
from rowsmith.schema import DataSchema
from rowsmith.texts.author import Author
from rowsmith.texts.pools import write_pool
from rowsmith.texts.table import by_rows


def unwritten_fields(plan: Plan) -> list[str]:
    """The fields that wait for a model: `["reviews.body"]`."""
    return [
        f"{table.name}.{field.name}"
        for table in plan.tables
        for field in table.fields
        if isinstance(field.source, Unwritten)
    ]


async def write_texts(plan: Plan, schema: DataSchema, author: Author, salt: str) -> Plan:
    """The plan with its pools and templates written, and its rows ready to be asked for."""
    plan = by_rows(plan, schema, salt, author.model.id, whole=False)
    tables = [await _written(plan, table, author) for table in plan.tables]
    return replace(plan, tables=tuple(tables))


async def _written(plan: Plan, table: TablePlan, author: Author) -> TablePlan:
    fields = list(table.fields)
    for at, field in enumerate(fields):
        if isinstance(field.source, Unwritten):
            source = await write_pool(plan, table, field, field.source, author)
            reads = tuple(dict.fromkeys([*source.by, *source.slots]))
            fields[at] = replace(field, source=source, reads=reads)
    return replace(table, fields=tuple(fields))
