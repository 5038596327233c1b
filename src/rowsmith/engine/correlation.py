"""Values that follow other fields' values through normal scores."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.engine.scope import Scope
from rowsmith.generators import Stream
from rowsmith.plan.arrow_types import arrow_type
from rowsmith.plan.marginal import from_numbers, marginal, numbers_of
from rowsmith.plan.model import Correlated, FieldPlan
from rowsmith.sampling.gaussian import normal_quantile, share_below


def correlated(scope: Scope, field: FieldPlan, source: Correlated, stream: Stream) -> pa.Array:
    """The quantile of the field's own distribution at the weighted sum of scores."""
    score = normal_quantile(stream.unit(scope.rows)) * source.rest
    for name, weight in zip(source.others, source.weights, strict=True):
        score += _score(scope, name) * weight
    values = marginal(source.base, scope.plan.now).at(share_below(score))
    return from_numbers(values, arrow_type(field))


def _score(scope: Scope, name: str) -> NDArray[np.float64]:
    """The normal score of another field's value; a random one where the value is null."""
    other = scope.table.field(name)
    base = other.source.base if isinstance(other.source, Correlated) else other
    noise = scope.stream.child(name).unit(scope.rows, "score")
    values = scope.columns[name]
    share = marginal(base, scope.plan.now).share(numbers_of(values), noise)
    null = values.is_null().to_numpy(zero_copy_only=False)
    return normal_quantile(np.where(null, noise, share))
