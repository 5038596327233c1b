"""Card numbers: the prefixes of well-known test cards, random digits, a Luhn digit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import facts
from rowsmith.generators.grouping import by_kind
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing.checkdigits import luhn
from rowsmith.writing.codes import split

I64 = NDArray[np.int64]
_PREFIX = 4


def brands(rows: Rows, context: Context) -> I64:
    """Which brand each row's card is; every field about the card asks the same draw."""
    return weighted(context.entity("card"), rows, tuple(facts("cards").floats("weight").tolist()), "brand")


def numbers(stream: Stream, rows: Rows, context: Context, brand: str | None) -> pa.StringArray:
    """Card numbers of one brand, or of each row's own."""
    table = facts("cards")
    lengths = table.whole("length")
    if brand is None:
        kinds, shortest = brands(rows, context), int(lengths.min())
    else:
        place = table.columns["key"].index(brand)
        kinds, shortest = np.full(rows.count, place, np.int64), int(lengths[place])
    count = len(_prefixes()[0])
    index = context.index(stream, rows, count * 10 ** (shortest - _PREFIX - 1))

    def make(kind: int, places: I64) -> pa.Array:
        payload_width = int(lengths[kind]) - _PREFIX - 1
        number, prefix = split(index[places], 10**payload_width, count)
        spread = number * 10 ** (payload_width - (shortest - _PREFIX - 1)) + _filler(number, payload_width)
        payload = np.hstack(
            [strings.digits(_prefixes()[kind][prefix], _PREFIX), strings.digits(spread, payload_width)]
        )
        return strings.template(len(places), payload, luhn(payload))

    def _filler(number: I64, payload_width: int) -> I64:
        more = 10 ** (payload_width - (shortest - _PREFIX - 1))
        return (number * 7919 + 104_729) // 13 % more

    return by_kind(kinds, make)


@lru_cache(maxsize=1)
def _prefixes() -> list[I64]:
    return [
        np.array([int(prefix) for prefix in cell.split(" ")]) for cell in facts("cards").columns["prefixes"]
    ]
