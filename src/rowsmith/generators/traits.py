"""Sizes of a body: bell-shaped, by the person's gender, weight in keeping with height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rowsmith.generators.identity import gender
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows

F64 = NDArray[np.float64]

_MEAN, _DEVIATION = np.array([177.5, 164.0]), np.array([7.2, 6.6])


def heights(context: Context, rows: Rows) -> F64:
    """Centimetres, most within 150 and 195."""
    code = gender(context, rows)
    return _MEAN[code] + _DEVIATION[code] * _bell(context, rows, "height")


def weights(context: Context, rows: Rows) -> F64:
    """Kilograms: the square of the height times a body mass index around 25."""
    index = 25.2 * np.exp(0.15 * _bell(context, rows, "mass"))
    return index * (heights(context, rows) / 100) ** 2


def _bell(context: Context, rows: Rows, name: str) -> F64:
    """The sum of four uniform numbers, of mean 0 and deviation 1, never beyond 3.47 either way."""
    quarters = context.entity("person").u64(rows, name).astype("<u8", copy=False).view("<u2")
    total = quarters.reshape(rows.count, 4).sum(axis=1, dtype=np.int64)
    return (total - 2 * 65_535) / (65_536 * np.sqrt(1 / 3))
