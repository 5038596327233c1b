"""What a semantic type may ask of its surroundings besides its own stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.sampling.permutation import serial
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]
MAX_SPACE = 1 << 62


@dataclass(frozen=True, slots=True)
class Context:
    """The row's surroundings: locale, reference time, uniqueness, the entity the row is about."""

    table: Stream
    """The table's own stream; entities hang from it so that fields of one row agree."""
    locale: str = "en"
    now: int = 1_767_225_600_000_000
    """The plan's reference time, microseconds since 1970 UTC. There is no clock anywhere else."""
    unique: bool = False
    label: str = ""
    """Which person or place of the row the field is about: `shipping` in `shipping_city`."""
    spaces: list[int] = field(default_factory=list[int])
    """Filled with the size of every unique space asked for; the smallest is the field's capacity."""
    digit: tuple[int, int] | None = None
    """(radix before, size of all) where several fields are unique together."""
    bound: Mapping[str, Callable[[Rows], pa.Array]] = field(default_factory=dict[str, Any])
    """Attributes of an entity that a field of the table decides, such as `gender` or `country_code`."""

    def entity(self, name: str) -> Stream:
        """The stream shared by all fields about the same thing: `context.entity("person")`."""
        return self.table.child("entity", name, self.label)

    def index(self, stream: Stream, rows: Rows, size: int, name: str = "") -> I64:
        """Each row's place in a space of `size` values: random, or all different for a unique field."""
        if not self.unique:
            return stream.below(rows, min(size, MAX_SPACE), name)
        self.spaces.append(size)
        size = min(size, MAX_SPACE)
        if self.digit is None:
            return stream.permutation(rows, size, name)
        before, whole = self.digit
        together = self.table.child("together").permutation(rows, min(whole, MAX_SPACE))
        return (together // before) % size

    def serial(self, stream: Stream, rows: Rows, name: str = "") -> I64:
        """A short, shuffled number that no other row has; it never runs out."""
        self.spaces.append(MAX_SPACE)
        first, second = (int(word) for word in stream.child(name).u64(Rows(0, 2), "serial"))
        return serial(rows.numbers(), (first, second))

    def pick(self, stream: Stream, rows: Rows, pool: pa.Array, name: str = "") -> pa.Array:
        """A value of `pool` for each row, as a dictionary column; all different where the field is unique."""
        if len(pool) == 0:
            raise InvalidInput("there is no value to choose from")
        return strings.pick(pool, self.index(stream, rows, len(pool), name))

    def attribute(self, name: str, rows: Rows) -> pa.Array | None:
        """What a field of this table says of the entity (`gender`, `country_code`), or None."""
        read = self.bound.get(name)
        return read(rows) if read else None
