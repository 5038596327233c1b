"""What damage a table's dirty twin takes, decided before any row."""

from __future__ import annotations

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.links import Damage, Dirty, Fanout
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import did_you_mean
from rowsmith.schema import DirtySpec

KINDS = {
    "missing": 4.0, "typo": 3.0, "case": 2.0, "whitespace": 2.0, "format": 1.0, "outlier": 1.0, "swap": 1.0,
    "late": 1.0, "duplicate": 1.0,
}  # fmt: skip
"""Kinds of damage and their usual weights."""

_TEXTS = ("string", "email", "phone", "uuid", "enum")
_SUITS: dict[str, tuple[str, ...]] = {
    "missing": (*_TEXTS, "integer", "float", "decimal", "boolean", "date", "datetime", "time"),
    "typo": _TEXTS, "case": _TEXTS, "whitespace": _TEXTS, "format": _TEXTS, "swap": _TEXTS,
    "outlier": ("integer", "float", "decimal"), "late": ("date", "datetime"),
}  # fmt: skip


def compile_dirty(spec: DirtySpec, fields: dict[str, FieldPlan], rows: int, path: str) -> Dirty:
    """The damage that a `dirty` entry asks for; kinds that no field suits are left out, unless asked for."""
    wanted = dict(spec.kinds) or KINDS
    issues = [
        Issue(f"{path}.kinds", "unknown_value", f"there is no damage {kind!r}{did_you_mean(kind, KINDS)}")
        for kind in wanted
        if kind not in KINDS
    ]
    issues += [
        Issue(f"{path}.fields", "unknown_field", f"there is no field {name!r}{did_you_mean(name, fields)}")
        for name in spec.fields or []
        if name not in fields
    ]
    total = sum(wanted.values())
    if not issues and total <= 0:
        issues.append(Issue(f"{path}.kinds", "all_zero", "the weights of the damages are all zero"))
    if issues:
        raise InvalidInput.of(issues)
    chosen = [name for name in fields if spec.fields is None or name in spec.fields]
    suiting = {kind: tuple(name for name in chosen if fields[name].type in _SUITS[kind]) for kind in _SUITS}
    if len(suiting["swap"]) < 2:
        suiting["swap"] = ()
    for kind in spec.kinds:
        if kind != "duplicate" and not suiting[kind]:
            message = f"no field can take the damage {kind!r}; it is for {', '.join(_SUITS[kind])}"
            raise InvalidInput.of([Issue(f"{path}.kinds", "not_applicable", message)])
    weights = {
        kind: weight for kind, weight in wanted.items() if kind != "duplicate" and suiting[kind] and weight
    }
    damages: list[Damage] = []
    so_far, whole = 0.0, sum(weights.values())
    for kind, weight in weights.items():
        so_far += weight
        damages.append(Damage(kind, round(so_far / whole, 12), suiting[kind]))
    double = spec.rate * wanted.get("duplicate", 0.0) / total
    extra = round(rows * double)
    share = extra / rows if rows else 0.0
    copies = Fanout(rows, rows + extra, 1, 2, (round(1 - share, 12), round(share, 12)))
    return Dirty(spec.rate - double, tuple(damages), copies)
