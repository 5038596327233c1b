"""`compile_plan`: a schema, a number of rows and a seed become a plan, or every reason why they cannot."""

from __future__ import annotations

import datetime
from functools import partial

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Stream
from rowsmith.plan.binding import bind_entities
from rowsmith.plan.bounds import absolute
from rowsmith.plan.environment import Environment
from rowsmith.plan.fields import field_plan
from rowsmith.plan.graph import order, order_across
from rowsmith.plan.history import check_history
from rowsmith.plan.issues import Issues
from rowsmith.plan.model import Cover, FieldPlan, Plan, TablePlan
from rowsmith.plan.ordering import is_ordered, tightened
from rowsmith.plan.place import Place
from rowsmith.plan.relations import relate
from rowsmith.plan.unique import Group, asked_unique, make_unique
from rowsmith.schema import DataSchema, TableDefinition

DEFAULT_NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""The reference time of a schema that names none in `metadata.now`: fixed, so that plans repeat."""

_POOLS = ("mimesis", "Faker")


def compile_plan(
    schema: DataSchema,
    *,
    rows: int | None = None,
    seed: int = 0,
    uniqueness_fields: list[Group] | None = None,
) -> Plan:
    """Compile a schema; raises `InvalidInput` with every problem, each naming its field.

    `rows` is for the tables that name no number themselves and hang from no other. `uniqueness_fields` adds
    fields, or groups of fields, that have no two rows alike.
    """
    issues = Issues()
    now = issues.run(lambda: _now(schema)) or 0
    if not -(2**63) <= seed < 2**63:
        issues.found.append(Issue("seed", "out_of_range", "a seed is an integer of at most 64 bits"))
    tables = asked_unique(schema, uniqueness_fields or [], issues)
    tables = [_ordered(table, schema, now, issues) for table in tables]
    relations = relate(schema, tables, rows, issues)
    environment = Environment(
        {table.name: table for table in relations.tables},
        relations.links,
        relations.rows,
        now,
        seed,
        relations.axes,
    )
    made = {table.name: _fields(table, schema, environment, issues) for table in relations.tables}
    plans = [_table(table, schema, environment, made[table.name], issues) for table in relations.tables]
    issues.found += order_across(plans)
    if issues.found:
        raise InvalidInput.of(issues.found)
    from importlib.metadata import version

    return Plan(seed=seed, now=now, tables=tuple(plans), versions={name: version(name) for name in _POOLS})


def _ordered(table: TableDefinition, schema: DataSchema, now: int, issues: Issues) -> TableDefinition:
    """The table with bounds that leave room for the order between its fields."""
    if not any(is_ordered(field) for field in table.fields):
        return table
    table = absolute(table, now)
    return issues.run(partial(tightened, table, _base(table, schema))) or table


def _base(table: TableDefinition, schema: DataSchema) -> str:
    return f"tables.{table.name}.fields" if schema.tables else "fields"


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


def _fields(
    table: TableDefinition, schema: DataSchema, environment: Environment, issues: Issues
) -> dict[str, FieldPlan]:
    """Every field that compiles; the hidden ones that they ask for gather in the environment."""
    place = Place(environment, table.name, table.locale or schema.locale or "en", field_plan)
    made: dict[str, FieldPlan] = {}
    if table.history is not None:
        issues.run(partial(check_history, table, environment, _base(table, schema)))
    for field in table.fields:
        path = f"{_base(table, schema)}.{field.name}"
        plan = issues.run(partial(field_plan, field, place, path), path)
        if plan is not None:
            made[field.name] = plan
    if any(field.correlation for field in table.fields):
        from rowsmith.plan.correlation import correlate

        made = correlate(table, made, environment.now, _base(table, schema), issues)
    return bind_entities(made)


def _table(
    table: TableDefinition,
    schema: DataSchema,
    environment: Environment,
    made: dict[str, FieldPlan],
    issues: Issues,
) -> TablePlan:
    base = _base(table, schema)
    made = make_unique(table, made, environment, base, issues)
    hidden = tuple(environment.hidden.get(table.name, {}).values())
    names, problems = order([*made.values(), *hidden], base)
    issues.found += problems
    links = tuple(environment.links[table.name].values())
    rows, axis = environment.rows[table.name], environment.axes.get(table.name)
    dirty = None
    if table.dirty is not None:
        from rowsmith.plan.dirty import compile_dirty

        path = f"{base.removesuffix('.fields')}.dirty"
        dirty = issues.run(partial(compile_dirty, table.dirty, made, rows, path))
    covers: tuple[Cover, ...] = ()
    if schema.mode == "coverage" and not issues.found:
        from rowsmith.plan.coverage import Made, cover

        stream = Stream((environment.seed, table.name))
        covers = cover(Made(table, made, links, environment.now, stream))
    return TablePlan(table.name, rows, tuple(made.values()), names, hidden, links, axis, dirty, covers)
