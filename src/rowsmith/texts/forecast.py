"""What writing will cost, before anything is asked."""

from __future__ import annotations

from rowsmith.plan.model import FieldPlan, Plan, TablePlan, Unwritten
from rowsmith.texts.pools import AT_ONCE, extent

_READ = 350
_TEXT = 40


def forecast(plan: Plan) -> tuple[int, int]:
    """Tokens to be read and written, about: `(1400, 4000)` for a pool of a hundred texts."""
    read = written = 0
    for table in plan.tables:
        for field in table.fields:
            if isinstance(field.source, Unwritten):
                texts, calls = _pool(plan, table, field, field.source)
                read, written = read + calls * _READ, written + texts * _TEXT
    return read, written


def _pool(plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten) -> tuple[int, int]:
    when, size = extent(plan, table, field, source)
    groups = len(when) or 1
    return size * groups, -(-size // AT_ONCE) * groups
