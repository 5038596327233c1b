"""`compile_plan`: a schema, a number of rows and a seed become a plan, or every reason why they cannot."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Context, Stream, semantic_types
from rowsmith.plan.arrow_types import convertible
from rowsmith.plan.capacity import capacity, probe, together, unique_issue
from rowsmith.plan.graph import order
from rowsmith.plan.guards import guard_of
from rowsmith.plan.labels import label
from rowsmith.plan.model import Array, Draw, FieldPlan, Plan, Struct, TablePlan
from rowsmith.plan.sources import draw_of
from rowsmith.schema import DataSchema, FieldDefinition, TableDefinition
from rowsmith.schema.values import MAX_ROWS

T = TypeVar("T")

DEFAULT_NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""The reference time of a schema that names none in `metadata.now`: fixed, so that plans repeat."""

_ITEMS = 5
_POOLS = ("mimesis", "Faker")
_ATTRIBUTES = {
    "person.gender": "gender",
    "address.country": "country",
    "address.country_code": "country_code",
}


def compile_plan(
    schema: DataSchema,
    *,
    rows: int | None = None,
    seed: int = 0,
    uniqueness_fields: list[str | list[str]] | None = None,
) -> Plan:
    """Compile a schema; raises `InvalidInput` with every problem, each naming its field.

    `rows` is for the tables that name no number themselves. `uniqueness_fields` adds fields, or groups of
    fields, that have no two rows alike.
    """
    collector = _Issues()
    now = collector.run(lambda: _now(schema)) or 0
    if not -(2**63) <= seed < 2**63:
        collector.found.append(Issue("seed", "out_of_range", "a seed is an integer of at most 64 bits"))
    tables = [
        _table(table, schema, rows, seed, now, uniqueness_fields or [], collector)
        for table in schema.all_tables()
    ]
    if collector.found:
        raise InvalidInput.of(collector.found)
    from importlib.metadata import version

    return Plan(seed=seed, now=now, tables=tuple(tables), versions={name: version(name) for name in _POOLS})


class _Issues:
    """Gathers the problems of independent steps, so that one answer names them all."""

    def __init__(self) -> None:
        self.found: list[Issue] = []

    def run(self, step: Callable[[], T], path: str = "") -> T | None:
        try:
            return step()
        except InvalidInput as error:
            self.found += error.issues or [Issue(path, "invalid", error.message)]
            return None


def _now(schema: DataSchema) -> int:
    text = schema.metadata.get("now")
    if text is None:
        moment = DEFAULT_NOW
    else:
        try:
            moment = datetime.datetime.fromisoformat(str(text))
        except ValueError:
            message = f"{text!r} is not an ISO 8601 date or date-time"
            raise InvalidInput.of([Issue("metadata.now", "not_a_time", message)]) from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(microseconds=1)


def _table(
    table: TableDefinition,
    schema: DataSchema,
    rows: int | None,
    seed: int,
    now: int,
    uniqueness: list[str | list[str]],
    collector: _Issues,
) -> TablePlan:
    base = f"tables.{table.name}.fields" if schema.tables else "fields"
    count = table.rows if table.rows is not None else rows
    if count is None or not 0 <= count <= MAX_ROWS:
        found = "how many rows?" if count is None else f"{count:,} rows are outside 0 to {MAX_ROWS:,}"
        collector.found.append(
            Issue("rows", "row_count", f"{found}; give a number of rows, 0 to {MAX_ROWS:,}")
        )
        count = 0
    locale = table.locale or schema.locale or "en"
    stream = Stream((seed, table.name))
    made: dict[str, FieldPlan] = {}
    for field in table.fields:
        path = f"{base}.{field.name}"
        plan = collector.run(lambda field=field, path=path: _field(field, locale, now, stream, path), path)
        if plan is not None:
            made[field.name] = plan
    made = _bind(made)
    alone = [[name] if isinstance(name, str) else list(name) for name in uniqueness] + table.unique_together
    made = _unique(made, alone, count, now, stream, base, collector)
    names, problems = order(made.values(), base)
    collector.found += problems
    return TablePlan(table.name, count, tuple(made.values()), names)


