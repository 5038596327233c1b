"""How the tables hang together: every reference becomes a link, and every table gets its number of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.axis import Axis, compile_axis
from rowsmith.plan.cardinality import DEFAULT, fanout
from rowsmith.plan.issues import Issues
from rowsmith.plan.links import (
    Along,
    Choice,
    Distinct,
    Fanout,
    Link,
    Shuffled,
    Tree,
    Uniform,
    Weighted,
    Within,
    Zipf,
)
from rowsmith.plan.naming import did_you_mean
from rowsmith.plan.unique import marked
from rowsmith.schema import Cardinality, DataSchema, FieldDefinition, Reference, TableDefinition
from rowsmith.schema.values import MAX_ROWS

Report = Callable[[InvalidInput], None]


@dataclass(frozen=True, slots=True)
class _Said:
    """One reference as the user said it, in the field or beside the tables."""

    child: str
    fields: tuple[str, ...]
    parent: str
    keys: tuple[str, ...]
    reference: Reference
    per_parent: Cardinality | None
    path: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The links of each table by the name of their first field, and the rows of each table."""

    links: dict[str, dict[str, Link]]
    rows: dict[str, int]
    tables: list[TableDefinition]
    """The tables with every field that another refers to made unique."""
    axes: dict[str, Axis]


def relate(schema: DataSchema, listed: list[TableDefinition], rows: int | None, issues: Issues) -> Relations:
    """Find every link and count every table's rows; each contradiction is kept in `issues`."""
    tables = {table.name: table for table in listed}
    report = issues.add
    said: dict[str, list[_Said]] = {name: [] for name in tables}
    for item in _said(schema, tables, report):
        said[item.child].append(item)
        if item.parent != item.child or len(item.keys) == 1:
            tables[item.parent] = marked(tables[item.parent], list(item.keys))
    _check_cycles(tables, said, report)
    drivers = {name: _driver(tables[name], items) for name, items in said.items()}
    relations = Relations({name: {} for name in tables}, {}, list(tables.values()), {})
    for name in _parents_first(drivers, report):
        try:
            _count(tables[name], drivers[name], rows, relations)
        except InvalidInput as error:
            report(error)
            relations.rows.setdefault(name, 0)
    for name in tables:
        relations.rows.setdefault(name, 0)  # where the numbers of rows run in a circle, which is reported
    for name, items in said.items():
        for item in items:
            if item.fields[0] not in relations.links[name] and item is not drivers[name]:
                try:
                    link = _link(item, tables[name], drivers[name], relations)
                    relations.links[name][link.name] = link
                except InvalidInput as error:
                    report(error)
    return relations


def _said(schema: DataSchema, tables: dict[str, TableDefinition], report: Report) -> list[_Said]:
    found: dict[tuple[str, tuple[str, ...]], _Said] = {}
    for table in tables.values():
        base = f"tables.{table.name}.fields" if schema.tables else "fields"
        for field in table.fields:
            if field.reference is not None:
                path = f"{base}.{field.name}.reference"
                try:
                    found[table.name, (field.name,)] = _of_field(table, field, field.reference, tables, path)
                except InvalidInput as error:
                    report(error)
    for number, link in enumerate(schema.relationships):
        path = f"relationships.{number}"
        try:
            fields = tuple(link.child_fields)
            _check_named(link.child, fields, tables, f"{path}.child")
            keys = _keys(
                tuple(link.parent_fields),
                link.parent,
                tables,
                f"{path}.parent",
                given="parent_fields" in link.model_fields_set,
            )
            if len(keys) != len(fields):
                message = f"{len(fields)} child fields for {len(keys)} parent fields; name one for each"
                raise InvalidInput.of([Issue(f"{path}.child_fields", "length_mismatch", message)])
            before = found.get((link.child, fields))
            reference = before.reference if before else Reference(table=link.parent)
            counted = link.per_parent or (before.per_parent if before else None)
            found[link.child, fields] = _Said(link.child, fields, link.parent, keys, reference, counted, path)
        except InvalidInput as error:
            report(error)
    return list(found.values())


def _of_field(
    table: TableDefinition, field: FieldDefinition, reference: Reference,
    tables: dict[str, TableDefinition], path: str,
) -> _Said:  # fmt: skip
    asked = (reference.field,) if isinstance(reference.field, str) else tuple(reference.field)
    if len(asked) > 1:
        message = "a field holds one value; say a key of several fields under `relationships`"
        raise InvalidInput.of([Issue(f"{path}.field", "composite_reference", message)])
    keys = _keys(asked, reference.table, tables, path, given="field" in reference.model_fields_set)
    if reference.weights_field is not None:
        _check_named(reference.table, (reference.weights_field,), tables, path)
    return _Said(table.name, (field.name,), reference.table, keys, reference, reference.per_parent, path)


