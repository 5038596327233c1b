"""Numbers and states along time, each row computed without storing the rows before it."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.engine.scope import I64, Scope
from rowsmith.engine.sequence import position, rows_before
from rowsmith.generators import Rows, Stream
from rowsmith.plan.arrow_types import coerce
from rowsmith.plan.axis import local, moments
from rowsmith.plan.derived import Anomaly, Counter, Markov, Running, Series
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.steps import DAY
from rowsmith.sampling.gaussian import normal_quantile

F64 = NDArray[np.float64]

_WAVE = 4096
_FORGOTTEN = 1e-3
"""Noise of so long ago that less than this of it is left is left out."""
_YEAR = 365.25
_WEEK = 7.0


def series(scope: Scope, field: FieldPlan, source: Series, stream: Stream) -> pa.Array:
    """Level, trend, cycles, noise and anomalies added up."""
    axis = scope.axis
    found = position(scope)
    own = Rows.at(found.series)
    days = local(axis, moments(axis, found.place)) / DAY
    level = source.base + normal_quantile(stream.unit(own, "level")) * (source.spread * source.base)
    values = level + source.trend * (days - axis.start / DAY)
    hour = (days - np.floor(days)) - source.peak_hour / 24
    for height, turns in (
        (source.daily, hour),
        (source.weekly, days / _WEEK),
        (source.yearly, days / _YEAR - 0.55),
    ):
        if height:
            values += height * _cosine(turns)
    if source.noise:
        values += source.noise * _noise(stream, found.series, found.place, axis.points, source.ar)
    if source.anomaly_rate:
        slots = Rows.at(found.series * axis.points + found.place)
        size = source.anomaly_size or 6 * max(source.noise, abs(source.daily), abs(source.base) * 0.1, 1e-9)
        signs = np.where(stream.unit(slots, "sign") < 0.5, -size, size)
        values += np.where(_anomalous(stream, slots, source.anomaly_rate), signs, 0.0)
    if source.low is not None:
        values = np.maximum(values, source.low)
    if source.high is not None:
        values = np.minimum(values, source.high)
    return coerce(pa.array(values), field)


def anomaly(scope: Scope, field: FieldPlan, source: Anomaly, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The label of each row: true for an anomaly of the series it is about."""
    found = position(scope)
    slots = Rows.at(found.series * scope.axis.points + found.place)
    return pa.array(_anomalous(scope.stream.child(source.of), slots, source.rate))


def counter(scope: Scope, field: FieldPlan, source: Counter, stream: Stream) -> pa.Array:
    """A reading somewhere inside its own step, so that the next one is never below it."""
    found = position(scope)
    own, slots = Rows.at(found.series), Rows.at(found.series * scope.axis.points + found.place)
    rate = source.rate * (1.0 + source.spread * (2.0 * stream.unit(own, "rate") - 1.0))
    return coerce(pa.array(source.start + rate * (found.place + stream.unit(slots))), field)


def markov(scope: Scope, field: FieldPlan, source: Markov, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The state of each row: every chain is followed from its beginning, all chains a step at a time."""
    found = position(scope)
    chains, index = np.unique(found.series, return_inverse=True)
    steps = int(found.ordinal.max(initial=-1)) + 1
    first, after = np.cumsum(source.start), np.cumsum(source.transitions, axis=1)
    state = np.zeros(len(chains), np.int64)
    out = np.zeros(scope.rows.count, np.int64)
    last = len(source.states) - 1
    # A state follows from the one before it, so the steps of a chain cannot be taken all at once.
    for step in range(steps):
        share = stream.child(step).unit(Rows.at(chains))
        below = first[None, :] if step == 0 else after[state]
        state = np.minimum((share[:, None] >= below).sum(axis=1), last)
        here = found.ordinal == step
        out[here] = state[index[here]]
    return pa.DictionaryArray.from_arrays(pa.array(out.astype(np.int32)), pa.array(source.states))


def running(scope: Scope, field: FieldPlan, source: Running, stream: Stream) -> pa.Array:  # noqa: ARG001
    """The sum up to each row, from the first row of its series or parent on."""
    found = position(scope)
    first = rows_before(scope, found)
    starts, index = np.unique(first, return_inverse=True)
    reach = np.zeros(len(starts), np.int64)
    np.maximum.at(reach, index, found.ordinal + 1)
    offsets = np.concatenate([[0], np.cumsum(reach)])
    numbers = np.repeat(starts - offsets[:-1], reach) + np.arange(offsets[-1])
    values = scope.compute(scope.plan, scope.table, Rows.at(numbers), [source.of])[source.of]
    scale = 10.0 ** (0 if field.precision is None else field.precision)
    amounts = values.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
    totals = np.concatenate([[0], np.cumsum(np.floor(amounts * scale + 0.5).astype(np.int64))])
    at = offsets[index]
    sums = totals[at + found.ordinal + 1] - totals[at]
    return coerce(pa.array((sums + round(source.start * scale)) / scale), field)


def _anomalous(stream: Stream, slots: Rows, rate: float) -> NDArray[np.bool_]:
    return stream.unit(slots, "anomaly") < rate


def _noise(stream: Stream, chain: I64, place: I64, points: int, ar: float) -> F64:
    """Autoregressive noise of variance one, as a weighted sum of the shocks of late."""
    length = 1 if ar == 0 else 1 + math.ceil(math.log(_FORGOTTEN) / math.log(abs(ar)))
    slots = chain * (points + length) + place + length
    needed = np.unique(slots[:, None] - np.arange(length)) if length <= 8 else _stretch(slots, length)
    shocks = normal_quantile(stream.unit(Rows.at(needed), "noise"))
    at = np.searchsorted(needed, slots)
    total = np.zeros(len(slots))
    weights = [ar**back for back in range(length)]
    for back in range(length - 1, -1, -1):
        total += weights[back] * shocks[at - back]
    return total / math.sqrt(sum(weight * weight for weight in weights))


def _stretch(slots: I64, length: int) -> I64:
    """Every place from `length` before each slot up to it, without building the table of all."""
    marks = np.unique(slots)
    gaps = np.diff(marks, prepend=marks[0] - length) if len(marks) else marks
    fresh = np.minimum(gaps, length)
    ends = np.cumsum(fresh)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - fresh, fresh)
    return np.repeat(marks - fresh + 1, fresh) + within


def _cosine(turns: F64) -> F64:
    """The cosine of so many full turns, by straight lines between the points of a table."""
    table = _wave()
    place = (turns - np.floor(turns)) * _WAVE
    cell = np.minimum(place.astype(np.int64), _WAVE - 1)
    return table[cell] + (table[cell + 1] - table[cell]) * (place - cell)


@lru_cache(maxsize=1)
def _wave() -> F64:
    return np.array([round(math.cos(2 * math.pi * number / _WAVE), 12) for number in range(_WAVE + 1)])
