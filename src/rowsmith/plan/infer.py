"""What a field probably is, from its name and type, where its definition does not say.

The names that people use for a type stand at the type itself (`aliases`); this file holds only the rule by
which they are matched: the whole name, then its ending (`billing_city` is a city), then the nearest spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pyarrow as pa

from rowsmith.cache import remembered
from rowsmith.errors import RowsmithError
from rowsmith.generators import Context, Rows, SemanticType, Stream, semantic_types
from rowsmith.plan.labels import snake_case
from rowsmith.schema import FieldDefinition

_FALLBACK = {
    "string": "text.word", "enum": "text.word", "json": "document.json", "integer": "numeric.integer",
    "float": "numeric.float", "decimal": "numeric.decimal", "boolean": "numeric.boolean", "date": "time.date",
    "datetime": "time.datetime", "time": "time.time", "email": "internet.email", "phone": "phone.number",
    "uuid": "identifier.uuid",
}  # fmt: skip

_SPELLING = 0.79
"""How much of a name's letters must be in place, swaps counted once: `emial` is `email`, `main` is not."""


@dataclass(frozen=True, slots=True)
class Inference:
    """A semantic type and why: `Inference("address.city", {}, 0.9, "its name ends in 'city'")`."""

    semantic_type: str
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    score: float = 0.0
    reason: str = ""


def infer(definition: FieldDefinition, table: str = "") -> Inference:
    """The semantic type that fits a field best; `score` is 1 for a known name and 0 for a guess by type.

    A `name` in a table of products is a product's name: `table` is tried in front of the field's name.
    """
    if definition.type in ("email", "phone", "uuid", "json"):
        return Inference(_FALLBACK[definition.type], score=1.0, reason=f"its type is {definition.type}")
    for name, score, reason in _candidates(snake_case(definition.name), _singulars(snake_case(table))):
        semantic = semantic_types.get(name)
        if _fits(semantic, definition.type) and not (_is_whole(semantic) and _is_broken(definition)):
            bounded = (
                definition.constraints.min_value is not None or definition.constraints.max_value is not None
            )
            defaults = {} if bounded else dict(semantic.defaults or {})
            return Inference(name, defaults, score, reason)
    fallback = _FALLBACK.get(definition.type, "text.word")
    return Inference(fallback, reason=f"its type is {definition.type} and its name is no known one")


def _candidates(name: str, things: tuple[str, ...]) -> Iterator[tuple[str, float, str]]:
    index = _aliases()
    for thing in things:
        for known in index.get(f"{thing}_{name}", ()):
            yield known, 1.0, f"it is the {name.replace('_', ' ')} of a {thing}"
    for known in index.get(name, ()):
        yield known, 1.0, f"its name is {name!r}"
    words = name.split("_")
    for at in range(1, len(words)):
        ending = "_".join(words[at:])
        for known in index.get(ending, ()):
            yield known, 0.9, f"its name ends in {ending!r}"
    if len(name) >= 4:
        alias = _nearest(name, tuple(index))
        for known in index.get(alias or "", ()):
            yield known, 0.8, f"its name is like {alias!r}"


def _singulars(table: str) -> tuple[str, ...]:
    """What each row of a table may be: a `company` of `companies`, a `movie` of `movies`."""
    word = table.rpartition("_")[2]
    if not word.endswith("s") or word.endswith("ss"):
        return (word,)
    changed = [word.removesuffix(e) + i for e, i in (("ies", "y"), ("es", "")) if word.endswith(e)]
    return (*changed, word.removesuffix("s"))


def _nearest(name: str, aliases: tuple[str, ...]) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(name, aliases, scorer=OSA.normalized_similarity, score_cutoff=_SPELLING)
    return found[0] if found else None


@lru_cache(maxsize=1)
def _aliases() -> dict[str, list[str]]:
    """The names of all types, remembered on disk so that a start need not import every family."""
    return remembered("aliases", semantic_types.fingerprint(), _collected)


def _collected() -> dict[str, list[str]]:
    """Every name with the types that claim it: an alias was chosen for users, a function's name may be general."""
    found: dict[str, list[str]] = {}
    entries = list(semantic_types)
    for semantic in entries:
        for alias in semantic.aliases:
            found.setdefault(alias, []).append(semantic.name)
    for semantic in entries:
        found.setdefault(semantic.name.partition(".")[2], []).append(semantic.name)
    return {alias: list(dict.fromkeys(names)) for alias, names in found.items()}


def _fits(semantic: SemanticType, field_type: str) -> bool:
    kind = _kind(semantic)
    if kind is None:
        return False
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if field_type in ("integer", "float", "decimal"):
        return numeric
    if field_type == "boolean":
        return pa.types.is_boolean(kind)
    if field_type in ("date", "datetime"):
        return pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    return pa.types.is_time(kind) if field_type == "time" else True


def _is_whole(semantic: SemanticType) -> bool:
    kind = _kind(semantic)
    return kind is not None and pa.types.is_integer(kind)


def _is_broken(definition: FieldDefinition) -> bool:
    """Whether a field asks for numbers between the whole ones: an `age` of infants from 0.08 on."""
    said = definition.constraints
    bounds = (said.min_value, said.max_value)
    between = any(isinstance(bound, float) and bound % 1 for bound in bounds)
    return definition.type in ("float", "decimal") and (
        between or (bool(said.precision) and None not in bounds)
    )


@lru_cache(maxsize=2048)
def _kind(semantic: SemanticType) -> pa.DataType | None:
    """The Arrow type of the values; None for a type that cannot do without parameters."""
    try:
        made = semantic(Stream(("infer",)), Rows(0, 0), Context(table=Stream(("infer",))))
    except (TypeError, RowsmithError):
        return None
    return made.type
