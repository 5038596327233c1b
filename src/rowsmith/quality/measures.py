"""How each kind of element is measured: one entry in one table.

To measure a new kind, add a function that answers a `Finding` and its line in `MEASURES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rowsmith.plan.derived import Compute, Ordered, Ordinal
from rowsmith.plan.links import Along, Fanout, Link, Shuffled
from rowsmith.quality.chance import share_fits
from rowsmith.quality.places import Finding, Place, plain, share
from rowsmith.quality.spread import correlation, distribution, weights

_LISTED = 30
"""Values that are counted one by one; of more, only the number is said."""


def _field(place: Place) -> Finding:
    rows, values = place.one(f"count(*), count({place.column})")
    return Finding({"rows": rows, "values": values}, not place.there.house.unreadable.get(place.table.name))


def _low(place: Place) -> Finding:
    return _bound(place, "min")


def _high(place: Place) -> Finding:
    return _bound(place, "max")


def _bound(place: Place, function: str) -> Finding:
    (found,) = place.one(f"{function}({place.column})")
    return Finding(plain(found), None, "no values" if found is None else None)


def _null_rate(place: Place) -> Finding:
    column, asked = place.column, float(place.element.asked)
    rows, nulls = place.one(f"count(*), count(*) FILTER (WHERE {column} IS NULL)")
    fits: bool | None = share_fits(nulls, rows, asked)
    source = place.made.source
    if not fits and nulls > rows * asked and isinstance(source, Compute | Ordered):
        # What follows from other fields is null where they are, too; only the other rows were drawn for.
        names = [place.columns.of[name] for name in place.made.reads]
        known = " AND ".join(f"{name} IS NOT NULL" for name in names) or "TRUE"
        own, among = place.there.house.one(
            f"SELECT count(*) FILTER (WHERE {column} IS NULL), count(*) FROM {place.columns.view} WHERE {known}"
        )
        fits = share_fits(own, among, asked) or (None if isinstance(source, Compute) else False)
    return Finding(share(nulls, rows), fits, f"{nulls:,} of {rows:,} rows")


def _nullable(place: Place) -> Finding:
    rows, nulls = place.one(f"count(*), count(*) FILTER (WHERE {place.column} IS NULL)")
    return Finding(share(nulls, rows), True, f"{nulls:,} of {rows:,} rows are null")


def _unique(place: Place) -> Finding:
    values, distinct = place.one(f"count({place.column}), count(DISTINCT {place.column})")
    return Finding({"values": values, "distinct": distinct}, values == distinct)


def _short(place: Place) -> Finding:
    return _length(place, "min")


def _long(place: Place) -> Finding:
    return _length(place, "max")


def _length(place: Place, function: str) -> Finding:
    size = "len" if place.field.type == "array" else "length"
    (found,) = place.one(f"{function}({size}({place.column}))")
    return Finding(found)


def _values(place: Place) -> Finding:
    column = place.column
    values, distinct = place.one(f"count({column}), count(DISTINCT {column})")
    if distinct > _LISTED:
        return Finding({"distinct": distinct})
    counted = place.all(
        f"SELECT CAST({column} AS VARCHAR), count(*) FROM {place.source} WHERE {column} IS NOT NULL "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return Finding({text: share(count, values) for text, count in counted})


def _decimals(place: Place) -> Finding:
    text = f"CAST({place.column} AS VARCHAR)"
    fraction = f"rtrim(split_part({text}, '.', 2), '0')"
    (found,) = place.one(f"max(CASE WHEN {text} NOT LIKE '%e%' THEN length({fraction}) END)")
    return Finding(found, found is None or found <= int(place.element.asked))


def _kept(place: Place) -> Finding:
    """Promises row by row: patterns, formulas, orders."""
    return Finding({"rows": place.checked, "broken": place.broken})


def _params(place: Place) -> Finding:
    if place.checks:
        return _kept(place)
    (values,) = place.one(f"count({place.column})")
    return Finding({"values": values})


def _when(place: Place) -> Finding:
    counts: dict[str, Any] = {}
    for item in place.checks:
        condition = item.promise.removeprefix("when ").rpartition(": ")[0]
        counts[condition] = item.checked
    return Finding({"rows": counts, "broken": place.broken})


def _semantic(place: Place) -> Finding:
    column = place.column
    (distinct,) = place.one(f"count(DISTINCT {column})")
    examples = place.all(f"SELECT {column} FROM {place.source} WHERE {column} IS NOT NULL LIMIT 3")
    return Finding({"distinct": distinct, "examples": [plain(row[0]) for row in examples]})


def _sequence(place: Place) -> Finding:
    house, table = place.there.house, place.there.house.tables[place.table.name]
    first, last = house.one(
        f"SELECT min_by({place.column}, rowid), max_by({place.column}, rowid) FROM {table}"
    )
    made, said = place.made, place.field.sequence
    if said is None or isinstance(made.source, Ordinal) or said.template or place.field.type != "integer":
        return Finding({"first": plain(first), "last": plain(last)})
    right = place.rows == 0 or (first, last) == (said.start, said.start + said.step * (place.rows - 1))
    return Finding({"first": first, "last": last}, right)


def _reference(place: Place) -> Finding:
    link = next((item for item in place.plan.links if place.element.field in item.fields), None)
    if link is None:
        return Finding(None)
    orphans = sum(item.broken for item in place.checks if item.promise.startswith("a row of "))
    low, high, mean = _children(place, link)
    counted = isinstance(link.choice, Fanout | Shuffled | Along)
    children = {"min": low, "max": high, "mean": round(mean, 3) if mean is not None else None}
    return Finding({"orphans": orphans, "children": children}, None, None if counted else "chosen freely")


def _children(place: Place, link: Link) -> tuple[Any, Any, float | None]:
    tables, parent = place.there.house.tables, place.there.views[link.table]
    keys = ", ".join(place.columns.of[name] for name in link.fields)
    on = " AND ".join(
        f"low.{place.columns.of[name]} = high.{parent.of[key]}"
        for name, key in zip(link.fields, link.keys, strict=True)
    )
    low, high, mean = place.there.house.one(
        f"SELECT min(coalesce(times, 0)), max(coalesce(times, 0)), avg(coalesce(times, 0)) "
        f"FROM {tables[link.table]} high LEFT JOIN (SELECT count(*) AS times, {keys} "
        f"FROM {tables[place.table.name]} GROUP BY {keys}) low ON {on}"
    )
    return low, high, mean


def _items(place: Place) -> Finding:
    low, high, items = place.one(
        f"min(len({place.column})), max(len({place.column})), sum(len({place.column}))"
    )
    return Finding({"min": low, "max": high, "items": plain(items)})


def _table(place: Place) -> Finding:
    return Finding({"rows": place.rows}, not place.there.house.unreadable.get(place.table.name))


def _rows(place: Place) -> Finding:
    return Finding(place.rows, place.rows == place.plan.rows)


def _time_axis(place: Place) -> Finding:
    axis = place.plan.axis
    if axis is None:
        return Finding(None)
    at, source = place.columns.of[axis.field], place.there.house.tables[place.table.name]
    series = f"PARTITION BY {place.columns.of[axis.per]}" if axis.per else ""
    moment = f"epoch_us(CAST({at} AS TIMESTAMP))"
    first, last = place.there.house.one(f"SELECT min({at}), max({at}) FROM {source}")
    (step,) = place.there.house.one(
        f"SELECT mode(gap) FROM (SELECT {moment} - lag({moment}) OVER ({series} ORDER BY rowid) AS gap "
        f"FROM {source}) WHERE gap > 0"
    )
    regular = axis.calendar == "all" and not axis.jitter and axis.timezone == "UTC" and step is not None
    seconds = step / 1e6 if step is not None else None
    holds = step == axis.step if regular and axis.kept is None else None
    return Finding({"first": plain(first), "last": plain(last), "step_seconds": seconds}, holds)


MEASURES: dict[str, Callable[[Place], Finding]] = {
    "field": _field,
    "constraints.min_value": _low,
    "constraints.max_value": _high,
    "constraints.null_rate": _null_rate,
    "constraints.nullable": _nullable,
    "constraints.unique": _unique,
    "constraints.min_length": _short,
    "constraints.max_length": _long,
    "constraints.enum_values": _values,
    "constraints.precision": _decimals,
    "constraints.pattern": _kept,
    "expression": _kept,
    "params": _params,
    "when": _when,
    "semantic_type": _semantic,
    "sequence": _sequence,
    "reference": _reference,
    "weights": weights,
    "distribution": distribution,
    "correlation": correlation,
    "items": _items,
    "fields": _field,
    "table": _table,
    "table.rows": _rows,
    "table.time_axis": _time_axis,
    "table.unique_together": _kept,
}
"""The rule of each kind of element; kinds without one are shown and not judged."""