def _keys(
    asked: tuple[str, ...], parent: str, tables: dict[str, TableDefinition], path: str, *, given: bool
) -> tuple[str, ...]:
    """The parent's key fields; `id` stands for the parent's only natural key where it has no `id`."""
    if parent not in tables:
        message = f"there is no table {parent!r}{did_you_mean(parent, tables)}"
        raise InvalidInput.of([Issue(f"{path}.table", "unknown_table", message)])
    names = [field.name for field in tables[parent].fields]
    if not given and asked == ("id",) and "id" not in names:
        stem = parent.lower().removesuffix("s")
        unique = [field.name for field in tables[parent].fields if field.constraints.unique]
        asked = tuple(([name for name in names if name.lower() == f"{stem}_id"] or unique or ["id"])[:1])
    _check_named(parent, asked, tables, path)
    return asked


def _check_named(table: str, fields: tuple[str, ...], tables: dict[str, TableDefinition], path: str) -> None:
    if table not in tables:
        message = f"there is no table {table!r}{did_you_mean(table, tables)}"
        raise InvalidInput.of([Issue(path, "unknown_table", message)])
    names = [field.name for field in tables[table].fields]
    for field in fields:
        if field not in names:
            message = f"{table!r} has no field {field!r}{did_you_mean(field, names)}"
            raise InvalidInput.of([Issue(path, "unknown_field", message)])


def _driver(table: TableDefinition, items: list[_Said]) -> _Said | None:
    """The reference whose counts decide the table's rows: the first counted one, or the first of all."""
    others = [item for item in items if item.parent != table.name]
    if table.time_axis is not None:
        per = table.time_axis.per
        return next((item for item in others if per in (item.parent, item.fields[0])), None)
    if table.history is not None:
        per = table.history.per
        return next((item for item in others if per in (item.parent, item.fields[0])), None)
    counted = [item for item in others if item.per_parent is not None]
    if counted:
        return counted[0]
    if table.rows is None:
        plain = [item for item in others if item.reference.choice == "uniform" and not _unique(table, item)]
        return plain[0] if plain else None
    return None


def _parents_first(drivers: dict[str, _Said | None], report: Report) -> list[str]:
    sorter = TopologicalSorter({name: {item.parent} if item else set() for name, item in drivers.items()})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        names = " -> ".join(error.args[1])
        message = f"the numbers of rows follow from one another in a circle: {names}; give one table `rows`"
        report(InvalidInput.of([Issue("tables", "cyclic_cardinality", message)]))
        return []


def _count(table: TableDefinition, driver: _Said | None, rows: int | None, relations: Relations) -> None:
    if table.time_axis is not None:
        parents = None if driver is None else relations.rows[driver.parent]
        axis = compile_axis(table, table.time_axis, parents, rows, f"tables.{table.name}.time_axis")
        relations.axes[table.name] = axis
        relations.rows[table.name] = axis.rows
        if driver is not None:
            each = Fanout(axis.members, axis.rows, axis.points, axis.points, (1.0,))
            choice = each if axis.kept is None else Along()
            relations.links[table.name][driver.fields[0]] = _made(driver, table, choice)
        return
    if driver is None:
        count = table.rows if table.rows is not None else rows
        if count is None or not 0 <= count <= MAX_ROWS:
            found = "how many rows?" if count is None else f"{count:,} rows are outside 0 to {MAX_ROWS:,}"
            raise InvalidInput.of(
                [Issue("rows", "row_count", f"{found}; give a number of rows, 0 to {MAX_ROWS:,}")]
            )
        relations.rows[table.name] = count
        return
    choice = _fanout(driver, table, table.rows, relations)
    if choice.children > MAX_ROWS:
        message = f"{table.name!r} would have {choice.children:,} rows; at most {MAX_ROWS:,} are possible"
        raise InvalidInput.of([Issue(driver.path, "row_count", message)])
    relations.rows[table.name] = choice.children
    relations.links[table.name][driver.fields[0]] = _made(driver, table, choice)


