"""Real cities: where they are, what their postcodes and telephone numbers look like, how many live there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.locales.countries import Countries, countries
from rowsmith.locales.tables import read_table

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The table of cities, column by column; the cities of one country stand together."""

    city: pa.StringArray
    city_latin: pa.StringArray
    region: pa.StringArray
    region_latin: pa.StringArray
    region_code: pa.StringArray
    timezone: pa.StringArray
    latitude: F64
    longitude: F64
    population: F64
    """In thousands."""
    country: NDArray[np.int64]
    """Each city's place in the table of countries."""
    postcodes: tuple[str, ...]
    """Masks: `101##`, `SW1& #&&`."""
    phones: tuple[str, ...]
    """Masks of the national number: `30 ########`; empty where only the country's mobile numbers are
    known."""
    countries: Countries

    def __len__(self) -> int:
        return len(self.city)

    def of(self, code: str) -> slice:
        """The rows of one country by its two letters; empty where no city of it is known."""
        where = self.countries.index.get(code, -1)
        bounds = np.searchsorted(self.country, [where, where + 1])
        return slice(int(bounds[0]), int(bounds[1]))


@lru_cache(maxsize=1)
def places() -> Places:
    """The table, read once."""
    known = countries()
    columns = read_table("places.tsv")

    def text(name: str) -> pa.StringArray:
        return pa.array(columns[name], pa.string())

    def numbers(name: str) -> F64:
        return np.array(columns[name], np.float64)

    return Places(
        city=text("city"),
        city_latin=text("city_latin"),
        region=text("region"),
        region_latin=text("region_latin"),
        region_code=pa.array(
            [code or name for code, name in zip(columns["region_code"], columns["region_latin"], strict=True)]
        ),
        timezone=text("timezone"),
        latitude=numbers("latitude"),
        longitude=numbers("longitude"),
        population=numbers("population"),
        country=np.array([known.index[code] for code in columns["country"]], np.int64),
        postcodes=tuple(columns["postcode"]),
        phones=tuple(columns["phone"]),
        countries=known,
    )
