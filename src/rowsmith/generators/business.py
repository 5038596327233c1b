"""Which company a row is about: its name, its domain and its addresses read the same draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rowsmith.locales import find_locale, folded, pool
from rowsmith.locales.lists import words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows
from rowsmith.strings import Piece

I64 = NDArray[np.int64]

_PARTNERS = 60
"""So many family names serve as the second one of a company's name."""


@dataclass(frozen=True, slots=True, eq=False)
class BusinessNames:
    """The parts of a locale's company names."""

    first: pa.StringArray
    second: pa.StringArray
    """With what joins it to the first: ` & Vogel`, ` Logistics`, or nothing; usual ones more than once."""
    distinct: I64
    """The places in `second` of all different ones."""
    suffix: pa.StringArray
    """With the space before it, or the space after it in Japanese and Chinese order."""
    forms: pa.StringArray
    """The legal forms alone."""
    first_folded: pa.StringArray
    second_folded: pa.StringArray
    form_first: bool

    def pieces(self, first: I64, second: I64, suffix: I64) -> list[Piece]:
        """The whole name."""
        body: list[Piece] = [(self.first, first), (self.second, second)]
        form: Piece = (self.suffix, suffix)
        return [form, *body] if self.form_first else [*body, form]


def business(context: Context, rows: Rows) -> tuple[I64, I64, I64]:
    """Each row's company: the places of its name's three parts."""
    parts = names_of_business(context.locale)
    word = context.entity("company").u64(rows)
    first = (word & np.uint64(0xFFFFF)) * np.uint64(len(parts.first)) >> np.uint64(20)
    second = (word >> np.uint64(20) & np.uint64(0xFFFFF)) * np.uint64(len(parts.second)) >> np.uint64(20)
    suffix = (word >> np.uint64(40) & np.uint64(0xFFFFF)) * np.uint64(len(parts.suffix)) >> np.uint64(20)
    return first.view(np.int64), second.view(np.int64), suffix.view(np.int64)


def business_pieces(context: Context, rows: Rows) -> list[Piece]:
    """The name of each row's company."""
    return names_of_business(context.locale).pieces(*business(context, rows))


def domain_pieces(context: Context, rows: Rows) -> list[Piece]:
    """The name of each row's company as the first part of a domain: `beckervogel`."""
    parts = names_of_business(context.locale)
    first, second, _ = business(context, rows)
    return [(parts.first_folded, first), (parts.second_folded, second)]


@lru_cache(maxsize=64)
def names_of_business(locale: str) -> BusinessNames:
    """The parts of company names in a locale."""
    found = find_locale(locale)
    names, plain = pool("surname", locale, "male"), folded("surname", locale, "male")
    step = max(1, len(names) // _PARTNERS)
    partner, partner_plain = names[::step].to_pylist(), plain[::step].to_pylist()
    forms = pool("company_suffix", locale)
    east = found.language in ("ja", "zh", "ko")
    second, second_plain = [""] * 20, [""] * 20
    if not east:
        second += [f" & {name}" for name in partner]
        second_plain += partner_plain
    if found.language == "en":
        nouns = words("company_noun").to_pylist() * 3
        second += [f" {noun}" for noun in nouns]
        second_plain += [noun.lower() for noun in nouns]
    ahead = found.language in ("ja", "ar", "fa")
    gap = "" if found.language in ("ja", "zh", "ko") else " "
    suffix = pc.binary_join_element_wise(*([forms, gap] if ahead else [gap, forms]), "")
    return BusinessNames(
        names,
        pa.array(second, pa.string()),
        np.unique(second, return_index=True)[1].astype(np.int64),
        suffix,
        forms,
        plain,
        pa.array(second_plain, pa.string()),
        ahead,
    )
