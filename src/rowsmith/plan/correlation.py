"""Correlation between fields by a Gaussian copula: each field keeps its own distribution.

A field that is correlated with earlier ones follows a weighted sum of their normal scores and a score of its
own. The weights are found so that the correlation of the *values* is what was asked, whatever their
distributions; where that cannot be, the plan says how far it can go.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.issues import Issues
from rowsmith.plan.marginal import Marginal, marginal
from rowsmith.plan.model import Correlated, Draw, FieldPlan
from rowsmith.sampling.gaussian import normal_quantile, share_below
from rowsmith.schema import TableDefinition

_KINDS = ("integer", "float", "decimal", "date", "datetime", "time")
_GRID = 192
_CLOSE = 0.02
"""A correlation this much beyond what the distributions allow is taken as the most they allow."""


def correlate(
    table: TableDefinition, made: dict[str, FieldPlan], now: int, base: str, issues: Issues
) -> dict[str, FieldPlan]:
    """The fields with those that are correlated with earlier ones made to follow them."""
    asked = _asked(table, made, base, issues)
    if not asked:
        return made
    out, scores = dict(made), dict[tuple[str, str], float]()
    listed = [field.name for field in table.fields if field.name in made]
    # A series follows time and nothing else, so it comes first and others follow it.
    order = sorted(listed, key=lambda name: made[name].source.kind != "series")
    for place, name in enumerate(order):
        earlier = [other for other in order[:place] if frozenset((name, other)) in asked]
        if not earlier:
            continue
        try:
            found = {
                other: _score(asked[frozenset((name, other))], made[other], made[name], now)
                for other in earlier
            }
            weights, rest = _weights(name, found, scores)
        except InvalidInput as error:
            issues.found.append(Issue(f"{base}.{name}.correlation", "correlation_impossible", error.message))
            continue
        for other in order[:place]:
            implied = sum(weights[e] * scores.get((e, other), float(e == other)) for e in earlier)
            scores[name, other] = scores[other, name] = implied
        source = Correlated(
            replace(made[name], null_rate=0.0),
            tuple(earlier),
            tuple(round(weights[other], 9) for other in earlier),
            round(rest, 9),
        )
        out[name] = replace(made[name], source=source, guard=None, reads=tuple(earlier))
    return out


def _asked(
    table: TableDefinition, made: dict[str, FieldPlan], base: str, issues: Issues
) -> dict[frozenset[str], float]:
    found: dict[frozenset[str], float] = {}
    for field in table.fields:
        for other, value in field.correlation.items():
            path = f"{base}.{field.name}.correlation"
            problem = None
            if other == field.name or other not in made:
                problem = f"{field.name!r} is correlated with {other!r}, which is no other field"
            for name in (field.name, other):
                if (
                    problem is None
                    and name in made
                    and not _able(made[name])
                    and not _leads(made, name, field.name, other)
                ):
                    problem = (
                        f"{name!r} cannot be correlated: it must be a number or a date that is drawn by "
                        "itself (not unique, computed or ordered)"
                    )
            known = found.get(frozenset((field.name, other)), value)
            if problem is None and known != value:
                problem = f"{field.name!r} and {other!r} are said to be correlated by {known} and by {value}"
            if problem:
                issues.found.append(Issue(path, "not_correlatable", problem))
            elif field.name in made:
                found[frozenset((field.name, other))] = float(value)
    return found


def _leads(made: dict[str, FieldPlan], name: str, *pair: str) -> bool:
    """Whether a field is a series that the other one of the pair can follow."""
    others = [made[other] for other in pair if other != name and other in made]
    return made[name].source.kind == "series" and all(_able(other) for other in others)


def _able(field: FieldPlan) -> bool:
    return isinstance(field.source, Draw) and field.type in _KINDS and not field.unique


def _score(wanted: float, first: FieldPlan, second: FieldPlan, now: int) -> float:
    """The correlation of normal scores that gives the values the correlation asked for."""
    one, two = marginal(first, now), marginal(second, now)
    low, high = _values_correlation(-0.9999, one, two), _values_correlation(0.9999, one, two)
    if not low - _CLOSE <= wanted <= high + _CLOSE:
        raise InvalidInput(
            f"{first.name!r} and {second.name!r} with their distributions can only be correlated between "
            f"{low:.2f} and {high:.2f}, not by {wanted}; ask for less or change a distribution"
        )
    below, above = -0.9999, 0.9999
    for _ in range(22):
        middle = (below + above) / 2
        if _values_correlation(middle, one, two) < wanted:
            below = middle
        else:
            above = middle
    return round((below + above) / 2, 6)


def _values_correlation(score: float, one: Marginal, two: Marginal) -> float:
    """The correlation of two fields' values whose normal scores have this correlation."""
    even: NDArray[np.float64] = (np.arange(_GRID) + 0.5) / _GRID
    z = normal_quantile(even)
    first = one.at(even).astype(np.float64)
    mixed = score * z[:, None] + np.sqrt(1.0 - score * score) * z[None, :]
    second = two.at(share_below(mixed.ravel())).astype(np.float64).reshape(mixed.shape)
    deviation = first - first.mean()
    spread = deviation.std() * second.std()
    return float((deviation[:, None] * (second - second.mean())).mean() / spread) if spread > 0 else 0.0


def _weights(
    name: str, found: dict[str, float], scores: dict[tuple[str, str], float]
) -> tuple[dict[str, float], float]:
    """How much of each earlier score is in this one, and how much of its own."""
    names = list(found)
    matrix = np.array([[1.0 if a == b else scores.get((a, b), 0.0) for b in names] for a in names])
    target = np.array([found[other] for other in names])
    try:
        weights = np.linalg.solve(matrix, target)
    except np.linalg.LinAlgError:
        weights = np.full(len(names), np.inf)
    explained = float(weights @ target) if np.isfinite(weights).all() else 2.0
    if explained > 1.0 + 1e-6:
        listed = ", ".join(f"{other} {value:g}" for other, value in found.items())
        raise InvalidInput(
            f"the correlations of {name!r} ({listed}) cannot hold together with those between these fields; "
            "lower one of them"
        )
    return dict(zip(names, map(float, weights), strict=True)), float(np.sqrt(max(0.0, 1.0 - explained)))
