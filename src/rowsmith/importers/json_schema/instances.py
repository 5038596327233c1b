"""Whole values of a schema, made one by one: for what a column's definition cannot say.

A tuple, a choice of branches, a map with free names: values are tried and kept where the schema's own
validator agrees, so whatever the keywords mean, what is kept is valid.
"""

from __future__ import annotations

import json
import random
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.json_schema.document import Document
from rowsmith.importers.json_schema.keywords import same
from rowsmith.importers.json_schema.numbers import multiples, real_bounds, whole_bounds
from rowsmith.importers.json_schema.shape import Contradiction, Nodes, Shape, expand
from rowsmith.importers.json_schema.texts import searches, texts

POOL = 200
_STEPS = 60_000
_DEEP = 5
_DEEPEST = 14
_MAX_TEXT = 20_000


class Maker:
    """Makes values of a document's schemas; the same ones every time."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rng = random.Random(0)
        self._steps = 0

    def pool(self, nodes: Nodes, size: int = POOL) -> list[Any]:
        """Different valid values, as many as are found with reasonable effort; none raises `Contradiction`."""
        self._rng = random.Random(0)
        found: dict[str, Any] = {}
        for attempt in range(size * 4):
            if attempt >= size and (not found or len(found) < attempt // 20):
                break
            try:
                value = self._value(nodes, 0)
            except Contradiction:
                continue
            text = json.dumps(value, sort_keys=True)
            if len(text) <= _MAX_TEXT and text not in found and self.valid(value, nodes):
                found[text] = value
            if len(found) >= size:
                break
        if not found:
            raise Contradiction
        return list(found.values())

    def valid(self, value: Any, nodes: Nodes) -> bool:
        """Whether the schemas take the value, formats checked."""
        return next(self._document.errors(value, nodes), None) is None

    def _value(self, nodes: Nodes, depth: int) -> Any:
        self._steps += 1
        if self._steps > _STEPS:
            message = "its values take too many tries; simplify what is nested and chosen in it"
            raise InvalidInput.of([Issue("content", "too_complex", message)])
        if depth > _DEEPEST:
            raise Contradiction
        shape = expand(self._document, nodes, self._rng.randrange)
        if shape.values is not None:
            return self._rng.choice(shape.values)
        kinds = shape.meant()
        if not kinds:
            raise Contradiction
        kind = self._rng.choice(kinds)
        if kind == "string":
            known = [text for text in shape.examples if isinstance(text, str)]
            return (
                self._rng.choice(known)
                if known and self._rng.random() < 0.3
                else self._rng.choice(texts(shape))
            )
        if kind == "array":
            return self._array(shape, depth)
        if kind == "object":
            return self._object(shape, depth)
        return None if kind == "null" else self._scalar(kind, shape)

    def _scalar(self, kind: str, shape: Shape) -> Any:
        if kind == "boolean":
            return self._rng.random() < 0.5
        if shape.multiples:
            return self._rng.choice(multiples(shape))
        if kind == "integer":
            return self._rng.randint(*whole_bounds(shape))
        low, high, decimals = real_bounds(shape)
        value = low + (high - low) * self._rng.random()
        return value if decimals is None else round(value, decimals)

    def _array(self, shape: Shape, depth: int) -> list[Any]:
        least = max(shape.min_items, sum(count for _, count in shape.contains))
        most = max(least, len(shape.prefix), 1 if depth > _DEEP else 4)
        most = most if shape.max_items is None else min(most, shape.max_items)
        least = least if depth > _DEEP else max(least, min(len(shape.prefix), most))
        if least > most:
            raise Contradiction
        length = self._rng.randint(least, most)
        wanted = [node for node, count in shape.contains for _ in range(count)]
        places = self._rng.sample(range(length), len(wanted)) if wanted else []
        asked = dict(zip(places, wanted, strict=True))
        made: list[Any] = []
        for at in range(length):
            nodes = shape.item(at) + ((asked[at],) if at in asked else ())
            try:
                made.append(self._another(nodes, made if shape.unique_items else [], depth))
            except Contradiction:
                if len(made) >= shape.min_items and not wanted:
                    break
                raise
        return made

    def _another(self, nodes: Nodes, known: list[Any], depth: int) -> Any:
        """A value that is not among the known ones."""
        for _ in range(20):
            value = self._value(nodes, depth + 1)
            if not any(same(value, other) for other in known):
                return value
        raise Contradiction

    def _object(self, shape: Shape, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        optional = [name for name in shape.properties if name not in shape.required]
        self._rng.shuffle(optional)
        most = shape.max_properties
        for name in (*shape.required, *optional):
            needed = name in shape.required
            if name in shape.forbidden or (not needed and most is not None and len(made) >= most):
                continue
            if (
                not needed
                and len(made) >= shape.min_properties
                and self._rng.random() < (0.2 if depth < _DEEP else 1.1)
            ):
                continue
            try:
                made[name] = self._value(shape.member(name), depth + 1)
            except Contradiction:
                if needed:
                    raise
        wanted = max(
            shape.min_properties, 0 if shape.properties or depth > _DEEP else self._rng.randint(1, 3)
        )
        wanted = wanted if most is None else min(wanted, most)
        for _ in range(50):
            if len(made) >= wanted:
                break
            name = self._rng.choice(self._free_names(shape))
            if name in made or name in shape.properties or name in shape.forbidden:
                continue
            try:
                made[name] = self._value(shape.member(name), depth + 1)
            except Contradiction:
                continue
        return made

    def _free_names(self, shape: Shape) -> list[str]:
        """Names that a schema does not list."""
        names = shape_of_names(self._document, shape)
        for pattern, _ in shape.pattern_properties[:4]:
            try:
                names += texts(Shape(patterns=[pattern]))[:20]
            except Contradiction:
                continue
        return names or ["value"]


def shape_of_names(document: Document, shape: Shape) -> list[str]:
    """Names that `propertyNames` allows; plain words where it is silent."""
    if not shape.names:
        return ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
    try:
        names = expand(document, tuple(shape.names), lambda _: 0)
        if names.values is not None:
            return [name for name in names.values if isinstance(name, str)]
        return texts(names)[:40]
    except Contradiction:
        return []


def fits_names(document: Document, shape: Shape, name: str) -> bool:
    """Whether `propertyNames` allows a name."""
    return next(document.errors(name, tuple(shape.names)), None) is None


__all__ = ["POOL", "Maker", "fits_names", "searches"]
