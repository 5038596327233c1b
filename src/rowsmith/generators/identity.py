"""Who a row is about: every field about one person reads the same draws, so that the fields agree.

The draws hang from `context.entity("person")` and not from other columns, so a field says the same whether or
not its neighbours exist. A field of the table that decides the gender is asked by `context.attribute`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.locales import Locale, find_locale, folded, pool
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows

I32 = NDArray[np.int32]
Column = NDArray[np.integer[Any]]

MALE, FEMALE = 0, 1
_HALF = 1 << 15
_WORDS = {
    MALE: ("male", "m", "man", "boy", "mr", "masculine", "männlich", "mann", "homme", "masculin", "h",
    "hombre",
           "masculino", "maschio", "uomo", "mężczyzna", "мужской", "муж", "м", "чоловіча", "男", "男性", "남",
           "남성",
           "erkek", "man", "mannelijk", "homem", "muž", "férfi", "ذكر", "1"),
    FEMALE: ("female", "f", "woman", "girl", "w", "ms", "mrs", "feminine", "weiblich", "frau", "femme",
    "féminin",
             "mujer", "femenino", "femmina", "donna", "kobieta", "k", "женский", "жен", "ж", "жіноча", "女",
             "女性",
             "여", "여성", "kadın", "vrouw", "vrouwelijk", "mulher", "feminino", "žena", "nő", "أنثى", "2"),
}  # fmt: skip
_MEANING = {word: code for code, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """A locale's names for both genders, and tables from a 16-bit word to a place in them."""

    locale: Locale
    first: pa.StringArray
    first_folded: pa.StringArray
    first_table: I32
    """The lower half of the words gives men's names, the upper half women's."""
    last: pa.StringArray
    last_folded: pa.StringArray
    last_table: I32
    """One table, or a second one for women after it where surnames differ by gender."""

    @property
    def last_by_gender(self) -> bool:
        """Whether men and women bear different surnames, as in `Новиков` and `Новикова`."""
        return len(self.last_table) > 2 * _HALF


@lru_cache(maxsize=64)
def names_of(locale: str) -> Names:
    """The names of a locale, both genders in one pool."""
    found = find_locale(locale)
    men, women = pool("first_name", locale, "male"), pool("first_name", locale, "female")
    men_plain, women_plain = (folded("first_name", locale, "male"), folded("first_name", locale, "female"))
    # A name that both have stays with the gender that has fewer, so that a first name tells the gender.
    if len(men) > len(women):
        men, men_plain = _without(men, men_plain, women)
    else:
        women, women_plain = _without(women, women_plain, men)
    sir, madam = pool("surname", locale, "male"), pool("surname", locale, "female")
    first_table = np.concatenate([_spread(_HALF, len(men)), len(men) + _spread(_HALF, len(women))])
    last, last_plain = [sir], [folded("surname", locale, "male")]
    last_table = _spread(2 * _HALF, len(sir))
    if not sir.equals(madam):
        last, last_plain = [sir, madam], [*last_plain, folded("surname", locale, "female")]
        last_table = np.concatenate([last_table, len(sir) + _spread(2 * _HALF, len(madam))])
    return Names(
        found,
        pa.concat_arrays([men, women]),
        pa.concat_arrays([men_plain, women_plain]),
        first_table.astype(np.int32),
        pa.concat_arrays(last),
        pa.concat_arrays(last_plain),
        last_table.astype(np.int32),
    )


def _without(
    names: pa.StringArray, plain: pa.StringArray, others: pa.StringArray
) -> tuple[pa.StringArray, pa.StringArray]:
    own = pc.invert(pc.is_in(names, others))
    return names.filter(own), plain.filter(own)


def _spread(words: int, size: int) -> Column:
    """`words` places shared out evenly: each of `size` values gets as many, to within one."""
    return np.arange(words, dtype=np.int64) * size // words


def first_name(context: Context, rows: Rows) -> tuple[Names, I32]:
    """The locale's names, and each row's place in `first`."""
    names = names_of(context.locale)
    return names, names.first_table[_first_words(context, rows)]


def last_name(context: Context, rows: Rows) -> tuple[Names, I32]:
    """The locale's names, and each row's place in `last`."""
    names = names_of(context.locale)
    words = context.entity("person").u16(rows, "last")
    if names.last_by_gender:
        return names, names.last_table[words + gender(context, rows).astype(np.uint32) * np.uint32(2 * _HALF)]
    return names, names.last_table[words]


def other_first(context: Context, rows: Rows) -> NDArray[np.uint16]:
    """Words for another first name of the same gender."""
    words = context.entity("person").u16(rows, "middle") & np.uint16(_HALF - 1)
    return words | (gender(context, rows) << np.uint16(15))


def gender(context: Context, rows: Rows) -> NDArray[np.uint16]:
    """0 for a man, 1 for a woman: what the table's field says, else drawn."""
    return _first_words(context, rows) >> np.uint16(15)


def drawn_gender(context: Context, rows: Rows) -> NDArray[np.uint16]:
    """The gender as drawn, for the field that decides it."""
    return context.entity("person").u16(rows, "first") >> np.uint16(15)


def _first_words(context: Context, rows: Rows) -> NDArray[np.uint16]:
    words = context.entity("person").u16(rows, "first")
    said = context.attribute("gender", rows)
    if said is None:
        return words
    codes = _codes(said)
    return np.where(
        codes < 0, words, (words & np.uint16(_HALF - 1)) | (codes.astype(np.uint16) << np.uint16(15))
    )


def _codes(said: pa.Array) -> NDArray[np.int8]:
    """-1 where the text is no known word for a gender, or null."""
    if isinstance(said, pa.ChunkedArray):
        said = said.combine_chunks()
    if not pa.types.is_dictionary(said.type):
        said = pc.dictionary_encode(said)
    meaning = [_MEANING.get(str(word).strip().lower(), -1) for word in said.dictionary.to_pylist()]
    table = np.array([*meaning, -1], np.int8)
    return table[pc.fill_null(said.indices, len(meaning)).to_numpy(zero_copy_only=False)]
