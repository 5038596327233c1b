"""One field: from its definition to a `FieldPlan`, whichever way its values come about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Context, Stream, semantic_types
from rowsmith.plan.arrow_types import convertible, field_type
from rowsmith.plan.capacity import probe
from rowsmith.plan.derived import OnAxis, Ordinal, Refer
from rowsmith.plan.environment import Environment
from rowsmith.plan.graph import order
from rowsmith.plan.guards import guard_of
from rowsmith.plan.labels import label
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import Array, FieldPlan, Struct
from rowsmith.plan.ordering import is_ordered, ordered
from rowsmith.plan.sources import draw_of
from rowsmith.schema import FieldDefinition

_ITEMS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: its table, the locale in force there, and the fields of the object around it."""

    environment: Environment
    table: str
    locale: str
    siblings: Sequence[FieldDefinition] = ()
    top: bool = True

    @property
    def stream(self) -> Stream:
        """The table's stream."""
        return Stream((self.environment.seed, self.table))


def field_plan(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """Compile one field; raises `InvalidInput` with what is wrong with it."""
    check_bounds(field, path)
    by_table = _by_table(field, place, path) if place.top else None
    if by_table is not None:
        return by_table
    if field.when:
        from rowsmith.plan.conditions import cases

        return cases(field, place, path)
    if field.expression is not None:
        from rowsmith.plan.computed import computed

        return computed(field, place, path)
    if place.top and (field.distribution or field.generation_hint or "anomaly_of" in field.params):
        from rowsmith.plan.series import along, is_along

        if is_along(field, place):
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
        from rowsmith.plan.history import in_history

        found = in_history(field, place, path)
        if found is not None:
            return found
    link = place.environment.link_of(place.table, field.name)
    if axis is not None and field.name == axis.per and link is None:
        from rowsmith.plan.series_key import series_key

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
    from rowsmith.plan.text import unwritten

    return unwritten(field, field.text, place, path)


def common(field: FieldDefinition, place: Place) -> dict[str, Any]:
    """What every kind of field takes over from its definition."""
    return {
        "name": field.name, "type": field.type, "locale": field.locale or place.locale,
        "null_rate": field.constraints.null_rate or 0.0, "precision": field.constraints.precision,
        "depends_on": tuple(field.depends_on),
    }  # fmt: skip


def drawn(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """A field whose values are drawn from a semantic type."""
    draw, semantic, reason = draw_of(field, place.table, path)
    guard = guard_of(field, draw, semantic, path)
    if guard is not None and field.constraints.unique:
        draw, semantic, guard = guard.fallback, semantic_types.get(guard.fallback.semantic_type), None
    plan = FieldPlan(
        source=draw, guard=guard, label=label(field.name, draw.semantic_type), inferred=reason,
        unique=field.constraints.unique, **common(field, place),
    )  # fmt: skip
    try:
        arrow = probe(semantic, draw, context_of(plan, place.environment.now, place.stream))
    except InvalidInput as error:
        raise InvalidInput.of(error.issues or [Issue(path, "invalid_parameter", error.message)]) from error
    if not convertible(arrow, plan):
        message = f"{draw.semantic_type} makes values of type {arrow}, which cannot be stored as {field.type}"
        raise InvalidInput.of([Issue(f"{path}.type", "type_mismatch", message)])
    return plan


def context_of(field: FieldPlan, now: int, stream: Stream) -> Context:
    """The context in which a field's type is asked what it can do."""
    return Context(table=stream, locale=field.locale, now=now, label=field.label)


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
