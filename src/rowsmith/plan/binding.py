"""Columns that decide something about a person or a place of the row: `gender`, `country`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rowsmith.plan.labels import label
from rowsmith.plan.model import Draw, FieldPlan
from rowsmith.schema import FieldDefinition

_ATTRIBUTES = {
    "person.gender": "gender",
    "address.country": "country",
    "address.country_code": "country_code",
}


def bind_entities(made: dict[str, FieldPlan]) -> dict[str, FieldPlan]:
    """Let a list of values that decides a person's gender or a place's country bind the fields about them."""
    from rowsmith.plan.infer import infer

    deciders: dict[tuple[str, str], str] = {}
    for field in made.values():
        if isinstance(field.source, Draw) and field.source.semantic_type == "category.choice":
            attribute = _ATTRIBUTES.get(infer(FieldDefinition(name=field.name)).semantic_type)
            if attribute:
                family = "person" if attribute == "gender" else "address"
                deciders.setdefault((attribute, label(field.name, f"{family}.x")), field.name)
    if not deciders:
        return made
    return {name: replace(field, bound=dict(_bound(field, deciders))) for name, field in made.items()}


def _bound(field: FieldPlan, deciders: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    if not isinstance(field.source, Draw):
        return
    family = field.source.semantic_type.partition(".")[0]
    for (attribute, about), decider in deciders.items():
        fits = family in (("person", "internet") if attribute == "gender" else ("address", "phone"))
        if fits and about == field.label and decider != field.name:
            yield attribute, decider
