"""How far a count may be from what was asked before chance is no explanation.

A share of 10 % of 1,000 rows is seldom exactly 100 rows. A measured share counts as met when a fair draw would
be as far away in one of 10,000 cases or more, so a receipt of a hundred shares cries wolf once in a hundred.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

CONFIDENCE = 0.9999
_TAIL = (1 - CONFIDENCE) / 2
Z = 3.8906
"""The normal quantile of that confidence, two-sided."""
_EXACT = 2_000
"""Expected counts up to this are judged by the binomial distribution itself."""


def share_fits(count: int, rows: int, share: float) -> bool:
    """Whether `count` of `rows` may be a share: `share_fits(112, 1000, 0.1)` is true, 140 is not."""
    if rows == 0:
        return True
    if share <= 0 or share >= 1:
        return count == (0 if share <= 0 else rows)
    if share > 0.5:
        return share_fits(rows - count, rows, 1 - share)
    mean = rows * share
    if mean > _EXACT:
        return abs(count - mean) <= Z * math.sqrt(mean * (1 - share)) + 1
    return _tail(count, rows, share) > _TAIL


def _tail(count: int, rows: int, share: float) -> float:
    """The chance of so few, or so many, whichever is less."""
    below = above = 0.0
    log, no = math.log(share), math.log1p(-share)
    whole = math.lgamma(rows + 1)
    for at in range(min(rows, int(rows * share + 12 * math.sqrt(rows * share) + 40)) + 1):
        chance = math.exp(
            whole - math.lgamma(at + 1) - math.lgamma(rows - at + 1) + at * log + (rows - at) * no
        )
        below += chance if at <= count else 0.0
        above += chance if at >= count else 0.0
    return min(below, above)


def shares_fit(counts: Sequence[int], shares: Sequence[float]) -> bool:
    """Whether the counts of several values may be their shares, all of them together and each alone."""
    rows, total = sum(counts), sum(shares)
    if rows == 0 or total <= 0:
        return True
    return all(share_fits(count, rows, share / total) for count, share in zip(counts, shares, strict=True))


def mean_fits(found: float, asked: float, std: float, rows: int, step: float = 0.0) -> bool:
    """Whether a mean of `rows` values may come from a mean that was asked; `step` is what rounding moves."""
    return rows == 0 or abs(found - asked) <= Z * std / math.sqrt(rows) + step + 1e-9 * abs(asked)


def std_fits(found: float, asked: float, rows: int, step: float = 0.0) -> bool:
    """Whether a standard deviation of `rows` values of a bell curve may come from the one that was asked."""
    return rows < 2 or abs(found - asked) <= Z * asked / math.sqrt(2 * (rows - 1)) + step + 1e-9 * asked
