"""What people call themselves on the net: mail addresses and user names made of a person's names.

`anna.smith`, `asmith`, `anna_smith42`. A field that must be unique gets each row's own number behind the
name, which no other row has, so any number of rows stay apart without a record of the ones before.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.choice import prepared
from rowsmith.generators.identity import first_name, last_name, names_of
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.strings import Piece

I64 = NDArray[np.int64]

_STYLES = (("{first}.", 44), ("{first}", 18), ("{first}_", 8), ("{initial}", 18), ("{initial}.", 12))
_ENDINGS = (("", 520), *((str(n), 3) for n in range(1, 100)), *((str(n), 4) for n in range(1960, 2010)))
_THOUSAND, _GROUP = 1_000, 10_000


def name_pieces(context: Context, rows: Rows) -> list[Piece]:
    """The person's names in one of the usual styles: `["anna.", "smith"]`, in ASCII."""
    names, first = first_name(context, rows)
    _, last = last_name(context, rows)
    style = prepared(tuple(float(weight) for _, weight in _STYLES))
    chosen = style.index(context.entity("person").u32(rows, "handle"))
    return [(_styled(context.locale), chosen * len(names.first) + first), (names.last_folded, last)]


def numbered(context: Context, stream: Stream, rows: Rows, tails: tuple[str, ...], tail: I64) -> list[Piece]:
    """Each row's own number and then one of `tails`: `["12", "345@example.com"]`."""
    numbers = context.serial(stream, rows)
    head = numbers // _THOUSAND
    index = numbers - head * _THOUSAND + np.where(head > 0, _THOUSAND, 0)
    pieces: list[Piece] = [(_three_digits(tails), index * len(tails) + tail)]
    while len(head) and int(head.max()) > 0:
        higher = head // _GROUP
        pieces.insert(0, (_four_digits(), head - higher * _GROUP + np.where(higher > 0, _GROUP, 0)))
        head = higher
    return pieces


def casual(stream: Stream, rows: Rows, tails: tuple[str, ...], tail: I64) -> list[Piece]:
    """Now and then a number, as people add one, and then one of `tails`."""
    ending = prepared(tuple(float(weight) for _, weight in _ENDINGS)).index(stream.u32(rows, "ending"))
    return [(_endings(tails), ending * len(tails) + tail)]


@lru_cache(maxsize=64)
def _styled(locale: str) -> pa.StringArray:
    first = names_of(locale).first_folded
    initial = pc.utf8_slice_codeunits(first, 0, 1)
    parts = {"first": first, "initial": initial}
    return pa.concat_arrays(
        [
            pc.binary_join_element_wise(parts[style[1:].partition("}")[0]], style.partition("}")[2], "")
            for style, _ in _STYLES
        ]
    )


@lru_cache(maxsize=64)
def _three_digits(tails: tuple[str, ...]) -> pa.StringArray:
    """0 to 999 as they are, then 000 to 999, each before each tail."""
    numbers = pa.array([*map(str, range(_THOUSAND)), *(f"{n:03d}" for n in range(_THOUSAND))], pa.string())
    number, tail = np.divmod(np.arange(len(numbers) * len(tails)), len(tails))
    return strings.join(len(number), (numbers, number), (pa.array(tails, pa.string()), tail))


@lru_cache(maxsize=1)
def _four_digits() -> pa.StringArray:
    """Nothing for 0, 1 to 9999 as they are, then 0000 to 9999."""
    return pa.array(["", *map(str, range(1, _GROUP)), *(f"{n:04d}" for n in range(_GROUP))], pa.string())


@lru_cache(maxsize=64)
def _endings(tails: tuple[str, ...]) -> pa.StringArray:
    return pa.array([ending + tail for ending, _ in _ENDINGS for tail in tails], pa.string())
