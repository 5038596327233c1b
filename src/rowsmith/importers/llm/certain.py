"""What the offline reader knows for certain, held against what the model made of the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.schema import DataSchema

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was said: `Fact("age 18-80", "fields.age.constraints.min_value", 18)`."""

    words: str
    path: str
    value: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much of what was said for certain is in the model's schema, and what is not."""

    confidence: float
    warnings: tuple[str, ...]
    receipt: tuple[Clause, ...]


def compare(certain: Extraction | None, schema: DataSchema, rows: int | None) -> Comparison:
    """Check a model's schema against the offline reading of the same request."""
    if certain is None:
        return Comparison(0.5, (), ())
    mine, facts = schema.document(), list(_facts(certain))
    held = {id(fact): _holds(fact, mine, rows) for fact in facts}
    warnings = [
        f"{fact.words!r} says {_shown(fact)}, and the model's schema has {_found(fact, mine, rows)}"
        for fact in facts
        if not held[id(fact)]
    ]
    receipt = tuple(
        Clause(
            clause.text, tuple(fact.path for fact in facts if fact.words == clause.text and held[id(fact)])
        )
        for clause in certain.receipt
    )
    share = sum(held.values()) / len(facts) if facts else 0.5
    return Comparison(round(share, 3), tuple(dict.fromkeys(warnings)), receipt)


def _facts(certain: Extraction) -> Iterator[Fact]:
    document = certain.schema.document()
    for clause in certain.receipt:
        for path in clause.elements:
            if path == "rows":
                yield Fact(clause.text, path, certain.rows)
            elif path.startswith(("fields.", "tables.")):
                value = _at(document, path)
                if value is not _MISSING:
                    yield Fact(clause.text, path, value)


def _holds(fact: Fact, document: Mapping[str, Any], rows: int | None) -> bool:
    if fact.path == "rows":
        return rows == fact.value
    found = _at(document, fact.path)
    if found is _MISSING:
        return False
    return isinstance(fact.value, dict) or _same(found, fact.value)


def _same(found: Any, said: Any) -> bool:
    if isinstance(said, int | float) and isinstance(found, int | float):
        return abs(found - said) <= 1e-9 * max(1.0, abs(said))
    if isinstance(said, list) and isinstance(found, list):
        return {str(item).lower() for item in cast("list[Any]", found)} == {
            str(item).lower() for item in cast("list[Any]", said)
        }
    return str(found).lower() == str(said).lower()


def _at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a path; a table is found by its name, or because it is the only one."""
    node: Any = document
    for step in path.split("."):
        if isinstance(node, list):
            node = next(
                (item for item in cast("list[dict[str, Any]]", node) if _plain(item.get("name")) == _plain(step)),
                _MISSING,
            )  # fmt: skip
        elif isinstance(node, Mapping):
            node = cast("Mapping[str, Any]", node).get(step, _MISSING)
        else:
            return _MISSING
        if node is _MISSING:
            return _MISSING
    return node


def _plain(name: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def _shown(fact: Fact) -> str:
    if fact.path == "rows":
        return f"{fact.value:,} rows"
    name = fact.path.split(".")
    return (
        f"the field {name[-1]}" if isinstance(fact.value, dict) else f"{'.'.join(name[-3::2])} {fact.value}"
    )


def _found(fact: Fact, document: Mapping[str, Any], rows: int | None) -> str:
    if fact.path == "rows":
        return "no number of rows" if rows is None else f"{rows:,} rows"
    found = _at(document, fact.path)
    return "none" if found is _MISSING else str(found)[:100]