def _field(field: FieldDefinition, locale: str, now: int, stream: Stream, path: str) -> FieldPlan:
    _check_bounds(field, path)
    constraints = field.constraints
    locale = field.locale or locale
    null_rate = constraints.null_rate or 0.0
    common: dict[str, Any] = {
        "name": field.name, "type": field.type, "locale": locale, "null_rate": null_rate,
        "precision": constraints.precision, "depends_on": tuple(field.depends_on),
    }  # fmt: skip
    if field.type == "object":
        children = tuple(
            _field(child, locale, now, stream, f"{path}.{child.name}") for child in field.fields or []
        )
        return FieldPlan(source=Struct(children), **common)
    if field.type == "array" and field.items is not None:
        low = constraints.min_length or 0
        high = constraints.max_length if constraints.max_length is not None else max(low, _ITEMS)
        return FieldPlan(
            source=Array(_field(field.items, locale, now, stream, f"{path}.items"), low, high), **common
        )
    draw, semantic, reason = draw_of(field, path)
    guard = guard_of(field, draw, semantic, path)
    if guard is not None and constraints.unique:
        draw, semantic, guard = guard.fallback, semantic_types.get(guard.fallback.semantic_type), None
    plan = FieldPlan(
        source=draw, guard=guard, label=label(field.name, draw.semantic_type), inferred=reason,
        unique=constraints.unique, **common,
    )  # fmt: skip
    try:
        arrow = probe(semantic, draw, _context(plan, now, stream))
    except InvalidInput as error:
        raise InvalidInput.of(error.issues or [Issue(path, "invalid_parameter", error.message)]) from error
    if not convertible(arrow, plan):
        message = f"{draw.semantic_type} makes values of type {arrow}, which cannot be stored as {field.type}"
        raise InvalidInput.of([Issue(f"{path}.type", "type_mismatch", message)])
    return plan


def _check_bounds(field: FieldDefinition, path: str) -> None:
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
        elif least > most:
            message = f"{low} {least} is above {high} {most}; swap them"
            issues.append(Issue(f"{path}.constraints.{low}", "min_above_max", message))
    issues += [
        Issue(f"{path}.params.{name}", "said_twice", f"{name} is also in `constraints`; keep one")
        for name in ("min_value", "max_value")
        if name in field.params and getattr(constraints, name) not in (None, field.params[name])
    ]
    if issues:
        raise InvalidInput.of(issues)


def _context(field: FieldPlan, now: int, stream: Stream) -> Context:
    return Context(table=stream, locale=field.locale, now=now, label=field.label)


def _bind(made: dict[str, FieldPlan]) -> dict[str, FieldPlan]:
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


def _unique(
    made: dict[str, FieldPlan],
    groups: list[list[str]],
    rows: int,
    now: int,
    stream: Stream,
    base: str,
    collector: _Issues,
) -> dict[str, FieldPlan]:
    """Check every unique field's room, and make the groups unique together."""

    def room(field: FieldPlan) -> int | None:
        if not isinstance(field.source, Draw):
            return None
        return capacity(
            semantic_types.get(field.source.semantic_type), field.source, _context(field, now, stream)
        )

    for group in groups:
        missing = [name for name in group if name not in made]
        if missing:
            message = f"{missing[0]!r} is to be unique but is no field that could be compiled"
            collector.found.append(Issue(f"{base}.{missing[0]}", "unknown_field", message))
        elif len(group) == 1:
            made[group[0]] = replace(made[group[0]], unique=True)
    for name, field in made.items():
        if field.unique:
            issue = unique_issue(field, room(field), rows, f"{base}.{name}")
            collector.found += [issue] if issue else []
    for group in groups:
        if len(group) > 1 and all(name in made for name in group):
            rooms = {name: room(made[name]) for name in group}
            changed = collector.run(partial(together, group, made, rooms, rows, base))
            made |= changed or {}
    return made
