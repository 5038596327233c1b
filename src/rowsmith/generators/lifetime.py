"""How old a person is and when they were born, both from the same draws, so that the two agree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.generators.choice import weighted
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows

I64 = NDArray[np.int64]

_EPOCH = date(1970, 1, 1)
_DECLINE = 58
"""Up to this age every year of birth is about as frequent; from here on there are fewer each year."""


def ages(context: Context, rows: Rows, youngest: int, oldest: int) -> I64:
    """Each person's age in whole years at the plan's reference time."""
    if youngest > oldest:
        raise InvalidInput(f"the youngest age {youngest} is above the oldest {oldest}; swap them")
    return weighted(context.entity("person"), rows, _shares(youngest, oldest), "age") + youngest


def birth_days(context: Context, rows: Rows, youngest: int, oldest: int) -> I64:
    """Each person's day of birth, in days since 1970."""
    age = ages(context, rows, youngest, oldest)
    latest = _latest(context.now)
    span = (latest[age] - latest[age + 1]).astype(np.uint64)
    day = (context.entity("person").u32(rows, "birthday").astype(np.uint64) * span) >> np.uint64(32)
    return latest[age] - day.astype(np.int64)


@lru_cache(maxsize=256)
def _shares(youngest: int, oldest: int) -> tuple[float, ...]:
    return tuple(max(0.04, 1 - max(0, age - _DECLINE) / 40) for age in range(youngest, oldest + 1))


@lru_cache(maxsize=16)
def _latest(now: int) -> I64:
    """For each age, the latest day of birth that makes it."""
    today = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=now)).date()
    days = []
    for age in range(132):
        try:
            day = today.replace(year=today.year - age)
        except ValueError:
            day = date(today.year - age, 2, 28)  # born on 1 March one is not yet that old on 29 February
        days.append((day - _EPOCH).days)
    return np.array(days, np.int64)
