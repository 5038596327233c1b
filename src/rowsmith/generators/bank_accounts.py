"""IBANs: a country's account pattern, and the two check digits of ISO 7064."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import facts
from rowsmith.generators.grouping import by_kind
from rowsmith.locales import find_locale
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing.checkdigits import mod97
from rowsmith.writing.codes import code

I64 = NDArray[np.int64]

_USUAL = {
    "DE": 20,
    "GB": 18,
    "FR": 16,
    "IT": 10,
    "ES": 10,
    "NL": 8,
    "PL": 5,
    "BE": 4,
    "AT": 3,
    "SE": 3,
    "IE": 3,
}
"""Countries of a column that names none, with their shares."""


@lru_cache(maxsize=1)
def patterns() -> dict[str, str]:
    """The account pattern of each country: `{"DE": "##################"}`."""
    columns = facts("ibans").columns
    return dict(zip(columns["country"], columns["account"], strict=True))


def countries(rows: Rows, context: Context, country: str | None) -> tuple[list[str], I64]:
    """The countries a column may have, and which of them each row has."""
    if country is not None:
        wanted = country.upper()
        if wanted not in patterns():
            raise InvalidInput(f"{country!r} has no IBAN; countries that have: {', '.join(patterns())}")
        return [wanted], np.zeros(rows.count, np.int64)
    home = find_locale(context.locale).country
    if home in patterns():
        return [home], np.zeros(rows.count, np.int64)
    kinds = weighted(context.entity("account"), rows, tuple(_USUAL.values()), "country")
    named = context.attribute("country_code", rows)
    if named is not None:
        kinds = _named(named, kinds)
        return list(patterns()), kinds
    return list(_USUAL), kinds


def ibans(stream: Stream, rows: Rows, context: Context, country: str | None) -> pa.StringArray:
    """The IBAN of each row."""
    names, kinds = countries(rows, context, country)
    numbers = rows.numbers()

    def make(kind: int, places: I64) -> pa.Array:
        chosen = rows if len(places) == rows.count else Rows.at(numbers[places])
        account = code(stream, chosen, context, patterns()[names[kind]])
        letters = np.frombuffer(names[kind].encode(), np.uint8)
        head = np.broadcast_to(letters, (len(places), 2))
        return strings.template(len(places), names[kind], mod97(np.hstack([account, head])), account)

    return by_kind(kinds, make)


def _named(named: pa.Array, otherwise: I64) -> I64:
    """Places among all countries of the codes a field gives; `otherwise` where they have no IBAN."""
    pool = list(patterns())
    usual = np.array([pool.index(name) for name in _USUAL])
    encoded = named if pa.types.is_dictionary(named.type) else named.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    place = np.array([pool.index(value) if value in pool else -1 for value in values] or [-1])
    found = place[encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)]
    return np.where(found < 0, usual[otherwise], found)
