"""Where on earth a row's place is, to the metre."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.place import place
from rowsmith.locales.places import places
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows
from rowsmith.strings import Piece

F64 = NDArray[np.float64]

_SPREAD = 0.09
"""Degrees: addresses lie up to five kilometres from the middle of their city."""


def degrees(axis: str, rows: Rows, context: Context, country: str | None) -> F64:
    """`latitude` or `longitude` of each row, six decimals."""
    centre = getattr(places(), axis)[place(context, rows, country)]
    away = context.entity("place").u32(rows, axis).astype(np.float64) * 2.0**-32 - 0.5
    return np.round(centre + away * _SPREAD, 6)


def decimal(degrees: F64) -> list[Piece]:
    """Six decimals: the whole degrees with their sign, then the rest."""
    micro = np.rint(degrees * 1e6).astype(np.int64)
    size = np.abs(micro)
    whole = size // 1_000_000
    rest = strings.from_bytes(strings.digits(size - whole * 1_000_000, 6))
    return [(_signed(), whole + np.where(micro < 0, 181, 0)), rest]


@lru_cache(maxsize=1)
def _signed() -> pa.StringArray:
    return pa.array([f"{sign}{degree}." for sign in ("", "-") for degree in range(181)], pa.string())
