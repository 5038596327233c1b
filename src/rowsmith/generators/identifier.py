"""Identifiers: counters, templates, UUIDs and their relatives."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import MAX_SPACE, Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, MAX_PATTERN, Integer
from rowsmith.writing.layouts import ALPHANUMERIC, DIGITS, HEXADECIMAL, Layout
from rowsmith.writing.regex import compiled
from rowsmith.writing.templates import Counter, parse_template

I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]
Length = Annotated[int, Field(ge=0, le=10_000)]
_LAST = 2**63 - 1
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SNOWFLAKE_EPOCH = 1_288_834_974_657
"""Milliseconds from 1970 to the day the first service began to count."""


@semantic_type(example="1", aliases=("id", "serial", "row_number", "counter"))
def sequence(
    stream: Stream, rows: Rows, context: Context, *, start: Integer = 1, step: Integer = 1
) -> pa.Array:
    """`start`, `start + step`, `start + 2 * step`, ...: `1`, `2`, `3`."""
    return pa.array(_count(rows, context, start, step))


@semantic_type(example="ORD-000001")
def template(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    template: Annotated[StrictStr, Field(min_length=1, max_length=MAX_NAME)],
    start: Annotated[int, Field(ge=0, le=10**18)] | None = None,
    step: Integer = 1,
) -> pa.Array:
    """Text with counters and random symbols in it: `ORD-000001` from `ORD-{000001}`.

    Digits in braces are a counter: it begins with that number (or with `start`) in the first row, goes up by
    `step`, is padded with zeros to the width shown and grows when it exceeds it. `#` is a random digit, `?` a
    random capital; `{digits:6}`, `{letters:3}`, `{lower:3}`, `{alnum:8}` and `{hex:8}` are several symbols.
    A backslash before `#` or `?`, and doubled braces, stand for themselves. `#` directly before a counter is
    a number sign. With a counter no value repeats.
    """
    parsed = parse_template(template)
    counters = [piece if start is None else Counter(start, piece.width) for piece in parsed.counters]
    numbers = [_count(rows, context, counter.start, step) for counter in counters]
    for values in numbers:
        if len(values) and int(values.min()) < 0:
            raise InvalidInput(f"the counter of {template!r} falls below zero; raise its start or its step")
    symbols = parsed.layout.draw(stream, rows, replace(context, unique=context.unique and not counters))
    pieces: list[str | pa.StringArray] = []
    waiting = iter(zip(numbers, counters, strict=True))
    for piece in parsed.pieces:
        if isinstance(piece, Counter):
            values, counter = next(waiting)
            pieces.append(_padded(values, counter.width))
        else:
            pieces.append(piece if isinstance(piece, str) else strings.from_bytes(symbols[:, slice(*piece)]))
    return strings.join(rows.count, *pieces)


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


@semantic_type(example="QXF-48213", aliases=("regex", "regexp"))
def pattern(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    pattern: Annotated[StrictStr, Field(max_length=MAX_PATTERN)],
    min_length: Length | None = None,
    max_length: Length | None = None,
) -> pa.Array:
    r"""Text that matches a regular expression as a whole: `QXF-48213` for `[A-Z]{3}-\d{5}`.

    Classes, groups, alternatives, quantifiers and anchors at the ends; look-around, references back and word
    boundaries are refused. `.` and negated classes mean printable ASCII; `*` and `+` make at most eight more
    than they must unless the lengths ask for more. Unique values are the strings of the pattern, each once.
    """
    return compiled(pattern, min_length, max_length).draw(stream, rows, context)


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


@semantic_type(example="V1StGXR8_Z5jdHi6B-myT", aliases=("nano_id",))
def nanoid(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 21
) -> pa.Array:
    """Random letters, digits, dashes and underscores: `V1StGXR8_Z5jdHi6B-myT`."""
    return _symbols(stream, rows, context, ALPHANUMERIC + "-_", length)


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


@semantic_type(example="K7RQ2X", aliases=("booking_code", "confirmation_code", "pnr", "access_code"))
def short_code(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 6
) -> pa.Array:
    """Capitals and digits without those that look alike: `K7RQ2X`."""
    return _symbols(stream, rows, context, _CLEAR, length)


@semantic_type(example="482913", aliases=("digits", "otp", "pin", "pin_code", "verification_code"))
def random_digits(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 6
) -> pa.Array:
    """Digits, zeros in front included: `482913`."""
    return _symbols(stream, rows, context, DIGITS, length)


@semantic_type(example="a8Kq0ZrT", aliases=("random_string", "random_code"))
def alphanumeric(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=256)] = 8
) -> pa.Array:
    """Letters and digits: `a8Kq0ZrT`."""
    return _symbols(stream, rows, context, ALPHANUMERIC, length)


@semantic_type(example="9f86d081", aliases=("hex", "hex_string", "hex_id"))
def hexadecimal(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=256)] = 8
) -> pa.Array:
    """Hexadecimal digits: `9f86d081`."""
    return _symbols(stream, rows, context, HEXADECIMAL, length)


@semantic_type(example="5d41402abc4b2a76b9719d911017c592", aliases=("md5_hash",))
def md5(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like an MD5 digest: `5d41402abc4b2a76b9719d911017c592`."""
    return _symbols(stream, rows, context, HEXADECIMAL, 32)


