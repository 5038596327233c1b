"""How varied the texts of a language model are: what it offered, and how much of that was there before."""

from __future__ import annotations

from rowsmith.plan import Plan
from rowsmith.plan.written import Pool
from rowsmith.schema.receipt import WrittenTexts


def written_texts(plan: Plan) -> list[WrittenTexts]:
    """A line for each field whose texts are in the plan."""
    return [
        _counted(table.name, field.name, field.source)
        for table in plan.tables
        for field in table.fields
        if isinstance(field.source, Pool)
    ]


def _counted(table: str, field: str, pool: Pool) -> WrittenTexts:
    texts = [text for group in pool.groups for text in group.texts]
    offered = max(pool.offered, 1)
    return WrittenTexts(
        table=table,
        field=field,
        mode="template" if pool.slots else "pool",
        model=pool.model,
        texts=len(set(texts)),
        groups=len(pool.groups),
        offered=pool.offered,
        distinct_rate=round(1 - pool.repeated / offered, 6),
        near_duplicate_rate=round(pool.alike / offered, 6),
    )
