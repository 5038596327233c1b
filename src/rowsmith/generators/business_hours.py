"""Working moments, numbered: Monday to Friday between opening and closing, in steps of a unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.writing.moments import DAY

I64 = NDArray[np.int64]
_TO_MONDAY = 3
"""Day 0, 1 January 1970, was a Thursday."""


@dataclass(frozen=True, slots=True)
class Hours:
    """`Hours(9 * HOUR, 17 * HOUR, UNITS["minute"])`: 480 moments a day, the last one at 16:59."""

    opens: int
    closes: int
    unit: int

    def __post_init__(self) -> None:
        if self.a_day < 1:
            raise InvalidInput(
                "the closing time is not a unit after the opening time; move one or take a finer unit"
            )

    @property
    def a_day(self) -> int:
        """How many moments a working day has."""
        return (self.closes - self.opens) // self.unit

    def before(self, moment: int) -> int:
        """How many working moments there are before a moment, counted from day 0's week on."""
        day, within = divmod(moment, DAY)
        week, weekday = divmod(day + _TO_MONDAY, 7)
        whole = (week * 5 + min(weekday, 5)) * self.a_day
        if weekday >= 5:
            return whole
        return whole + min(max(-((self.opens - within) // self.unit), 0), self.a_day)

    def moments(self, number: I64) -> I64:
        """The moments with these numbers, in microseconds since 1970."""
        day, slot = np.divmod(number, self.a_day)
        week, weekday = np.divmod(day, 5)
        return (week * 7 + weekday - _TO_MONDAY) * DAY + self.opens + slot * self.unit
