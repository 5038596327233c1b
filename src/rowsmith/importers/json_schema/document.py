"""A JSON Schema document as it was sent: parsed, checked against its draft, its references kept local."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jsonschema import validators
from jsonschema.exceptions import SchemaError
from jsonschema.protocols import Validator
from referencing import Registry, Specification
from referencing.exceptions import Unresolvable
from referencing.jsonschema import specification_with

from rowsmith.errors import InvalidInput, Issue

MAX_DEPTH = 64
MAX_NODES = 100_000

_URIS = {
    "draft4": "http://json-schema.org/draft-04/schema#", "draft6": "http://json-schema.org/draft-06/schema#",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A schema and the place that its references are resolved from."""

    schema: Any
    resolver: Any


@dataclass(frozen=True, slots=True)
class Document:
    """A whole JSON Schema: `document.follow(node, "#/$defs/line")` is another node of it."""

    root: Node
    validator: Validator
    specification: Specification[Any]
    old: bool
    """Draft 7 or older: what stands beside a `$ref` has no meaning, and `items` may be a tuple."""
    warnings: tuple[str, ...] = ()

    def child(self, node: Node, schema: Any) -> Node:
        """A schema inside another, which may have an `$id` of its own."""
        if not isinstance(schema, dict) or not ({"$id", "id"} & schema.keys()):
            return Node(schema, node.resolver)
        return Node(schema, node.resolver.in_subresource(self.specification.create_resource(schema)))

    def follow(self, node: Node, reference: str) -> Node:
        """What a `$ref` names; nothing outside the document is read."""
        try:
            found = node.resolver.lookup(reference)
        except (Unresolvable, ValueError, TypeError, KeyError, AttributeError):
            message = (
                f"the reference {reference[:200]!r} leads out of the document or nowhere; "
                "put what it names into `$defs`"
            )
            raise InvalidInput.of([Issue("content.$ref", "unresolvable_reference", message)]) from None
        return Node(found.contents, found.resolver)

    def errors(self, value: Any, nodes: tuple[Node, ...]) -> Iterator[Any]:
        """What is wrong with a value in the eyes of several schemas, formats checked."""
        try:
            for node in nodes:
                yield from self.validator.descend(value, node.schema, resolver=node.resolver)  # type: ignore[attr-defined]  # a method of every validator, not of the protocol
        except RecursionError:
            message = (
                "its references lead in a circle that no value ends; let one of them name a schema of its own"
            )
            raise InvalidInput.of([Issue("content.$ref", "circular_reference", message)]) from None


def parse(content: str, dialect: str | None) -> Document:
    """The document in a text; a draft that the text names wins over `dialect`."""
    schema = _json(content)
    default = validators.validator_for({"$schema": _URIS[dialect or "2020-12"]})
    kind = validators.validator_for(schema, default=default)
    uri = str(kind.META_SCHEMA.get("$schema", _URIS["2020-12"]))
    warnings: list[str] = []
    if isinstance(schema, dict):
        named = schema.get("$schema")
        if isinstance(named, str) and named.rstrip("#") != uri.rstrip("#"):
            warnings.append(f"$schema {named[:200]!r} is no known draft; read as {uri}")
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        path = ".".join(["content", *map(str, error.absolute_path)])[:300]
        raise InvalidInput.of([Issue(path, "not_a_json_schema", error.message[:300])]) from None
    except (RecursionError, ValueError, TypeError, Unresolvable) as error:
        raise _refused(f"no JSON Schema: {error}") from None
    specification = specification_with(uri)
    try:
        resource = specification.create_resource(schema)
        registry: Any = Registry().with_resource(resource.id() or "", resource).crawl()
        resolver = registry.resolver_with_root(resource)
    except (ValueError, TypeError, AttributeError, KeyError, Unresolvable) as error:
        raise _refused(f"its ids and anchors cannot be read: {error}") from None
    validator = kind(schema, registry=registry, format_checker=kind.FORMAT_CHECKER)
    old = uri.startswith("http://json-schema.org/draft-0")
    return Document(Node(schema, resolver), validator, specification, old, tuple(warnings))


def _json(content: str) -> Any:
    try:
        schema = json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _refused(f"not JSON: {error}") from None
    level, depth, nodes = [schema], 0, 0
    while level:
        level = [
            below
            for item in level
            for below in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
        depth, nodes = depth + 1, nodes + len(level)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise _refused(f"nested deeper than {MAX_DEPTH} levels or longer than {MAX_NODES:,} values")
    if not isinstance(schema, dict | bool):
        raise _refused("a JSON Schema is an object, or true or false")
    return schema


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _refused(message: str) -> InvalidInput:
    return InvalidInput.of([Issue("content", "not_a_json_schema", message[:400])])
