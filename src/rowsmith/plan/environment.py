"""What a field may know of the rest of the dataset while it is compiled: tables, links, hidden fields."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from rowsmith.plan.arrow_types import SIMPLE, decimal_type
from rowsmith.plan.axis import Axis
from rowsmith.plan.links import Link
from rowsmith.plan.model import FieldPlan
from rowsmith.schema import FieldDefinition, TableDefinition

SEPARATOR = "\x1f"
"""Parts the names of hidden fields; no name that a user gives can hold it."""


@dataclass(slots=True)
class Environment:
    """The tables by name, their links and numbers of rows, and the hidden fields that were asked for."""

    tables: dict[str, TableDefinition]
    links: dict[str, dict[str, Link]]
    rows: dict[str, int]
    now: int
    seed: int
    axes: dict[str, Axis] = field(default_factory=dict[str, Axis])
    hidden: dict[str, dict[str, FieldPlan]] = field(default_factory=dict[str, dict[str, FieldPlan]])

    def definition(self, table: str, name: str) -> FieldDefinition:
        """The definition of a table's field."""
        return next(item for item in self.tables[table].fields if item.name == name)

    def hide(self, table: str, plan: FieldPlan) -> str:
        """Add a hidden field to a table, once, and return its name."""
        self.hidden.setdefault(table, {}).setdefault(plan.name, plan)
        return plan.name

    def link_of(self, table: str, name: str) -> Link | None:
        """The link that a field is the key of, or part of the key of."""
        return next((link for link in self.links[table].values() if name in link.fields), None)

    def kind(self, table: str, item: FieldDefinition) -> pa.DataType:
        """The Arrow type of a field, known from the definitions alone; a reference has its parent's."""
        if item.type == "decimal":
            return decimal_type(item.constraints.precision)
        if item.type == "object":
            return pa.struct([(child.name, self.kind(table, child)) for child in item.fields or []])
        if item.type == "array" and item.items is not None:
            return pa.list_(pa.field("item", self.kind(table, item.items)))
        owner, decider = key_at(self, table, item)
        return SIMPLE.get(item.type, pa.string()) if decider is item else self.kind(owner, decider)

    def nullable(self, table: str, item: FieldDefinition) -> bool:
        """Whether a field can hold nulls."""
        link = self.link_of(table, item.name)
        constraints = item.constraints
        history = self.tables[table].history
        ends = history is not None and item.name == history.valid_to and history.open_end is None
        computed = item.expression is not None or any(rule.value is None for rule in item.when)
        return bool(
            constraints.nullable
            or constraints.null_rate
            or ends
            or (computed and "nullable" not in constraints.model_fields_set)
            or (link is not None and link.null_rate)
        )


def key_at(environment: Environment, table: str, item: FieldDefinition) -> tuple[str, FieldDefinition]:
    """Where a field's type is decided: at the end of a chain of references, or at the field itself."""
    seen: set[tuple[str, str]] = set()
    while (table, item.name) not in seen and "type" not in item.model_fields_set:
        seen.add((table, item.name))
        link = environment.link_of(table, item.name)
        if link is None or item not in environment.tables[table].fields:
            break
        table, item = link.table, environment.definition(link.table, link.keys[link.fields.index(item.name)])
    return table, item
