"""What writing will cost, before anything is asked."""

from __future__ import annotations

from rowsmith.plan.model import FieldPlan, Plan, TablePlan, Unwritten
from rowsmith.texts.pools import AT_ONCE, SIZE, SIZE_EACH, combinations

_READ = 350
_TEXT, _VALUE = 40, 8


def forecast(plan: Plan) -> tuple[int, int]:
    """Tokens to be read and written, about: `(1400, 4000)` for a pool of a hundred texts."""
    read = written = 0
    for table in plan.tables:
        for field in table.fields:
            if isinstance(field.source, Unwritten) and field.source.mode != "row":
                texts, calls = _pool(plan, table, field, field.source)
                read, written = read + calls * _READ, written + texts * _TEXT
        per_row = _per_row(table)
        if per_row:
            read += -(-table.rows // 20) * _READ + table.rows * _VALUE * 2
            written += table.rows * per_row
    return read, written


def _pool(plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten) -> tuple[int, int]:
    groups = len(combinations(plan, table, source.by, field.name)) or 1
    size = source.size or (SIZE_EACH if source.by else SIZE)
    return size * groups, -(-size // AT_ONCE) * groups


def _per_row(table: TablePlan) -> int:
    """Tokens of a row's answer."""
    if table.asked is not None:
        return sum(
            _VALUE + (_TEXT if item.shape.get("type") == "string" else 2) for item in table.asked.fields
        )
    rows = [
        field for field in table.fields if isinstance(field.source, Unwritten) and field.source.mode == "row"
    ]
    return len(rows) * (_TEXT + _VALUE)
