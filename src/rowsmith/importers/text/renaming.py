"""A field or table under another name, or gone, with everything in the schema that names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from rowsmith.errors import InvalidInput, Issue
from rowsmith.schema import DataSchema, parse_schema

_TOKEN = re.compile(r"""('(?:[^']|'')*')|("(?:[^"]|"")*")|([^\W\d]\w*)(\s*\.\s*)?|(.)""", re.DOTALL)


def renamed_field(schema: DataSchema, table: str, old: str, new: str) -> DataSchema:
    """The schema in which a field has another name, wherever it is named."""
    document = _document(schema)
    single = schema.tables is None

    def visit(owner: str, node: dict[str, Any]) -> None:
        own = owner == table
        parents = {field["name"]: (field.get("reference") or {}).get("table") for field in node["fields"]}
        for field in node["fields"]:
            _field(field, owner, table, old, new, parents, single=single)
        if own:
            _table(node, old, new)

    for owner, node in document:
        visit(owner, node)
    return _rebuilt(schema, document, lambda item: _relationship(item, table, old, new))


def _document(schema: DataSchema) -> list[tuple[str, dict[str, Any]]]:
    return [(table.name, table.model_dump(mode="json", exclude_unset=True)) for table in schema.all_tables()]


def _rebuilt(
    schema: DataSchema,
    tables: list[tuple[str, dict[str, Any]]],
    relation: Callable[[dict[str, Any]], dict[str, Any]] = lambda item: item,
) -> DataSchema:
    document = schema.model_dump(mode="json", exclude_unset=True)
    if schema.tables is None:
        document["fields"] = tables[0][1]["fields"]
    else:
        document["tables"] = [node for _, node in tables]
    if document.get("relationships"):
        document["relationships"] = [relation(dict(item)) for item in document["relationships"]]
    return parse_schema(document)


def _field(
    field: dict[str, Any],
    owner: str,
    table: str,
    old: str,
    new: str,
    parents: dict[str, Any],
    *,
    single: bool,
) -> None:
    """Every mention in one field; `parents` says which table each reference of the owner leads to."""
    own = owner == table
    heads = {name for name, parent in parents.items() if parent == table} | ({table} if not single else set())
    if own and field["name"] == old:
        field["name"] = new
    _expressions(field, lambda text: _renamed_in(text, old, new, bare=own, heads=heads))
    _params(field, lambda text: _mention(text, old, new, own=own, heads=heads))
    reference = field.get("reference")
    if reference and reference["table"] == table:
        to = reference.get("field", "id")
        if isinstance(to, list):
            reference["field"] = [new if item == old else item for item in cast("list[str]", to)]
        elif to == old:
            reference["field"] = new
        if reference.get("weights_field") == old:
            reference["weights_field"] = new
    if own:
        _lists(field, old, new)


def _expressions(field: dict[str, Any], sql: Callable[[str], str]) -> None:
    for node in (field, *(field.get("when") or [])):
        for key in ("condition", "expression"):
            if node.get(key):
                node[key] = sql(node[key])


def _params(field: dict[str, Any], mention: Callable[[str], str]) -> None:
    params = field.get("params") or {}
    for key in ("after", "before"):
        said = params.get(key)
        if isinstance(said, str):
            params[key] = mention(said)
        elif isinstance(said, list):
            listed = cast("list[object]", said)
            params[key] = [mention(item) if isinstance(item, str) else item for item in listed]


def _lists(field: dict[str, Any], old: str, new: str) -> None:
    """What a field of the same table lists by name."""
    if field.get("depends_on"):
        field["depends_on"] = [new if item == old else item for item in field["depends_on"]]
    if field.get("correlation"):
        field["correlation"] = {
            new if key == old else key: value for key, value in field["correlation"].items()
        }
    if (field.get("sequence") or {}).get("per") == old:
        field["sequence"]["per"] = new
    if (field.get("text") or {}).get("by"):
        field["text"]["by"] = [new if item == old else item for item in field["text"]["by"]]


def _mention(text: str, old: str, new: str, *, own: bool, heads: set[str]) -> str:
    """A name in `params`: `signup`, or `customers.signup`."""
    if own and text == old:
        return new
    head, dot, last = text.rpartition(".")
    if dot and head in heads and last == old:
        return f"{head}.{new}"
    first, dot, rest = text.partition(".")
    return f"{new}.{rest}" if own and dot and first == old else text


