"""`when` rules: the first whose condition holds decides where a value comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.arrow_types import SIMPLE, constant
from rowsmith.plan.derived import Compute, Constant
from rowsmith.plan.expressions import condition
from rowsmith.plan.grammar import columns_renamed
from rowsmith.plan.model import Cases, FieldPlan
from rowsmith.plan.naming import Names
from rowsmith.plan.place import Place, common
from rowsmith.schema import FieldDefinition, WhenRule

_SAID = ("expression", "distribution", "enum_values", "weights", "min_value", "max_value")


def cases(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """The plan of a field with `when` rules."""
    if field.constraints.unique:
        message = f"{field.name!r} cannot be unique: its values come from several rules"
        raise InvalidInput.of([Issue(f"{path}.constraints.unique", "cannot_be_unique", message)])
    names = Names(
        place.environment, place.table, [item for item in place.siblings if item.name != field.name]
    )
    reads: list[str] = []
    whens: list[str] = []
    plans: list[FieldPlan] = []
    for number, rule in enumerate(field.when):
        where = f"{path}.when.{number}"
        bound = condition(rule.condition, names, f"{where}.condition")
        if field.name in bound.reads:
            message = f"the condition for {field.name!r} cannot read {field.name!r}"
            raise InvalidInput.of([Issue(f"{where}.condition", "cyclic_dependency", message)])
        whens.append(f"WHEN {_renumbered(bound.sql, bound.reads, reads)} THEN {number}")
        # A case's stream is named after its condition, so that rules can be added and moved.
        plans.append(replace(_case(field, rule, place, where), name=rule.condition))
    otherwise = place.compile(field.model_copy(update={"when": []}), place, path)
    select = Compute(f"CAST(CASE {' '.join(whens)} END AS TINYINT)", tuple(reads))
    kind: dict[str, Any] = {"null_rate": 0.0, "type": otherwise.type, "precision": otherwise.precision}
    every = dict.fromkeys([*reads, *(name for plan in (*plans, otherwise) for name in plan.reads)])
    return FieldPlan(
        source=Cases(select, tuple(plans), otherwise), reads=tuple(every),
        **(common(field, place) | kind),
    )  # fmt: skip


def _renumbered(sql: str, reads: list[str], into: list[str]) -> str:
    """The condition over the columns of all conditions together: its `c1` may be `c4` of the list."""
    for name in reads:
        if name not in into:
            into.append(name)
    return columns_renamed(sql, {f"c{old}": f"c{into.index(name)}" for old, name in enumerate(reads)})


def _case(field: FieldDefinition, rule: WhenRule, place: Place, path: str) -> FieldPlan:
    """What one rule says, as a field of its own; what it leaves open is as in the field."""
    shared: dict[str, Any] = common(field, place) | {"null_rate": rule.null_rate or 0.0}
    said = [name for name in _SAID if getattr(rule, name) is not None]
    if rule.value is not None or (not said and rule.null_rate is None):
        return FieldPlan(source=_constant(field, rule, path), **shared)
    if rule.null_rate == 1:
        shared["null_rate"] = 0.0
        return FieldPlan(source=Constant(None), **shared)
    # The bounds of the field are those of its ordinary rows; what a rule makes keeps the rule's own.
    own = bool({"expression", "distribution", "enum_values", "weights"} & set(said))
    constraints = field.constraints.model_copy(
        update={"null_rate": rule.null_rate}
        | ({"min_value": None, "max_value": None} if own else {})
        | {name: getattr(rule, name) for name in ("min_value", "max_value", "enum_values") if name in said}
    )
    changed: dict[str, Any] = {"when": [], "constraints": constraints}
    bounds = ("min_value", "max_value")
    params = {
        name: value for name, value in field.params.items() if name not in (*said, *(bounds if own else ()))
    }
    if "distribution" in said or "enum_values" in said or "weights" in said:
        changed |= {
            "expression": None,
            "semantic_type": None,
            "distribution": None,
            "weights": None,
            "sample_values": [],
        }
        if "enum_values" not in said:
            changed["constraints"] = constraints.model_copy(update={"enum_values": None})
        params = {}
    changed |= {
        name: getattr(rule, name) for name in ("expression", "distribution", "weights") if name in said
    }
    return place.compile(field.model_copy(update=changed | {"params": params}), place, path)


def _constant(field: FieldDefinition, rule: WhenRule, path: str) -> Constant:
    try:
        constant(rule.value, SIMPLE.get(field.type, pa.string()))
    except InvalidInput as error:
        raise InvalidInput.of([Issue(f"{path}.value", "type_mismatch", error.message)]) from None
    return Constant(rule.value)
