"""From a plan with text to be written to one in which it is."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.llm import Answers, Ledger, ModelConfig, Tally, open_model, run
from rowsmith.plan.model import Plan, TablePlan, Unwritten
from rowsmith.plan.written import Pool
from rowsmith.texts.answers import disk_answers
from rowsmith.texts.author import Author
from rowsmith.texts.pools import write_pool


def unwritten_fields(plan: Plan) -> list[str]:
    """The fields that wait for a model: `["reviews.body"]`."""
    return [
        f"{table.name}.{field.name}"
        for table in plan.tables
        for field in table.fields
        if isinstance(field.source, Unwritten)
    ]


def written(
    plan: Plan, config: ModelConfig, *, ledger: Ledger | None = None, answers: Answers | None = None
) -> Plan:
    """The plan with its pools and templates written by the model, and as it is where there is none.

    The texts are part of the plan, so its rows stay a function of it. The same answers, which are kept on
    this machine's disk where nothing else is said, give the same texts and are not paid for again.
    """
    if config.offline or not unwritten_fields(plan):
        return plan
    return run(write(plan, config, ledger or Tally(), answers or disk_answers()))


def carried(plan: Plan, before: Plan) -> Plan:
    """The plan with the texts that another plan of the same tables has already."""
    kept = {
        (table.name, field.name): field
        for table in before.tables
        for field in table.fields
        if isinstance(field.source, Pool)
    }
    tables = [
        replace(
            table,
            fields=tuple(
                replace(field, source=told.source, reads=told.reads)
                if isinstance(field.source, Unwritten) and (told := kept.get((table.name, field.name)))
                else field
                for field in table.fields
            ),
        )
        for table in plan.tables
    ]
    return replace(plan, tables=tuple(tables))


async def write(plan: Plan, config: ModelConfig, ledger: Ledger, answers: Answers) -> Plan:
    """Write all texts of a plan; in the lane of model calls."""
    author = Author(open_model(config), ledger, answers)
    tables = [await _table(plan, table, author) for table in plan.tables]
    return replace(plan, tables=tuple(tables))


async def _table(plan: Plan, table: TablePlan, author: Author) -> TablePlan:
    fields = list(table.fields)
    for at, field in enumerate(fields):
        if isinstance(field.source, Unwritten):
            source = await write_pool(plan, table, field, field.source, author)
            reads = tuple(dict.fromkeys([*source.by, *source.slots]))
            fields[at] = replace(field, source=source, reads=reads)
    return replace(table, fields=tuple(fields))
