"""Several distributions, one of them for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith.errors import InvalidInput
from rowsmith.generators.semantic import SemanticType, semantic_types
from rowsmith.sampling.context import Context
from rowsmith.sampling.discrete import from_weights
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, Json, Model

F64 = NDArray[np.float64]


class Component(Model):
    """One of the distributions: `Component(weight=0.7, name="normal", params={"mean": 40, "std": 5})`."""

    name: Annotated[StrictStr, Field(max_length=MAX_NAME)]
    weight: Annotated[float, Field(ge=0, le=1e300)] = 1.0
    params: dict[StrictStr, Json] = {}


EXAMPLE = [
    Component(name="normal", weight=0.7, params={"mean": 40.0, "std": 5.0}),
    Component(name="normal", weight=0.3, params={"mean": 70.0, "std": 8.0}),
]


def draw(
    stream: Stream,
    rows: Rows,
    context: Context,
    components: Sequence[Component | Mapping[str, Any]],
    low: float | None,
    high: float | None,
) -> F64:
    """One number a row, from a component chosen by weight; every component keeps to the bounds."""
    parts = [part if isinstance(part, Component) else Component.model_validate(part) for part in components]
    types = [_distribution(part.name) for part in parts]
    bounds = {name: value for name, value in (("min_value", low), ("max_value", high)) if value is not None}
    weights = np.array([part.weight for part in parts])
    if not weights.max() > 0:
        raise InvalidInput("the weights of the components are all zero; make one positive")
    chosen = from_weights(0, weights / weights.max()).draw(stream.u64(rows, "component"))
    numbers, out = rows.numbers(), np.empty(rows.count, np.float64)
    alone = replace(context, unique=False, digit=None)
    for place, (part, kind) in enumerate(zip(parts, types, strict=True)):
        params = kind.check({**part.params, **bounds}, f"components.{place}")
        mine = np.flatnonzero(chosen == place)
        values = kind(stream.child("component", place), Rows.at(numbers[mine]), alone, **params)
        out[mine] = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return out


def _distribution(name: str) -> SemanticType:
    found = semantic_types.get(f"numeric.{name.removeprefix('numeric.')}")
    if found.name in ("numeric.mixture", "numeric.boolean", "numeric.decimal"):
        raise InvalidInput(f"{name!r} cannot be a component of a mixture; name a distribution such as normal")
    return found
