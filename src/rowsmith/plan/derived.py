"""Sources whose values follow from other values: of the row, of its parent, of its children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scalar = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Compute:
    """An SQL scalar expression in which `c0, c1, ...` stand for the fields of `reads`, in order."""

    sql: str
    reads: tuple[str, ...] = ()
    kind: Literal["compute"] = "compute"


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value in every row."""

    value: Scalar
    kind: Literal["constant"] = "constant"


@dataclass(frozen=True, slots=True)
class Refer:
    """The value of `key` in the row's parent."""

    link: str
    key: str
    kind: Literal["refer"] = "refer"


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The row's place among its siblings: `start`, `start + step`, ... anew for each parent."""

    link: str
    start: int = 1
    step: int = 1
    kind: Literal["ordinal"] = "ordinal"


@dataclass(frozen=True, slots=True)
class Rollup:
    """`sum`, `count`, `min`, `max` or `avg` of a field over the children that each row has in `table`."""

    table: str
    link: str
    function: Literal["sum", "count", "min", "max", "avg"]
    field: str | None = None
    kind: Literal["rollup"] = "rollup"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A value at a drawn distance after the latest of `after` and before the earliest of `before`.

    Everything is counted in whole steps of `unit`: days for dates, microseconds for date-times, the last
    decimal for numbers. The distance is `gap_min` to `gap_max` steps of `stride` each, as far as the bounds
    leave room.
    """

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    gap_min: int = 0
    gap_max: int | None = None
    stride: int = 1
    least: int | None = None
    most: int | None = None
    scale: int = 1
    """Steps in one unit of the field: 100 for a number with two decimals."""
    kind: Literal["ordered"] = "ordered"


@dataclass(frozen=True, slots=True)
class Valid:
    """When a version of an entity begins, or where it ends: where the next version begins.

    The time from `start` (or the value of `since`) to `end` is cut into as many parts as there are versions,
    and each begins somewhere in its own part. Everything is counted in steps of `stride` days or microseconds.
    """

    link: str
    side: Literal["from", "to"]
    begins: str
    """The field that says when versions begin, whose stream both sides draw from."""
    start: int
    end: int
    stride: int = 1
    since: str | None = None
    open_end: int | None = None
    kind: Literal["valid"] = "valid"


@dataclass(frozen=True, slots=True)
class Latest:
    """Whether the row is the last of its parent's."""

    link: str
    kind: Literal["latest"] = "latest"


@dataclass(frozen=True, slots=True)
class OnAxis:
    """The moment of the row on its table's time axis."""

    kind: Literal["on_axis"] = "on_axis"


@dataclass(frozen=True, slots=True)
class Series:
    """A number along time; cycles are half heights, trend is per day, `low` and `high` cut it off."""

    base: float = 0.0
    trend: float = 0.0
    daily: float = 0.0
    weekly: float = 0.0
    yearly: float = 0.0
    peak_hour: float = 14.0
    noise: float = 0.0
    ar: float = 0.0
    spread: float = 0.0
    anomaly_rate: float = 0.0
    anomaly_size: float = 0.0
    low: float | None = None
    high: float | None = None
    kind: Literal["series"] = "series"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Whether the series called `of` has an anomaly in the row."""

    of: str
    rate: float
    kind: Literal["anomaly"] = "anomaly"


@dataclass(frozen=True, slots=True)
class Counter:
    """A reading that never falls."""

    start: float = 0.0
    rate: float = 1.0
    spread: float = 0.0
    kind: Literal["counter"] = "counter"


@dataclass(frozen=True, slots=True)
class Markov:
    """A state that follows from the one before it: shares of the first, and of the next after each."""

    states: tuple[str, ...]
    start: tuple[float, ...]
    transitions: tuple[tuple[float, ...], ...]
    kind: Literal["markov"] = "markov"


@dataclass(frozen=True, slots=True)
class Running:
    """The sum of a field over the rows up to this one, of the same series or parent."""

    of: str
    start: float = 0.0
    kind: Literal["running"] = "running"
