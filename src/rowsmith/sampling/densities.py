"""The continuous distributions, each by its density over a coordinate in which it is smooth.

Four ways lead from the coordinate to the value: a straight line, a hyperbolic sine for heavy tails, an
exponential for values above an origin, and a logistic curve for values between two ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.sampling.elementary import exp, log, log1

F64 = NDArray[np.float64]
_INFINITE = float("inf")

Name = Literal[
    "normal", "lognormal", "gamma", "beta", "weibull", "pareto", "logistic", "laplace", "gumbel", "student",
    "triangular", "power",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Straight:
    """value = shift + scale * coordinate."""

    shift: float
    scale: float

    def value(self, at: F64) -> F64:
        """The value at a coordinate."""
        return self.shift + self.scale * at

    def place(self, value: float) -> float:
        """The coordinate of a value."""
        return (value - self.shift) / self.scale


@dataclass(frozen=True, slots=True)
class Exponential:
    """value = origin + exp(shift + scale * coordinate)."""

    shift: float
    scale: float
    origin: float = 0.0

    def value(self, at: F64) -> F64:
        """The value at a coordinate."""
        return self.origin + exp(self.shift + self.scale * at)

    def place(self, value: float) -> float:
        """The coordinate of a value."""
        return (log1(value - self.origin) - self.shift) / self.scale


@dataclass(frozen=True, slots=True)
class Between:
    """value = low + (high - low) / (1 + exp(-coordinate))."""

    low: float
    high: float

    def value(self, at: F64) -> F64:
        """The value at a coordinate."""
        tail = exp(-np.abs(at))
        near = (self.high - self.low) * (tail / (1.0 + tail))
        return np.where(at < 0, self.low + near, self.high - near)

    def place(self, value: float) -> float:
        """The coordinate of a value."""
        if value <= self.low:
            return -_INFINITE
        return _INFINITE if value >= self.high else log1(value - self.low) - log1(self.high - value)


@dataclass(frozen=True, slots=True)
class Sinh:
    """value = shift + scale * sinh(coordinate): straight in the middle, exponential in both tails."""

    shift: float
    scale: float

    def value(self, at: F64) -> F64:
        """The value at a coordinate."""
        return self.shift + self.scale * 0.5 * (exp(at) - exp(-at))

    def place(self, value: float) -> float:
        """The coordinate of a value."""
        size = abs(value - self.shift) / self.scale
        if size == _INFINITE:
            return _INFINITE if value > 0 else -_INFINITE
        found = log1(size + float(np.sqrt(size * size + 1.0)))
        return found if value > self.shift else -found


@dataclass(frozen=True, slots=True)
class Shape:
    """A density by name, with its parameters and its way to the values."""

    name: Name
    way: Straight | Exponential | Between | Sinh
    params: tuple[float, ...] = ()
    peak: float = 0.0
    floor: float = -_INFINITE
    """The lowest coordinate there is."""

    def log_density(self, at: F64) -> F64:
        """The logarithm of the density over the coordinate."""
        return _LOG_DENSITIES[self.name](at, *self.params)

    def value(self, at: F64) -> F64:
        """The value at a coordinate."""
        return self.way.value(at)

    def place(self, value: float) -> float:
        """The coordinate of a value."""
        return max(self.way.place(value), self.floor)


def straight(name: Name, centre: float, scale: float) -> Shape:
    """A distribution that is only moved and stretched: `straight("normal", 40, 12)`."""
    return Shape(name, Straight(float(centre), scale))


def lognormal(
    mean: float | None, std: float | None, median: float | None, mu: float | None, sigma: float | None
) -> Shape:
    """The lognormal distribution, from the mean and deviation of the values or of their logarithms."""
    centres = [name for name, value in (("mean", mean), ("median", median), ("mu", mu)) if value is not None]
    if len(centres) > 1:
        raise InvalidInput(f"give one of {' and '.join(centres)}, not both")
    if std is not None and (mean is None or sigma is not None):
        raise InvalidInput("std goes with mean and without sigma; use mu or median with sigma")
    if sigma is None:
        spread = std / mean if std and mean else 1.0
        sigma = math.sqrt(log1(1.0 + spread * spread)) if std else 1.0
    if not 1e-6 < sigma < 50.0:
        raise InvalidInput(
            f"the logarithms would deviate by {sigma:g}; choose a std or sigma that is less extreme"
        )
    if mean is not None:
        mu = log1(mean) - sigma * sigma / 2.0
    elif median is not None:
        mu = log1(median)
    return Shape("lognormal", Exponential(mu or 0.0, sigma))


def one_of(mean: float | None, rate: float | None) -> float:
    """The mean from whichever of `mean` and `rate` was given; 1 from neither."""
    if mean is not None and rate is not None:
        raise InvalidInput("give mean or rate, not both; the mean is 1 / rate")
    return mean if mean is not None else 1.0 if rate is None else 1.0 / rate


def gamma(shape: float, scale: float, origin: float = 0.0) -> Shape:
    """The gamma distribution; its coordinate is the logarithm of value / scale."""
    return Shape("gamma", Exponential(log1(scale), 1.0, origin), (shape,), log1(shape))


def beta(alpha: float, beta: float, low: float = 0.0, high: float = 1.0) -> Shape:
    """The beta distribution between `low` and `high`."""
    return Shape("beta", Between(low, high), (alpha, beta), log1(alpha) - log1(beta))


def pareto(alpha: float, scale: float) -> Shape:
    """The Pareto distribution of values from `scale` upwards."""
    return Shape("pareto", Exponential(log1(scale), 1.0), (alpha,), 0.0, 0.0)


def power(exponent: float, scale: float) -> Shape:
    """Weights falling as value**-exponent; only over a range with two ends."""
    return Shape("power", Exponential(log1(scale), 1.0), (1.0 - exponent,))


def weibull(shape: float, scale: float) -> Shape:
    """The Weibull distribution."""
    return Shape("weibull", Exponential(log1(scale), 1.0 / shape))


def student(df: float, mean: float, scale: float) -> Shape:
    """Student's t distribution."""
    return Shape("student", Sinh(mean, scale), (df,))


