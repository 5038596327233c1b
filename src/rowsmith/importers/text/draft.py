"""What is known of a column and a table while a request is read; the only thing changed in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rowsmith.schema import FieldType

Value = str | int | float | bool
Limit = int | float | str


@dataclass(slots=True)
class Rule:
    """Where `condition` holds, the rest applies: a value, an expression, bounds, values or a null."""

    condition: str
    value: Value | None = None
    expression: str | None = None
    values: list[Value] | None = None
    weights: dict[str, float] | None = None
    min: Limit | None = None
    max: Limit | None = None
    null: bool = False


@dataclass(slots=True)
class Draft:
    """One column as far as it was read."""

    name: str
    words: str = ""
    type: FieldType | None = None
    semantic: str | None = None
    min: Limit | None = None
    max: Limit | None = None
    open_min: bool = False
    open_max: bool = False
    min_length: int | None = None
    max_length: int | None = None
    values: list[Value] | None = None
    weights: dict[str, float] | None = None
    null_rate: float | None = None
    nullable: bool = False
    unique: bool = False
    pattern: str | None = None
    template: str | None = None
    start: int | None = None
    distribution: str | None = None
    mean: float | None = None
    std: float | None = None
    decimals: int | None = None
    money: bool = False
    percent: bool = False
    unit: str = ""
    true_share: float | None = None
    expression: str | None = None
    depends_on: list[str] = field(default_factory=list[str])
    after: str | None = None
    before: str | None = None
    gap_min: str | None = None
    gap_max: str | None = None
    rules: list[Rule] = field(default_factory=list[Rule])
    parent: str | None = None
    parent_field: str | None = None
    per_parent: tuple[int | None, int | None] | None = None
    fields: list[Draft] | None = None
    items: Draft | None = None
    correlation: dict[str, float] = field(default_factory=dict[str, float])
    hint: str | None = None
    pending: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """What names other columns and waits until all are known: `("formula", "qty * price")`."""
    assumed: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])
    """Words that no phrase read."""
    clauses: list[int] = field(default_factory=list[int])

    def depend(self, *others: Draft) -> None:
        """Note that it follows from other columns."""
        self.depends_on.extend(other.name for other in others)

    def bounded(self) -> bool:
        """Whether any limit was said."""
        return self.min is not None or self.max is not None


@dataclass(slots=True)
class TableDraft:
    """One table as far as it was read."""

    name: str
    rows: int | None = None
    columns: list[Draft] = field(default_factory=list[Draft])
    axis: dict[str, str | float] | None = None
    listed: bool = False
    """Whether the request listed its columns (then none may be added)."""
    crossed: bool = False
    """Whether its rows are all combinations of some columns."""

    def column(self, name: str) -> Draft | None:
        """The column of that name, if there is one."""
        return next((draft for draft in self.columns if draft.name == name), None)


@dataclass(slots=True)
class Request:
    """The whole request as far as it was read."""

    today: date
    text: str
    language: str = "en"
    locale: str | None = None
    seed: int | None = None
    output_format: str | None = None
    rows: int | None = None
    noun: str | None = None
    warnings: list[str] = field(default_factory=list[str])
    suggestions: list[str] = field(default_factory=list[str])
    ignored: list[str] = field(default_factory=list[str])
    facts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Words and the path they became: `("as parquet", "output_format")`."""
    problems: list[str] = field(default_factory=list[str])
