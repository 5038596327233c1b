"""How many children each parent has: from a user's words to the shares of each count, and the exact total."""

from __future__ import annotations

import math
from collections.abc import Callable

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.links import Fanout
from rowsmith.schema import Cardinality, Distribution

DEFAULT = Cardinality(min=1, max=5)
"""For a table that hangs from another and says neither its rows nor how many belong to each parent."""

_MOST = 10_000
_TAIL = 1e-10
_SIGMAS = 5.0


def fanout(
    asked: Cardinality, parents: int, children: int | None, path: str, child: str, parent: str
) -> Fanout:
    """The counts of children for so many parents; `children` is the total where the user stated one.

    A total that the counts cannot reach is a contradiction: `InvalidInput` with both in one sentence.
    """
    low, shares = _shares(asked, path)
    high = low + len(shares) - 1
    mean = sum((low + k) * share for k, share in enumerate(shares))
    if children is None:
        return Fanout(parents, math.floor(parents * round(mean, 9) + 0.5), low, high, _rounded(shares))
    _check_total(asked, parents, children, low, high, shares, mean, path, child, parent)
    if parents and abs(children / parents - mean) > 1e-9:
        shares = _tilted(shares, children / parents - low)
    return Fanout(parents, children, low, high, _rounded(shares))


def _shares(asked: Cardinality, path: str) -> tuple[int, list[float]]:
    """The lowest count, and the probability of each count from there on."""
    if asked.exactly is not None:
        return asked.exactly, [1.0]
    low, high = asked.min or 0, asked.max
    if high is not None and low > high:
        raise _wrong(path, "min_above_max", f"min {low} is above max {high}; swap them")
    if asked.distribution is not None:
        weigh, top = _weight(asked.distribution, path)
        high = min(_MOST + low, top if high is None else high)
    elif high is None:
        # "At least n": most have few more, a tail has many.
        weigh, high = lambda k: 0.5 ** ((k - low) / 2), low + 24
    else:
        weigh = lambda _: 1.0  # noqa: E731 - one of three shapes of the same thing
    if high - low > _MOST:
        raise _wrong(path, "too_wide", f"{low} to {high} children is wider than {_MOST:,}; narrow it")
    weights = [weigh(k) for k in range(low, high + 1)]
    total = math.fsum(weights)
    if total <= 0:
        raise _wrong(path, "empty", f"the distribution has nothing between {low} and {high}")
    return low, [weight / total for weight in weights]


def _weight(distribution: Distribution, path: str) -> tuple[Callable[[int], float], int]:
    """The weight of each count, and the count above which there is next to nothing."""
    given = distribution.params()

    def number(*names: str, default: float | None = None) -> float:
        for name in names:
            value = given.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
        if default is None:
            raise _wrong(path, "missing", f"{distribution.name} needs {' or '.join(names)}")
        return default

    name = distribution.name
    if name == "poisson":
        mean = max(number("mean", "lam", "rate"), 1e-9)
        return lambda k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)), int(
            mean + 12 * mean**0.5 + 20
        )
    if name in ("geometric", "exponential"):
        mean = max(number("mean", "scale", default=1 / max(number("p", "rate", default=0.5), 1e-9) - 1), 1e-9)
        ratio = mean / (1 + mean)
        return lambda k: ratio**k, int(math.log(_TAIL) / math.log(ratio)) + 1
    if name in ("normal", "lognormal"):
        mean, std = number("mean"), max(number("std", "sigma", default=1.0), 1e-9)
        if name == "normal":
            return lambda k: math.exp(-(((k - mean) / std) ** 2) / 2), int(mean + 7 * std) + 1
        return (
            lambda k: math.exp(-(((math.log(k + 0.5) - mean) / std) ** 2) / 2) / (k + 0.5),
            int(min(math.exp(min(mean + 6 * std, 20)), _MOST)) + 1,
        )
    if name in ("zipf", "pareto"):
        skew = number("exponent", "skew", "a", "alpha", default=2.0)
        return lambda k: float(max(k, 1)) ** -skew if k else 0.0, 1000
    if name == "uniform":
        least, most = (
            number("min_value", "low", "min", default=0),
            number("max_value", "high", "max", default=5),
        )
        return lambda k: 1.0 if least <= k <= most else 0.0, int(most)
    known = "poisson, geometric, exponential, normal, lognormal, zipf, pareto, uniform"
    raise _wrong(path, "unknown_distribution", f"{name!r} cannot count children; choose one of {known}")


def _check_total(
    asked: Cardinality, parents: int, children: int, low: int, high: int, shares: list[float], mean: float,
    path: str, child: str, parent: str,
) -> None:  # fmt: skip
    if not parents * low <= children <= parents * high:
        each = f"{low}" if low == high else f"{low} to {high}"
        possible = f"{parents * low:,}" if low == high else f"{parents * low:,} to {parents * high:,}"
        message = (
            f"{children:,} rows of {child!r} were asked for, but {parents:,} rows of {parent!r} "
            f"with {each} each make {possible}; change the rows of one of the two, or the count"
        )
        raise _wrong(path, "total_against_cardinality", message)
    if asked.distribution is not None and parents:
        spread = math.sqrt(sum(share * (low + k - mean) ** 2 for k, share in enumerate(shares)) * parents)
        if abs(children - parents * mean) > _SIGMAS * spread + 1:
            message = (
                f"{children:,} rows of {child!r} were asked for, but {parents:,} rows of {parent!r} with "
                f"{mean:.4g} each on average make about {parents * mean:,.0f}; leave out one of the two"
            )
            raise _wrong(path, "total_against_cardinality", message)


def _tilted(shares: list[float], mean: float) -> list[float]:
    """The shares nearest to the given ones whose mean count (above the lowest) is `mean`."""

    def at(slope: float) -> list[float]:
        logs = [math.log(share) + slope * k if share > 0 else -math.inf for k, share in enumerate(shares)]
        top = max(logs)
        weights = [math.exp(item - top) for item in logs]
        total = math.fsum(weights)
        return [weight / total for weight in weights]

    below, above = -60.0, 60.0
    for _ in range(100):
        middle = (below + above) / 2
        if math.fsum(k * share for k, share in enumerate(at(middle))) < mean:
            below = middle
        else:
            above = middle
    return at((below + above) / 2)


def _rounded(shares: list[float]) -> tuple[float, ...]:
    """Twelve decimals, so that every machine has the same plan."""
    return tuple(round(share, 12) for share in shares)


def _wrong(path: str, code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue(path, code, message)])
