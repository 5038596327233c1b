"""Value pools a locale at a time, and the facts about countries and places that values agree with."""

from rowsmith.locales.catalogue import LOCALES, Locale, find_locale, normalise
from rowsmith.locales.pools import folded, pool

__all__ = ["LOCALES", "Locale", "find_locale", "folded", "normalise", "pool"]
