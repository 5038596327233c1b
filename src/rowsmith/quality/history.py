"""A history on finished files: periods that touch and never overlap, the last one open and current."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.plan import TablePlan
from rowsmith.plan.derived import Latest, Valid
from rowsmith.plan.steps import from_steps
from rowsmith.quality.report import Check
from rowsmith.quality.views import Columns
from rowsmith.quality.warehouse import Warehouse
from rowsmith.schema import TableDefinition


def of_history(
    house: Warehouse, definition: TableDefinition, table: TablePlan, columns: Columns
) -> Iterator[Check]:
    """The promises of a table's history, whatever the order of the rows in the file."""
    history = definition.history
    if history is None:
        return
    source = table.field(history.valid_from).source
    if not isinstance(source, Valid):
        raise TypeError(f"{history.valid_from!r} is not filled by the history")
    begins, ends = columns.of[history.valid_from], columns.of[history.valid_to]
    keys = ", ".join(columns.of[name] for name in table.link(source.link).fields)
    current = next((field.name for field in table.fields if isinstance(field.source, Latest)), None)
    rows = (
        f"SELECT *, lead({begins}) OVER one AS following, row_number() OVER one AS place "
        f"FROM {columns.view} WINDOW one AS (PARTITION BY {keys} ORDER BY {begins}, row)"
    )
    open_end = table.field(history.valid_to).source
    until = open_end.open_end if isinstance(open_end, Valid) else None
    kind = "TIMESTAMP" if table.field(history.valid_from).type == "datetime" else "DATE"
    last = "NULL" if until is None else _moment(until, kind)
    promises = [
        (history.valid_from, "before valid_to", "TRUE", f"{begins} >= {ends}"),
        (history.valid_to, "the beginning of the next version", "following IS NOT NULL",
         f"{ends} IS DISTINCT FROM following"),
        (history.valid_to, "open for the last version", "following IS NULL", f"{ends} IS DISTINCT FROM {last}"),
    ]  # fmt: skip
    if current is not None:
        flag = f"{columns.of[current]} IS DISTINCT FROM (following IS NULL)"
        promises.append((current, "true for the last version alone", "TRUE", flag))
    if any(field.name == history.version for field in table.fields):
        number = f"{columns.of[history.version]} IS DISTINCT FROM place"
        promises.append((history.version, "counted from 1 in the order of time", "TRUE", number))
    if source.since is None:
        start, end = _moment(source.start, kind), _moment(source.end, kind)
        broken = f"{begins} < {start} OR {begins} > {end}"
        text = f"from {start} to {end}".replace(f"{kind} ", "")
        promises.append((history.valid_from, text, "TRUE", broken))
    else:
        since = f"CAST({columns.of[source.since]} AS {kind})"
        late = since if kind == "DATE" else f"{since} + INTERVAL 1 SECOND"
        broken = f"{begins} < {since} OR {begins} > {late}"
        promises.append((history.valid_from, f"first at {history.start}", "place = 1", broken))
    for field, text, where, broken in promises:
        checked, wrong, row = house.one(
            f"SELECT count(*), count(*) FILTER ({broken}), min(row) FILTER ({broken}) FROM ({rows}) WHERE {where}"
        )
        example = f"row {row}" if wrong else None
        yield Check(table.name, field, text, checked, wrong, example, "history")


def _moment(steps: int, kind: str) -> str:
    return f"{kind} '{from_steps(steps, 'datetime' if kind == 'TIMESTAMP' else 'date', 1)}'"
