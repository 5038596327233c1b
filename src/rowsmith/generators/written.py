"""Full addresses, put together as the row's country writes them."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators import postal
from rowsmith.generators.place import country_names, reads, spelt
from rowsmith.locales.places import places
from rowsmith.strings import Piece

I64 = NDArray[np.int64]
Part = tuple[pa.StringArray, I64]


def full(
    street_address: pa.StringArray, postcode: pa.StringArray, where: I64, locale: str, abroad: bool
) -> pa.Array:
    """One line for each row, with the country's name at its end where rows lie in several."""
    nation = places().country[where]
    index = np.arange(len(where))
    parts: dict[str, Part] = {
        "street_address": (street_address, index),
        "postcode": (postcode, index),
        "city": (spelt("city", locale), where),
        "region": (_regions(locale), where),
        "area": (_areas(locale), where),
        "country": (country_names(locale), nation),
    }
    return _written(parts, _forms(locale)[nation], ", {country}" if abroad else "")


def _written(parts: dict[str, Part], form: I64, tail: str) -> pa.StringArray:
    """Each row after its own form: the rows of one form are joined together, then put back in order."""
    order, done = [], []
    for kind in np.unique(form):
        rows = np.flatnonzero(form == kind)
        pieces: list[Piece] = []
        for text, name in re.findall(r"([^{}]+)|{(\w+)}", postal.FORMS[kind] + tail):
            if text:
                pieces.append(text)
            else:
                values, chosen = parts[name]
                pieces.append((values, chosen[rows]))
        order.append(rows)
        done.append(strings.join(len(rows), *pieces))
    if len(done) == 1:
        return done[0]
    if not done:
        return pa.array([], pa.string())
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(done).take(pa.array(back))


@lru_cache(maxsize=64)
def _regions(locale: str) -> pa.StringArray:
    """Each place's region as an address has it: short in the countries that write it so."""
    table = places()
    return pc.if_else(
        pa.array(postal.coded_regions()[table.country]), table.region_code, spelt("region", locale)
    )


@lru_cache(maxsize=64)
def _areas(locale: str) -> pa.StringArray:
    """Region and city as one, where the large comes before the small: `大阪府大阪市`, and `北京市` alone."""
    pairs = zip(spelt("region", locale).to_pylist(), spelt("city", locale).to_pylist(), strict=True)
    spaced = np.array([code == "KR" for code in places().countries.alpha2.to_pylist()])[places().country]
    return pa.array(
        [
            region if region.startswith(city) else f"{region}{' ' if space else ''}{city}"
            for (region, city), space in zip(pairs, spaced, strict=True)
        ]
    )


@lru_cache(maxsize=64)
def _forms(locale: str) -> I64:
    forms = postal.address_forms().copy()
    native = reads(locale)
    for code, form in postal.NATIVE_FORMS.items():
        where = places().countries.index[code]
        if native[where]:
            forms[where] = form
    return forms
