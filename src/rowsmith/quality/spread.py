"""Shares, means and correlations beside what was asked, with room for chance."""

from __future__ import annotations

import math
from typing import Any

from rowsmith.quality.chance import CONFIDENCE, Z, mean_fits, shares_fit, std_fits
from rowsmith.quality.places import Finding, Place, plain, share

_DRAWN = ("draw", "correlated")
"""Sources that draw each row by itself; others, such as series, follow from row to row."""
_BELL = ("normal", "gaussian", "gauss")
_BY_MEAN = (*_BELL, "exponential", "poisson", "lognormal", "gamma")
_STRAIGHT = 0.03
"""A correlation is met within this much, chance aside: the plan's own limits are rounded that far."""
_TRUE, _FALSE = ("true", "yes", "1", "y", "t"), ("false", "no", "0", "n", "f")


def weights(place: Place) -> Finding:
    """The share of each value: `{"free": 0.703, "pro": 0.297}`."""
    asked = _asked_weights(place)
    column = place.column
    counted = place.all(
        f"SELECT CAST({column} AS VARCHAR), count(*) FROM {place.source} WHERE {column} IS NOT NULL "
        "GROUP BY 1 ORDER BY 2 DESC LIMIT 10001"
    )
    counts = {_key(text): count for text, count in counted}
    rows = sum(counts.values())
    listed = [counts.get(_key(value), 0) for value in asked]
    drawn = place.made.source.kind in _DRAWN and not place.made.unique and not place.made.by_series
    fits = shares_fit(listed, list(asked.values())) if drawn else None
    shown = {value: share(count, rows) for value, count in zip(asked, listed, strict=True)}
    return Finding(shown, fits, f"judged with {CONFIDENCE:.2%} confidence" if drawn else None)


def _asked_weights(place: Place) -> dict[str, float]:
    said, field = place.field.weights, place.field
    if isinstance(said, dict):
        listed = {str(key).lower(): weight for key, weight in said.items()}
        if field.type != "boolean":
            return said
    else:
        values = field.constraints.enum_values or ["true", "false"]
        listed = {str(value): weight for value, weight in zip(values, said or [], strict=False)}
        if field.type != "boolean":
            return listed
    yes = sum(weight for key, weight in listed.items() if key.lower() in _TRUE)
    no = sum(weight for key, weight in listed.items() if key.lower() not in _TRUE)
    return {"true": yes, "false": no}


def _key(text: Any) -> str:
    """Numbers by value, so that `2` and `2.00` are one."""
    try:
        return repr(float(str(text))) if not isinstance(text, bool) else str(text).lower()
    except ValueError:
        return str(text)


def distribution(place: Place) -> Finding:
    """Mean, deviation and median of numbers; of others, the first and the last."""
    column, asked = place.column, dict(place.element.asked)
    if place.field.type not in ("integer", "float", "decimal"):
        low, high = place.one(f"min({column}), max({column})")
        return Finding({"low": plain(low), "high": plain(high)})
    number = f"CAST({column} AS DOUBLE)"
    values, mean, std, median = place.one(
        f"count({column}), avg({number}), stddev_samp({number}), median({number})"
    )
    found = {"mean": _rounded(mean), "std": _rounded(std), "median": _rounded(median)}
    if place.made.source.kind not in _DRAWN or mean is None:
        return Finding(found)
    return Finding(found, *_judged(place, asked, values, mean, std or 0.0))


def _judged(
    place: Place, asked: dict[str, Any], values: int, mean: float, std: float
) -> tuple[bool | None, str | None]:
    """Whether mean and deviation are those that were asked, where bounds do not move them."""
    name, wanted, wide = str(asked.get("name")), asked.get("mean"), asked.get("std")
    limits = place.field.constraints
    low, high = limits.min_value, limits.max_value
    step = 0.5 * 10.0 ** -(place.made.precision if place.made.precision is not None else 9)
    if place.field.type == "integer":
        step = 0.5
    if name not in _BY_MEAN or not isinstance(wanted, int | float) or place.made.unique:
        return None, None
    if low is None and high is None:
        fits = mean_fits(mean, wanted, max(std, wide or 0.0), values, step)
        if name in _BELL and isinstance(wide, int | float):
            fits = fits and std_fits(std, wide, values, step)
        return fits, f"judged with {CONFIDENCE:.2%} confidence"
    if name not in _BELL or not isinstance(wide, int | float):
        return None, "the bounds move the mean"
    cut, narrow = _cut_bell(float(wanted), float(wide), _number(low), _number(high))
    fits = mean_fits(mean, cut, narrow, values, step)
    return fits, f"the bounds cut the bell curve to a mean of {cut:.6g}"


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _cut_bell(mean: float, std: float, low: float | None, high: float | None) -> tuple[float, float]:
    """Mean and deviation of a normal distribution between two bounds."""
    left = (low - mean) / std if low is not None else -math.inf
    right = (high - mean) / std if high is not None else math.inf
    inside = _below(right) - _below(left)
    if inside < 1e-12:
        return mean, std
    density = (_bell(left) - _bell(right)) / inside
    spread = 1 + (_edge(left) - _edge(right)) / inside - density**2
    return mean + std * density, std * math.sqrt(max(spread, 0.0))


def _below(at: float) -> float:
    return 0.5 * (1 + math.erf(at / math.sqrt(2)))


def _bell(at: float) -> float:
    return math.exp(-at * at / 2) / math.sqrt(2 * math.pi) if math.isfinite(at) else 0.0


def _edge(at: float) -> float:
    return at * _bell(at) if math.isfinite(at) else 0.0


def correlation(place: Place) -> Finding:
    """The correlation with each other field: `{"height": 0.71}`."""
    found: dict[str, float | None] = {}
    fits: list[bool] = []
    for other, asked in dict(place.element.asked).items():
        one, two = _steps(place, place.element.field), _steps(place, other)
        value, rows = place.one(f"corr({one}, {two}), count({one} * {two})")
        found[other] = _rounded(value)
        if value is not None and rows > 3:
            fits.append(abs(value - asked) <= _STRAIGHT + Z * (1 - asked**2) / math.sqrt(rows - 3))
    return Finding(found, all(fits) if fits else None)


def _steps(place: Place, name: str) -> str:
    kind, column = place.plan.field(name).type, place.columns.of[name]
    if kind in ("date", "datetime"):
        return f"epoch(CAST({column} AS TIMESTAMP))"
    if kind == "time":
        return f"epoch({column})"
    return f"CAST({column} AS DOUBLE)"


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.8g}")
