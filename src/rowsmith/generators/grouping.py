"""Columns whose rows are of several kinds, each kind made at once: IBANs by country, plates by locale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

I64 = NDArray[np.int64]


def by_kind(kinds: I64, make: Callable[[int, I64], pa.Array]) -> pa.Array:
    """Call `make(kind, positions)` once for each kind there is and put the values back into row order."""
    present = np.unique(kinds)
    if len(present) <= 1:
        return make(int(present[0]) if len(present) else 0, np.arange(len(kinds)))
    places = [np.flatnonzero(kinds == kind) for kind in present]
    parts = [make(int(kind), place) for kind, place in zip(present, places, strict=True)]
    back = np.empty(len(kinds), np.int64)
    back[np.concatenate(places)] = np.arange(len(kinds))
    return pa.concat_arrays(parts).take(pa.array(back))
