"""Where a row's place is: every field about one place reads the same draws, so that the fields agree.

A place lies in the country that a field of the table names, else in the one of the locale; the plain locale
`en` knows no country and takes the whole world, larger countries more often than small ones.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput
from rowsmith.generators.choice import prepared, weighted
from rowsmith.locales import LOCALES, find_locale, pool
from rowsmith.locales.places import places
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows

I64 = NDArray[np.int64]


def place(context: Context, rows: Rows, country: str | None = None) -> I64:
    """Each row's place in the table `places()`."""
    stream = context.entity("place")
    only = only_country(context, country)
    if only is not None:
        where = _country_slice(only)
        weights = tuple(places().population[where].tolist())
        return weighted(stream, rows, weights, "city") + where.start
    world = prepared(_world())
    words = stream.u32(rows, "city")
    drawn = world.index(words)
    if country is not None:
        return drawn
    said = _said(context, rows)
    if said is None:
        return drawn
    borders, known = _borders()
    at = np.where(said < 0, 0, said) + words * 2.0**-32
    found = np.minimum(np.searchsorted(borders, at, side="right"), len(borders) - 1)
    return np.where((said >= 0) & known[said], found, drawn)


def only_country(context: Context, country: str | None = None) -> str | None:
    """The only country of all rows, from the parameter or the locale; None where a field decides it."""
    if country is not None:
        return places().countries.require(country)
    if "country" in context.bound or "country_code" in context.bound:
        return None
    return find_locale(context.locale).country


def _country_slice(code: str) -> slice:
    found = places().of(code)
    if found.start == found.stop:
        raise InvalidInput(f"no city of the country {code!r} is known; choose another country")
    return found


def _said(context: Context, rows: Rows) -> I64 | None:
    """The country that a field of the table gives each row: its place among the countries, or -1."""
    for name in ("country_code", "country"):
        said = context.attribute(name, rows)
        if said is None:
            continue
        if isinstance(said, pa.ChunkedArray):
            said = said.combine_chunks()
        if not pa.types.is_dictionary(said.type):
            said = pc.dictionary_encode(said)
        meaning = [places().countries.find(str(text)) for text in said.dictionary.to_pylist()]
        table = np.array([*meaning, -1], np.int64)
        return table[pc.fill_null(said.indices, len(meaning)).to_numpy(zero_copy_only=False)]
    return None


@lru_cache(maxsize=1)
def _world() -> tuple[float, ...]:
    """A city's weight in the world: its share of its country's people, times the country's own weight.

    Countries weigh as the square root of their people, so that a small table still shows many of them.
    """
    table = places()
    totals = np.bincount(table.country, weights=table.population, minlength=len(table.countries.alpha2))
    country = np.sqrt(np.array(table.countries.population))
    return tuple((table.population / totals[table.country] * country[table.country]).tolist())


@lru_cache(maxsize=1)
def _borders() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """For a known country c and a number u from 0 to 1: the city whose stretch holds c + u."""
    table = places()
    totals = np.bincount(table.country, weights=table.population, minlength=len(table.countries.alpha2))
    running = np.cumsum(table.population)
    before = np.concatenate([[0.0], np.cumsum(totals)])[table.country]
    share = np.minimum((running - before) / totals[table.country], 1.0)
    ends = np.add(table.country, share, dtype=np.float64)
    return ends, np.asarray(totals > 0, np.bool_)


@lru_cache(maxsize=64)
def spelt(kind: str, locale: str) -> pa.StringArray:
    """`city` or `region` of every place, in Latin letters where the locale does not read its script."""
    table = places()
    local, latin = getattr(table, kind), getattr(table, f"{kind}_latin")
    return pc.if_else(pa.array(reads(locale)[table.country]), local, latin)


@lru_cache(maxsize=64)
def reads(locale: str) -> NDArray[np.bool_]:
    """For each country, whether its language is the locale's."""
    own = find_locale(locale).language
    return np.array([LOCALES[name].language == own for name in places().countries.locale])


@lru_cache(maxsize=64)
def country_names(locale: str) -> pa.StringArray:
    """The English names of all countries, the locale's own country in its own language."""
    table, own = places().countries, find_locale(locale)
    names = table.name.to_pylist()
    if own.country and LOCALES.get(own.data, own).country == own.country and own.language != "en":
        names[table.index[own.country]] = pool("own_country", locale)[0].as_py()
    return pa.array(names, pa.string())
