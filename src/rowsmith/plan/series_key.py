"""A field that tells the series of a time axis apart: `"per": "sensor"`, where `sensor` is a field of the table."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import semantic_types
from rowsmith.plan.axis import Axis
from rowsmith.plan.capacity import capacity
from rowsmith.plan.model import Draw, FieldPlan
from rowsmith.plan.place import Place, context_of, drawn
from rowsmith.schema import FieldDefinition

_FOLLOWS = ("expression", "when", "text", "fields", "items", "correlation")


def series_key(field: FieldDefinition, axis: Axis, place: Place, path: str) -> FieldPlan:
    """One value for each series, all different and never null."""
    said = [name for name in _FOLLOWS if getattr(field, name)]
    said += [f"params.{name}" for name in ("after", "before") if name in field.params]
    said += ["constraints.null_rate"] if field.constraints.null_rate else []
    if said:
        message = f"{field.name!r} tells series apart, which `{said[0]}` does not allow; leave it out"
        raise InvalidInput.of([Issue(f"{path}.{said[0]}", "not_a_series_key", message)])
    if field.type == "boolean" and field.semantic_type is None:
        both = {"semantic_type": "category.choice", "params": {"values": [True, False]}, "weights": None}
        field = field.model_copy(update=both)
    plan = drawn(field, place, path)
    assert isinstance(plan.source, Draw)  # noqa: S101 - drawn so
    semantic = semantic_types.get(plan.source.semantic_type)
    room = capacity(semantic, plan.source, context_of(plan, place.environment.now, place.stream))
    if room is None or room < axis.members:
        has = "values that may repeat" if room is None else f"{room:,} different values"
        message = (
            f"{field.name!r} tells {axis.members:,} series apart, and has {has} ({plan.source.semantic_type}); "
            "widen its values, ask for fewer rows, or choose another field"
        )
        raise InvalidInput.of([Issue(path, "unique_impossible", message)])
    return replace(plan, by_series=True)
