"""The distributions over whole numbers, each by the ratio of a number's weight to its predecessor's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.densities import Shape, gamma, power
from rowsmith.sampling.discrete import Discrete, Floored, from_weights, outwards
from rowsmith.sampling.elementary import exp, log, log1
from rowsmith.sampling.quantiles import mass, tabulate

F64 = NDArray[np.float64]
_RARE = 1e-3
_HEAD = 4096


class Count(Protocol):
    """A distribution over whole numbers; hashable, so that its table is made once."""

    @property
    def lowest(self) -> int:
        """The smallest number there is."""
        ...

    @property
    def highest(self) -> int | None:
        """The largest number there is, None for no end."""
        ...

    def table(self, low: int, high: int | None) -> Discrete | Floored:
        """The distribution from `low` to `high`, ready to draw from."""
        ...


def _table(ratio: Callable[[F64], F64], peak: int, low: int, high: int | None) -> Discrete:
    return from_weights(*outwards(ratio, peak, low, high))


@dataclass(frozen=True, slots=True)
class Poisson:
    """Independent events, `mean` of them on average."""

    mean: float
    lowest: int = 0
    highest: int | None = None

    def table(self, low: int, high: int | None) -> Discrete:
        """The distribution from `low` to `high`."""
        return _table(lambda k: self.mean / (k + 1.0), int(self.mean), low, high)


@dataclass(frozen=True, slots=True)
class Binomial:
    """Successes among `trials`."""

    trials: int
    chance: float

    @property
    def lowest(self) -> int:
        """None succeeds, unless all must."""
        return self.trials if self.chance == 1.0 else 0

    @property
    def highest(self) -> int:
        """All succeed, unless none can."""
        return 0 if self.chance == 0.0 else self.trials

    def table(self, low: int, high: int | None) -> Discrete:
        """The distribution from `low` to `high`."""
        odds = self.chance / (1.0 - self.chance) if self.chance < 1.0 else 1.0
        return _table(
            lambda k: (self.trials - k) / (k + 1.0) * odds, int((self.trials + 1) * self.chance), low, high
        )


@dataclass(frozen=True, slots=True)
class Geometric:
    """Attempts up to the first success. Rare successes are whole parts of an exponential, exactly so."""

    chance: float
    lowest: int = 1

    @property
    def highest(self) -> int | None:
        """The first attempt where success is certain."""
        return 1 if self.chance == 1.0 else None

    def table(self, low: int, high: int | None) -> Discrete | Floored:
        """The distribution from `low` to `high`."""
        if self.chance >= _RARE:
            return _table(lambda k: np.full_like(k, 1.0 - self.chance), 1, low, high)
        shape = gamma(1.0, -1.0 / log1(1.0 - self.chance), float(low))
        top = float("inf") if high is None else float(np.nextafter(high + 1.0, 0.0))
        return Floored(tabulate(shape, float(low), top))


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """Failures before `successes` successes."""

    successes: float
    chance: float
    lowest: int = 0

    @property
    def highest(self) -> int | None:
        """No failure where success is certain."""
        return 0 if self.chance == 1.0 else None

    def table(self, low: int, high: int | None) -> Discrete:
        """The distribution from `low` to `high`."""
        fails, size = 1.0 - self.chance, self.successes
        peak = int((size - 1.0) * fails / self.chance) if size > 1.0 else 0
        return _table(lambda k: (k + size) / (k + 1.0) * fails, peak, low, high)


@dataclass(frozen=True, slots=True)
class Hypergeometric:
    """Marked ones among `drawn` of a `population`."""

    population: int
    marked: int
    drawn: int

    def __post_init__(self) -> None:
        if max(self.marked, self.drawn) > self.population:
            raise InvalidInput(
                f"{self.marked} marked and {self.drawn} drawn of a population of {self.population}; "
                "neither may exceed it"
            )

    @property
    def lowest(self) -> int:
        """So many of the drawn ones cannot be unmarked."""
        return max(0, self.drawn + self.marked - self.population)

    @property
    def highest(self) -> int:
        """All that are drawn, or all that are marked."""
        return min(self.drawn, self.marked)

    def table(self, low: int, high: int | None) -> Discrete:
        """The distribution from `low` to `high`."""
        marked, drawn, unmarked = self.marked, self.drawn, self.population - self.marked
        peak = (drawn + 1) * (marked + 1) // (self.population + 2)
        return _table(
            lambda k: (marked - k) * (drawn - k) / ((k + 1.0) * (unmarked - drawn + k + 1.0)), peak, low, high
        )


@dataclass(frozen=True, slots=True)
class Zipf:
    """Ranks; the first few thousand by a table, the many after them by the area under the same curve."""

    exponent: float
    size: int
    lowest: int = 1

    @property
    def highest(self) -> int:
        """The last rank."""
        return self.size

    def table(self, low: int, high: int | None) -> Discrete:
        """The distribution from `low` to `high`."""
        last = self.size if high is None else high
        head = min(last, max(_HEAD, low + _HEAD))
        numbers = np.arange(float(low), float(head) + 1.0)
        weights = exp(-self.exponent * (log(numbers) - log1(float(low))))
        if last == head:
            return from_weights(low, weights)
        curve: Shape = power(self.exponent, float(low))
        return from_weights(
            low, weights, mass(curve, head + 0.5, last + 0.5), tabulate(curve, head + 0.5, last + 0.5)
        )
