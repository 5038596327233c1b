"""Order between fields: `params: {"after": "start_date", "gap_min": "1 day", "gap_max": "30 days"}`.

A later value is an earlier one plus a distance drawn within what the bounds leave, so nothing is redrawn.
Where the later field has an upper bound, the earlier one is kept far enough below it from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.derived import Ordered
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import Names, UnknownField
from rowsmith.plan.place import Place, common
from rowsmith.plan.steps import DAY, SECOND, TEMPORAL, from_steps, gap_steps, to_steps
from rowsmith.schema import FieldDefinition, TableDefinition

WORDS = ("after", "before", "gap_min", "gap_max")
_KINDS = (*TEMPORAL, "integer", "float", "decimal")


def is_ordered(field: FieldDefinition) -> bool:
    """Whether the field stands after or before another."""
    return ("after" in field.params or "before" in field.params) and field.type in _KINDS


def ordered(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """The plan of a field that is after or before others."""
    if field.constraints.unique:
        message = f"{field.name!r} cannot be unique: it follows from another field"
        raise InvalidInput.of([Issue(f"{path}.constraints.unique", "cannot_be_unique", message)])
    names = Names(place.environment, place.table, place.siblings)
    reads: dict[str, list[str]] = {"after": [], "before": []}
    for word, into in reads.items():
        for other in _others(field, word):
            try:
                found = names.find(_parts(other, place.environment.tables[place.table]))
            except UnknownField as error:
                raise InvalidInput.of(
                    [Issue(f"{path}.params.{word}", "unknown_field", error.message)]
                ) from None
            into.append(found.read)
    scale = _scale(field, place.environment.tables[place.table])
    low, high = gaps(field, scale, path)
    least, most = (_steps(bound, field.type, scale, path) for bound in bounds(field))
    if field.type == "time":
        least, most = least or 0, DAY - 1 if most is None else most
    if high is None:
        open_ended = most is None if reads["after"] else least is None
        spread = {"date": 30, "datetime": 30 * DAY, "time": DAY}.get(field.type, 100 * scale)
        high = low + spread if open_ended and not (reads["after"] and reads["before"]) else None
    stride = SECOND if field.type in ("datetime", "time") and low % SECOND == 0 else 1
    source = Ordered(
        tuple(reads["after"]), tuple(reads["before"]), low, high, stride, least, most, scale
    )  # fmt: skip
    shared = common(field, place)
    if field.type in ("float", "decimal") and shared["precision"] is None:
        shared["precision"] = len(str(scale)) - 1
    return FieldPlan(source=source, reads=(*reads["after"], *reads["before"]), **shared)


def tightened(table: TableDefinition, base: str) -> TableDefinition:
    """The table with every field's bounds moved so that those before and after it have room.

    Raises where nothing is left: `start_date` from 2025 on, `end_date` until 2024 and after it.
    """
    fields = {field.name: field for field in table.fields}
    for _ in range(len(fields)):
        changed = False
        for early, late, gap, owner in _pairs(fields, table, base):
            changed = _push(fields, early, late, gap, owner, table, base) or changed
        if not changed:
            break
    return table.model_copy(update={"fields": list(fields.values())})


def _pairs(
    fields: dict[str, FieldDefinition], table: TableDefinition, base: str
) -> Iterator[tuple[str, str, int, str]]:
    for field in list(fields.values()):
        if not is_ordered(field):
            continue
        low, _ = gaps(field, _scale(field, table), f"{base}.{field.name}")
        for other in _others(field, "after"):
            if other in fields and fields[other].type == field.type:
                yield other, field.name, low, field.name
        for other in _others(field, "before"):
            if other in fields and fields[other].type == field.type:
                yield field.name, other, low, field.name


def _push(
    fields: dict[str, FieldDefinition], early: str, late: str, gap: int, owner: str,
    table: TableDefinition, base: str,
) -> bool:  # fmt: skip
    """Lower the earlier field's maximum, or raise the later one's minimum, whichever `owner` is not."""
    first, last, path = fields[early], fields[late], f"{base}.{owner}"
    kind, scale = first.type, max(_scale(first, table), _scale(last, table))
    top = _steps(bounds(last)[1], kind, scale, path)
    floor = _steps(bounds(first)[0], kind, scale, path)
    if kind == "time":
        top, floor = DAY - SECOND if top is None else top, floor or 0
    if top is not None and floor is not None and floor + gap > top:
        message = (
            f"{late!r} comes after {early!r}, which is never before {from_steps(floor, kind, scale)}, but "
            f"{late!r} is at most {from_steps(top, kind, scale)}; move one of the bounds or drop the order"
        )
        raise InvalidInput.of([Issue(path, "order_impossible", message)])
    if owner == late and top is not None:
        known = _steps(bounds(first)[1], kind, scale, path)
        if known is None or known > top - gap:
            fields[early] = _bounded(first, "max_value", from_steps(top - gap, kind, scale))
            return True
    if owner == early and floor is not None:
        known = _steps(bounds(last)[0], kind, scale, path)
        if known is None or known < floor + gap:
            fields[late] = _bounded(last, "min_value", from_steps(floor + gap, kind, scale))
            return True
    return False


def _bounded(field: FieldDefinition, name: str, bound: Any) -> FieldDefinition:
    params = {key: value for key, value in field.params.items() if key != name}
    constraints = field.constraints.model_copy(update={name: bound})
    return field.model_copy(update={"constraints": constraints, "params": params})


def bounds(field: FieldDefinition) -> tuple[Any, Any]:
    """The least and the greatest value, from the constraints or the parameters."""
    low, high = (
        getattr(field.constraints, name)
        if getattr(field.constraints, name) is not None
        else field.params.get(name)
        for name in ("min_value", "max_value")
    )
    return low, high


def gaps(field: FieldDefinition, scale: int, path: str) -> tuple[int, int | None]:
    """The smallest and the largest distance in steps; one step at least where nobody said."""
    default = {"datetime": SECOND, "time": SECOND}.get(field.type, 1)
    try:
        low = field.params.get("gap_min")
        high = field.params.get("gap_max")
        least = gap_steps(_given(low), field.type, scale) if low is not None else None
        most = gap_steps(_given(high), field.type, scale) if high is not None else None
    except InvalidInput as error:
        raise InvalidInput.of([Issue(f"{path}.params", "not_a_gap", error.message)]) from None
    if least is None:
        least = default if most is None or most >= default else 0
    if most is not None and most < least:
        message = f"gap_min {low!r} is above gap_max {high!r}; swap them"
        raise InvalidInput.of([Issue(f"{path}.params.gap_min", "min_above_max", message)])
    return least, most


def _given(value: Any) -> float | str:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return value
    raise InvalidInput(f"{value!r} is not a distance; write '1 day' or a number")


def _steps(bound: Any, kind: str, scale: int, path: str) -> int | None:
    try:
        return None if bound is None else to_steps(bound, kind, scale)
    except InvalidInput as error:
        raise InvalidInput.of([Issue(path, "not_a_bound", error.message)]) from None


def _others(field: FieldDefinition, word: str) -> list[str]:
    said = field.params.get(word)
    return [said] if isinstance(said, str) else [str(item) for item in said] if isinstance(said, list) else []


def _parts(name: str, table: TableDefinition) -> list[str]:
    return [name] if any(field.name == name for field in table.fields) else name.split(".")


def _scale(field: FieldDefinition, table: TableDefinition) -> int:
    """Steps in a unit: powers of ten by the decimals of the field, or of the one it is compared with."""
    if field.type not in ("float", "decimal"):
        return 1
    near = [
        field,
        *(
            item
            for item in table.fields
            if item.name in (*_others(field, "after"), *_others(field, "before"))
        ),
    ]
    said = [item.constraints.precision for item in near if item.constraints.precision is not None]
    return 10 ** (max(said) if said else 2)
