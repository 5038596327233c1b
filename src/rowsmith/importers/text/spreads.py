"""Means, deviations, shapes of distributions, lengths and decimals."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import amount


def spread(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`mean 40 and sd 8`, `40 ± 8`, `around 40`, `N(40, 8)`."""
    groups = found.groupdict()
    centre, width = (amount(groups[key]) if groups.get(key) else None for key in ("mean", "std"))
    if centre is None and width is None:
        return False
    if centre:
        draft.mean = float(centre.value)
        draft.money |= centre.money
        draft.unit = draft.unit or centre.unit
    if width:
        draft.std = abs(float(width.value))
    name = (groups.get("name") or "").lower().replace("-", "").replace(" ", "")
    if (
        centre
        and centre.percent
        and not width
        and not name
        and "mean" not in found[0]
        and "average" not in found[0].lower()
    ):
        draft.mean, draft.unit = None, ""
        return False
    if width or name:
        draft.distribution = _NAMES.get(name, draft.distribution or "normal")
    return True


def mostly(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`mostly 0 but up to 300`: most rows near the lowest value, few far above it."""
    read = amount(found["a"])
    if read is None or read.value not in (0, 1) or draft.values:
        return False
    draft.min, draft.distribution = read.value, "zipf" if read.value == 1 else "exponential"
    draft.hint = f"mostly {read.value}"
    return True


def shape(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`right-skewed`, `uniform`, `poisson`: the distribution without its numbers."""
    low = re.sub(r"[\s-]", "", found["name"].lower())
    draft.distribution = next((name for word, name in _NAMES.items() if low.startswith(word)), None)
    return draft.distribution is not None


def length(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`3-20 characters`, `of length 10`."""
    low, high = amount(found["a"]) if found["a"] else None, amount(found["b"])
    if not high or not 0 < high.value <= 100_000:
        return False
    draft.max_length = int(high.value)
    if low:
        draft.min_length = int(low.value)
    elif re.match(r"(?i)(?:of )?len", found[0]):
        draft.min_length = draft.max_length
    draft.type = draft.type or "string"
    return True


def decimals(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`with two decimals`."""
    read = amount(found["a"])
    if not read or not 0 <= read.value <= 18:
        return False
    draft.decimals = int(read.value)
    draft.type = draft.type or "float"
    return True


def whole(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`whole numbers`."""
    draft.type, draft.decimals = "integer", None
    return True


def rarely(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`mostly 1, rarely above 5`: falling off quickly, with a little room above."""
    read = amount(found["a"])
    if read is None:
        return False
    draft.min = draft.min if draft.min is not None else 0
    draft.max, draft.mean, draft.distribution = read.value * 2, None, "zipf"
    draft.assumed.append(f"at most {read.value * 2}, for `{found[0].strip()}`")
    return True


_NAMES = {
    "normal": "normal",
    "gauss": "normal",
    "bell": "normal",
    "n": "normal",
    "lognormal": "lognormal",
    "logn": "lognormal",
    "rightskew": "lognormal",
    "positivelyskew": "lognormal",
    "heavilyright": "lognormal",
    "skewedright": "lognormal",
    "skewedtotheright": "lognormal",
    "skewed": "lognormal",
    "longtail": "lognormal",
    "heavytail": "pareto",
    "fattail": "pareto",
    "exponential": "exponential",
    "exp": "exponential",
    "gamma": "gamma",
    "beta": "beta",
    "poisson": "poisson",
    "binomial": "binomial",
    "zipf": "zipf",
    "powerlaw": "pareto",
    "pareto": "pareto",
    "triangular": "triangular",
    "uniform": "uniform",
    "evenly": "uniform",
    "leftskew": "beta",
    "negativelyskew": "beta",
    "skewedleft": "beta",
}
