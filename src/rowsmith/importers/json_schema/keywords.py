"""What each keyword adds to a shape; one entry a keyword."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rowsmith.importers.json_schema.document import Document, Node
from rowsmith.importers.json_schema.shape import Shape

Later = list[tuple[str, list[Node], list[str]]]


def enter(document: Document, node: Node, shape: Shape, later: Later) -> None:
    """Add the keywords of one schema."""
    schema: dict[str, Any] = node.schema
    shape.keywords |= schema.keys()
    for key, value in schema.items():
        if key in _PLAIN:
            _PLAIN[key](shape, value)
    _bounds(shape, schema)
    _objects(document, node, shape)
    _arrays(document, node, shape)
    _dependent(document, node, later)


def _types(shape: Shape, value: Any) -> None:
    said = {value} if isinstance(value, str) else set(value)
    shape.types &= said | ({"integer"} if "number" in said else set())
    shape.said = True


def _values(shape: Shape, values: list[Any]) -> None:
    shape.values = (
        list(values)
        if shape.values is None
        else [value for value in shape.values if any(same(value, other) for other in values)]
    )


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return (type(one) is type(other) and one == other) or (
        isinstance(one, int | float) and isinstance(other, int | float) and one == other
    )


def _excluded(shape: Shape, value: Any) -> None:
    """Of `not` only what can be said the other way round; the rest is seen to when values are tried."""
    if not isinstance(value, dict):
        if value is True:
            shape.types.clear()
        return
    if value.keys() == {"type"}:
        said = {value["type"]} if isinstance(value["type"], str) else set(value["type"])
        shape.types -= said | ({"integer"} if "number" in said else set())
        shape.said = True
    elif value.keys() == {"required"} and len(value["required"]) == 1:
        shape.forbidden.add(value["required"][0])
    elif not value:
        shape.types.clear()


def _least(name: str) -> Callable[[Shape, Any], None]:
    return lambda shape, value: setattr(shape, name, max(getattr(shape, name), int(value)))


def _most(name: str) -> Callable[[Shape, Any], None]:
    def enter_most(shape: Shape, value: Any) -> None:
        known = getattr(shape, name)
        setattr(shape, name, int(value) if known is None else min(known, int(value)))

    return enter_most


_PLAIN: dict[str, Callable[[Shape, Any], None]] = {
    "type": _types,
    "enum": _values,
    "const": lambda shape, value: _values(shape, [value]),
    "not": _excluded,
    "default": lambda shape, value: shape.examples.append(value),
    "examples": lambda shape, value: shape.examples.extend(value if isinstance(value, list) else []),
    "multipleOf": lambda shape, value: shape.multiples.append(value),
    "minLength": _least("min_length"),
    "maxLength": _most("max_length"),
    "pattern": lambda shape, value: shape.patterns.append(value),
    "format": lambda shape, value: shape.formats.append(str(value)),
    "minProperties": _least("min_properties"),
    "maxProperties": _most("max_properties"),
    "required": lambda shape, value: shape.required.update(
        dict.fromkeys(value if isinstance(value, list) else ())
    ),
    "minItems": _least("min_items"),
    "maxItems": _most("max_items"),
    "uniqueItems": lambda shape, value: setattr(shape, "unique_items", shape.unique_items or value is True),
}


def _bounds(shape: Shape, schema: dict[str, Any]) -> None:
    """Both forms of exclusive bounds: a number of its own, and draft 4's flag beside the bound."""
    for low, key, exclusive in (
        (True, "minimum", "exclusiveMinimum"), (False, "maximum", "exclusiveMaximum"),
    ):  # fmt: skip
        flag = schema.get(exclusive)
        if isinstance(schema.get(key), int | float):
            _bound(shape, schema[key], low=low, open_=flag is True)
        if isinstance(flag, int | float) and not isinstance(flag, bool):
            _bound(shape, flag, low=low, open_=True)


def _bound(shape: Shape, value: float, *, low: bool, open_: bool) -> None:
    known = shape.low if low else shape.high
    tighter = known is None or (value > known if low else value < known)
    if low and (tighter or (value == known and open_)):
        shape.low, shape.low_open = value, open_
    elif not low and (tighter or (value == known and open_)):
        shape.high, shape.high_open = value, open_


def _objects(document: Document, node: Node, shape: Shape) -> None:
    schema: dict[str, Any] = node.schema
    for name, part in schema.get("properties", {}).items():
        shape.properties.setdefault(name, []).append(document.child(node, part))
    patterns = schema.get("patternProperties", {})
    shape.pattern_properties += [(key, document.child(node, part)) for key, part in patterns.items()]
    for key in ("additionalProperties", "unevaluatedProperties"):
        if key in schema and not (key == "unevaluatedProperties" and _composed(schema)):
            known = frozenset(schema.get("properties", {}))
            shape.additional.append((known, tuple(patterns), document.child(node, schema[key])))
    if "propertyNames" in schema:
        shape.names.append(document.child(node, schema["propertyNames"]))


def _composed(schema: dict[str, Any]) -> bool:
    """Whether other schemas have a say in what is evaluated; then it is seen when values are tried."""
    return bool({"allOf", "anyOf", "oneOf", "if", "$ref", "$dynamicRef", "dependentSchemas"} & schema.keys())


def _arrays(document: Document, node: Node, shape: Shape) -> None:
    schema: dict[str, Any] = node.schema
    items, tuple_ = schema.get("items"), schema.get("prefixItems", [])
    if isinstance(items, list):
        items, tuple_ = schema.get("additionalItems"), items
    for at, part in enumerate(tuple_):
        while len(shape.prefix) <= at:
            shape.prefix.append([])
        shape.prefix[at].append(document.child(node, part))
    if items is None and "unevaluatedItems" in schema and not _composed(schema):
        items = schema["unevaluatedItems"]
    if items is not None:
        shape.rest.append((len(tuple_), document.child(node, items)))
    if "contains" in schema and schema.get("minContains", 1) > 0:
        shape.contains.append((document.child(node, schema["contains"]), int(schema.get("minContains", 1))))


def _dependent(document: Document, node: Node, later: Later) -> None:
    schema: dict[str, Any] = node.schema
    for key in ("dependentSchemas", "dependentRequired", "dependencies"):
        for name, part in schema.get(key, {}).items():
            if isinstance(part, list):
                later.append((name, [], part))
            else:
                later.append((name, [document.child(node, part)], []))
