"""One field: from its definition to a `FieldPlan`, whichever way its values come about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.arrow_types import field_type
from rowsmith.plan.derived import OnAxis, Ordinal, Refer
from rowsmith.plan.graph import order
from rowsmith.plan.history import in_history
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import Array, FieldPlan, Struct
from rowsmith.plan.ordering import is_ordered, ordered
from rowsmith.plan.place import Place, common, drawn
from rowsmith.plan.series import along, is_along
from rowsmith.plan.series_key import series_key
from rowsmith.plan.text import unwritten
from rowsmith.schema import FieldDefinition

_ITEMS = 5


def field_plan(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """Compile one field; raises `InvalidInput` with what is wrong with it."""
    check_bounds(field, path)
    by_table = _by_table(field, place, path) if place.top else None
    if by_table is not None:
        return by_table
    # What reads SQL is imported where there is some, so that a schema without starts faster.
    if field.when:
        from rowsmith.plan.conditions import cases

        return cases(field, place, path)
    if field.expression is not None:
        from rowsmith.plan.computed import computed

        return computed(field, place, path)
    if place.top and is_along(field, place):
        return along(field, place, path)
    if is_ordered(field):
        return ordered(field, place, path)
    if field.sequence is not None and field.sequence.per is not None:
        return _ordinal(field, place, path)
    if field.type == "object":
        return _object(field, place, path)
    if field.type == "array" and field.items is not None:
        return _array(field, field.items, place, path)
    return _told(field, place, path)


def _by_table(field: FieldDefinition, place: Place, path: str) -> FieldPlan | None:
    """A field that its table fills: the moments of an axis, the periods of a history, the keys of parents."""
    axis = place.environment.axes.get(place.table)
    if axis is not None and field.name == axis.field:
        if field.type not in ("date", "datetime"):
            message = f"a time axis is a date or a datetime, and {field.name!r} is of type {field.type}"
            raise InvalidInput.of([Issue(f"{path}.type", "type_mismatch", message)])
        return FieldPlan(source=OnAxis(), **common(field, place))
    if place.environment.tables[place.table].history is not None:
        found = in_history(field, place, path)
        if found is not None:
            return found
    link = place.environment.link_of(place.table, field.name)
    if axis is not None and field.name == axis.per and link is None:
        return series_key(field, axis, place, path)
    if link is None or field.when:
        return None
    plain = field.type if "type" in field.model_fields_set else None
    kind, precision = field_type(place.environment.kind(place.table, field))
    return FieldPlan(
        name=field.name, type=plain or kind, precision=precision,
        source=Refer(link.name, link.keys[link.fields.index(field.name)]),
        unique=field.constraints.unique, depends_on=tuple(field.depends_on),
    )  # fmt: skip


def _told(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """A field whose values are drawn, or written by a language model."""
    if field.text is None:
        return drawn(field, place, path)
    return unwritten(field, field.text, place, path)


def _object(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    children = field.fields or []
    inside = replace(place, locale=field.locale or place.locale, siblings=children, top=False)
    plans = {child.name: field_plan(child, inside, f"{path}.{child.name}") for child in children}
    names, problems = order(plans.values(), path)
    if problems:
        raise InvalidInput.of(problems)
    reads = _outside(plans.values(), set(plans))
    return FieldPlan(
        source=Struct(tuple(plans.values()), tuple(name for name in names if name in plans)),
        reads=reads,
        **common(field, place),
    )


def _array(field: FieldDefinition, items: FieldDefinition, place: Place, path: str) -> FieldPlan:
    low = field.constraints.min_length or 0
    high = field.constraints.max_length if field.constraints.max_length is not None else max(low, _ITEMS)
    inside = replace(place, locale=field.locale or place.locale, top=False)
    plan = field_plan(items, inside, f"{path}.items")
    return FieldPlan(source=Array(plan, low, high), reads=plan.reads, **common(field, place))


def _outside(plans: Any, inside: set[str]) -> tuple[str, ...]:
    """What the members of an object read that is not in the object."""
    return tuple(dict.fromkeys(name for plan in plans for name in plan.reads if name not in inside))


def _ordinal(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """A counter that starts anew for each parent: the number of a line in its order."""
    sequence = field.sequence
    per = sequence.per if sequence else None
    link = place.environment.link_of(place.table, per or "")
    if sequence is None or link is None or not isinstance(link.choice, Fanout):
        message = f"a sequence per {per!r} needs a reference of that name that says `per_parent`"
        raise InvalidInput.of([Issue(f"{path}.sequence.per", "not_counted", message)])
    if not pa.types.is_integer(place.environment.kind(place.table, field)):
        raise InvalidInput.of([Issue(f"{path}.type", "type_mismatch", "a sequence per parent is an integer")])
    source = Ordinal(link.name, sequence.start, sequence.step)
    return FieldPlan(source=source, **common(field, place))


def check_bounds(field: FieldDefinition, path: str) -> None:
    """Bounds that are the wrong way round, or said twice, are refused."""
    constraints = field.constraints
    issues: list[Issue] = []
    for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
        least, most = getattr(constraints, low), getattr(constraints, high)
        if least is None or most is None:
            continue
        if isinstance(least, str) != isinstance(most, str):
            issues.append(
                Issue(f"{path}.constraints.{low}", "mixed_bounds", f"{least!r} and {most!r} do not compare")
            )
        elif not isinstance(least, str) and least > most:  # the types compare dates, which may be partial
            message = f"{low} {least} is above {high} {most}; swap them"
            issues.append(Issue(f"{path}.constraints.{low}", "min_above_max", message))
    issues += [
        Issue(f"{path}.params.{name}", "said_twice", f"{name} is also in `constraints`; keep one")
        for name in ("min_value", "max_value")
        if name in field.params and getattr(constraints, name) not in (None, field.params[name])
    ]
    if issues:
        raise InvalidInput.of(issues)
