"""Pools of names, streets and the like, drawn from mimesis once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from rowsmith.cache import remembered
from rowsmith.locales.catalogue import find_locale
from rowsmith.locales.folding import fold

if TYPE_CHECKING:
    from mimesis import Generic

Gender = Literal["male", "female"]
Provider = Callable[["Generic", Gender | None], str]

_SEED = 20_260_101
_FEWEST, _MOST = 500, 4_000
"""Draws come in rounds of at least so many; a pool with so many values is large enough."""
_ENOUGH = {"occupation": 15, "street": 10}
"""A locale with fewer values than this has no list of its own worth the name."""

_STREET_WORDS = {
    "en": ("Avenue", "Boulevard", "Circle", "Court", "Drive", "Lane", "Place", "Road", "Street", "Street",
    "Way"),
    "en-gb": ("Avenue", "Close", "Crescent", "Drive", "Gardens", "Grove", "Lane", "Road", "Road", "Street",
    "Terrace"),
    "fr": ("Allée", "Avenue", "Boulevard", "Chemin", "Impasse", "Place", "Rue", "Rue", "Rue"),
    "it": ("Corso", "Largo", "Piazza", "Via", "Via", "Via", "Viale", "Vicolo"),
    "pt": ("Avenida", "Largo", "Rua", "Rua", "Travessa"),
    "pl": ("al.", "pl.", "ul.", "ul.", "ul."),
    "es": ("Avenida", "Calle", "Calle", "Paseo", "Plaza"),
    "es-mx": ("Avenida", "Calle", "Calle", "Calzada"),
    "ru": ("пер.", "проспект", "ул.", "ул."),
    "uk": ("вул.", "вул.", "пров.", "проспект"),
}  # fmt: skip
"""The usual words for a street where mimesis has none, or has rare ones as often as common ones."""

_WORD_FIRST = {"fr", "it", "pt", "pl", "es", "es-mx", "ru", "uk", "hr", "ar"}
_NAMES_OF = {"en-gb": "en", "en-au": "en", "en-ca": "en"}
"""Locales whose own street names are not names of streets."""


def pool(name: str, locale: str = "en", gender: Gender | None = None) -> pa.StringArray:
    """The values of one kind, sorted, each once: `pool("first_name", "de", "female")` has `Anna`.

    Kinds: `first_name`, `surname`, `title`, `occupation`, `street`, `company_suffix`, `nationality`,
    `language`, `university`, `degree`, `own_country`, `secondary_address`, `word`. A locale without a kind
    takes the English one.
    """
    return _pool(name, find_locale(locale).data, gender)


def folded(name: str, locale: str = "en", gender: Gender | None = None) -> pa.StringArray:
    """The same pool in lower-case ASCII letters, place for place, as mail addresses need it: `mueller`."""
    return _folded(name, find_locale(locale).data, gender)


@lru_cache(maxsize=512)
def _pool(name: str, data: str, gender: Gender | None) -> pa.StringArray:
    values = remembered(_file(name, data, gender), _rules(), lambda: _draw(name, data, gender))
    return pa.array(values, pa.string())


@lru_cache(maxsize=256)
def _folded(name: str, data: str, gender: Gender | None) -> pa.StringArray:
    values = _pool(name, data, gender).to_pylist()
    folded = remembered(
        _file(f"{name}.folded", data, gender), _rules(), lambda: [fold(value, data) for value in values]
    )
    return pa.array(folded, pa.string())


def _file(name: str, data: str, gender: Gender | None) -> str:
    return ".".join(filter(None, (data, name, gender)))


@lru_cache(maxsize=1)
def _rules() -> str:
    """The library that the pools are drawn from, and the code by which: changed, they read no older files."""
    from importlib.metadata import version

    folder = Path(__file__).parent
    code = b"".join((folder / name).read_bytes() for name in ("pools.py", "folding.py"))
    return f"pools-{version('mimesis')}-{blake2b(code, digest_size=6).hexdigest()}"


def _draw(name: str, data: str, gender: Gender | None) -> list[str]:
    """All values that a provider gives in so many draws: rounds until one brings little that is new."""
    if name == "title" and gender and data in _TITLES:
        return list(_TITLES[data][gender])
    from mimesis import Generic
    from mimesis.locales import Locale as Source

    provider = _PROVIDERS[name]
    source = Generic(Source(_NAMES_OF.get(data, data) if name == "street" else data), seed=_SEED)
    raw: set[object] = set()
    while len(raw) < _MOST:
        before = len(raw)
        try:
            raw.update(provider(source, gender) for _ in range(max(_FEWEST, 2 * before)))
        except (KeyError, IndexError, ValueError):
            # Not every locale has every kind, and mimesis says so by one of these.
            break
        if len(raw) - before <= before // 50:
            break
    found = {_tidy(value) for value in raw} - {""}
    if len(found) < _ENOUGH.get(name, 1) and data != "en":
        return _draw(name, "en", gender)
    if name == "street":
        return sorted({_street(value, index, data) for index, value in enumerate(sorted(found))})
    return sorted(found)


def _tidy(text: object) -> str:
    return " ".join(str(text).split())


def _street(name: str, index: int, data: str) -> str:
    """A street's whole name, its word in the place the language gives it: `Rue Abel Gance`, `Abbey Road`."""
    base = data if data in _STREET_WORDS else data.partition("-")[0]
    base = {"en-au": "en-gb", "en-ca": "en"}.get(data, base)
    words = _STREET_WORDS.get(base) or _SUFFIXES.get(base)
    if words is None:
        return name
    # Neighbours in the sorted list get different words; 7 is prime to the usual numbers of words.
    word = words[index * 7 % len(words)]
    joint = "" if base in ("ja", "ko", "zh") else " "
    if any(known.lower() in name.lower() for known in words):
        return name
    return f"{word}{joint}{name}" if base in _WORD_FIRST else f"{name}{joint}{word}"


