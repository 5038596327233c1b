"""Values from a list that the user gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any

import pyarrow as pa
from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.choice import weighted
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

Value = StrictBool | StrictInt | StrictFloat | StrictStr | None
Values = Annotated[list[Value], Field(min_length=1)]


@semantic_type(example="pro")
def choice(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    values: Values,
    weights: list[float] | dict[str, float] | None = None,
) -> pa.Array:
    """One of `values`, as likely as its weight; all equally likely without `weights`.

    `values: ["free", "pro"], weights: [70, 30]`. Strings arrive as a dictionary column; numbers and
    booleans keep their type. Where the field is unique each value comes once and weights have no say.
    """
    pool = typed(values)
    if context.unique:
        distinct = typed(list({(type(value), value): value for value in values}.values()))
        index = context.index(stream, rows, len(distinct))
        return (
            strings.pick(distinct, index)
            if pa.types.is_string(distinct.type)
            else distinct.take(pa.array(index))
        )
    known = None if weights is None else _in_order(values, weights)
    index = stream.below(rows, len(pool)) if known is None else weighted(stream, rows, known)
    return strings.pick(pool, index) if pa.types.is_string(pool.type) else pool.take(pa.array(index))


def typed(values: Sequence[Any]) -> pa.Array:
    """The values as one Arrow array: booleans, integers, floats or strings; mixed ones become text."""
    return _typed(tuple((type(value).__name__, value) for value in values))


@lru_cache(maxsize=256)
def _typed(values: tuple[tuple[str, Any], ...]) -> pa.Array:
    kinds = {kind for kind, _ in values} - {"NoneType"}
    plain = [value for _, value in values]
    if kinds <= {"str"}:
        return pa.array(plain, pa.string())
    if kinds == {"bool"}:
        return pa.array(plain, pa.bool_())
    if kinds == {"int"}:
        return pa.array(plain, pa.int64())
    if kinds <= {"int", "float"}:
        return pa.array([None if value is None else float(value) for value in plain], pa.float64())
    as_text = [value if value is None or isinstance(value, str) else json.dumps(value) for value in plain]
    return pa.array(as_text, pa.string())


def _in_order(values: Sequence[Any], weights: list[float] | dict[str, float]) -> list[float]:
    """Weights in the order of the values: a list as it is, a mapping by the value's text."""
    if isinstance(weights, list):
        if len(weights) != len(values):
            raise InvalidInput(
                f"{len(values)} values and {len(weights)} weights; give one weight for each value"
            )
        return weights
    names = [value if isinstance(value, str) else json.dumps(value) for value in values]
    unknown = sorted(set(weights) - set(names))
    if unknown:
        raise InvalidInput(
            f"a weight is given for {unknown[0]!r}, which is not among the values {names[:10]}"
        )
    return [float(weights.get(name, 0.0)) for name in names]
