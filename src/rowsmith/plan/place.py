"""Where a field stands while it is compiled, and what every way of compiling one begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Context, Stream, semantic_types
from rowsmith.plan.arrow_types import convertible
from rowsmith.plan.capacity import probe
from rowsmith.plan.environment import Environment
from rowsmith.plan.guards import guard_of
from rowsmith.plan.labels import label
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.sources import draw_of
from rowsmith.schema import FieldDefinition

Compiler = Callable[[FieldDefinition, "Place", str], FieldPlan]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: its table, the locale in force there, and the fields of the object around it."""

    environment: Environment
    table: str
    locale: str
    compile: Compiler
    """What compiles a field that stands inside another: `fields.field_plan`."""
    siblings: Sequence[FieldDefinition] = ()
    top: bool = True

    @property
    def stream(self) -> Stream:
        """The table's stream."""
        return Stream((self.environment.seed, self.table))


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
