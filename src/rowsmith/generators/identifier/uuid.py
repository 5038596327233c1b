"""UUIDs and their relatives, some of them sorted by time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing.layouts import HEXADECIMAL

U64 = NDArray[np.uint64]
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SNOWFLAKE_EPOCH = 1_288_834_974_657
"""Milliseconds from 1970 to the day the first service began to count."""


@semantic_type(
    example="f47ac10b-58cc-4372-a567-0e02b2c3d479",
    aliases=("guid", "uuid4", "uuid_v4", "request_id", "trace_id"),
)
def uuid(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A version 4 UUID: `f47ac10b-58cc-4372-a567-0e02b2c3d479`. No two rows have the same, ever."""
    words = np.empty((rows.count, 2), np.uint64)
    words[:, 0] = stream.u64(rows)
    words[:, 0] &= np.uint64(0xFFFF_FFFF_FFFF_0FFF)
    words[:, 0] |= np.uint64(0x4000)
    words[:, 1] = _numbered(stream, rows, context)
    words[:, 1] |= np.uint64(1 << 63)
    return strings.hexadecimal(words)


@semantic_type(example="019b7766-5c00-7a31-9c2e-5d1f0b8e4a77", aliases=("uuid_v7",))
def uuid7(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A version 7 UUID, in the order of the rows from the plan's time on: `019b7766-5c00-7a31-9c2e-...`."""
    numbers = rows.numbers().view(np.uint64)
    words = np.empty((rows.count, 2), np.uint64)
    words[:, 0] = _milliseconds(numbers, context) << np.uint64(16)
    words[:, 0] |= np.uint64(0x7000) | (numbers & np.uint64(7)) << np.uint64(9)
    words[:, 0] |= stream.u64(rows) >> np.uint64(55)
    words[:, 1] = _numbered(stream, rows, context) | np.uint64(1 << 63)
    return strings.hexadecimal(words)


@semantic_type(example="01KDVPCQ00F8Z3M6T1XK9BWQ5R")
def ulid(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A ULID, in the order of the rows from the plan's time on: `01KDVPCQ00F8Z3M6T1XK9BWQ5R`."""
    numbers = rows.numbers().view(np.uint64)
    first = _milliseconds(numbers, context)
    middle = (numbers & np.uint64(7)) << np.uint64(37) | stream.u64(rows) >> np.uint64(27)
    last = _numbered(stream, rows, context)
    return strings.template(
        rows.count, _base32(first, 10), _base32(middle, 8), _base32(last & np.uint64(2**40 - 1), 8)
    )


@semantic_type(example="65a1f3c09b2e4d7a81c05f3e", aliases=("mongo_id", "objectid", "bson_id"))
def object_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A MongoDB object id, the first eight digits its time: `65a1f3c09b2e4d7a81c05f3e`."""
    numbers = rows.numbers().view(np.uint64)
    seconds = np.uint64(context.now // 1_000_000) + (numbers >> np.uint64(16))
    words = np.empty((rows.count, 2), np.uint64)
    process = int(stream.child("process").u64(Rows(0, 1))[0]) >> 24
    words[:, 0] = seconds << np.uint64(32) | np.uint64(process >> 8)
    words[:, 1] = np.uint64((process & 0xFF) << 56) | (numbers & np.uint64(0xFFFF)) << np.uint64(40)
    words[:, 1] |= stream.u64(rows) & np.uint64(0xFF << 32)
    if context.unique:
        context.spaces.append(1 << 46)
    digits = words.astype(">u8").view(np.uint8).reshape(rows.count, 16)[:, :12]
    return strings.from_bytes(
        strings.symbols(HEXADECIMAL, np.stack([digits >> 4, digits & 15], 2).reshape(-1, 24))
    )


@semantic_type(example="1541815603606036480", aliases=("tweet_id", "discord_id"))
def snowflake(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A 63-bit id that rises with time, as chat services use them: `1541815603606036480`."""
    numbers = rows.numbers()
    worker = int(stream.child("worker").u64(Rows(0, 1))[0]) >> 54
    if context.unique:
        context.spaces.append(1 << 50)
    milliseconds = context.now // 1000 - _SNOWFLAKE_EPOCH + (numbers >> 12)
    return pa.array(milliseconds << 22 | worker << 12 | numbers & 4095)


def _milliseconds(numbers: U64, context: Context) -> U64:
    """The time of ids made in order: eight to a millisecond, from the plan's time on."""
    return np.uint64(context.now // 1000) + (numbers >> np.uint64(3))


def _base32(values: U64, width: int) -> NDArray[np.uint8]:
    """Crockford's base 32, most significant digit first."""
    shifts = np.arange(5 * (width - 1), -1, -5, dtype=np.uint64)
    return strings.symbols(_CROCKFORD, (values[:, None] >> shifts & np.uint64(31)).view(np.int64))


def _numbered(stream: Stream, rows: Rows, context: Context) -> U64:
    """62 bits that look random and are different in every row."""
    if context.unique:
        context.spaces.append(MAX_SPACE)
    return stream.permutation(rows, MAX_SPACE, "numbered").view(np.uint64)
