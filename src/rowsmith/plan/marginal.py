"""A field's distribution, whatever its type: a large, even sample of its values in order."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.plan.arrow_types import arrow_type, coerce
from rowsmith.plan.derived import Series
from rowsmith.plan.guards import broken
from rowsmith.plan.model import Draw, FieldPlan
from rowsmith.sampling.gaussian import normal_quantile

SAMPLE = 65_536
F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


class Even(Stream):
    """A stream whose main words are spread evenly, so that a sample has hardly any sampling error."""

    def u64(self, rows: Rows, name: str = "", words: int = 1) -> NDArray[np.uint64]:
        """One word in each equal part of the 64-bit range; words of other names are random."""
        if name or words != 1 or len(self.path) != 1:
            return Stream(self.path).u64(rows, name, words)
        step = (1 << 64) // SAMPLE
        jitter = Stream(self.path).u64(rows, "jitter") % np.uint64(step)
        return rows.numbers().astype(np.uint64) * np.uint64(step) + jitter

    def _narrow(self, rows: Rows, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        shift = np.uint64(64 - 8 * dtype.itemsize)
        return (self.u64(rows, name) >> shift).astype(dtype)


@dataclass(frozen=True, slots=True, eq=False)
class Marginal:
    """The values of a field in order: `numbers` as steps or floats, evenly filling the distribution."""

    numbers: NDArray[Any]
    smooth: bool
    """Whether values between two of the sample are values too."""

    def at(self, share: F64) -> NDArray[Any]:
        """The value below which each share of all values lies."""
        place = share * len(self.numbers)
        cell = np.minimum(place.astype(np.int64), len(self.numbers) - 1)
        if not self.smooth:
            return self.numbers[cell]
        place = np.clip(place - 0.5, 0.0, len(self.numbers) - 1.0)
        cell = np.minimum(place.astype(np.int64), len(self.numbers) - 2)
        low, high = self.numbers[cell], self.numbers[cell + 1]
        return low + (high - low) * (place - cell)

    def share(self, values: NDArray[Any], noise: F64) -> F64:
        """The share of all values below each; equal values are spread over their part by `noise`."""
        low = np.searchsorted(self.numbers, values, side="left").astype(np.float64)
        high = np.searchsorted(self.numbers, values, side="right").astype(np.float64)
        width = np.maximum(high - low, 1.0)
        middle = np.where(high > low, low, low - 0.5)
        edge = 0.25
        return np.clip(middle + width * noise, edge, len(self.numbers) - edge) / len(self.numbers)


def marginal(field: FieldPlan, now: int) -> Marginal:
    """The distribution of a drawn field, made once and kept."""
    from rowsmith.plan.model import dump

    return _marginal(json.dumps(dump(replace(field, null_rate=0.0)), sort_keys=True), now)


@lru_cache(maxsize=64)
def _marginal(text: str, now: int) -> Marginal:
    from pydantic import TypeAdapter

    field = TypeAdapter(FieldPlan).validate_json(text)
    source = field.source
    if isinstance(source, Series):
        return _of_series(source, field)
    if not isinstance(source, Draw):
        raise TypeError(f"{field.name!r} is not drawn")
    rows = Rows(0, SAMPLE)
    context = Context(table=Stream(("sample", "row")), locale=field.locale, now=now, label=field.label)
    drawn = semantic_types.get(source.semantic_type)(Even(("sample",)), rows, context, **source.params)
    values = coerce(drawn, field)
    if field.guard is not None:
        kept = values.filter(pc.invert(broken(values, field.guard)))
        values = kept if len(kept) else values
    smooth = pa.types.is_floating(arrow_type(field)) and field.precision is None
    return Marginal(np.sort(numbers_of(values.drop_null())), smooth)


def _of_series(source: Series, field: FieldPlan) -> Marginal:
    """About what a series has for values: normal around its level, as wide as its noise and cycles."""
    swings = source.daily**2 + source.weekly**2 + source.yearly**2
    width = math.sqrt(source.noise**2 + swings / 2 + (source.spread * source.base) ** 2)
    values = source.base + width * normal_quantile((np.arange(SAMPLE) + 0.5) / SAMPLE)
    if source.low is not None or source.high is not None:
        values = np.clip(values, source.low, source.high)
    return Marginal(numbers_of(coerce(pa.array(np.sort(values)), field)), smooth=False)


def numbers_of(values: pa.Array) -> NDArray[Any]:
    """The values as numbers that sort as they do: floats, or whole steps of dates and decimals."""
    if pa.types.is_decimal(values.type):
        words = np.frombuffer(values.buffers()[1] or b"", np.int64)[::2]
        return words[values.offset : values.offset + len(values)]
    if pa.types.is_date32(values.type):
        values = values.view(pa.int32())
    elif pa.types.is_temporal(values.type):
        values = values.view(pa.int64())
    return values.fill_null(0).to_numpy(zero_copy_only=False)


def from_numbers(numbers: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """The array of which `numbers_of` gives these numbers."""
    if pa.types.is_decimal(kind):
        words = np.empty((len(numbers), 2), np.int64)
        words[:, 0], words[:, 1] = numbers, numbers >> 63
        return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(words)])
    if pa.types.is_date32(kind):
        return pa.array(numbers.astype(np.int32)).view(kind)
    if pa.types.is_temporal(kind):
        return pa.array(numbers.astype(np.int64)).view(kind)
    return pa.array(numbers).cast(kind)