def _fanout(item: _Said, table: TableDefinition, rows: int | None, relations: Relations) -> Fanout:
    path = f"{item.path}.per_parent"
    if _null_rate(table, item):
        message = (
            f"{item.fields[0]!r} has a null rate, but every row of {table.name!r} belongs to a row of "
            f"{item.parent!r} because it is counted per parent; remove one of the two"
        )
        raise InvalidInput.of([Issue(path, "null_against_cardinality", message)])
    asked = item.per_parent or DEFAULT
    return fanout(asked, relations.rows[item.parent], rows, path, table.name, item.parent)


def _link(item: _Said, table: TableDefinition, driver: _Said | None, relations: Relations) -> Link:
    return _made(item, table, _choice(item, table, driver, relations))


def _choice(item: _Said, table: TableDefinition, driver: _Said | None, relations: Relations) -> Choice:
    reference, rows = item.reference, relations.rows[table.name]
    if item.parent == table.name:
        return Tree(reference.max_depth) if reference.max_depth else Tree()
    if rows and not relations.rows[item.parent] and _null_rate(table, item) < 1:
        message = f"{table.name!r} has {rows:,} rows that refer to {item.parent!r}, which has none"
        raise InvalidInput.of([Issue(item.path, "no_parents", message)])
    together = next((group for group in table.unique_together if set(item.fields) <= set(group)), None)
    if driver is not None and together is not None and set(driver.fields) <= set(together):
        return _within(item, table, driver, relations)
    if item.per_parent is not None:
        return Shuffled(_fanout(item, table, rows, relations))
    if _unique(table, item):
        if rows > relations.rows[item.parent]:
            message = (
                f"{item.fields[0]!r} is unique, so {rows:,} rows of {table.name!r} need as many rows of "
                f"{item.parent!r}, which has {relations.rows[item.parent]:,}"
            )
            raise InvalidInput.of([Issue(item.path, "unique_impossible", message)])
        return Distinct()
    if reference.choice == "weighted" or reference.weights_field is not None:
        if reference.weights_field is None:
            message = "a weighted choice needs `weights_field`, a number in the parent"
            raise InvalidInput.of([Issue(item.path, "missing", message)])
        return Weighted(reference.weights_field)
    if reference.choice == "zipf":
        return Zipf(reference.skew or 1.0)
    return Uniform()


def _within(item: _Said, table: TableDefinition, driver: _Said, relations: Relations) -> Choice:
    """The second of two references that are unique together: no partner twice for the same parent."""
    counts = relations.links[table.name][driver.fields[0]].choice
    partners = relations.rows[item.parent]
    most = counts.high if isinstance(counts, Fanout) else 0
    if most > partners:
        message = (
            f"{', '.join((*driver.fields, *item.fields))} are unique together, so a row of {driver.parent!r} "
            f"with {most:,} rows of {table.name!r} needs as many rows of {item.parent!r}, "
            f"which has {partners:,}"
        )
        raise InvalidInput.of([Issue(item.path, "unique_impossible", message)])
    if item.per_parent is not None:
        _fanout(item, table, relations.rows[table.name], relations)
    return Within(driver.fields[0], balanced=item.per_parent is not None)


def _made(item: _Said, table: TableDefinition, choice: Choice) -> Link:
    return Link(item.fields[0], item.parent, item.fields, item.keys, choice, _null_rate(table, item))


def _null_rate(table: TableDefinition, item: _Said) -> float:
    fields = [field for field in table.fields if field.name in item.fields]
    return max((field.constraints.null_rate or 0.0 for field in fields), default=0.0)


def _unique(table: TableDefinition, item: _Said) -> bool:
    alone = [field for field in table.fields if field.name in item.fields and field.constraints.unique]
    return bool(alone) or any(set(group) == set(item.fields) for group in table.unique_together)


def _check_cycles(tables: dict[str, TableDefinition], said: dict[str, list[_Said]], report: Report) -> None:
    """A circle of references needs one that may be null, or no row could ever be inserted first."""

    def firm(item: _Said) -> bool:
        fields = [field for field in tables[item.child].fields if field.name in item.fields]
        return (
            item.parent != item.child
            and not item.reference.deferrable
            and not any(field.constraints.nullable or field.constraints.null_rate for field in fields)
        )

    firm_links = {name: {item.parent for item in items if firm(item)} for name, items in said.items()}
    try:
        TopologicalSorter(firm_links).prepare()
    except CycleError as error:
        circle: list[str] = list(reversed(error.args[1]))
        message = (
            f"these tables need one another's rows first: {' -> '.join(circle)}; "
            "make one of the references nullable, or `deferrable` if it is checked after loading"
        )
        report(InvalidInput.of([Issue(f"tables.{circle[0]}", "cyclic_reference", message)]))