def _renamed_in(text: str, old: str, new: str, *, bare: bool, heads: set[str]) -> str:
    """An SQL expression with the field under its new name; texts in quotes are values and stay."""
    safe = new if re.fullmatch(r"[A-Za-z_]\w*", new) else '"' + new.replace('"', '""') + '"'
    out: list[str] = []
    head = ""
    for found in _TOKEN.finditer(text):
        literal, quoted, word, dot, other = found.groups()
        name = quoted[1:-1].replace('""', '"') if quoted else word
        if name is not None:
            mine = head in heads if head else bare
            follows = text[found.end() :].lstrip()
            call = bool(word) and not dot and follows.startswith("(")
            out.append((safe if name == old and mine and not call else quoted or word) + (dot or ""))
            quoted_dot = bool(quoted) and follows.startswith(".")
            head = name if dot or quoted_dot else ""
        else:
            out.append(literal or other)
            head = head if other and (other.isspace() or other == ".") else ""
    return "".join(out)


def _table(node: dict[str, Any], old: str, new: str) -> None:
    if node.get("unique_together"):
        node["unique_together"] = [
            [new if item == old else item for item in group] for group in node["unique_together"]
        ]
    if (node.get("time_axis") or {}).get("field") == old:
        node["time_axis"]["field"] = new
    if (node.get("time_axis") or {}).get("per") == old:
        node["time_axis"]["per"] = new
    if (node.get("dirty") or {}).get("fields"):
        node["dirty"]["fields"] = [new if item == old else item for item in node["dirty"]["fields"]]


def _relationship(item: dict[str, Any], table: str, old: str, new: str) -> dict[str, Any]:
    for side in ("child", "parent"):
        key = f"{side}_fields"
        if item.get(side) == table:
            names = item.get(key, ["id"])
            item[key] = [new if name == old else name for name in names]
    return item


def renamed_table(schema: DataSchema, old: str, new: str) -> DataSchema:
    """The schema in which a table has another name, wherever it is named."""
    if any(table.name == new for table in schema.all_tables()):
        raise InvalidInput.of([Issue("user_input", "duplicate_name", f"there is a table {new!r} already")])
    document = _document(schema)
    for _, node in document:
        if node["name"] == old:
            node["name"] = new
        if (node.get("time_axis") or {}).get("per") == old:
            node["time_axis"]["per"] = new
        for field in node["fields"]:
            if (field.get("reference") or {}).get("table") == old:
                field["reference"]["table"] = new
            _expressions(field, lambda text: _head_in(text, old, new))
            _params(field, lambda text: new + text[len(old) :] if text.startswith(f"{old}.") else text)

    def relation(item: dict[str, Any]) -> dict[str, Any]:
        return item | {side: new if item[side] == old else item[side] for side in ("child", "parent")}

    return _rebuilt(schema, document, relation)


def _head_in(text: str, old: str, new: str) -> str:
    """`customers.signup` and `count(customers)` under the table's new name."""
    safe = new if re.fullmatch(r"[A-Za-z_]\w*", new) else '"' + new.replace('"', '""') + '"'
    parts: list[str] = []
    for found in _TOKEN.finditer(text):
        literal, quoted, word, dot, other = found.groups()
        name = quoted[1:-1] if quoted else word
        counted = bool(re.search(r"(?i)count\s*\(\s*$", text[: found.start()]))
        follows = text[found.end() :].lstrip()
        if name == old and (dot or counted or follows.startswith(".")):
            parts.append(safe + (dot or ""))
        else:
            parts.append(literal or other or (quoted or word) + (dot or ""))
    return "".join(parts)


def without_field(schema: DataSchema, table: str, name: str) -> DataSchema:
    """The schema without a field; what merely lists it forgets it, what needs it is refused when compiled."""
    document = _document(schema)
    for owner, node in document:
        if owner != table:
            continue
        node["fields"] = [field for field in node["fields"] if field["name"] != name]
        if not node["fields"]:
            message = f"{name!r} is the only column of {table}; a table needs one"
            raise InvalidInput.of([Issue("user_input", "last_column", message)])
        for field in node["fields"]:
            if field.get("depends_on"):
                field["depends_on"] = [item for item in field["depends_on"] if item != name]
            if field.get("correlation"):
                field["correlation"].pop(name, None)
        if node.get("unique_together"):
            groups = [[item for item in group if item != name] for group in node["unique_together"]]
            node["unique_together"] = [group for group in groups if len(group) > 1]
        if (node.get("dirty") or {}).get("fields"):
            node["dirty"]["fields"] = [item for item in node["dirty"]["fields"] if item != name] or None
    return _rebuilt(schema, document)
