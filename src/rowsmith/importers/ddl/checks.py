"""From the condition of a CHECK to bounds, values, patterns, lengths and orders of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from rowsmith.importers.ddl.catalogue import Expression, Table

_COMPARED = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=", exp.EQ: "="}
_MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "="}
_LENGTHS = (exp.Length,)


@dataclass(slots=True)
class Kept:
    """What one field keeps: the words of `FieldConstraint`, and which fields it comes after."""

    constraints: dict[str, Any] = field(default_factory=dict[str, Any])
    above: float | str | None = None
    """A bound that the value itself may not have: `price > 0`."""
    below: float | str | None = None
    after: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    """(other field, whether it must be later and not the same)."""
    not_null: bool = False


def read_checks(table: Table) -> tuple[dict[str, Kept], list[str]]:
    """What each field keeps, by name in lower case, and the conditions that cannot be kept."""
    kept: dict[str, Kept] = {}
    left: list[str] = []
    for check in table.checks:
        left += [condition.sql() for condition in _conjuncts(check) if not _read(condition, table, kept)]
    return kept, left


def _conjuncts(node: Expression) -> Iterator[Expression]:
    node = _bare(node)
    if isinstance(node, exp.And):
        yield from _conjuncts(node.this)
        yield from _conjuncts(node.expression)
    else:
        yield node


def _bare(node: Expression) -> Expression:
    """The node without parentheses, casts and collations, which change no value."""
    while isinstance(node, exp.Paren | exp.Cast | exp.Collate):
        node = node.this
    return node


def _read(node: Expression, table: Table, kept: dict[str, Kept]) -> bool:
    if isinstance(node, exp.Or):
        return _read_or(node, table, kept)
    if isinstance(node, exp.Between):
        low, high = (_value(node.args[side]) for side in ("low", "high"))
        length = _length_of(_bare(node.this), table)
        if length is not None and isinstance(low, int) and isinstance(high, int):
            return _length(length, ">=", low, kept) and _length(length, "<=", high, kept)
        column = _column(node.this, table)
        return (
            column is not None
            and low is not None
            and high is not None
            and all([_bound(column, ">=", low, kept), _bound(column, "<=", high, kept)])
        )
    if isinstance(node, exp.Not):
        return _read_not(node, table, kept)
    if type(node) in _COMPARED:
        return _compare(node, _COMPARED[type(node)], table, kept)
    alternatives = _alternatives(node, table)
    if alternatives is None:
        return _is_json(node)
    return _choose(*alternatives, kept)


def _read_not(node: Expression, table: Table, kept: dict[str, Kept]) -> bool:
    inner = _bare(node.this)
    if not (isinstance(inner, exp.Is) and isinstance(_bare(inner.expression), exp.Null)):
        return False
    column = _column(inner.this, table)
    if column is not None:
        _of(kept, column).not_null = True
    return column is not None


def _read_or(node: Expression, table: Table, kept: dict[str, Kept]) -> bool:
    """Either a null or a condition, or several ways to give the values of one field."""
    parts = [part for part in _disjuncts(node) if not _is_null(part)]
    if len(parts) == 1:
        read = [_read(part, table, kept) for part in _conjuncts(parts[0])]
        return all(read)
    found = [_alternatives(part, table) for part in parts]
    known = [item for item in found if item is not None]
    if len(known) != len(found) or len({column for column, _, _ in known}) != 1:
        return False
    values = [value for _, listed, _ in known for value in listed]
    patterns = [pattern for _, _, listed in known for pattern in listed]
    return _choose(known[0][0], values, patterns, kept)


def _disjuncts(node: Expression) -> Iterator[Expression]:
    node = _bare(node)
    if isinstance(node, exp.Or):
        yield from _disjuncts(node.this)
        yield from _disjuncts(node.expression)
    else:
        yield node


def _is_null(node: Expression) -> bool:
    return isinstance(node, exp.Is) and isinstance(_bare(node.expression), exp.Null)


def _alternatives(node: Expression, table: Table) -> tuple[str, list[Any], list[str]] | None:
    """(column, values, patterns) of `IN (...)`, `= ANY (ARRAY[...])`, `=`, `LIKE` and `~`."""
    column = (
        _column(node.this, table)
        if node.args.get("this") is not None and not isinstance(node.this, str)
        else None
    )
    if column is None:
        return None
    if isinstance(node, exp.In):
        values = [_value(item) for item in node.expressions]
    elif isinstance(node, exp.EQ):
        right = _bare(node.expression)
        if isinstance(right, exp.Any):
            listed = _bare(right.this)
            values = [_value(item) for item in getattr(listed, "expressions", [])]
        else:
            values = [_value(right)]
    elif isinstance(node, exp.Like | exp.ILike):
        pattern = _value(node.expression)
        return (column, [], [_from_like(pattern)]) if isinstance(pattern, str) else None
    elif isinstance(node, exp.Glob):
        pattern = _value(node.expression)
        like = pattern.replace("*", "%").replace("?", "_") if isinstance(pattern, str) else None
        return (column, [], [_from_like(like)]) if like else None
    elif isinstance(node, exp.RegexpLike | exp.RegexpILike):
        pattern = _value(node.expression)
        return (
            (column, [], [pattern.removeprefix("^").removesuffix("$")]) if isinstance(pattern, str) else None
        )
    else:
        return None
    return (column, values, []) if values and None not in values else None


def _choose(column: str, values: list[Any], patterns: list[str], kept: dict[str, Kept]) -> bool:
    into = _of(kept, column).constraints
    if patterns:
        into["pattern"] = "|".join([*(re.escape(str(value)) for value in values), *patterns])
    else:
        before = into.get("enum_values")
        into["enum_values"] = [value for value in values if before is None or value in before]
    return True


def _compare(node: Expression, sign: str, table: Table, kept: dict[str, Kept]) -> bool:
    if sign == "=" and (isinstance(_bare(node.expression), exp.Any) or _column(node.this, table)):
        found = _alternatives(node, table)
        return found is not None and _choose(*found, kept)
    left, right = _bare(node.this), _bare(node.expression)
    if _value(left) is not None:
        left, right, sign = right, left, _MIRRORED[sign]
    value = _value(right)
    length = _length_of(left, table)
    if length is not None and isinstance(value, int):
        return _length(length, sign, value, kept)
    column, other = _column(left, table), _column(right, table)
    if column is not None and value is not None:
        return _bound(column, sign, value, kept)
    if column is None or other is None or sign == "=":
        return False
    if sign in (">", ">="):
        _of(kept, column).after.append((other, sign == ">"))
    else:
        _of(kept, other).after.append((column, sign == "<"))
    return True


def _bound(column: str, sign: str, value: Any, kept: dict[str, Kept]) -> bool:
    into = _of(kept, column)
    if isinstance(value, bool):
        return False
    if sign in (">", ">="):
        into.constraints["min_value"] = value
        into.above = value if sign == ">" else None
    elif sign in ("<", "<="):
        into.constraints["max_value"] = value
        into.below = value if sign == "<" else None
    else:
        into.constraints["enum_values"] = [value]
    return True


def _length(column: str, sign: str, value: int, kept: dict[str, Kept]) -> bool:
    into = _of(kept, column).constraints
    if sign in (">", ">=", "="):
        into["min_length"] = value + (sign == ">")
    if sign in ("<", "<=", "="):
        into["max_length"] = value - (sign == "<")
    return True


def _length_of(node: Expression, table: Table) -> str | None:
    if isinstance(node, _LENGTHS) or (
        isinstance(node, exp.Anonymous) and node.name.upper() in ("LEN", "CHAR_LENGTH")
    ):
        inner = node.this if isinstance(node, _LENGTHS) else (node.expressions or [None])[0]
        inner = _bare(inner) if inner is not None else None
        inner = _bare(inner.this) if isinstance(inner, exp.Trim) else inner
        return _column(inner, table) if inner is not None else None
    return None


def _is_json(node: Expression) -> bool:
    """`json_valid(x)`: kept by the type itself."""
    return isinstance(node, exp.Func) and "json" in node.sql().lower()[:12]


def _of(kept: dict[str, Kept], column: str) -> Kept:
    return kept.setdefault(column.lower(), Kept())


def _column(node: Expression | None, table: Table) -> str | None:
    """The column that a node is, if it is one of this table."""
    node = _bare(node) if node is not None else None
    if not isinstance(node, exp.Column):
        return None
    found = table.column(node.name)
    return found.name if found is not None else None


def _value(node: Expression | None) -> Any:
    """A constant: a number, a text, true or false; None for anything else."""
    node = _bare(node) if node is not None else None
    if isinstance(node, exp.Neg):
        inner = _value(node.this)
        return -inner if isinstance(inner, int | float) else None
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.National):
        return node.name
    if not isinstance(node, exp.Literal):
        return None
    if node.is_string:
        return node.name
    try:
        return int(node.name)
    except ValueError:
        return float(node.name)


def _from_like(pattern: str) -> str:
    """`A_%` as a regular expression; `[0-9]` is SQL Server's."""
    made: list[str] = []
    for part in re.findall(r"\[\^?[^\]]*\]|.", pattern, re.DOTALL):
        if part == "%":
            made.append("[a-z0-9]{0,8}")
        elif part == "_":
            made.append("[A-Za-z0-9]")
        else:
            made.append(part if len(part) > 1 else re.escape(part))
    return "".join(made)
