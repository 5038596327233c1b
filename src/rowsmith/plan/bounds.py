"""Bounds that are said in relation to now, or as a year or a month, as the days and moments they are."""

from __future__ import annotations

import re
from typing import Any, Literal

from rowsmith.errors import InvalidInput
from rowsmith.plan.steps import DAY, from_steps
from rowsmith.schema import FieldDefinition, TableDefinition
from rowsmith.writing.moments import read_moment

_PLAIN = re.compile(r"\s*\d{4}-\d{2}-\d{2}([T ].*)?")
_SIDES: tuple[Literal["min_value", "max_value"], ...] = ("min_value", "max_value")


def absolute(table: TableDefinition, now: int) -> TableDefinition:
    """The table with every `now - 2 years` and `2024-03` among its bounds as a date or a date-time."""
    fields = [_absolute(field, now) for field in table.fields]
    return table if fields == table.fields else table.model_copy(update={"fields": fields})


def _absolute(field: FieldDefinition, now: int) -> FieldDefinition:
    if field.type not in ("date", "datetime"):
        return field
    constraints = {
        side: found
        for side in _SIDES
        if (found := _moment(field, said := getattr(field.constraints, side), now, side)) != said
    }
    params = {
        side: found
        for side in _SIDES
        if side in field.params
        and (found := _moment(field, field.params[side], now, side)) != field.params[side]
    }
    if not constraints and not params:
        return field
    return field.model_copy(
        update={
            "constraints": field.constraints.model_copy(update=constraints),
            "params": field.params | params,
        }
    )


def _moment(field: FieldDefinition, bound: Any, now: int, side: Literal["min_value", "max_value"]) -> Any:
    if not isinstance(bound, str) or _PLAIN.fullmatch(bound):
        return bound
    try:
        return day_or_moment(bound, field.type, now, side)
    except InvalidInput:
        return bound  # the semantic type says what is wrong with it


def day_or_moment(bound: float | str, kind: str, now: int, side: Literal["min_value", "max_value"]) -> Any:
    """A bound as the date or the date-time that it stands for: `2024-03` as the last of March."""
    found = read_moment(bound, now, side)
    if kind == "date":
        # The first day that lies wholly after a lower bound, the last that begins before an upper one.
        return from_steps(-(-found // DAY) if side == "min_value" else found // DAY, "date", 1)
    return from_steps(found, "datetime", 1)