_SUFFIXES = {
    "ar": ("شارع", "شارع", "طريق"), "az": ("küçəsi", "prospekti"), "et": ("allee", "tänav", "tänav", "tee"),
    "hr": ("Ulica",), "hu": ("tér", "utca", "utca", "út"), "ja": ("通り",), "kk": ("даңғылы", "көшесі",
    "көшесі"),
    "ko": ("길", "대로", "로"), "no": ("gate", "vei", "plass", "veien"), "tr": ("Caddesi", "Sokağı"),
    "zh": ("大街", "街", "路"),
}  # fmt: skip


def _gender(gender: Gender | None) -> Any:
    from mimesis.enums import Gender as Sex

    return {"male": Sex.MALE, "female": Sex.FEMALE, None: None}[gender]


def _title(source: Generic, gender: Gender | None) -> str:
    from mimesis.enums import TitleType

    return source.person.title(_gender(gender), TitleType.TYPICAL)


_ENGLISH: dict[Gender, tuple[str, ...]] = {"male": ("Mr.",), "female": ("Miss", "Mrs.", "Ms.")}
_TITLES: dict[str, dict[Gender, tuple[str, ...]]] = {
    "en": _ENGLISH, "en-gb": _ENGLISH, "en-au": _ENGLISH, "en-ca": _ENGLISH,
    "hu": {"male": ("úr",), "female": ("asszony", "kisasszony")},
    "ru": {"male": ("г-н",), "female": ("г-жа",)},
    "kk": {"male": ("мырза",), "female": ("ханым",)},
    "ko": {"male": ("님", "씨"), "female": ("님", "씨")},
}  # fmt: skip
"""Forms of address where mimesis has rare or foreign ones."""

_OWN_COUNTRY = {"zh": "中国", "ar-eg": "مصر"}

_PROVIDERS: dict[str, Provider] = {
    "first_name": lambda source, gender: source.person.first_name(_gender(gender)),
    "surname": lambda source, gender: source.person.surname(_gender(gender)),
    "title": _title,
    "occupation": lambda source, _: source.person.occupation(),
    "nationality": lambda source, gender: source.person.nationality(_gender(gender)),
    "language": lambda source, _: source.person.language(),
    "university": lambda source, _: source.person.university(),
    "degree": lambda source, _: source.person.academic_degree(),
    "street": lambda source, _: source.address.street_name(),
    "secondary_address": lambda source, _: source.address.secondary_address(),
    "company_suffix": lambda source, _: source.finance.company_type(abbr=True),
    "own_country": lambda source, _: _OWN_COUNTRY.get(source.locale.value, source.address.default_country()),
    "word": lambda source, _: source.text.word(),
}
