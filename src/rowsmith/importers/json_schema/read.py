"""From a document to an extraction: the root's way is chosen, and rows are made and validated before it is given."""

from __future__ import annotations

import json
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.importers.json_schema.document import Document, Node, parse
from rowsmith.importers.json_schema.fields import Field, Fields, Path, nameable, no_columns
from rowsmith.importers.json_schema.shape import Contradiction, Nodes, Shape, alternatives
from rowsmith.importers.json_schema.trial import Trial, try_out
from rowsmith.plan.labels import snake_case
from rowsmith.schema import DataSchema

_TRIES = 12
_ROWS = 1000


def read(content: str, dialect: str | None) -> Extraction:
    """The schema of a JSON Schema's documents; each way through the root's choices is tried until one holds."""
    document = parse(content, dialect)
    nodes, listing = _rows_of(document)
    problem: InvalidInput | None = None
    for number, (choices, shape) in enumerate(alternatives(document, nodes)):
        if "object" not in shape.types:
            continue
        fields = Fields(document)
        try:
            schema = _mended(document, nodes, shape, fields)
        except Contradiction:
            continue
        except InvalidInput as error:
            problem = problem or error
            continue
        return _extraction(document, schema, fields, listing, chosen=bool(choices), number=number)
    if problem is not None:
        raise problem
    raise _nothing()


def _rows_of(document: Document) -> tuple[Nodes, Shape | None]:
    """The schemas of a row: the root's, or those of the items of a root that is a list."""
    listing: Shape | None = None
    for _, shape in alternatives(document, (document.root,)):
        if "object" in shape.meant() or (
            not shape.said and "object" in shape.types and "array" not in shape.meant()
        ):
            return (document.root,), None
        if "array" in shape.meant():
            listing = listing or shape
    if listing is None:
        raise no_columns()
    if listing.prefix or listing.contains:
        message = "the rows of a list are all of one kind; `prefixItems` and `contains` cannot be rows"
        raise InvalidInput.of([Issue("content", "not_a_table", message)])
    return listing.item(0), listing


def _mended(document: Document, nodes: Nodes, shape: Shape, fields: Fields) -> DataSchema:
    """The schema whose rows are valid; fields that break something are made in a simpler way, one after another."""
    trial: Trial | None = None
    for _ in range(_TRIES):
        members = fields.members(shape, (), tuple(id(node.schema) for node in nodes))
        members = _at_least(document, shape, fields, members)
        trial = try_out(document, nodes, members, _name(document))
        if trial.schema is not None:
            return trial.schema
        if not trial.path or not fields.lower(trial.path):
            break
    message = f"no rows could be made that satisfy it: {trial.message if trial else ''}"
    raise InvalidInput.of([Issue("content", "cannot_be_satisfied", message[:500])])


def _at_least(document: Document, shape: Shape, fields: Fields, members: list[Field]) -> list[Field]:
    """A row has a column; where `minProperties` asks for more than are named, free names are added."""
    from rowsmith.importers.json_schema.instances import fits_names, shape_of_names
    from rowsmith.importers.json_schema.texts import texts

    names = [*shape_of_names(document, shape), "value"]
    for pattern, _ in shape.pattern_properties[:4]:
        try:
            names = [*texts(Shape(patterns=[pattern]))[:10], *names]
        except Contradiction:
            continue
    for name in names:
        known = {field["name"] for field in members}
        if len(members) >= max(1, shape.min_properties):
            break
        if (
            name in known
            or name in shape.forbidden
            or not nameable(name)
            or not fits_names(document, shape, name)
        ):
            continue
        try:
            members.append(fields.field(name, shape.member(name), (name,)))
        except Contradiction:
            continue
    if not members:
        raise no_columns()
    if len(members) < shape.min_properties:
        raise Contradiction
    return members


def _name(document: Document) -> str | None:
    schema: Any = document.root.schema
    title = schema.get("title") if isinstance(schema, dict) else None
    name = snake_case(title)[:60] if isinstance(title, str) else ""
    return name if name and nameable(name) else None


def _extraction(
    document: Document,
    schema: DataSchema,
    fields: Fields,
    listing: Shape | None,
    *,
    chosen: bool,
    number: int,
) -> Extraction:
    warnings = [*document.warnings]
    warnings += [f"{_dotted(path)}: {reason}" for path, reason in sorted(fields.reasons.items())]
    if chosen:
        warnings.append(
            f"the root leaves a choice; every row takes the same way through it, number {number + 1}"
        )
    rows = None
    if listing is not None:
        rows = listing.max_items if listing.max_items is not None and listing.max_items < _ROWS else None
        rows = max(listing.min_items, _ROWS if rows is None else rows)
        warnings.append(f"the list holds {listing.min_items} to {listing.max_items or 'any number of'} rows")
        if listing.unique_items:
            warnings.append("uniqueItems of the rows is not kept: two rows may be the same")
    return Extraction(
        schema=schema,
        extractor="json_schema",
        rows=rows,
        warnings=tuple(warnings[:200]),
        receipt=tuple(_receipt(document.root, schema, fields)),
    )


def _receipt(root: Node, schema: DataSchema, fields: Fields) -> list[Clause]:
    """A clause for each column, and for each property that is none."""
    said: dict[str, Any] = root.schema.get("properties", {}) if isinstance(root.schema, dict) else {}
    made = [field.name for field in schema.fields or []]
    clauses = [
        Clause(f"{name}: {json.dumps(said.get(name, {}))[:200]}", (f"fields.{name}",)) for name in made
    ]
    gone = [path for path, reason in fields.reasons.items() if reason.startswith("left out")]
    return clauses + [Clause(f"{_dotted(path)}: {fields.reasons[path]}") for path in gone]


def _dotted(path: Path) -> str:
    return ".".join(path)[:200]


def _nothing() -> InvalidInput:
    message = "nothing satisfies this schema: its keywords contradict each other"
    return InvalidInput.of([Issue("content", "contradiction", message)])
