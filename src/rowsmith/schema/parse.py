"""From an untrusted document to a `DataSchema`: every structural problem at once, none of it a traceback."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rowsmith.errors import InvalidInput, Issue
from rowsmith.schema.dataset import DataSchema, TableDefinition
from rowsmith.schema.field import FieldDefinition
from rowsmith.schema.values import MAX_FIELDS, MAX_NESTING

_QUOTED = re.compile(r"'([^']+)'")


def parse_schema(document: object) -> DataSchema:
    """Check a document (a mapping, JSON text or a `DataSchema`) and return the schema.

    Raises `InvalidInput` whose `issues` name every problem: `fields.age.type`, `unknown_value`, ...
    """
    schema = document if isinstance(document, DataSchema) else _build(_as_mapping(document))
    issues = list(_shape_issues(schema))
    if issues:
        raise InvalidInput.of(issues)
    return schema


def _as_mapping(document: object) -> Mapping[str, Any]:
    if isinstance(document, str | bytes):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise InvalidInput.of([Issue("", "not_json", f"the schema is not valid JSON: {error}")]) from None
    if not isinstance(document, Mapping):
        raise InvalidInput.of(
            [Issue("", "not_an_object", "a schema is a JSON object with `fields` or `tables`")]
        )
    if _depth(document) > MAX_NESTING:
        raise InvalidInput.of(
            [Issue("", "too_deep", f"nested deeper than {MAX_NESTING} levels; flatten the document")]
        )
    return document


def _depth(document: object) -> int:
    """The depth of nesting, found without recursion and only as far as one level past the limit."""
    level, depth = [document], 0
    while level and depth <= MAX_NESTING:
        below: list[object] = []
        for item in level:
            if isinstance(item, Mapping):
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        level, depth = below, depth + 1
    return depth


def _build(document: Mapping[str, Any]) -> DataSchema:
    try:
        return DataSchema.model_validate(dict(document))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        raise InvalidInput.of(issues_of(document, details)) from None


def issues_of(document: object, details: Iterable[ErrorDetails]) -> list[Issue]:
    """What pydantic found in a document, in our words and with names for numbers, once a path."""
    return _one_per_path(_issue(document, detail) for detail in details)


def _one_per_path(issues: Iterable[Issue]) -> list[Issue]:
    """A union reports every branch; the branch of the right type knows best what is wrong."""
    chosen: dict[str, Issue] = {}
    for issue in issues:
        if issue.path not in chosen or chosen[issue.path].code.endswith("_type"):
            chosen[issue.path] = issue
    return list(chosen.values())


def _issue(document: object, detail: ErrorDetails) -> Issue:
    """Translate one pydantic error; fields and tables are named by their names rather than by number."""
    path: list[str] = []
    node: Any = document
    for step in detail["loc"]:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
            if isinstance(step, str) and step not in document_keys(detail):
                continue  # the name of a union's branch, which no user wrote
        named = node.get("name") if isinstance(node, Mapping) and isinstance(step, int) else None
        path.append(str(named) if isinstance(named, str) else str(step))
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        message = "unknown key; remove it or correct its spelling" + _guess(
            detail["loc"][-1], _keys_at(detail["loc"])
        )
    elif detail["type"] == "literal_error":
        message = f"{message}; got {str(detail['input'])[:60]!r}" + _guess(
            detail["input"], _QUOTED.findall(message)
        )
    return Issue(".".join(path)[:500], detail["type"], message)


def _guess(given: object, known: Iterable[str]) -> str:
    """`; did you mean 'integer'?` for `integr`; nothing where no known word is near."""
    from rapidfuzz import fuzz, process

    if not isinstance(given, str):
        return ""
    near = process.extract(given[:100], list(known), score_cutoff=70, limit=8)
    best = max((word for word, _, _ in near), key=lambda word: fuzz.ratio(given, word), default=None)
    return f"; did you mean {best!r}?" if best is not None else ""


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the models allow beside the last step of a path."""
    models: list[type[BaseModel]] = [DataSchema]
    for step in loc[:-1]:
        if isinstance(step, str):
            models = [
                below
                for model in models
                for name, field in model.model_fields.items()
                if step in (name, field.alias, model.__name__)
                for below in _models_in(field.annotation)
            ] or models
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def document_keys(detail: ErrorDetails) -> set[object]:
    """The last step of a path is always a key of the document, even when it is missing there."""
    return (
        {detail["loc"][-1]} if detail["type"] == "missing" or detail["type"] == "extra_forbidden" else set()
    )


def _shape_issues(schema: DataSchema) -> Iterator[Issue]:
    if (schema.fields is None) == (schema.tables is None):
        yield Issue("", "fields_or_tables", "give either `fields` (one table) or `tables` (several)")
        return
    yield from _duplicates("tables", [table.name for table in schema.all_tables()])
    total = 0
    for table in schema.all_tables():
        base = f"tables.{table.name}.fields" if schema.tables else "fields"
        total += _count(table.fields)
        yield from _duplicates(base, [field.name for field in table.fields])
        yield from _table_issues(table, base)
    if total > MAX_FIELDS:
        yield Issue("fields", "too_many_fields", f"{total} fields; at most {MAX_FIELDS} are allowed")


def _duplicates(path: str, names: list[str]) -> Iterator[Issue]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Issue(f"{path}.{name}", "duplicate_name", f"{name!r} is defined {times} times; rename one")


def _count(fields: list[FieldDefinition]) -> int:
    return sum(
        1 + _count(field.fields or []) + (_count([field.items]) if field.items else 0) for field in fields
    )


def _table_issues(table: TableDefinition, base: str) -> Iterator[Issue]:
    names = {field.name for field in table.fields}
    for key, groups in (("primary_key", [table.primary_key]), ("unique_together", table.unique_together)):
        for name in (name for group in groups for name in group if name not in names):
            yield Issue(f"{base}.{name}", "unknown_field", f"`{key}` names {name!r}, which is no field")
    for field in table.fields:
        if field.name in table.primary_key and field.constraints.null_rate:
            message = "a field of the primary key is never null; remove `null_rate`"
            yield Issue(f"{base}.{field.name}.constraints.null_rate", "null_in_key", message)
        for name in field.depends_on:
            if name not in names:
                yield Issue(
                    f"{base}.{field.name}.depends_on",
                    "unknown_field",
                    f"depends on {name!r}, which is no field",
                )
        if field.type == "object" and not field.fields:
            yield Issue(f"{base}.{field.name}.fields", "missing", "an object needs `fields`")
        if field.type == "array" and field.items is None:
            yield Issue(f"{base}.{field.name}.items", "missing", "an array needs `items`")
