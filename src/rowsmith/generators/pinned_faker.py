"""Faker without a clock, a time zone or a random source of its own.

Some providers ask for today's date, the local time zone or Python's global random numbers. While a pool is
made, these names are replaced inside Faker's provider modules by ones that know the plan's reference time and
the pool's seed only, so that the same plan has the same pool on any day and any machine.
"""

from __future__ import annotations

import datetime as real
import random
import sys
import types
from collections.abc import Generator
from contextlib import contextmanager
from threading import RLock
from typing import Any

_LOCK = RLock()


class _SameInstances(type):
    """Lets `isinstance(value, datetime)` hold for every date and time, as it does without the pin."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


@contextmanager
def pinned(now: int, source: random.Random) -> Generator[None]:
    """Inside, Faker's providers see `now` (microseconds since 1970 UTC) and draw from `source`."""
    with _LOCK:
        changes = list(_changes(_stand_ins(now, source)))
        for module, name, _, instead in changes:
            setattr(module, name, instead)
        try:
            yield
        finally:
            for module, name, before, _ in changes:
                setattr(module, name, before)


def _stand_ins(now: int, source: random.Random) -> dict[int, Any]:
    """What takes the place of each object, by its identity."""
    moment = real.datetime(1970, 1, 1, tzinfo=real.UTC) + real.timedelta(microseconds=now)

    class PinnedDatetime(real.datetime, metaclass=_SameInstances):
        @classmethod
        def now(cls, tz: real.tzinfo | None = None) -> real.datetime:
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    class PinnedDate(real.date, metaclass=_SameInstances):
        @classmethod
        def today(cls) -> real.date:
            return moment.date()

    module = types.SimpleNamespace(**{name: getattr(real, name) for name in real.__all__})
    module.datetime, module.date = PinnedDatetime, PinnedDate
    return {
        id(real): module,
        id(real.datetime): PinnedDatetime,
        id(real.date): PinnedDate,
        id(random): source,
        id(random.randint): source.randint,
        id(random.choice): source.choice,
    }


def _changes(instead: dict[int, Any]) -> Generator[tuple[types.ModuleType, str, Any, Any]]:
    """Module, name, present and replacing object for everything to be replaced."""
    for path, module in list(sys.modules.items()):
        if path.startswith("faker.providers"):
            for name, value in list(vars(module).items()):
                if name == "_get_local_timezone":
                    yield module, name, value, lambda: real.UTC
                elif not name.startswith("__") and id(value) in instead:
                    yield module, name, value, instead[id(value)]
