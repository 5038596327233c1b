"""Streets and house numbers, in the order and with the marks of the row's country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.generators import postal
from rowsmith.generators.place import only_country, place, reads
from rowsmith.locales import LOCALES, find_locale, pool
from rowsmith.locales.places import places
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows
from rowsmith.strings import Piece

I64 = NDArray[np.int64]

_EACH = 250
"""So many streets a country stand for it where a column holds the whole world."""

_HIGH, _LOW = 9_999, 299
_BLOCKS = [f"{a}-{b}-{c}" for a, b, c in product(range(1, 8), range(1, 31), range(1, 21))]
_JAPAN = 2
_LONG_STREETS = frozenset({"US", "CA", "MX", "AU", "BR", "AR", "CL", "PH"})


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Names of streets, and which of them each country has."""

    names: pa.StringArray
    first: I64
    count: I64


def street(context: Context, rows: Rows, country: str | None) -> tuple[pa.StringArray, I64]:
    """The names of streets, and each row's place among them."""
    streets = _streets(context.locale, only_country(context, country))
    nation = places().country[place(context, rows, country)]
    words = context.entity("place").u32(rows, "street").astype(np.int64)
    return streets.names, streets.first[nation] + ((words * streets.count[nation]) >> 32)


def house_number(context: Context, rows: Rows, country: str | None) -> tuple[pa.StringArray, I64]:
    """House numbers as text, and each row's place among them: `1` to `9999`, then Japan's blocks."""
    nation = places().country[place(context, rows, country)]
    words = context.entity("place").u16(rows, "house").astype(np.int64)
    return _numbers(), _number_table()[(_number_kinds()[nation] << 16) + words]


def street_pieces(context: Context, rows: Rows, country: str | None) -> list[Piece]:
    """The number where it comes first, the street, and the number where it comes last."""
    names, chosen = street(context, rows, country)
    _, number = house_number(context, rows, country)
    form = _forms(context.locale)[places().country[place(context, rows, country)]]
    first = form == postal.NUMBER_FIRST
    before = np.where(first, number + 1, 0)
    after = np.where(first, 0, 1 + (form - 1) * len(_numbers()) + number)
    return [(_before(), before), (names, chosen), (_after(), after)]


def unique_pieces(context: Context, numbers: I64, country: str | None) -> list[Piece]:
    """A street and a house number that no other of `numbers` (below `unique_space`) has."""
    names = pool("street", context.locale)
    only = only_country(context, country)
    where = -1 if only is None else places().countries.index[only]
    form = postal.NUMBER_FIRST if only is None else int(_forms(context.locale)[where])
    kind = 0 if only is None else int(_number_kinds()[where])
    chosen, house = numbers % len(names), numbers // len(names) + (_HIGH if kind == _JAPAN else 0)
    if form == postal.NUMBER_FIRST:
        return [(_before(), house + 1), (names, chosen)]
    return [(names, chosen), (_after(), 1 + (form - 1) * len(_numbers()) + house)]


def unique_space(context: Context) -> int:
    """How many streets with numbers there are."""
    return len(pool("street", context.locale)) * len(_BLOCKS)


@lru_cache(maxsize=64)
def _streets(locale: str, only: str | None) -> Streets:
    """The locale's streets; abroad, those of the countries that write in Latin letters, else English ones."""
    own, known = find_locale(locale), places().countries
    if only is not None and own.country == only:
        names = pool("street", locale)
        size = np.full(len(known.alpha2), len(names), np.int64)
        return Streets(names, np.zeros_like(size), size)
    parts: list[pa.StringArray] = []
    spans: dict[str, tuple[int, int]] = {}
    first, count = [], []
    for code, theirs in zip(known.alpha2.to_pylist(), known.locale, strict=True):
        language = LOCALES[theirs].data if only in (None, code) else "en"
        if LOCALES[theirs].language in _OTHER_SCRIPTS and LOCALES[theirs].language != own.language:
            language = "en"
        if language not in spans:
            names = pool("street", language)
            step = max(1, len(names) // _EACH) if only is None else 1
            part = names.take(pa.array(range(0, len(names), step)))
            spans[language] = (sum(map(len, parts)), len(part))
            parts.append(part)
        first.append(spans[language][0])
        count.append(spans[language][1])
    return Streets(pa.concat_arrays(parts), np.array(first, np.int64), np.array(count, np.int64))


_OTHER_SCRIPTS = frozenset({"ar", "el", "fa", "ja", "kk", "ko", "ru", "uk", "zh"})


@lru_cache(maxsize=64)
def _forms(locale: str) -> I64:
    """Each country's form; one whose script the locale does not read is written the English way."""
    known, native = places().countries, reads(locale)
    scripts = np.array([LOCALES[name].language in _OTHER_SCRIPTS for name in known.locale])
    return np.where(scripts & ~native, postal.NUMBER_FIRST, postal.street_forms())


@lru_cache(maxsize=1)
def _numbers() -> pa.StringArray:
    return pa.array([*map(str, range(1, _HIGH + 1)), *_BLOCKS], pa.string())


@lru_cache(maxsize=1)
def _before() -> pa.StringArray:
    return pa.array(["", *(f"{number} " for number in _numbers().to_pylist())], pa.string())


@lru_cache(maxsize=1)
def _after() -> pa.StringArray:
    """Nothing, then all numbers in each form in which they follow the street."""
    numbers = _numbers().to_pylist()
    forms = (" {}", ", {}", " {}.", "{}", "{}号")
    return pa.array(["", *(form.format(number) for form in forms for number in numbers)], pa.string())


@lru_cache(maxsize=1)
def _number_kinds() -> I64:
    """0 for short streets, 1 for long ones, 2 for numbered blocks."""
    codes = places().countries.alpha2.to_pylist()
    return np.array([_JAPAN if code == "JP" else int(code in _LONG_STREETS) for code in codes], np.int64)


@lru_cache(maxsize=1)
def _number_table() -> I64:
    """From a 16-bit word to a place among the numbers, small ones being more usual; one table a kind."""
    share = (np.arange(1 << 16) + 0.5) / (1 << 16)
    short = (share**2 * _LOW).astype(np.int64)
    long = (share**1.6 * _HIGH).astype(np.int64)
    blocks = _HIGH + (share * len(_BLOCKS)).astype(np.int64)
    return np.concatenate([short, long, blocks])
