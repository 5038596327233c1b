"""Check digits for whole columns: payloads come as ASCII of shape (rows, width), digits go back as a column.

The names are those of the standards: Luhn (cards, NPI, ISIN), modulo 10 and 11 with weights (EAN, ISBN, ABA,
VIN), ISO 7064 MOD 97-10 (IBAN, LEI).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rowsmith.strings import Bytes

I64 = NDArray[np.int64]

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], np.int64)
_ZERO = ord("0")


def letter_values(values: Sequence[int]) -> NDArray[np.int64]:
    """A table from ASCII to number, for `0-9` and then `A-Z`, of which each standard has its own."""
    table = np.zeros(128, np.int64)
    table[np.frombuffer(_LETTERS.encode(), np.uint8)] = values
    return table


ALPHANUMERIC = letter_values(range(36))
"""`0-9` are 0 to 9, `A-Z` are 10 to 35: IBAN, LEI, CUSIP and SEDOL count so."""


def total(payload: Bytes, weights: Sequence[int], values: NDArray[np.int64] = ALPHANUMERIC) -> I64:
    """The weighted sum of a payload's characters: `total(b"12", [3, 1])` is 5."""
    out = np.zeros(len(payload), np.int64)
    for column, weight in enumerate(weights):
        out += (values * weight)[payload[:, column]]
    return out


def luhn(payload: Bytes, start: int = 0) -> Bytes:
    """The Luhn digit of a payload of digits: `7992739871` gets `3`. `start` counts a constant prefix."""
    out = np.full(len(payload), start, np.int64)
    table = np.zeros(128, np.int64)
    doubled = np.zeros(128, np.int64)
    table[_ZERO : _ZERO + 10], doubled[_ZERO : _ZERO + 10] = np.arange(10), _DOUBLED
    width = payload.shape[1]
    for column in range(width):
        out += (doubled if (width - column) % 2 else table)[payload[:, column]]
    return digit((10 - out % 10) % 10)


def mod10(payload: Bytes, weights: Sequence[int]) -> Bytes:
    """The digit that brings the weighted sum to a multiple of 10: EAN, UPC, ABA, SEDOL."""
    return digit((10 - total(payload, weights) % 10) % 10)


def mod97(payload: Bytes) -> Bytes:
    """The two ISO 7064 MOD 97-10 digits of a payload of digits and capitals, as IBAN and LEI have them."""
    letters = np.greater(payload, ord("9"))
    mixed = letters.any(axis=0) != letters.all(axis=0)
    if mixed.any():
        rest = np.zeros(len(payload), np.int64)
        for column in range(payload.shape[1]):
            value = ALPHANUMERIC[payload[:, column]]
            rest = (rest * np.where(value > 9, 100, 10) + value) % 97
    else:
        widths = np.where(letters.any(axis=0), 2, 1)
        after = np.cumsum(widths[::-1])[::-1] - widths
        rest = total(payload, [pow(10, int(places), 97) for places in after])
    check = 98 - rest % 97 * 100 % 97
    return np.hstack([digit(check // 10), digit(check % 10)])


def double_add_double(payload: Bytes) -> Bytes:
    """CUSIP's digit: every second character doubled, digits of the products summed."""
    out = np.zeros(len(payload), np.int64)
    for column in range(payload.shape[1]):
        value = ALPHANUMERIC[payload[:, column]] * (1 + column % 2)
        out += value // 10 + value % 10
    return digit((10 - out % 10) % 10)


def digit(values: I64, ten: str = "X") -> Bytes:
    """One ASCII column of the numbers 0 to 10, where 10 is written `ten`."""
    table = np.frombuffer(f"0123456789{ten}".encode("ascii"), np.uint8)
    return table[values][:, None]
