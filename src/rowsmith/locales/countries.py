"""The countries of ISO 3166 and what goes with them: codes, currency, capital, calling code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from rowsmith.errors import InvalidInput
from rowsmith.locales.tables import read_table

_OTHER_NAMES = {
    "usa": "US", "united states of america": "US", "america": "US", "u.s.": "US", "u.s.a.": "US",
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "britain": "GB",
    "turkey": "TR", "czech republic": "CZ", "korea": "KR", "republic of korea": "KR", "holland": "NL",
    "russian federation": "RU", "viet nam": "VN", "uae": "AE", "deutschland": "DE", "españa": "ES",
    "italia": "IT", "brasil": "BR", "méxico": "MX", "österreich": "AT", "schweiz": "CH", "suisse": "CH",
    "nederland": "NL", "belgië": "BE", "belgique": "BE", "polska": "PL", "sverige": "SE", "norge": "NO",
    "danmark": "DK", "suomi": "FI", "日本": "JP", "中国": "CN", "대한민국": "KR", "россия": "RU",
    "україна": "UA",
    "ivory coast": "CI", "côte d'ivoire": "CI", "cabo verde": "CV", "swaziland": "SZ", "burma": "MM",
    "macedonia": "MK", "iran, islamic republic of": "IR", "bolivia, plurinational state of": "BO",
    "tanzania, united republic of": "TZ", "syrian arab republic": "SY", "republic of moldova": "MD",
    "taiwan, province of china": "TW", "hong kong sar": "HK", "democratic republic of congo": "CD",
}  # fmt: skip
"""What people also call a country, in lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Countries:
    """The table of countries, column by column, in the order of their two-letter codes."""

    alpha2: pa.StringArray
    alpha3: pa.StringArray
    numeric: pa.StringArray
    name: pa.StringArray
    continent: pa.StringArray
    calling: tuple[str, ...]
    """Without the plus: `49`."""
    currency: pa.StringArray
    capital: pa.StringArray
    locale: tuple[str, ...]
    population: tuple[float, ...]
    """In thousands."""
    trunk: tuple[str, ...]
    """What stands before a number dialled inside the country: `0`, or nothing."""
    mobile: tuple[tuple[str, ...], ...]
    """Masks of mobile numbers; none where they cannot be told from others, as in the United States."""
    index: dict[str, int]
    """The place of a country by its two-letter code."""
    by_name: dict[str, int]
    """The place of a country by any of its names and codes, in lower case."""

    def find(self, text: str) -> int:
        """The place of a country by name or code, or -1: `Germany`, `DE`, `deu` and `276` are one."""
        return self.by_name.get(text.strip().lower(), -1)

    def require(self, text: str) -> str:
        """The two-letter code of a country; `InvalidInput` with the nearest names where there is none."""
        found = self.find(text)
        if found >= 0:
            return self.alpha2[found].as_py()
        from rapidfuzz import process

        near = [name for name, _, _ in process.extract(text[:100], self.name.to_pylist(), limit=3)]
        nearest = ", ".join(near)
        raise InvalidInput(f"unknown country {text!r}; give a name or an ISO code; nearest: {nearest}")


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The table, read once."""
    columns = read_table("countries.tsv")
    index = {code: row for row, code in enumerate(columns["alpha2"])}
    by_name = {name: index[code] for name, code in _OTHER_NAMES.items()}
    for kind in ("name", "numeric", "alpha3", "alpha2"):
        by_name.update((value.lower(), row) for row, value in enumerate(columns[kind]))

    def text(name: str) -> pa.StringArray:
        return pa.array(columns[name], pa.string())

    return Countries(
        alpha2=text("alpha2"),
        alpha3=text("alpha3"),
        numeric=text("numeric"),
        name=text("name"),
        continent=text("continent"),
        calling=tuple(columns["calling"]),
        currency=text("currency"),
        capital=text("capital"),
        locale=tuple(columns["locale"]),
        population=tuple(float(value) for value in columns["population"]),
        trunk=tuple(columns["trunk"]),
        mobile=tuple(tuple(masks.split("|")) if masks else () for masks in columns["mobile"]),
        index=index,
        by_name=by_name,
    )