@semantic_type(
    example="da39a3ee5e6b4b0d3255bfef95601890afd80709", aliases=("sha", "commit_hash", "git_commit")
)
def sha1(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a SHA-1 digest: `da39a3ee5e6b4b0d3255bfef95601890afd80709`."""
    return _symbols(stream, rows, context, HEXADECIMAL, 40)


@semantic_type(
    example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    aliases=("sha_256", "hash", "checksum", "digest", "content_hash", "file_hash"),
)
def sha256(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a SHA-256 digest: `e3b0c442...7852b855`, 64 hexadecimal digits."""
    return _symbols(stream, rows, context, HEXADECIMAL, 64)


@semantic_type(example="sk_test_4eC39HqLyjWDarjtT1zdp7dc", aliases=("secret_key", "token", "access_token"))
def api_key(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    prefix: Annotated[StrictStr, Field(max_length=32, pattern=r"^[ -~]*$")] = "sk_test_",
    length: Annotated[int, Field(ge=8, le=128)] = 24,
) -> pa.Array:
    """What looks like an API key: `sk_test_4eC39HqLyjWDarjtT1zdp7dc`."""
    layout = Layout((*prefix, *[ALPHANUMERIC] * length))
    return strings.from_bytes(layout.draw(stream, rows, context))


def _symbols(stream: Stream, rows: Rows, context: Context, alphabet: str, length: int) -> pa.StringArray:
    return strings.from_bytes(Layout((alphabet,) * length).draw(stream, rows, context))


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


def _count(rows: Rows, context: Context, start: int, step: int) -> I64:
    """Count `start + step * row`, which never repeats."""
    if step == 0:
        raise InvalidInput("a step of 0 gives every row the same number; choose 1 or another step")
    room = ((_LAST - start) // step if step > 0 else (start + _LAST) // -step) + 1
    if context.unique:
        context.spaces.append(room)
    numbers = rows.numbers()
    if len(numbers) and int(numbers.max()) >= room:
        raise InvalidInput(
            f"row {int(numbers.max()):,} of a sequence from {start} by {step} needs more than 64 bits; "
            "choose a smaller start or step"
        )
    return numbers * step + start if step != 1 else numbers + start


def _padded(numbers: I64, width: int) -> pa.StringArray:
    """Decimal text with zeros in front up to `width`; longer numbers are written in full."""
    largest = int(numbers.max(initial=0))
    if largest < 10**width:
        return strings.from_bytes(strings.digits(numbers, width))
    widths = np.searchsorted(10 ** np.arange(1, 19, dtype=np.int64), numbers, "right") + 1
    widths = np.maximum(widths, width)
    order = np.argsort(widths, kind="stable")
    columns = [
        strings.from_bytes(strings.digits(numbers[order[widths[order] == found]], int(found)))
        for found in np.unique(widths)
    ]
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_arrays(columns).take(pa.array(back))