def triangular(low: float, mode: float | None, high: float) -> Shape:
    """The triangular distribution with its peak at `mode`, by default in the middle."""
    way, share = Between(low, high), _mode_share(low, mode, high)
    return Shape("triangular", way, (share,), min(max(log1(share) - log1(1.0 - share), -1.0), 1.0))


def pert(low: float, mode: float | None, high: float) -> Shape:
    """The beta distribution that estimates with a least, a most likely and a largest value stand for."""
    share = _mode_share(low, mode, high)
    return beta(1.0 + 4.0 * share, 5.0 - 4.0 * share, low, high)


def _mode_share(low: float, mode: float | None, high: float) -> float:
    mode = (low + high) / 2.0 if mode is None else mode
    if not low <= mode <= high:
        raise InvalidInput(f"the mode {mode:g} is outside {low:g} to {high:g}; move it between the bounds")
    return (mode - low) / (high - low)


def _log_one_plus_exp(x: F64) -> F64:
    return np.maximum(x, 0.0) + log(1.0 + exp(-np.abs(x)))


def _beta(at: F64, alpha: float, beta: float) -> F64:
    return -alpha * _log_one_plus_exp(-at) - beta * _log_one_plus_exp(at)


def _student(at: F64, df: float) -> F64:
    at = np.clip(at, -300.0, 300.0)
    grown = 0.5 * (exp(at) - exp(-at))
    curve = 0.5 * (exp(at) + exp(-at))
    return log(curve) - (df + 1.0) / 2.0 * log(1.0 + grown * grown / df)


def _triangular(at: F64, mode: float) -> F64:
    share = 1.0 / (1.0 + exp(-at))
    rising = share / mode if mode > 0 else np.full_like(share, _INFINITE)
    falling = (1.0 / (1.0 + exp(at))) / (1.0 - mode) if mode < 1 else np.full_like(share, _INFINITE)
    return log(np.minimum(rising, falling)) + _beta(at, 1.0, 1.0)


def _normal(at: F64) -> F64:
    return -0.5 * at * at


def _gamma(at: F64, shape: float) -> F64:
    return shape * at - exp(at)


def _pareto(at: F64, alpha: float) -> F64:
    return -alpha * at


def _power(at: F64, exponent: float) -> F64:
    return exponent * at


def _logistic(at: F64) -> F64:
    return _beta(at, 1.0, 1.0)


def _laplace(at: F64) -> F64:
    return -np.abs(at)


def _weibull(at: F64) -> F64:
    return at - exp(at)


def _gumbel(at: F64) -> F64:
    return _weibull(-at)


_LOG_DENSITIES: dict[Name, Callable[..., F64]] = {
    "normal": _normal,
    "lognormal": _normal,
    "gamma": _gamma,
    "beta": _beta,
    "weibull": _weibull,
    "pareto": _pareto,
    "logistic": _logistic,
    "laplace": _laplace,
    "gumbel": _gumbel,
    "student": _student,
    "triangular": _triangular,
    "power": _power,
}
