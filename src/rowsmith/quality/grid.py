"""A time axis on finished files: every row at one of its moments, and no moment twice or left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.plan import TablePlan
from rowsmith.plan.axis import Axis, moments
from rowsmith.plan.steps import DAY
from rowsmith.quality.along import series
from rowsmith.quality.report import Check
from rowsmith.quality.views import Columns
from rowsmith.quality.warehouse import Warehouse

I64 = NDArray[np.int64]
_BATCH = 65_536


def on_the_grid(house: Warehouse, table: TablePlan, columns: Columns) -> Iterator[Check]:
    """The promises of a table's time axis."""
    axis = table.axis
    if axis is None:
        return
    at, rows = columns.of[axis.field], house.rows[table.name]
    apart = _lay(house, axis, whole_days=table.field(axis.field).type == "date")
    when = f"epoch_us(CAST({at} AS TIMESTAMP))"
    placed = (
        f"SELECT own.*, {when} <= grid.high AS hit, grid.place FROM {columns.view} own "
        f"ASOF LEFT JOIN grid ON {when} >= grid.low WHERE {at} IS NOT NULL"
    )
    strays, row = house.one(
        f"SELECT count(*) FILTER (hit IS NOT TRUE), min(row) FILTER (hit IS NOT TRUE) FROM ({placed})"
    )
    text = f"one of {axis.points:,} moments of the time axis"
    yield _check(table, axis, text, rows, strays, row)
    along = series(table, columns)
    if along is not None and apart:
        twice, row = house.one(
            f"SELECT coalesce(sum(times - 1), 0), min(last) FROM (SELECT count(*) AS times, max(row) AS last "
            f"FROM ({placed}) WHERE hit GROUP BY {along.keys}, place HAVING count(*) > 1)"
        )
        yield _check(table, axis, "each moment once in its series", rows, int(twice), row)
        if axis.kept is None:
            (full,) = house.one(
                f"SELECT count(*) FROM (SELECT count(DISTINCT place) AS held FROM ({placed}) WHERE hit "
                f"GROUP BY {along.keys}) WHERE held = {axis.points}"
            )
            text = f"{axis.members:,} series with a row at each moment"
            missing = abs(axis.members - full) if axis.points else 0
            yield _check(table, axis, text, axis.members, missing, None)
    if axis.kept is not None:
        text = f"{axis.rows:,} of {axis.points * axis.members:,} moments have a row"
        yield _check(table, axis, text, rows, abs(axis.rows - rows), None)
    house.connection.execute("DROP TABLE grid")


def _lay(house: Warehouse, axis: Axis, *, whole_days: bool) -> bool:
    """Fill the table `grid` with the earliest and latest microsecond of each moment; whether all lie apart."""
    house.connection.execute("CREATE TABLE grid (place BIGINT, low BIGINT, high BIGINT)")
    apart, before = True, np.zeros((2, 0), np.int64)
    for first in range(0, axis.points, _BATCH):
        places = np.arange(first, min(first + _BATCH, axis.points))
        low, high = _ends(axis, places)
        if whole_days:
            low, high = low // DAY * DAY, high // DAY * DAY
        lows, highs = np.concatenate([before[0], low]), np.concatenate([before[1], high])
        apart = apart and bool((lows[1:] > highs[:-1]).all())
        before = np.stack([low[-1:], high[-1:]])
        house.connection.register("chunk", pa.table({"place": places, "low": low, "high": high}))
        house.connection.execute("INSERT INTO grid SELECT * FROM chunk")
    return apart


def _ends(axis: Axis, places: I64) -> tuple[I64, I64]:
    """The first and the last microsecond at which the row of each moment may be."""
    if not axis.jitter and axis.calendar != "irregular":
        exact = moments(axis, places)
        return exact, exact
    low, high = moments(axis, places, np.zeros(len(places))), moments(axis, places, np.ones(len(places)))
    return low, high - (axis.calendar == "irregular")  # a cell ends where the next one begins


def _check(table: TablePlan, axis: Axis, text: str, checked: int, broken: int, row: int | None) -> Check:
    example = f"row {row}" if broken and row is not None else None
    return Check(table.name, axis.field, text, checked, broken, example, "time_axis")
