"""Identifiers: counters, templates, UUIDs and their relatives."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith.errors import InvalidInput
from rowsmith.generators import strings
from rowsmith.generators.context import MAX_SPACE, Context
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.streams import Rows, Stream
from rowsmith.generators.templates import Counter, parse_template
from rowsmith.schema.values import MAX_NAME, Integer

I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]
_LAST = 2**63 - 1


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
