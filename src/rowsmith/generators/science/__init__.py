"""Science: elements, units, species and compounds whose facts agree; sequences, readings and records."""

from __future__ import annotations

from rowsmith.generators import enumerations

enumerations.register("science")
