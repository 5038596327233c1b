"""Time axes: rows along time, one series after the other, each row's moment known from its number.

`{"field": "at", "start": "2024-01-01", "end": "2024-12-31", "every": "1 hour", "per": "sensors"}`

An `end` that is a date lasts to the end of that day. A step below a day is counted in real time, so a day of
daylight saving has 23 or 25 hours; a step of days is counted in local time, so midnight stays midnight.
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.cardinality import fanout
from rowsmith.plan.links import Fanout
from rowsmith.plan.steps import DAY, moment, span
from rowsmith.schema import Cardinality, FieldDefinition, TableDefinition, TimeAxis

I64 = NDArray[np.int64]
_HOURS = 8
_OPENING = 9
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class Axis:
    """The time axis of a table: `points` moments for each of `members` series."""

    field: str
    start: int
    """Local microseconds since 1970 of the first moment."""
    step: int
    """Microseconds, or months where `calendar` says so; the whole length where the steps are irregular."""
    points: int
    members: int
    calendar: Literal["all", "business_days", "business_hours", "months", "irregular"] = "all"
    timezone: str = "UTC"
    jitter: float = 0.0
    kept: Fanout | None = None
    """Which moments have a row, where some are missing."""
    per: str | None = None

    @property
    def rows(self) -> int:
        """The rows of all series."""
        return self.points * self.members if self.kept is None else self.kept.children


def compile_axis(
    table: TableDefinition, axis: TimeAxis, parents: int | None, rows: int | None, path: str
) -> Axis:
    """The axis of a table; `parents` is the number of rows of the table that `per` names."""
    if axis.timezone not in zoneinfo.available_timezones():
        raise _wrong(
            f"{path}.timezone",
            "unknown_timezone",
            f"there is no time zone {axis.timezone!r}, e.g. Europe/Paris",
        )
    if not any(field.name == axis.field for field in table.fields):
        raise _wrong(
            f"{path}.field", "unknown_field", f"the time axis names {axis.field!r}, which is no field"
        )
    try:
        start, end = moment(str(axis.start)), _end(axis)
        made = _stepped(axis, start, end)
    except InvalidInput as error:
        raise _wrong(path, "not_a_time_axis", error.message) from None
    if end is not None and end <= start:
        raise _wrong(
            f"{path}.end", "min_above_max", f"the axis ends at {axis.end}, before it starts at {axis.start}"
        )
    members = parents if parents is not None else _members(table, axis, path)
    known = None if end is None or made.calendar == "irregular" else _points(made, end)
    stated = table.rows if table.rows is not None else None
    wanted = None if stated is None else round(stated / (1 - axis.missing)) if axis.missing < 1 else 0
    if members is None:
        members = max(1, (wanted or rows or 0) // known) if known else 1
    if known is None:
        known = max(1, -(-(wanted if wanted is not None else rows or 0) // max(members, 1)))
    if stated is not None and not axis.missing and stated != known * members:
        message = (
            f"{stated:,} rows of {table.name!r} were asked for, but {known:,} moments from {axis.start} "
            f"to {axis.end} for {members:,} series make {known * members:,}; "
            "leave out `rows`, or change the axis"
        )
        raise _wrong(path, "total_against_axis", message)
    made = replace(made, points=known, members=members, per=axis.per)
    if axis.missing and known * members:
        total = stated if stated is not None else round(known * members * (1 - axis.missing))
        made = replace(
            made, kept=fanout(Cardinality(min=0, max=1), known * members, total, path, table.name, "moment")
        )
    return made


def moments(axis: Axis, places: I64, jitter: NDArray[np.float64] | None = None) -> I64:
    """UTC microseconds of the given moments of a series: `[0, 1]` are the first two."""
    shift = np.zeros(len(places)) if jitter is None else jitter
    if axis.calendar == "irregular":
        width = axis.step / axis.points
        return _utc(axis, axis.start + ((places + shift) * width).astype(np.int64))
    moved = ((shift - 0.5) * axis.jitter * _length(axis)).astype(np.int64) if jitter is not None else 0
    if axis.calendar == "months":
        months = np.datetime64(axis.start, "us").astype("datetime64[M]") + places * axis.step
        offset = axis.start - int(
            np.datetime64(axis.start, "us").astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)
        )
        last = (months + 1).astype("datetime64[us]").astype(np.int64) - DAY + offset % DAY
        return _utc(axis, np.minimum(months.astype("datetime64[us]").astype(np.int64) + offset, last)) + moved
    if axis.calendar in ("business_days", "business_hours"):
        return _utc(axis, _business(axis, places)) + moved
    if axis.step % DAY == 0:
        return _utc(axis, axis.start + places * axis.step) + moved
    return _utc(axis, np.array([axis.start]))[0] + places * axis.step + moved


def local(axis: Axis, when: I64) -> I64:
    """The same moments as local microseconds, by which days and weeks are counted."""
    if axis.timezone == "UTC":
        return when
    zoned = pa.array(when).view(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", axis.timezone))
    return pc.local_timestamp(zoned).cast(pa.int64()).to_numpy()


def _business(axis: Axis, places: I64) -> I64:
    """Local moments on working days: the k-th from Monday to Friday, between nine and five for hours."""
    daily = max(1, _HOURS * 3_600_000_000 // axis.step) if axis.calendar == "business_hours" else 1
    day, slot = places // daily, places % daily
    stride = max(1, axis.step // DAY) if axis.calendar == "business_days" else 1
    first = axis.start // DAY
    weekday = (first + 3) % 7
    if weekday > 4:
        first, weekday = first + 7 - weekday, 0
    index = weekday + day * stride
    date = first - weekday + index // 5 * 7 + index % 5
    clock = axis.start % DAY if axis.calendar == "business_days" else _OPENING * 3_600_000_000
    return date * DAY + clock + slot * axis.step * (axis.calendar == "business_hours")


def _utc(axis: Axis, local: I64) -> I64:
    if axis.timezone == "UTC":
        return local
    naive = pa.array(local).view(pa.timestamp("us"))
    zoned = pc.assume_timezone(naive, axis.timezone, ambiguous="earliest", nonexistent="latest")
    return zoned.cast(pa.int64()).to_numpy()


def _length(axis: Axis) -> int:
    return axis.step * 28 * DAY if axis.calendar == "months" else axis.step


def _stepped(axis: TimeAxis, start: int, end: int | None) -> Axis:
    plain = Axis(axis.field, start, 0, 0, 0, timezone=axis.timezone, jitter=axis.jitter)
    if axis.every is None:
        if end is None:
            raise InvalidInput("a time axis needs `every`, or an `end` between which the rows lie")
        return replace(plain, step=end - start, calendar="irregular")
    months = re.fullmatch(r"\s*(\d+)?\s*(month|quarter|year)s?\s*", axis.every, re.IGNORECASE)
    if months:
        size = {"month": 1, "quarter": 3, "year": 12}[months[2].lower()]
        return replace(plain, step=int(months[1] or 1) * size, calendar="months")
    text = axis.every if re.search(r"\d", axis.every) else f"1 {axis.every.strip()}"
    step = span(text)
    if step <= 0:
        raise InvalidInput(f"{axis.every!r} is no step; write one above zero such as '1 hour'")
    calendar = axis.calendar
    if calendar == "business_hours" and step > _HOURS * 3_600_000_000:
        calendar = "business_days"
    return replace(plain, step=step, calendar=calendar)


def _end(axis: TimeAxis) -> int | None:
    if axis.end is None:
        return None
    whole = re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", str(axis.end).strip())
    if whole is None:
        return moment(str(axis.end))
    if len(str(axis.end)) >= 10:
        return moment(str(axis.end)) + DAY
    months = 12 if len(str(axis.end)) == 4 else 1
    after = np.datetime64(moment(str(axis.end)), "us").astype("datetime64[M]") + months
    return int(after.astype("datetime64[us]").astype(np.int64))


def _points(axis: Axis, end: int) -> int:
    """How many moments lie before the end, found by halving."""
    limit = int(_utc(axis, np.array([end]))[0])
    below, above = 0, 1
    while above < _MOST and int(moments(axis, np.array([above]))[0]) < limit:
        above *= 2
    while below < above:
        middle = (below + above) // 2
        if int(moments(axis, np.array([middle]))[0]) < limit:
            below = middle + 1
        else:
            above = middle
    return below


def _members(table: TableDefinition, axis: TimeAxis, path: str) -> int | None:
    """The series that a plain field of the table tells apart: its values, or its whole numbers."""
    if axis.per is None:
        return 1
    field = next((field for field in table.fields if field.name == axis.per), None)
    if field is None:
        message = (
            f"`per` is {axis.per!r}, which is neither a field of {table.name!r} nor a table it refers to"
        )
        raise _wrong(f"{path}.per", "unknown_field", message)
    return distinct(field)


def distinct(field: FieldDefinition) -> int | None:
    """How many values a field has by its definition; None where that is open."""
    if field.constraints.enum_values is not None:
        return len(field.constraints.enum_values)
    if isinstance(field.weights, dict):
        return len(field.weights)
    if field.type == "boolean":
        return 2
    low, high = field.constraints.min_value, field.constraints.max_value
    if field.type == "integer" and isinstance(low, int) and isinstance(high, int):
        return high - low + 1
    return None


def _wrong(path: str, code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue(path, code, message)])
