"""Distributions put together: histograms and mixtures."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators import mixtures
from rowsmith.generators.numeric.parameters import Precision, Weight
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling import histograms
from rowsmith.sampling.context import Context
from rowsmith.sampling.draws import Asked, rounded
from rowsmith.sampling.grid import Real
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(example="37.2")
def histogram(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    edges: Annotated[list[Real], Field(min_length=2, max_length=10_001)] = [0, 10, 20, 50, 100],  # noqa: B006
    weights: Annotated[list[Weight], Field(min_length=1, max_length=10_000)] = [1, 4, 3, 1],  # noqa: B006
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """A number from bins: `weights[i]` is the weight of the bin from `edges[i]` to `edges[i + 1]`: `37.2`."""
    asked = Asked(min_value, max_value, precision)
    bins = histograms.prepare(tuple(map(float, edges)), tuple(weights), *asked.bounds)
    return rounded(bins.draw(stream, rows), asked)


@semantic_type(example="41.9")
def mixture(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    components: Annotated[list[mixtures.Component], Field(min_length=1, max_length=100)] = mixtures.EXAMPLE,
    min_value: Real | None = None,
    max_value: Real | None = None,
    precision: Precision | None = None,
) -> pa.Array:
    """One of several distributions for each row: `41.9`.

    `{"weight": 0.7, "name": "normal", "params": {"mean": 40, "std": 5}}` is a component. Bounds cut off each
    component by itself and leave the weights as they are.
    """
    asked = Asked(min_value, max_value, precision)
    return rounded(mixtures.draw(stream, rows, context, components, asked.min_value, asked.max_value), asked)
