"""Money and what moves it: accounts, cards, currencies, amounts, securities, records."""

from __future__ import annotations

from rowsmith.generators import enumerations

enumerations.register("finance")
