"""Measured values in words: `70.3 % free, 29.7 % pro`, `0 of 1,000 broken`."""

from __future__ import annotations

from typing import Any, cast

from rowsmith.schema.receipt import Measured, Receipt, ReceiptClause, WrittenTexts

_LISTED = 5
_LONG = 48
_SHARES = ("weights", "enum_values")


def mark(holds: bool | None) -> str:
    """A sign for people: `✓`, `✗`, or a dash where there is nothing to judge."""
    return "–" if holds is None else "✓" if holds else "✗"


def element_name(path: str) -> str:
    """A path without what every path has: `age.min_value` for `fields.age.constraints.min_value`."""
    short = path.replace(".constraints.", ".").replace(".fields.", ".")
    return short.removeprefix("tables.").removeprefix("fields.") or path


def said(item: Measured) -> str:
    """The measured value in a few words: `said(...)` is `18` for a least value, `10.2 %` for a null share."""
    kind = item.element.rpartition(".")[2]
    value = item.measured
    if value is None:
        return item.note or ""
    if kind in ("null_rate", "nullable"):
        return _percent(float(cast("float", value)))
    if isinstance(value, dict):
        return _dictionary(kind, cast("dict[str, Any]", value))
    return _plain(value)


def asked(item: Measured) -> str:
    """What was asked, in a few words."""
    kind, value = item.element.rpartition(".")[2], item.asked
    if kind == "null_rate" and isinstance(value, int | float):
        return _percent(float(value))
    if isinstance(value, dict):
        return _cut(", ".join(f"{key} {_plain(part)}" for key, part in list(value.items())[:_LISTED]))
    if isinstance(value, list):
        more = f", ... ({len(value)})" if len(value) > _LISTED else ""
        return _cut(", ".join(_plain(part) for part in value[:_LISTED]) + more)
    return "" if value is None or value is True else _plain(value)


def _dictionary(kind: str, value: dict[str, Any]) -> str:
    if kind in _SHARES and "distinct" not in value:
        shown = [f"{key} {_percent(part)}" for key, part in list(value.items())[:_LISTED]]
        return ", ".join(shown) + (f", ... ({len(value)})" if len(value) > _LISTED else "")
    if "broken" in value:
        rows = value["rows"]
        if isinstance(rows, dict):
            parts = cast("dict[str, int]", rows)
            return f"{value['broken']:,} of {sum(parts.values()):,} broken"
        return f"{value['broken']:,} of {rows:,} broken"
    if "orphans" in value:
        children = value["children"]
        mean = f", mean {children['mean']:g}" if children["mean"] is not None else ""
        return f"{value['orphans']:,} orphans, {children['min']} to {children['max']} each{mean}"
    if set(value) == {"values", "distinct"}:
        return f"{value['distinct']:,} distinct of {value['values']:,}"
    if set(value) == {"rows", "values"}:
        return f"{value['values']:,} values in {value['rows']:,} rows"
    return _cut(", ".join(f"{key} {_plain(part)}" for key, part in value.items()), 90)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        parts = cast("list[Any]", value)
        return ", ".join(_cut(_plain(part), 24) for part in parts[:_LISTED])
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return " ".join(f"{key} {_plain(part)}" for key, part in parts.items())
    return _cut(str(value))


def _cut(text: str, most: int = _LONG) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def found(clause: ReceiptClause) -> str:
    """`age.min_value 18; age.max_value 85`; the field alone only where nothing more is said of it."""
    if not clause.understood:
        return "not understood"
    items = clause.measured or []
    kinds = {item.element.rpartition(".")[2] for item in items}
    implied = {"nullable"} if "null_rate" in kinds else set[str]()
    implied |= {"enum_values"} if "weights" in kinds else set[str]()
    parts = [item for item in items if "." in element_name(item.element)]
    own = [item for item in parts if item.element.rpartition(".")[2] not in implied] or items
    return "; ".join(f"{element_name(item.element)} {said(item)}" for item in own)


def clause_line(clause: ReceiptClause) -> str:
    """A clause in one line: `✓ age 18-80: age.min_value 18; age.max_value 80`."""
    holds = clause.holds if clause.understood else False
    return f"{mark(holds)} {_cut(clause.text, 60)}: {found(clause)}"


def verdict(receipt: Receipt) -> str:
    """The outcome in one line: `7 of 7 clauses hold; 23 promises kept over 5,000 rows`."""
    met = len(receipt.clauses) - len(receipt.unmet())
    clauses = f"{met} of {len(receipt.clauses)} clauses hold; " if receipt.clauses else ""
    rows = sum(receipt.rows.values())
    kept = f"{receipt.promises:,} promises of the schema are kept"
    if receipt.broken:
        kept = f"{len(receipt.broken):,} of {receipt.promises:,} promises of the schema are broken"
    return f"{clauses}{kept}, over {rows:,} rows"


def written(item: WrittenTexts) -> str:
    """`reviews.body: 100 texts by google:gemini-3.8-flash; 98 % of what it offered was new, 1 % nearly the same`."""
    return (
        f"{item.table}.{item.field}: {item.texts:,} {'templates' if item.mode == 'template' else 'texts'} by "
        f"{item.model}; {_percent(item.distinct_rate)} of what it offered was new, "
        f"{_percent(item.near_duplicate_rate)} nearly the same as before"
    )
