"""The locales: which there are, whose data they use, which country is theirs, how their names are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rowsmith.errors import InvalidInput, Issue


@dataclass(frozen=True, slots=True)
class Locale:
    """One locale: `find_locale("de_AT")` is `Locale("de-at", "de-at", "AT")`."""

    name: str
    data: str
    """The locale of mimesis whose names and streets it uses."""
    country: str | None
    """The country its places are in; none means the whole world."""
    family_first: bool = False
    joint: str = " "
    """What stands between the two names of a person."""

    @property
    def language(self) -> str:
        """The language alone: `de` of `de-at`."""
        return self.name.partition("-")[0]


_COUNTRIES = {
    "ar-ae": "AE", "ar-dz": "DZ", "ar-eg": "EG", "ar-jo": "JO", "ar-kw": "KW", "ar-ma": "MA", "ar-om": "OM",
    "ar-qa": "QA", "ar-sa": "SA", "ar-sy": "SY", "ar-tn": "TN", "ar-ye": "YE", "az": "AZ", "cs": "CZ",
    "da": "DK", "de": "DE", "de-at": "AT", "de-ch": "CH", "el": "GR", "en": None, "en-au": "AU",
    "en-ca": "CA",
    "en-gb": "GB", "es": "ES", "es-mx": "MX", "et": "EE", "fa": "IR", "fi": "FI", "fr": "FR", "hr": "HR",
    "hu": "HU", "is": "IS", "it": "IT", "ja": "JP", "kk": "KZ", "ko": "KR", "nl": "NL", "nl-be": "BE",
    "no": "NO",
    "pl": "PL", "pt": "PT", "pt-br": "BR", "ru": "RU", "sk": "SK", "sv": "SE", "tr": "TR", "uk": "UA",
    "zh": "CN",
}  # fmt: skip
"""The locales of mimesis and the country of each."""

_BORROWED = {
    "en-us": ("en", "US"), "en-ie": ("en-gb", "IE"), "en-nz": ("en-au", "NZ"), "en-in": ("en", "IN"),
    "en-za": ("en-gb", "ZA"), "en-sg": ("en", "SG"), "en-ng": ("en", "NG"), "en-ph": ("en", "PH"),
    "fr-be": ("fr", "BE"), "fr-ca": ("fr", "CA"), "fr-ch": ("fr", "CH"), "it-ch": ("it", "CH"),
    "sv-fi": ("sv", "FI"),
    "es-ar": ("es", "AR"), "es-cl": ("es", "CL"), "es-co": ("es", "CO"), "es-pe": ("es", "PE"),
    "es-us": ("es", "US"),
    "el-cy": ("el", "CY"), "zh-tw": ("zh", "TW"), "zh-hk": ("zh", "HK"), "zh-sg": ("zh", "SG"),
    "de-lu": ("de", "LU"),
}  # fmt: skip
"""Locales that take another's names and streets, and their own country's places and telephone numbers."""

_OTHER_NAMES = {"nb": "no", "nn": "no", "nb-no": "no", "nn-no": "no", "ar": "ar-eg", "zh-hans": "zh"}
_FAMILY_FIRST = {"hu": " ", "ja": " ", "ko": "", "zh": ""}


def _locale(name: str, data: str, country: str | None) -> Locale:
    joint = _FAMILY_FIRST.get(data)
    return Locale(name, data, country, joint is not None, " " if joint is None else joint)


LOCALES: dict[str, Locale] = {
    name: _locale(name, data, country)
    for name, (data, country) in sorted({**{n: (n, c) for n, c in _COUNTRIES.items()}, **_BORROWED}.items())
}
"""Every locale by its name."""


def normalise(locale: str) -> str:
    """The name that Rowsmith has for a locale: `de_DE` and `DE-de` are `de`, `pt_BR` is `pt-br`."""
    wanted = locale.strip().lower().replace("_", "-").partition(".")[0]
    wanted = _OTHER_NAMES.get(wanted, wanted)
    if wanted in LOCALES:
        return wanted
    language, _, region = wanted.partition("-")
    home = LOCALES.get(language)
    if home is not None and region and home.country == region.upper():
        return language
    raise _unknown(locale, wanted)


@lru_cache(maxsize=256)
def find_locale(locale: str) -> Locale:
    """The locale of any spelling; `InvalidInput` with the nearest names where there is none."""
    return LOCALES[normalise(locale)]


def _unknown(given: str, wanted: str) -> InvalidInput:
    from rapidfuzz import fuzz, process

    found = process.extract(wanted[:20], list(LOCALES), scorer=fuzz.ratio, limit=3)
    language = wanted.partition("-")[0]
    near = [name for name in LOCALES if name.partition("-")[0] == language][:4]
    near = near or [name for name, _, _ in found]
    message = f"unknown locale {given!r}; nearest: {', '.join(near)}; there are {', '.join(LOCALES)}"
    return InvalidInput(message, [Issue("locale", "unknown_locale", message)])
