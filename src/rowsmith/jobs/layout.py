"""How a plan is cut into chunks: chunks are numbered through all tables, and a number says which rows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from rowsmith.errors import InvalidInput, NotFound
from rowsmith.plan import Plan

MAX_CHUNKS = 1_000_000
"""Chunks of one job; more would only make bookkeeping."""

_CELLS = 4_000_000
_UNIT = 65_536


@dataclass(frozen=True, slots=True)
class Span:
    """A chunk's rows: `Span(7, "users", start=700_000, rows=100_000)`."""

    number: int
    table: str
    start: int
    rows: int


class Layout:
    """The chunks of a plan: `Layout(plan, 100_000).span(7)`."""

    def __init__(self, plan: Plan, chunk_size: int) -> None:
        self.chunk_size = chunk_size
        self._tables = [(table.name, table.rows) for table in plan.tables]
        counts = [-(-rows // chunk_size) for _, rows in self._tables]
        self._first = [0, *accumulate(counts)]

    @property
    def tables(self) -> list[str]:
        """The tables' names, in order."""
        return [name for name, _ in self._tables]

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return self._first[-1]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(rows for _, rows in self._tables)

    def span(self, number: int) -> Span:
        """The rows of a chunk."""
        if not 0 <= number < self.chunks:
            last = f"0 to {self.chunks - 1}" if self.chunks else "none, for there are no rows"
            raise NotFound(f"there is no chunk {number}; the chunks are {last}")
        at = bisect_right(self._first, number) - 1
        name, rows = self._tables[at]
        start = (number - self._first[at]) * self.chunk_size
        return Span(number, name, start, min(self.chunk_size, rows - start))

    def numbers(self, table: str) -> range:
        """The chunks of one table, in order."""
        at = self.tables.index(table)
        return range(self._first[at], self._first[at + 1])


def choose_chunk_size(plan: Plan, asked: int | None = None) -> int:
    """Rows of a chunk: as asked, or about four million cells, which take a core some seconds.

    It depends on the plan alone, because a Parquet file's bytes depend on it.
    """
    if asked is not None:
        if Layout(plan, asked).chunks > MAX_CHUNKS:
            rows = sum(table.rows for table in plan.tables)
            least = -(-rows // (MAX_CHUNKS - len(plan.tables)))
            raise InvalidInput(
                f"chunks of {asked:,} rows would be more than {MAX_CHUNKS:,}; "
                f"ask for at least {least:,} rows a chunk"
            )
        return asked
    widest = max((len(table.fields) for table in plan.tables), default=1)
    size = _CELLS // widest
    size = size // _UNIT * _UNIT if size >= _UNIT else size
    while Layout(plan, size).chunks > MAX_CHUNKS // 2:
        size *= 2
    return size
