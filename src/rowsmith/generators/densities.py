"""The continuous distributions, each by its density over a coordinate in which it is smooth.

Four ways lead from the coordinate to the value: a straight line, a hyperbolic sine for heavy tails, an
exponential for values above an origin, and a logistic curve for values between two ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rowsmith.generators.elementary import exp, log, log1

F64 = NDArray[np.float64]
_INFINITE = float("inf")

Name = Literal[
    "normal", "lognormal", "gamma", "beta", "weibull", "pareto", "logistic", "laplace", "gumbel", "student",
    "triangular",
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


def gamma(shape: float, scale: float, origin: float = 0.0) -> Shape:
    """The gamma distribution; its coordinate is the logarithm of value / scale."""
    return Shape("gamma", Exponential(log1(scale), 1.0, origin), (shape,), log1(shape))


def beta(alpha: float, beta: float, low: float = 0.0, high: float = 1.0) -> Shape:
    """The beta distribution between `low` and `high`."""
    return Shape("beta", Between(low, high), (alpha, beta), log1(alpha) - log1(beta))


def pareto(alpha: float, scale: float) -> Shape:
    """The Pareto distribution of values from `scale` upwards."""
    return Shape("pareto", Exponential(log1(scale), 1.0), (alpha,), 0.0, 0.0)


def weibull(shape: float, scale: float) -> Shape:
    """The Weibull distribution."""
    return Shape("weibull", Exponential(log1(scale), 1.0 / shape))


def student(df: float, mean: float, scale: float) -> Shape:
    """Student's t distribution."""
    return Shape("student", Sinh(mean, scale), (df,))


def triangular(low: float, mode: float, high: float) -> Shape:
    """The triangular distribution with its peak at `mode`."""
    way = Between(low, high)
    share = (mode - low) / (high - low)
    return Shape("triangular", way, (share,), min(max(way.place(mode), -1.0), 1.0))


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
}
