"""Values that never repeat: alone, together, or among the children of one parent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import semantic_types
from rowsmith.plan.capacity import capacity, together, unique_issue
from rowsmith.plan.derived import Ordinal, Refer
from rowsmith.plan.environment import Environment
from rowsmith.plan.issues import Issues
from rowsmith.plan.links import Distinct, Fanout, Link, Uniform, Within
from rowsmith.plan.model import Draw, FieldPlan
from rowsmith.plan.place import context_of
from rowsmith.schema import DataSchema, TableDefinition

Group = str | list[str]


def asked_unique(schema: DataSchema, groups: list[Group], issues: Issues) -> list[TableDefinition]:
    """The tables with their primary keys and what the caller wants unique; `orders.number` is one table's field."""
    tables = {
        table.name: marked(table, table.primary_key) if table.primary_key else table
        for table in schema.all_tables()
    }
    for group in groups:
        names = [group] if isinstance(group, str) else list(group)
        heads = {name.partition(".")[0] for name in names}
        if len(heads) == 1 and heads <= set(tables) and all("." in name for name in names):
            chosen, names = [heads.pop()], [name.partition(".")[2] for name in names]
        else:
            chosen = [name for name, table in tables.items() if set(names) <= _names(table)]
        chosen = [name for name in chosen if set(names) <= _names(tables[name])]
        if not chosen:
            base = "tables" if schema.tables else "fields"
            known = set().union(*map(_names, tables.values()))
            missing = next((name for name in names if name not in known), names[0])
            message = f"{missing!r} is to be unique but is no field that could be compiled"
            issues.found.append(Issue(f"{base}.{missing}", "unknown_field", message))
        for name in chosen:
            tables[name] = marked(tables[name], names)
    return list(tables.values())


def marked(table: TableDefinition, names: list[str]) -> TableDefinition:
    """The table with one more field, or group of fields, that is unique."""
    if len(names) > 1:
        groups = [*table.unique_together, *([names] if names not in table.unique_together else [])]
        return table.model_copy(update={"unique_together": groups})
    fields = [
        field.model_copy(update={"constraints": field.constraints.model_copy(update={"unique": True})})
        if field.name == names[0]
        else field
        for field in table.fields
    ]
    return table.model_copy(update={"fields": fields})


def make_unique(
    table: TableDefinition, made: dict[str, FieldPlan], environment: Environment, base: str, issues: Issues
) -> dict[str, FieldPlan]:
    """Check every unique field's room, and make the groups unique together."""
    rows = environment.rows[table.name]
    for group in table.unique_together:
        if len(group) == 1 and group[0] in made:
            made[group[0]] = replace(made[group[0]], unique=True)
    for name, field in made.items():
        if field.unique and not isinstance(field.source, Refer):
            issue = unique_issue(field, _room(field, environment, table.name), rows, f"{base}.{name}")
            issues.found += [issue] if issue else []
        elif field.unique and not _is_distinct(environment.link_of(table.name, name)):
            message = f"{name!r} cannot be unique: several rows of {table.name!r} may have the same parent"
            issues.found.append(Issue(f"{base}.{name}.constraints.unique", "cannot_be_unique", message))
    for group in table.unique_together:
        if len(group) > 1 and all(name in made for name in group):
            step = partial(_group, group, table, made, environment, base)
            made |= issues.run(step) or {}
    return made


def _names(table: TableDefinition) -> set[str]:
    return {field.name for field in table.fields}


def _is_distinct(link: Link | None) -> bool:
    if link is None:
        return False
    return isinstance(link.choice, Distinct) or (isinstance(link.choice, Fanout) and link.choice.high <= 1)


def _room(field: FieldPlan, environment: Environment, table: str) -> int | None:
    from rowsmith.generators import Stream

    if not isinstance(field.source, Draw):
        return None
    context = context_of(field, environment.now, Stream((environment.seed, table)))
    return capacity(semantic_types.get(field.source.semantic_type), field.source, context)


def _group(
    group: list[str], table: TableDefinition, made: dict[str, FieldPlan], environment: Environment, base: str
) -> dict[str, FieldPlan]:
    links = {link.name: link for name in group if (link := environment.link_of(table.name, name))}
    rooms = {name: _room(made[name], environment, table.name) for name in group}
    if any(_is_distinct(link) for link in links.values()) or any(made[name].unique for name in group):
        return {}
    driver = next((link for link in links.values() if isinstance(link.choice, Fanout)), None)
    if driver is not None:
        return _within(group, driver, links, rooms, made, environment.rows[table.name], base)
    for link in links.values():
        if isinstance(link.choice, Uniform):
            rooms[link.name] = environment.rows[link.table]
    first = [name for name in group if name in links or not isinstance(made[name].source, Refer)]
    changed = together(first, made, rooms, environment.rows[table.name], base)
    for name, field in list(changed.items()):
        if name in links:
            choice = Distinct(field.digit)
            environment.links[table.name][name] = replace(links[name], choice=choice)
            del changed[name]
    return changed


def _within(
    group: list[str], driver: Link, links: dict[str, Link], rooms: dict[str, int | None],
    made: dict[str, FieldPlan], rows: int, base: str,
) -> dict[str, FieldPlan]:  # fmt: skip
    """Unique among the children of each parent, which is unique together with the parent."""
    choice = driver.choice
    most = choice.high if isinstance(choice, Fanout) else 0
    for name in group:
        source = made[name].source
        counted = isinstance(source, Ordinal) and source.link == driver.name
        if counted or (name in links and isinstance(links[name].choice, Within)):
            return {}
    roomy = [name for name in group if (rooms[name] or 0) >= rows]
    if roomy:
        chosen = max(roomy, key=lambda name: rooms[name] or 0)
        return {chosen: replace(made[chosen], unique=True)}
    able = [name for name in group if (rooms[name] or 0) >= most]
    if able:
        chosen = max(able, key=lambda name: rooms[name] or 0)
        return {chosen: replace(made[chosen], unique=True, within=(driver.name, rooms[chosen] or 0))}
    listed = ", ".join(f"{name} {rooms[name]:,}" for name in group if rooms[name]) or "none"
    message = (
        f"{group} are unique together, but a row of {driver.table!r} can have {most:,} rows and no other "
        f"field has as many values ({listed}); lower the count or widen the values"
    )
    raise InvalidInput.of([Issue(base, "unique_impossible", message)])
