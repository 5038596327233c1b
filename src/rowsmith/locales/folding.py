"""Names in lower-case ASCII letters, for mail addresses, user names and web addresses."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rowsmith.locales.tables import read_table

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
        "ħ": "h", "ə": "a",
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
        "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
        "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
        "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j",
        "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s",
        "ش": "sh",
        "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k",
        "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "u", "ؤ": "u", "ي": "i", "ی": "i",
        "ى": "a", "ئ": "i", "ء": "",
    }
)  # fmt: skip

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_NORDIC = str.maketrans({"å": "aa", "ø": "oe"})
_BY_LANGUAGE = {"de": _GERMAN, "da": _NORDIC, "no": _NORDIC}

_INITIALS = (
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
)
_VOWELS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
    "eu",
    "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip
_HANGUL, _HANGUL_END = 0xAC00, 0xD7A3


def fold(text: str, locale: str = "en") -> str:
    """Letters a to z only: `Zoë O'Neil` is `zoeoneil`; in German `Müller` is `mueller`; never empty.

    Chinese and Japanese signs are read by a table of readings; a sign without one is left out.
    """
    language = locale.partition("-")[0]
    reading = readings(language).get(text)
    lowered = unicodedata.normalize("NFC", reading or text).lower().translate(_BY_LANGUAGE.get(language, {}))
    spelt = "".join(map(_spell, lowered)) if language in ("ko", "zh", "ja") else lowered
    plain = unicodedata.normalize("NFKD", spelt.translate(_LETTERS)).translate(_LETTERS)
    return "".join(char for char in plain if "a" <= char <= "z") or "user"


def _spell(char: str) -> str:
    code = ord(char)
    if _HANGUL <= code <= _HANGUL_END:
        first, rest = divmod(code - _HANGUL, 588)
        return _INITIALS[first] + _VOWELS[rest // 28] + _FINALS[rest % 28]
    return readings("zh").get(char, char) if code >= 0x3400 else char


@lru_cache(maxsize=4)
def readings(language: str) -> dict[str, str]:
    """How names and signs are read, where the writing does not say it: `{"王": "wang"}` for `zh`."""
    if language not in ("zh", "ja"):
        return {}
    columns = read_table(f"readings_{language}.tsv")
    return dict(zip(columns["written"], columns["read"], strict=True))
