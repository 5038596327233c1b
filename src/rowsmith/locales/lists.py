"""Lists of words with their weights: departments, skills, file extensions and the like, in English."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from rowsmith.locales.tables import read_table


def words(name: str) -> pa.StringArray:
    """The values of one list: `words("seniority")` begins with `Intern`."""
    return _lists()[name][0]


def weights(name: str) -> tuple[float, ...]:
    """How often each value of the list occurs beside the others."""
    return _lists()[name][1]


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[pa.StringArray, tuple[float, ...]]]:
    columns = read_table("lists.tsv")
    found: dict[str, tuple[list[str], list[float]]] = {}
    for name, weight, value in zip(columns["list"], columns["weight"], columns["value"], strict=True):
        values, heavy = found.setdefault(name, ([], []))
        values.append(value)
        heavy.append(float(weight))
    return {name: (pa.array(values, pa.string()), tuple(heavy)) for name, (values, heavy) in found.items()}
