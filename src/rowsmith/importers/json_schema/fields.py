"""From a shape to a field's definition: as a column that is drawn where it can be said, else from a pool."""

from __future__ import annotations

import json
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.json_schema.document import Document
from rowsmith.importers.json_schema.instances import Maker, fits_names
from rowsmith.importers.json_schema.numbers import multiples, real_bounds, whole_bounds
from rowsmith.importers.json_schema.shape import (
    Contradiction,
    Nodes,
    Shape,
    Undecided,
    alternatives,
    expand,
    undecided,
)
from rowsmith.importers.json_schema.texts import PATTERNS, SEMANTIC
from rowsmith.schema.values import MAX_NAME, MAX_PATTERN

Path = tuple[str, ...]
Field = dict[str, Any]

PLAIN, BARE, POOLED = range(3)
"""How a field is tried: by its name and type, by its type alone, as a choice of prepared values."""
_DEEPEST = 5
_NULLS = 0.1
_ITEMS = 4


class Fields:
    """The definitions of a document's fields; `lower` says of a field that it has to be made otherwise."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.maker = Maker(document)
        self.reasons: dict[Path, str] = {}
        self._way: dict[Path, int] = {}

    def lower(self, path: Path) -> bool:
        """Try the field at a path, or the nearest around it, in the next simpler way; False at the end of them."""
        for end in range(len(path), 0, -1):
            part = path[:end]
            if self._way.get(part, PLAIN) < POOLED:
                self._way[part] = self._way.get(part, PLAIN) + 1
                return True
        return False

    def members(self, shape: Shape, path: Path, held: tuple[int, ...]) -> list[Field]:
        """The fields of an object: everything that it names, optional or not, as far as it can exist."""
        names = [name for name in (*shape.properties, *shape.required) if name not in shape.forbidden]
        found: list[Field] = []
        for name in dict.fromkeys(names):
            if not nameable(name) or not fits_names(self.document, shape, name):
                self._left_out(shape, name, path)
                continue
            if shape.max_properties is not None and name not in shape.required:
                others = sum(1 for other in shape.required if other not in {field["name"] for field in found})
                if len(found) + others >= shape.max_properties:
                    self.reasons[(*path, name)] = "left out, for maxProperties"
                    continue
            try:
                found.append(self.field(name, shape.member(name), (*path, name), held))
            except Contradiction:
                if name in shape.required:
                    raise
                self.reasons[(*path, name)] = "left out: no value satisfies its schema"
        return found

    def _left_out(self, shape: Shape, name: str, path: Path) -> None:
        if name in shape.required:
            raise Contradiction
        self.reasons[(*path, name)] = "left out: its name cannot be a column's"

    def field(self, name: str, nodes: Nodes, path: Path, held: tuple[int, ...] = ()) -> Field:
        """The definition of one field."""
        way = self._way.get(path, PLAIN)
        if (
            way < POOLED
            and len(held) < _DEEPEST
            and not any(held.count(id(node.schema)) > 1 for node in nodes)
        ):
            inside = (*held, *(id(node.schema) for node in nodes if isinstance(node.schema, dict)))
            try:
                plain = self._plain(nodes, path, way, inside)
            except Undecided:
                plain = None
            if plain is not None:
                return {"name": name, **plain}
        return {"name": name, **self._pooled(nodes, path)}

    def _plain(self, nodes: Nodes, path: Path, way: int, held: tuple[int, ...]) -> Field | None:
        shape, nullable = self._decided(nodes)
        if shape.values is not None:
            return self._listed(shape, nodes)
        kinds = shape.meant()
        nullable = nullable or ("null" in kinds and len(kinds) > 1)
        kinds = [kind for kind in kinds if kind != "null"] or kinds
        if len(kinds) != 1 or kinds[0] == "null":
            return None
        made = self._typed(kinds[0], shape, path, way, held)
        if made is not None and nullable:
            made = {
                **made,
                "constraints": {**made.get("constraints", {}), "nullable": True, "null_rate": _NULLS},
            }
        return made

    def _decided(self, nodes: Nodes) -> tuple[Shape, bool]:
        """The shape where there is nothing to choose but null, and whether null is one of the ways."""
        try:
            return expand(self.document, nodes, undecided), False
        except Undecided:
            shapes = [shape for _, shape in alternatives(self.document, nodes, limit=8)]
        others = [shape for shape in shapes if shape.types != {"null"}]
        if len(others) != 1 or len(shapes) != 2:
            raise Undecided
        return others[0], True

    def _listed(self, shape: Shape, nodes: Nodes) -> Field | None:
        values = [value for value in shape.values or [] if self.maker.valid(value, nodes)]
        if not values:
            raise Contradiction
        some = [value for value in values if value is not None]
        null = {"nullable": True, "null_rate": _NULLS} if len(some) < len(values) else {}
        for kind, field_type in ((str, "enum"), (bool, "boolean"), (int, "integer"), (float, "float")):
            if some and all(type(value) is kind for value in some):
                if kind is int and not all(-(2**63) <= value < 2**63 for value in some):
                    return None
                return (
                    {
                        "type": field_type,
                        "semantic_type": "category.choice",
                        "params": {"values": some},
                        "constraints": null,
                    }
                    if kind is bool
                    else {"type": field_type, "constraints": {"enum_values": some, **null}}
                )
        return None

    def _typed(self, kind: str, shape: Shape, path: Path, way: int, held: tuple[int, ...]) -> Field | None:
        if kind == "boolean":
            return {"type": "boolean"}
        if kind in ("integer", "number"):
            return self._numeric(shape, way, "integer" if kind == "integer" else "float")
        if kind == "string":
            return self._string(shape, way)
        nested = self._object if kind == "object" else self._array
        return nested(shape, path, way, held)

    def _numeric(self, shape: Shape, way: int, kind: str) -> Field:
        if any(step != 1 or kind == "float" for step in shape.multiples):
            values = multiples(shape)
            values = values if kind == "integer" else [float(value) for value in values]
            values = [value for value in values if self.maker.valid(value, self._alone(shape))]
            if not values:
                raise Contradiction
            return {"type": kind, "constraints": {"enum_values": values}}
        bounds: dict[str, Any] = {}
        if kind == "integer":
            low, high = whole_bounds(shape)
        else:
            low, high, decimals = real_bounds(shape)
            bounds = {} if decimals is None else {"precision": decimals}
        if way == BARE or shape.low is not None:
            bounds["min_value"] = low
        if way == BARE or shape.high is not None or low > _WIDE_BY_NAME:
            bounds["max_value"] = high
        bare = {"semantic_type": f"numeric.{kind}"} if way == BARE else {}
        return {"type": kind, **bare, **({"constraints": bounds} if bounds else {})}

    def _alone(self, shape: Shape) -> Nodes:
        """The steps of a number as a schema of their own."""
        root = self.document.root
        return tuple(type(root)({"multipleOf": step}, root.resolver) for step in shape.multiples)

    def _string(self, shape: Shape, way: int) -> Field | None:
        kept: dict[str, Any] = {"min_length": shape.min_length} if shape.min_length else {}
        if shape.max_length is not None:
            kept["max_length"] = shape.max_length
            if shape.max_length < shape.min_length:
                raise Contradiction
        known = [name for name in shape.formats if name in _KNOWN]
        if len(shape.patterns) > 1 or (shape.patterns and known) or len(set(known)) > 1:
            return None
        if known:
            if kept:
                return None
            return dict(_KNOWN[known[0]])
        if shape.patterns:
            if len(shape.patterns[0]) > MAX_PATTERN:
                return None
            return {
                "type": "string", "semantic_type": "identifier.pattern",
                "params": {"pattern": shape.patterns[0], **kept},
                "constraints": {"pattern": shape.patterns[0], **kept},
            }  # fmt: skip
        examples = [text for text in shape.examples if isinstance(text, str) and text]
        if way == BARE:
            low = shape.min_length
            top = max(low, 12) if shape.max_length is None else min(shape.max_length, max(low, 12))
            pattern = f"[a-z]{{{low},{top}}}"
            return {"type": "string", "semantic_type": "identifier.pattern", "params": {"pattern": pattern},
                    "constraints": kept}  # fmt: skip
        return {"type": "string", **({"constraints": kept} if kept else {}),
                **({"sample_values": examples[:100]} if examples else {})}  # fmt: skip

    def _object(self, shape: Shape, path: Path, way: int, held: tuple[int, ...]) -> Field | None:
        fields = self.members(shape, path, held)
        if not fields or len(fields) < shape.min_properties or way == BARE:
            return None
        return {"type": "object", "fields": fields}

    def _array(self, shape: Shape, path: Path, way: int, held: tuple[int, ...]) -> Field | None:
        most = shape.min_items + _ITEMS if shape.max_items is None else shape.max_items
        if shape.prefix or shape.contains or shape.unique_items or most > 1000 or way == BARE:
            return None
        if most < shape.min_items:
            raise Contradiction
        try:
            items = self.field("item", shape.item(0), (*path, "[]"), held)
        except Contradiction:
            return None
        most = min(most, max(shape.min_items, 10))
        return {
            "type": "array",
            "items": items,
            "constraints": {"min_length": shape.min_items, "max_length": most},
        }

    def _pooled(self, nodes: Nodes, path: Path) -> Field:
        values = self.maker.pool(nodes)
        self.reasons[path] = f"one of {len(values)} prepared values"
        scalar = all(isinstance(value, str) for value in values)
        if scalar:
            return {"type": "string", "constraints": {"enum_values": values}}
        for kind, name in ((bool, "boolean"), (int, "integer"), (float, "float")):
            if all(type(value) is kind for value in values) and kind is not bool:
                return {"type": name, "constraints": {"enum_values": values}}
        texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]
        return {"type": "json", "constraints": {"enum_values": texts}}


_WIDE_BY_NAME = 100
_KNOWN: dict[str, Field] = {
    "date": {"type": "date"},
    "date-time": {"type": "datetime"},
    **{name: {"type": "string", "semantic_type": semantic} for name, semantic in SEMANTIC.items()},
    **{
        name: {"type": "string", "semantic_type": "identifier.pattern", "params": {"pattern": pattern}}
        for name, pattern in PATTERNS.items()
    },
}


def nameable(name: str) -> bool:
    """Whether a property's name can be a column's."""
    return 0 < len(name) <= MAX_NAME and name == name.strip() and name.isprintable()


def no_columns() -> InvalidInput:
    """The error for documents that are no rows."""
    message = (
        "a row is an object with named properties, and this schema's documents are none; "
        "give a schema of an object with `properties`, or of an array of such objects"
    )
    return InvalidInput.of([Issue("content", "not_a_table", message)])
