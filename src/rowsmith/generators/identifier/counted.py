"""Identifiers by a rule of the user's: counters, templates, patterns."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.identifier.random import Length
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.schema.values import MAX_NAME, MAX_PATTERN, Integer
from rowsmith.writing.regex import compiled
from rowsmith.writing.templates import Counter, parse_template

I64 = NDArray[np.int64]
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
