"""How each field of a finished file is spread: the numbers and the bars of its plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rowsmith.plan import FieldPlan, TablePlan
from rowsmith.quality.places import plain
from rowsmith.quality.verify import Opened
from rowsmith.schema.receipt import Bar, FieldProfile

_BINS = 24
_TOP = 12
_FEW = 16
"""A number of so few values is plotted value by value."""
_LABEL = 60
_NUMBERS = ("integer", "float", "decimal")
_MOMENTS = ("date", "datetime", "time")


def profiles(there: Opened) -> list[FieldProfile]:
    """A profile of each field, in the order of the schema."""
    return [_profile(there, table, field) for table in there.plan.tables for field in table.fields]


def _profile(there: Opened, table: TablePlan, field: FieldPlan) -> FieldProfile:
    house, column = there.house, there.views[table.name].of[field.name]
    source = house.tables[table.name]
    rows, values, distinct = house.one(
        f"SELECT count(*), count({column}), count(DISTINCT {column}) FROM {source}"
    )
    facts: dict[str, Any] = {
        "table": table.name, "field": field.name, "type": field.type, "rows": rows, "nulls": rows - values,
        "distinct": distinct,
    }  # fmt: skip
    if field.type in _NUMBERS:
        number = f"CAST({column} AS DOUBLE)"
        low, high, mean, std = house.one(
            f"SELECT min({column}), max({column}), avg({number}), stddev_samp({number}) "
            f"FROM {source} WHERE isfinite({number})"
        )
        facts |= {"low": plain(low), "high": plain(high), "mean": plain(mean), "std": plain(std)}
    elif field.type in _MOMENTS:
        low, high = house.one(f"SELECT min({column}), max({column}) FROM {source}")
        facts |= {"low": plain(low), "high": plain(high)}
    if field.type in (*_NUMBERS, *_MOMENTS) and distinct > _FEW:
        bars = list(_ranges(there, source, column, field.type))
        return FieldProfile(**facts, bars=bars, ranges=True)
    if distinct > _TOP and distinct > values / 2 and field.type not in _NUMBERS:
        size = f"length(CAST({column} AS VARCHAR))"
        return FieldProfile(**facts, bars=list(_lengths(there, source, size)), lengths=True)
    bars = [
        Bar(label=str(text)[:_LABEL], count=count)
        for text, count in house.connection.execute(
            f"SELECT CAST({column} AS VARCHAR), count(*) FROM {source} WHERE {column} IS NOT NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_FEW if field.type in _NUMBERS else _TOP}"
        ).fetchall()
    ]
    if field.type in (*_NUMBERS, *_MOMENTS):
        bars.sort(key=lambda bar: _sortable(bar.label))
    return FieldProfile(**facts, bars=bars, others=values - sum(bar.count for bar in bars))


def _lengths(there: Opened, source: str, size: str) -> Iterator[Bar]:
    """A bar for each length, or for ranges of them where there are many."""
    low, high = there.house.one(f"SELECT min({size}), max({size}) FROM {source}")
    width = (high - low) // _BINS + 1
    counted = dict(
        there.house.connection.execute(
            f"SELECT ({size} - {low}) // {width} AS bin, count(*) FROM {source} WHERE {size} IS NOT NULL GROUP BY 1"
        ).fetchall()
    )
    for at in range((high - low) // width + 1):
        yield Bar(label=str(low + at * width), count=counted.get(at, 0))


def _sortable(text: str) -> tuple[float, str]:
    try:
        return (float(text), text)
    except ValueError:
        return (0.0, text)


def _ranges(there: Opened, source: str, column: str, kind: str) -> Iterator[Bar]:
    """Bars of one width from the least to the greatest value."""
    number = _as_number(column, kind)
    low, high = there.house.one(f"SELECT min({number}), max({number}) FROM {source} WHERE isfinite({number})")
    if low is None or not high > low:
        return
    width = (high - low) / _BINS
    counted = dict(
        there.house.connection.execute(
            f"SELECT least({_BINS - 1}, CAST(floor(({number} - ({low!r})) / {width!r}) AS INTEGER)) AS bin, count(*) "
            f"FROM {source} WHERE isfinite({number}) GROUP BY 1"
        ).fetchall()
    )
    for at in range(_BINS):
        yield Bar(label=_shown(low + at * width, kind), count=counted.get(at, 0))


def _as_number(column: str, kind: str) -> str:
    if kind in ("date", "datetime"):
        return f"CAST(epoch(CAST({column} AS TIMESTAMP)) AS DOUBLE)"
    return f"CAST(epoch({column}) AS DOUBLE)" if kind == "time" else f"CAST({column} AS DOUBLE)"


def _shown(value: float, kind: str) -> str:
    import datetime

    if kind in _NUMBERS:
        return f"{value:.6g}"
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=value)
    if kind == "time":
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M")
