"""A plan: a schema with every name resolved, every parameter checked and every field in order.

A plan is plain data. It goes through JSON and back unchanged, and its hash names the dataset: equal hashes,
equal rows.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any, Literal

from rowsmith.errors import InvalidInput, NotFound
from rowsmith.plan.axis import Axis
from rowsmith.plan.derived import (
    Anomaly,
    Compute,
    Constant,
    Counter,
    Latest,
    Markov,
    OnAxis,
    Ordered,
    Ordinal,
    Refer,
    Rollup,
    Running,
    Scalar,
    Series,
    Valid,
)
from rowsmith.plan.links import Dirty, Link
from rowsmith.plan.written import Pool

FORMAT = 1
"""The plan format; a plan of another format is refused rather than misread."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Values drawn from a semantic type."""

    semantic_type: str
    version: int
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    kind: Literal["draw"] = "draw"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Text that a model is to write; until then, or where there is no model, values drawn as `draw` says."""

    draw: Draw
    mode: Literal["pool", "template"]
    about: str
    """What the text is, in the user's words."""
    size: int | None = None
    by: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    """Fields that a template has slots for."""
    kind: Literal["unwritten"] = "unwritten"


@dataclass(frozen=True, slots=True)
class Struct:
    """An object: one value per child field."""

    fields: tuple[FieldPlan, ...]
    order: tuple[str, ...] = ()
    kind: Literal["struct"] = "struct"


@dataclass(frozen=True, slots=True)
class Array:
    """An array of `min_length` to `max_length` items."""

    items: FieldPlan
    min_length: int
    max_length: int
    kind: Literal["array"] = "array"


@dataclass(frozen=True, slots=True)
class Cases:
    """The first case whose condition holds makes the value; `select` gives its number, or null for none."""

    select: Compute
    cases: tuple[FieldPlan, ...]
    otherwise: FieldPlan
    kind: Literal["cases"] = "cases"


@dataclass(frozen=True, slots=True)
class Correlated:
    """The distribution of `base`, at the sum of the normal scores of `others` and a score of its own."""

    base: FieldPlan
    others: tuple[str, ...]
    weights: tuple[float, ...]
    rest: float
    kind: Literal["correlated"] = "correlated"


Source = (
    Draw | Struct | Array | Cases | Compute | Constant | Correlated | Ordered | Ordinal | Refer | Rollup
    | OnAxis | Series | Anomaly | Counter | Markov | Running | Valid | Latest | Unwritten | Pool
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guard:
    """What every value must keep; a value that does not is replaced by one from `fallback` for its row."""

    fallback: Draw
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_value: float | int | str | None = None
    max_value: float | int | str | None = None


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field, ready to be generated."""

    name: str
    type: str
    source: Source
    locale: str = "en"
    label: str = ""
    unique: bool = False
    null_rate: float = 0.0
    precision: int | None = None
    digit: tuple[int, int] | None = None
    by_series: bool = False
    """One value for each series of the time axis, all different."""
    within: tuple[str, int] | None = None
    """(link, size of the space): unique among the rows with the same parent, not among all."""
    guard: Guard | None = None
    bound: dict[str, str] = field(default_factory=dict[str, str])
    depends_on: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    """Fields of the same table, hidden ones included, whose values the source works with."""
    inferred: str | None = None
    """Why this semantic type was chosen, where the user named none."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The values that coverage puts into the first rows of a field: row i has `levels[picks[i]]`."""

    field: str
    levels: tuple[Scalar, ...]
    picks: tuple[int, ...]
    case: int | None = None
    """Only where this case of the field holds; the number of cases stands for none of them."""
    paired: bool = True
    """Whether each level meets each level of every other paired field."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table: its fields in the order of the schema, and the order in which they are computed."""

    name: str
    rows: int
    fields: tuple[FieldPlan, ...]
    order: tuple[str, ...]
    hidden: tuple[FieldPlan, ...] = ()
    """Fields that others read and nobody is given: a parent's value, a sum over children."""
    links: tuple[Link, ...] = ()
    axis: Axis | None = None
    dirty: Dirty | None = None
    covers: tuple[Cover, ...] = ()

    def field(self, name: str) -> FieldPlan:
        """The field called `name`, hidden or not."""
        return next(item for item in (*self.fields, *self.hidden) if item.name == name)

    def link(self, name: str) -> Link:
        """The link that begins with the field `name`."""
        return next(item for item in self.links if item.name == name)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the bytes of a dataset."""

    seed: int
    now: int
    tables: tuple[TablePlan, ...]
    versions: dict[str, str] = field(default_factory=dict[str, str])
    """Libraries whose data is in the dataset, e.g. `{"mimesis": "22.2.0"}`."""
    format: int = FORMAT

    def table(self, name: str | None = None) -> TablePlan:
        """The table called `name`; the only one when there is one and no name is given."""
        if name is None and len(self.tables) == 1:
            return self.tables[0]
        found = next((table for table in self.tables if table.name == name), None)
        if found is None:
            names = ", ".join(table.name for table in self.tables)
            raise NotFound(f"there is no table {name!r}; the tables are: {names}")
        return found

    def with_rows(self, rows: int) -> Plan:
        """The same plan with another number of rows for a single table; rows already made do not change."""
        return replace(self, tables=(replace(self.table(), rows=rows),))

    def to_json(self) -> str:
        """Canonical JSON: the same plan always gives the same text."""
        return json.dumps(dump(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read what `to_json` wrote."""
        from pydantic import TypeAdapter, ValidationError

        try:
            plan = TypeAdapter(Plan).validate_json(text)
        except ValidationError as error:
            raise InvalidInput(f"this is not a plan: {error.errors()[0]['msg']}") from None
        if plan.format != FORMAT:
            raise InvalidInput(f"the plan has format {plan.format}; this version reads format {FORMAT}")
        return plan

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return sha256(self.to_json().encode()).hexdigest()


def dump(value: Any) -> Any:
    """A dataclass as JSON, without what is at its default, so that new members change no old hash."""
    if hasattr(value, "__dataclass_fields__"):
        out: dict[str, Any] = {}
        for item in fields(value):
            member = getattr(value, item.name)
            default = item.default if item.default_factory is MISSING else item.default_factory()
            if item.name == "kind" or member != default:
                out[item.name] = dump(member)
        return out
    if isinstance(value, tuple | list):
        return [dump(member) for member in value]
    if isinstance(value, dict):
        return {str(key): dump(member) for key, member in value.items()}
    return value
