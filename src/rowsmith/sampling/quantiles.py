"""Continuous distributions as tables of their quantile function.

A draw is one 64-bit word. Read as a signed number it is a distance from the end of the distribution: from the
lower end where it is negative, from the upper end where it is positive, in units of 2**-64. Its leading bits
as a floating-point number choose a segment (128 to each halving of the distance, so the tails are as fine as
the middle), and in a segment the quantile is a straight line in the distance: a look-up, a product and a sum,
which are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rowsmith.sampling.elementary import exp

F64 = NDArray[np.float64]
U64 = NDArray[np.uint64]

_SEGMENTS = 128
_OCTAVES = 64
_FINE_OCTAVES = 44
"""Below a distance of 2**-45 one line serves a whole octave: there are too few draws to see its bends."""
_CACHED = 16_384
"""Words are worked on this many at a time: fresh memory for whole columns costs more than the arithmetic."""
_CELLS = 1024
_NEGLIGIBLE = 48.0
"""Density e**-48 below its peak is outside: all of it together is less than one word in 2**64."""
_NODES = np.array([-0.906179845938664, -0.5384693101056831, 0.0, 0.5384693101056831, 0.906179845938664])
_WEIGHTS = np.array(
    [0.23692688505618908, 0.47862867049936647, 0.5688888888888889, 0.47862867049936647, 0.23692688505618908]
)


class Density(Protocol):
    """A distribution over a coordinate in which its density is smooth and has one peak."""

    @property
    def peak(self) -> float:
        """A coordinate near the peak."""
        ...

    def log_density(self, at: F64) -> F64:
        """The logarithm of the density over the coordinate, up to a constant."""
        ...

    def value(self, at: F64) -> F64:
        """The value at a coordinate; it never falls."""
        ...

    def place(self, value: float) -> float:
        """The coordinate of a value; infinite outside the support."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """A distribution ready to draw from: `line[segment]` is start + slope * 1j, one look-up for both."""

    line: NDArray[np.complex128]

    def draw(self, words: U64) -> F64:
        """One value for each random word, written over it."""
        out = words.view(np.float64)
        for start in range(0, len(words), _CACHED):
            part = slice(start, start + _CACHED)
            out[part] = self._at(words[part].view(np.int64).astype(np.float64))
        return out

    def at(self, share: F64) -> F64:
        """The quantile at each share between 0 and 1: the median for 0.5."""
        return self._at(np.where(share < 0.5, -share, 1.0 - share) * 2.0**64)

    def _at(self, distance: F64) -> F64:
        segment = distance.astype(np.float32).view("<u2")[1::2].astype(np.intp)
        found = self.line.take(segment)
        distance *= found.imag
        distance += found.real
        return distance

    def scaled(self, factor: float) -> Quantiles:
        """The distribution of `factor` times the value."""
        return Quantiles(self.line * factor)


def tabulate(density: Density, low: float, high: float) -> Quantiles:
    """The table of a density cut off below `low` and above `high` (infinite for no bound)."""
    at, mass, slope = _cells(density, density.place(low), density.place(high))
    distance = _distances()
    total = float(np.cumsum(mass)[-1]) if len(mass) else 0.0
    share = distance * 2.0**-64 * total
    lower = density.value(_invert(at, mass, slope, share))
    upper = density.value(-_invert(-at[::-1], mass[::-1], slope[::-1], share))
    if np.isfinite(low):
        lower, upper = np.maximum(lower, low), np.maximum(upper, low)
    if np.isfinite(high):
        lower, upper = np.minimum(lower, high), np.minimum(upper, high)
    return lines(np.maximum.accumulate(lower), np.minimum.accumulate(upper))


def mass(density: Density, low: float, high: float) -> float:
    """The area between two values under the density, e to its logarithm, not divided by the whole."""
    at, cells, _ = _cells(density, density.place(low), density.place(high))
    peak = min(max(density.peak, float(at[0])), float(at[-1]))
    return float(np.cumsum(cells)[-1] * exp(density.log_density(np.array([peak])))[0])


def lines(lower: F64, upper: F64) -> Quantiles:
    """The table whose quantiles at the distances of `_distances()` from both ends are known."""
    distance = _distances()
    line = np.zeros(1 << 16, np.complex128)
    for side, quantile in ((0, upper), (1 << 15, lower)):
        slope = np.diff(quantile) / np.diff(distance) * (-1.0 if side else 1.0)
        start = quantile[:-1] - slope * distance[:-1] * (-1.0 if side else 1.0)
        repeats = np.where(np.arange(len(slope)) < _OCTAVES - _FINE_OCTAVES - 1, _SEGMENTS, 1)
        first = side + 127 * _SEGMENTS
        line[side:first] = quantile[0]
        segments = (start + 1j * slope).repeat(repeats)
        line[first : first + len(segments)] = segments
        line[first + len(segments)] = quantile[-1]
    return Quantiles(line)


def _distances() -> F64:
    """Where the lines meet: the powers of two up to 2**19, then 128 points to an octave up to 2**63."""
    coarse = np.ldexp(1.0, np.arange(_OCTAVES - _FINE_OCTAVES - 1))
    fine = np.ldexp(
        1.0 + np.arange(_SEGMENTS) / _SEGMENTS, np.arange(_OCTAVES - _FINE_OCTAVES - 1, 63)[:, None]
    )
    return np.concatenate([coarse, fine.ravel(), [2.0**63]])


def _cells(density: Density, low: float, high: float) -> tuple[F64, F64, F64]:
    """Edges of narrow cells over all that matters, the mass of each cell, and the density at each edge."""
    peak = min(max(density.peak, low), high)
    left, right = (_extent(density, peak, limit) for limit in (low, high))
    at = np.concatenate([
        np.linspace(left, peak, _CELLS + 1)[:-1] if left < peak else np.zeros(0),
        np.linspace(peak, right, _CELLS + 1) if right > peak else np.array([peak]),
    ])  # fmt: skip
    top = density.log_density(np.array([peak]))[0]
    half = np.diff(at) / 2
    nodes = (at[:-1] + half)[:, None] + half[:, None] * _NODES
    inside = exp(density.log_density(nodes.ravel()) - top).reshape(nodes.shape) * _WEIGHTS
    mass = np.cumsum(inside, axis=1)[:, -1] * half
    return at, mass, exp(density.log_density(at) - top)


def _extent(density: Density, peak: float, limit: float) -> float:
    """How far from the peak towards `limit` the density matters: found among doubling steps, then finer."""
    sign = 1.0 if limit > peak else -1.0
    if limit == peak:
        return peak
    near, far = 0.0, np.ldexp(1.0, np.arange(-50, 60))
    reach = abs(limit - peak)
    top = density.log_density(np.array([peak]))[0]
    for _ in range(4):
        steps = np.minimum(far, reach)
        outside = density.log_density(peak + sign * steps) < top - _NEGLIGIBLE
        if not outside.any():
            return peak + sign * float(steps[-1])
        first = int(np.argmax(outside))
        near = float(steps[first - 1]) if first else near
        far = np.linspace(near, float(steps[first]), 33)[1:]
    return peak + sign * float(far[-1])


def _invert(at: F64, mass: F64, density: F64, share: F64) -> F64:
    """The coordinates below which there is `share` of mass, by cubics between the edges of the cells."""
    if len(mass) == 0:
        return np.full_like(share, at[0])
    below = np.concatenate([[0.0], np.cumsum(mass)])
    cell = np.clip(np.searchsorted(below, share, "right") - 1, 0, len(mass) - 1)
    step = np.clip((share - below[cell]) / mass[cell], 0.0, 1.0)
    width = at[cell + 1] - at[cell]
    start, end = (mass[cell] / np.maximum(edge, 1e-300) for edge in (density[cell], density[cell + 1]))
    start, end = np.minimum(start, 3 * width), np.minimum(end, 3 * width)
    rest = 1.0 - step
    bend = step * rest * (start * rest - end * step) + width * step * step * (3.0 - 2.0 * step)
    return at[cell] + bend
