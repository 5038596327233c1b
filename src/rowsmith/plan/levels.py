"""The values of a field that coverage wants to see: each value of a list, both ends, null, shortest, longest."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput
from rowsmith.generators import Rows, Stream, semantic_types
from rowsmith.plan.arrow_types import arrow_type, constant
from rowsmith.plan.derived import Scalar
from rowsmith.plan.guards import broken
from rowsmith.plan.model import Cases, Draw, FieldPlan
from rowsmith.plan.ordering import bounds
from rowsmith.plan.place import context_of
from rowsmith.schema import FieldDefinition

_SAMPLE = 2048
"""Values among which the shortest and the longest are looked for where only a pattern tells them."""
_NUMBERS = ("integer", "float", "decimal")
_MOMENTS = ("date", "datetime", "time")


@dataclass(frozen=True, slots=True)
class Factor:
    """A field, or one case of it, and the values it is to take."""

    field: str
    levels: tuple[Scalar, ...]
    case: int | None = None


def factors(
    field: FieldDefinition, made: FieldPlan, edges: set[float], now: int, stream: Stream
) -> list[Factor]:
    """The levels of a field: of all its rows, or where it has conditions, of the rows of each case.

    `edges` are the numbers with which conditions compare the field.
    """
    if not isinstance(made.source, Cases):
        return _factor(field, made, edges, now, stream, None)
    found: list[Factor] = []
    for number, (rule, case) in enumerate(zip(field.when, made.source.cases, strict=True)):
        said = {"min_value": rule.min_value, "max_value": rule.max_value}
        inside = field.model_copy(update={"constraints": field.constraints.model_copy(update=said)})
        found += _factor(inside, case, set(), now, stream, number)
    last = len(made.source.cases)
    return found + _factor(field, made.source.otherwise, edges, now, stream, last)


def _factor(
    field: FieldDefinition, made: FieldPlan, edges: set[float], now: int, stream: Stream, case: int | None
) -> list[Factor]:
    if not isinstance(made.source, Draw):
        return []
    levels = _values(field, made, made.source, edges, now, stream)
    kept = [value for value in dict.fromkeys(levels) if _storable(value, made)]
    if made.null_rate or field.constraints.nullable:
        kept.append(None)
    return [Factor(field.name, tuple(kept), case)] if kept else []


def _values(
    field: FieldDefinition, made: FieldPlan, draw: Draw, edges: set[float], now: int, stream: Stream
) -> list[Any]:
    if draw.semantic_type == "category.choice":
        values, weights = draw.params["values"], draw.params.get("weights")
        return [value for value, share in zip(values, weights or [1] * len(values), strict=True) if share > 0]
    if field.type == "boolean":
        share = draw.params.get("true_rate", 0.5)
        return [*([True] if share > 0 else []), *([False] if share < 1 else [])]
    low, high = bounds(field)
    if field.type in _NUMBERS:
        return _numbers(field, made, low, high, edges)
    if field.type in _MOMENTS:
        return [low, _whole_day(high, field.type)]
    constraints = field.constraints
    sized = constraints.pattern or constraints.min_length is not None or constraints.max_length is not None
    return _lengths(field, made, draw, now, stream) if sized and not made.bound else []


def _numbers(field: FieldDefinition, made: FieldPlan, low: Any, high: Any, edges: set[float]) -> list[Any]:
    """Both ends as far as the decimals reach them, and each side of every number in a condition."""
    decimals = made.precision if made.precision is not None else 0 if field.type == "integer" else 2
    if made.type == "float" and made.precision is None:
        step, scale = 0.01, None
    else:
        step, scale = 10.0**-decimals, 10.0**decimals
    near = sorted(edge + side for edge in edges for side in (-step, 0, step))
    inside = [edge for edge in near if (low is None or edge >= low) and (high is None or edge <= high)]
    ends = [_up(low, scale), _up(high, scale, -1)]
    found = [value for value in (*ends, *inside) if isinstance(value, int | float)]
    if made.type == "integer":
        return [round(value) for value in found]
    return found if scale is None else [round(value, decimals) for value in found]


def _up(bound: Any, scale: float | None, sign: int = 1) -> float | None:
    """A bound moved inward to the next value that has no more decimals than the field."""
    if not isinstance(bound, int | float):
        return None
    return bound if scale is None else sign * math.ceil(round(sign * bound * scale, 6)) / scale


def _whole_day(high: Any, kind: str) -> Any:
    """A day as the last moment lasts to its end."""
    return f"{high}T23:59:59" if kind == "datetime" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(high)) else high


def _lengths(field: FieldDefinition, made: FieldPlan, draw: Draw, now: int, stream: Stream) -> list[Any]:
    """The shortest and the longest of the type's own values; where any text does, those of exact lengths too."""
    semantic = semantic_types.get(draw.semantic_type)
    own = stream.child(field.name, "coverage")
    made_up = semantic(own, Rows(0, _SAMPLE), context_of(made, now, stream), **draw.params)
    texts = made_up.dictionary_decode() if pa.types.is_dictionary(made_up.type) else made_up
    texts = texts.cast(pa.string()).drop_null()
    if made.guard is not None:
        texts = texts.filter(pc.invert(broken(texts, made.guard)))
    if len(texts) == 0:
        return []
    order = pc.sort_indices(pc.utf8_length(texts))
    shortest, longest = texts[order[0].as_py()].as_py(), texts[order[-1].as_py()].as_py()
    low, high = field.constraints.min_length, field.constraints.max_length
    if field.constraints.pattern or not draw.semantic_type.startswith("text."):
        return [shortest, longest]
    ends = [shortest if low is None else _sized(shortest, low), longest]
    return [*ends, *([_sized(longest, high)] if high is not None and high <= _SAMPLE else [])]


def _sized(text: str, length: int) -> str:
    """The text cut, or said again, to exactly so many characters."""
    return (f"{text} " * (length // (len(text) + 1) + 1))[:length].replace(" ", "x" if length < 2 else " ")


def _storable(value: Any, made: FieldPlan) -> bool:
    if value is None:
        return False
    try:
        constant(value, arrow_type(made))
    except InvalidInput:
        return False
    return True
