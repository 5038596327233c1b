"""Several schemas that hold at once, put together: what types are left, which bounds, which members.

Where a schema leaves a choice (`oneOf`, `anyOf`, `if`), somebody else decides: `expand(nodes, choose)` asks
`choose(3)` for one of three ways, so that one way can be tried at random and all of them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.json_schema.document import Document, Node

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
Nodes = tuple[Node, ...]
Choose = Callable[[int], int]

_ABOUT = {
    "object": {"properties", "required", "patternProperties", "additionalProperties", "minProperties",
               "maxProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies"},
    "array": {"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"},
    "string": {"pattern", "minLength", "maxLength", "format"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}  # fmt: skip
"""Where no `type` is said, these keywords tell what is meant."""
_MAX_CONJUNCTS = 500


class Contradiction(Exception):
    """Nothing satisfies these schemas together."""


class Undecided(Exception):
    """There is a choice to be made."""


@dataclass(slots=True)
class Shape:
    """What values may look like."""

    types: set[str] = field(default_factory=lambda: set(TYPES))
    said: bool = False
    """Whether some schema says a type; without one every type is allowed, and few are meant."""
    keywords: set[str] = field(default_factory=set[str])
    values: list[Any] | None = None
    examples: list[Any] = field(default_factory=list[Any])
    low: float | None = None
    low_open: bool = False
    high: float | None = None
    high_open: bool = False
    multiples: list[float] = field(default_factory=list[float])
    min_length: int = 0
    max_length: int | None = None
    patterns: list[str] = field(default_factory=list[str])
    formats: list[str] = field(default_factory=list[str])
    properties: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    required: dict[str, None] = field(default_factory=dict[str, None])
    forbidden: set[str] = field(default_factory=set[str])
    pattern_properties: list[tuple[str, Node]] = field(default_factory=list[tuple[str, Node]])
    additional: list[tuple[frozenset[str], tuple[str, ...], Node]] = field(
        default_factory=list[tuple[frozenset[str], tuple[str, ...], Node]]
    )
    names: list[Node] = field(default_factory=list[Node])
    min_properties: int = 0
    max_properties: int | None = None
    prefix: list[list[Node]] = field(default_factory=list[list[Node]])
    rest: list[tuple[int, Node]] = field(default_factory=list[tuple[int, Node]])
    min_items: int = 0
    max_items: int | None = None
    unique_items: bool = False
    contains: list[tuple[Node, int]] = field(default_factory=list[tuple[Node, int]])

    def meant(self) -> list[str]:
        """The types that are meant: those allowed, or, where nothing is said, what the keywords are about."""
        kinds = [
            name
            for name in TYPES
            if name in self.types and not (name == "integer" and "number" in self.types)
        ]
        if self.said or self.values is not None:
            return kinds
        about = [kind for kind, words in _ABOUT.items() if words & self.keywords and kind in kinds]
        return about[:1] or [kind for kind in ("string", *kinds) if kind in kinds][:1]

    def item(self, at: int) -> Nodes:
        """The schemas of the item at a position."""
        own = self.prefix[at] if at < len(self.prefix) else []
        return (*own, *(node for start, node in self.rest if at >= start))

    def member(self, name: str) -> Nodes:
        """The schemas of a property."""
        from rowsmith.importers.json_schema.texts import searches

        found = list(self.properties.get(name, ()))
        found += [node for pattern, node in self.pattern_properties if searches(pattern, name)]
        found += [
            node
            for known, patterns, node in self.additional
            if name not in known and not any(searches(pattern, name) for pattern in patterns)
        ]
        return tuple(found)


def undecided(_: int) -> int:
    """Refuses to choose."""
    raise Undecided


def alternatives(
    document: Document, nodes: Nodes, limit: int = 64
) -> Iterator[tuple[tuple[int, ...], Shape]]:
    """Every way through the choices, in order, with the choices made; at most `limit` of them are tried."""
    script: tuple[int, ...] = ()
    for _ in range(limit):
        scripted = _Scripted(script)
        try:
            shape = expand(document, nodes, scripted)
        except Contradiction:
            pass
        else:
            yield tuple(taken for taken, _ in scripted.made), shape
        made = scripted.made
        while made and made[-1][0] + 1 >= made[-1][1]:
            made.pop()
        if not made:
            return
        script = (*(taken for taken, _ in made[:-1]), made[-1][0] + 1)


class _Scripted:
    """Chooses as a script says, and the first way where the script has ended."""

    def __init__(self, script: tuple[int, ...]) -> None:
        self._script = script
        self.made: list[tuple[int, int]] = []

    def __call__(self, count: int) -> int:
        taken = self._script[len(self.made)] if len(self.made) < len(self._script) else 0
        self.made.append((taken, count))
        return taken


def expand(document: Document, nodes: Nodes, choose: Choose) -> Shape:
    """All schemas of `nodes` as one shape, one way taken at each choice."""
    shape, seen, waiting = Shape(), set[int](), list(nodes)
    later: list[tuple[str, list[Node], list[str]]] = []
    while waiting or later:
        if not waiting:
            waiting = _depending(shape, later, choose)
            continue
        node = waiting.pop(0)
        if node.schema is False:
            raise Contradiction
        if not isinstance(node.schema, dict) or id(node.schema) in seen:
            continue
        seen.add(id(node.schema))
        if len(seen) > _MAX_CONJUNCTS:
            message = f"more than {_MAX_CONJUNCTS} schemas hold of one value; simplify the schema"
            raise InvalidInput.of([Issue("content", "too_complex", message)])
        waiting += _members(document, node, shape, choose, later)
    _settle(shape)
    return shape


def _depending(shape: Shape, later: list[tuple[str, list[Node], list[str]]], choose: Choose) -> list[Node]:
    """What the presence of a property asks for; or else the property is left out."""
    name, nodes, names = later.pop(0)
    if name in shape.forbidden or not (name in shape.properties or name in shape.required):
        return []
    if nodes and name not in shape.required and choose(2) == 1:
        shape.forbidden.add(name)
        return []
    shape.required.update(dict.fromkeys(names))
    return nodes


def _members(
    document: Document,
    node: Node,
    shape: Shape,
    choose: Choose,
    later: list[tuple[str, list[Node], list[str]]],
) -> list[Node]:
    """Enter one schema into the shape; answer with the schemas that hold beside it."""
    from rowsmith.importers.json_schema.keywords import enter

    schema = node.schema
    more: list[Node] = []
    for key in ("$ref", "$dynamicRef", "$recursiveRef"):
        if isinstance(schema.get(key), str):
            more.append(document.follow(node, schema[key]))
            if document.old:
                return more
    more += [document.child(node, part) for part in schema.get("allOf", ())]
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            taken = choose(len(schema[key]))
            more.append(document.child(node, schema[key][taken]))
            if key == "oneOf":
                shape.forbidden |= _of_others(schema[key], taken)
    if "if" in schema and ("then" in schema or "else" in schema):
        branch = ("if", "then") if choose(2) == 0 else ("else",)
        more += [document.child(node, schema[key]) for key in branch if key in schema]
    enter(document, node, shape, later)
    return more


def _of_others(ways: list[Any], taken: int) -> set[str]:
    """A property of each way not taken that only asks for properties, `{"required": ["b"]}`: it has to be absent."""
    own = ways[taken].get("required", []) if isinstance(ways[taken], dict) else []
    others = [
        [name for name in way["required"] if name not in own]
        for way in ways[:taken] + ways[taken + 1 :]
        if isinstance(way, dict) and way.keys() == {"required"} and isinstance(way["required"], list)
    ]
    return {names[0] for names in others if names}


def _settle(shape: Shape) -> None:
    if shape.forbidden & shape.required.keys():
        raise Contradiction
    if not shape.types or (shape.values is not None and not shape.values):
        raise Contradiction
