"""What a source may ask for while it makes its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.generators import Rows, Stream
from rowsmith.plan.axis import Axis
from rowsmith.plan.model import FieldPlan, Plan, TablePlan

I64 = NDArray[np.int64]
Column = Callable[["Scope", FieldPlan, Stream], pa.Array]
Compute = Callable[[Plan, TablePlan, Rows, list[str]], dict[str, pa.Array]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows of a table in the making: the columns there are so far, and how to make others."""

    plan: Plan
    table: TablePlan
    rows: Rows
    columns: dict[str, pa.Array]
    column: Column
    """Makes one field in a scope: for sources that are made of others."""
    compute: Compute
    """Columns of any table at any rows: for parents and children."""
    parents: dict[str, tuple[I64, I64]] = field(default_factory=dict[str, tuple[I64, I64]])
    """Each link's parent rows (-1 for none) and ordinals, found once for these rows."""
    fetched: dict[tuple[str, str], pa.Array] = field(default_factory=dict[tuple[str, str], pa.Array])
    """Columns of the parents by link and key, fetched together."""
    wanted: frozenset[str] = frozenset()
    """The fields being made, so that all columns of a parent can be fetched at once."""

    @property
    def stream(self) -> Stream:
        """The table's own stream."""
        return Stream((self.plan.seed, self.table.name))

    @property
    def axis(self) -> Axis:
        """The table's time axis; only for what the plan puts on one."""
        if self.table.axis is None:
            raise TypeError(f"{self.table.name!r} has no time axis")
        return self.table.axis

    def at(self, places: I64, reads: Iterable[str]) -> Scope:
        """The scope of some of these rows, with the columns that are read there."""
        rows = Rows.at(self.rows.numbers()[places])
        columns = {name: self.columns[name].take(pa.array(places)) for name in reads if name in self.columns}
        return replace(self, rows=rows, columns=columns, parents={}, fetched={})
