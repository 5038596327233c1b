"""The text of every value that is not a string: numbers, booleans, dates and times.

A value's text depends on the value alone: the fast ways below are taken only where they give what the slow
one would. All arrays come without nulls.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.formats.pieces import Piece, Pool, assemble, either, shared_pool

I64 = NDArray[np.int64]
_GROUP = 10_000
_EMPTY = 2 * _GROUP
_FEW = 1024
_SPAN = 4096
_PLAIN = 1e11
"""A float of at most four decimals below this has 15 digits at most, so they are its shortest text."""

_group_texts = shared_pool(
    lambda: [str(i) for i in range(_GROUP)] + [f"{i:04d}" for i in range(_GROUP)] + [""]
)
_hundredths = shared_pool(lambda: ["." + (f"{i:02d}".rstrip("0") or "0") for i in range(100)])
_ten_thousandths = shared_pool(lambda: ["." + (f"{i:04d}".rstrip("0") or "0") for i in range(_GROUP)])
_minutes = shared_pool(lambda: [f"{i // 60:02d}:{i % 60:02d}" for i in range(24 * 60)])
_seconds = shared_pool(lambda: [f":{i:02d}" for i in range(60)])
_thousands = shared_pool(lambda: [f"{i:03d}" for i in range(1000)] + [""])


def integers(array: pa.Array) -> list[Piece]:
    """`-42`, `9000000000`."""
    if pa.types.is_uint64(array.type):
        return [pc.cast(array, pa.string())]
    values = pc.cast(array, pa.int64()).to_numpy()
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    if len(values) >= _FEW:
        low, high = int(values.min()), int(values.max())
        if high - low < min(_SPAN, len(values)):
            return [Pool(_texts(pa.array(np.arange(low, high + 1))), values - low)]
        if low > -(10**12) and high < 10**12:
            sign: list[Piece] = [either(values < 0, "-", "")] if low < 0 else []
            return sign + _digits(np.abs(values) if low < 0 else values, max(high, -low))
    return [_texts(array)]


def _texts(array: pa.Array) -> pa.StringArray:
    return pc.cast(array, pa.string())


def _digits(values: NDArray[np.integer[Any]], top: int) -> list[Piece]:
    """Numbers of 0 to `top` in groups of four digits; the leading groups of short ones are empty."""
    if top < 2**31:
        values = values.astype(np.int32, copy=False)
    texts = _group_texts("", "")
    pieces: list[Piece] = []
    rest, last = values, True
    while top >= _GROUP:
        higher = rest // _GROUP
        index = rest - higher * _GROUP
        index += (higher > 0) * np.int32(_GROUP)
        pieces.append(Pool(texts, index if last else np.where(rest == 0, _EMPTY, index), _group_texts))
        rest, top, last = higher, top // _GROUP, False
    pieces.append(Pool(texts, rest if last else np.where(rest == 0, _EMPTY, rest), _group_texts))
    return pieces[::-1]


def _padded(values: I64, width: int) -> list[Piece]:
    """Zero-padded digits: `_padded([7], 6)` reads `000007`."""
    pieces: list[Piece] = []
    rest = values
    for at in range(0, width, 4):
        size = min(4, width - at)
        higher = rest // 10**size
        index = rest - higher * 10**size
        pool = _group_texts("", "") if size == 4 else pa.array([f"{i:0{size}d}" for i in range(10**size)])
        pieces.append(Pool(pool, index + _GROUP, _group_texts) if size == 4 else Pool(pool, index))
        rest = higher
    return pieces[::-1]


def floats(array: pa.Array) -> list[Piece]:
    """The shortest text that reads back as the same float: `12.5`, `3.0`, `1e-7`, `1.5e+300`.

    Below 10**11, up to four decimals are written out, with `.0` for whole numbers; Arrow writes the others.
    """
    values = pc.cast(array, pa.float64()).to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):
        for scale, texts in ((100, _hundredths), (_GROUP, _ten_thousandths)):
            scaled = np.rint(values * scale)
            plain = (scaled / scale == values) & (np.abs(values) < _PLAIN)
            if plain.all():
                return _decimals(values, scaled, scale, texts)
    if not np.isfinite(values).all():
        raise InvalidInput("a number is not finite (NaN or infinity), which no text format can hold")
    if not plain.any():
        return [_texts(pa.array(values))]
    short = assemble(int(plain.sum()), _decimals(values[plain], scaled[plain], scale, texts))
    index = np.empty(len(values), np.int32)
    index[plain] = np.arange(len(short))
    index[~plain] = np.arange(len(short), len(values))
    return [Pool(pa.concat_arrays([short, _texts(pa.array(values[~plain]))]), index)]


def _decimals(
    values: NDArray[np.float64], scaled: NDArray[np.float64], scale: int, texts: Any
) -> list[Piece]:
    negative = np.signbit(values)
    sign: list[Piece] = [either(negative, "-", "")] if negative.any() else []
    whole_and_part = np.abs(scaled).astype(np.int64)
    whole = whole_and_part // scale
    top = int(whole.max(initial=0))
    return [*sign, *_digits(whole, top), Pool(texts("", ""), whole_and_part - whole * scale, texts)]


def booleans(array: pa.Array) -> list[Piece]:
    """`true` or `false`."""
    return [either(array.to_numpy(zero_copy_only=False), "true", "false")]


def dates(array: pa.Array) -> list[Piece]:
    """`2024-01-31`."""
    return [_days(pc.cast(array, pa.date32()).view(pa.int32()).to_numpy())]


def _days(days: NDArray[np.integer[Any]]) -> Piece:
    if len(days) == 0:
        return pa.array([], pa.string())
    low, high = int(days.min()), int(days.max())
    if high - low < len(days):
        span = pa.array(np.arange(low, high + 1, dtype=np.int32)).view(pa.date32())
        return Pool(_texts(span), days - low)
    return _texts(pa.array(days.astype(np.int32, copy=False)).view(pa.date32()))


def timestamps(array: pa.Array) -> list[Piece]:
    """`2024-01-31T08:05:09Z`, with `.000001` where there are microseconds; no Z without a zone."""
    zone = array.type.tz
    moments = pc.cast(array, pa.timestamp("us", zone)).view(pa.int64()).to_numpy()
    days = moments // 86_400_000_000
    clock = _clock(moments - days * 86_400_000_000)
    return [_days(days), "T", *clock, "Z" if zone else ""]


def times(array: pa.Array) -> list[Piece]:
    """`08:05:09`, with `.000001` where there are microseconds."""
    return _clock(pc.cast(array, pa.time64("us")).view(pa.int64()).to_numpy())


def _clock(micros: I64) -> list[Piece]:
    seconds = micros // 1_000_000
    fraction = (micros - seconds * 1_000_000).astype(np.int32)
    seconds = seconds.astype(np.int32)
    minutes = seconds // 60
    pieces: list[Piece] = [Pool(_minutes("", ""), minutes, _minutes)]
    pieces.append(Pool(_seconds("", ""), seconds - minutes * 60, _seconds))
    some = fraction != 0
    if some.any():
        high = fraction // 1000
        texts = _thousands("", "")
        pieces += [
            either(some, ".", ""),
            Pool(texts, np.where(some, high, 1000), _thousands),
            Pool(texts, np.where(some, fraction - high * 1000, 1000), _thousands),
        ]
    return pieces


def decimals(array: pa.Array) -> list[Piece]:
    """`12.50`: as many places as the type has, never an exponent."""
    kind = array.type
    if pa.types.is_decimal128(kind) and 0 <= kind.scale <= 18:
        words = np.frombuffer(array.buffers()[1], "<i8", 2 * len(array), offset=16 * array.offset).reshape(
            -1, 2
        )
        values = words[:, 0]
        if ((values >> 63) == words[:, 1]).all() and (values > -(10**18)).all() and (values < 10**18).all():
            sign: list[Piece] = [either(values < 0, "-", "")] if (values < 0).any() else []
            magnitude = np.abs(values)
            whole = magnitude // 10**kind.scale
            digits: list[Piece] = _digits(whole, int(whole.max(initial=0)))
            places = _padded(magnitude - whole * 10**kind.scale, kind.scale)
            return [*sign, *digits, *(["."] if places else []), *places]
    # Numbers past 64 bits are rare, and Arrow would write small ones with an exponent.
    return [pa.array([format(value, "f") for value in array.to_pylist()], pa.string())]
