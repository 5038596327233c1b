"""Values of SQL expressions, evaluated on whole columns in the sandbox."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.engine.scope import Scope
from rowsmith.generators import Stream
from rowsmith.plan.arrow_types import coerce
from rowsmith.plan.derived import Compute
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.sandbox import evaluate


def computed(scope: Scope, field: FieldPlan, source: Compute, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The expression in every row, as the field's type."""
    return coerce(expression(scope, source), field)


def expression(scope: Scope, source: Compute) -> pa.Array:
    """The expression in every row, as it comes."""
    columns = {f"c{number}": scope.columns[name] for number, name in enumerate(source.reads)}
    (values,) = evaluate([source.sql], columns, scope.rows.count)
    return values
