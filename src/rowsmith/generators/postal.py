"""How the countries write an address: the order of its parts and what stands between them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rowsmith.locales.places import places

I64 = NDArray[np.int64]

NUMBER_FIRST, STREET_FIRST, STREET_COMMA, STREET_NUMBER_DOT, JAPANESE, CHINESE = range(6)

_STREET = {
    STREET_FIRST: """AT BE BG CH CZ DE DK EE FI GR HR ID IL IS LI LT LV MX NL NO PL RO RS RU SE SI SK TR UA
    CL CO PE EC
                     AR UY BA ME MK AL KZ AZ BY MD GE AM IR KR PY BO""",
    STREET_COMMA: "BR ES IT PT CY",
    STREET_NUMBER_DOT: "HU",
    JAPANESE: "JP",
    CHINESE: "CN TW",
}  # fmt: skip

FORMS = (
    "{street_address}, {city}, {region} {postcode}",
    "{street_address}, {city} {postcode}",
    "{street_address}, {postcode} {city}",
    "{street_address}, {city} - {region}, {postcode}",
    "{postcode}, {city}, {street_address}",
    "{postcode} {city}, {street_address}",
    "〒{postcode} {area}{street_address}",
    "{street_address}, {city}",
    "{area}{street_address}",
    "{area} {street_address}",
)
"""Full addresses; the one of the United States comes first and serves wherever no other is known."""

_FORM = {
    1: "GB IE IN ZA SG MY NZ PK BD LK NG KE GH HK TH JO EG SA TW PE CO IR KR UA VN",
    2: """DE AT CH BE NL FR IT ES PT SE NO DK FI PL CZ SK HR SI RS GR TR IS EE LU RO BG CY LT DZ MA TN IL AR
    CL UY EC MX
          LI MC SM VA AD BA ME MK AL TN GL FO AX""",
    3: "BR",
    4: "RU KZ AZ BY KG TJ TM UZ",
    5: "HU",
    7: "AE QA OM YE SY KW LV",
}  # fmt: skip

NATIVE_FORMS = {"JP": 6, "CN": 8, "TW": 8, "KR": 9}
"""Where an address in the country's own script goes from the large to the small."""

_BY_CODE = frozenset({"US", "CA", "AU", "BR", "MX"})


@lru_cache(maxsize=1)
def street_forms() -> I64:
    """For each country, which of the forms a street and its number take."""
    return _by_country(_STREET, NUMBER_FIRST)


@lru_cache(maxsize=1)
def address_forms() -> I64:
    """For each country, which of `FORMS` a full address takes."""
    return _by_country(_FORM, 0)


@lru_cache(maxsize=1)
def coded_regions() -> NDArray[np.bool_]:
    """The countries that write the short form of a region in an address: `CA` and not `California`."""
    return np.array([code in _BY_CODE for code in places().countries.alpha2.to_pylist()])


def _by_country(forms: dict[int, str], otherwise: int) -> I64:
    index = places().countries.index
    found = np.full(len(index), otherwise, np.int64)
    for form, codes in forms.items():
        found[[index[code] for code in codes.split()]] = form
    return found
