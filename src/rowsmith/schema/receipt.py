"""The receipt: what was asked, the schema elements that it became, and what was measured of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, StrictStr

from rowsmith.schema.values import Json, Model

MAX_CLAUSES = 4_000
MAX_CLAUSE = 2_000
MAX_ELEMENTS = 4_000
MAX_PATH = 1_000


class Measured(Model):
    """What a schema element says and what the finished file shows of it.

    `{"element": "fields.age.constraints.min_value", "asked": 18, "measured": 18, "holds": true}`
    """

    element: Annotated[StrictStr, Field(max_length=MAX_PATH)]
    asked: Json = None
    measured: Json = None
    holds: StrictBool | None = None
    """Null where a file cannot show it, or nothing was promised."""
    checked: StrictInt | None = None
    broken: StrictInt | None = None
    """Rows that were checked, and rows that break the element."""
    note: StrictStr | None = None


class ReceiptClause(Model):
    """One clause of the request and the schema elements it became; none where it was not understood.

    `{"text": "age 18-80", "elements": ["fields.age.constraints.min_value"], "understood": true}`; `measured`
    and `holds` are null until a file was measured.
    """

    text: Annotated[StrictStr, Field(max_length=MAX_CLAUSE)]
    elements: Annotated[
        list[Annotated[StrictStr, Field(max_length=MAX_PATH)]], Field(max_length=MAX_ELEMENTS)
    ] = []
    understood: StrictBool = True
    measured: list[Measured] | None = None
    holds: StrictBool | None = None


Clauses = Annotated[list[ReceiptClause], Field(max_length=MAX_CLAUSES)]


class Bar(Model):
    """One bar of a plot: a value, or all values from `label` to the label of the next bar."""

    label: StrictStr
    count: StrictInt


class FieldProfile(Model):
    """How one field of a finished file is spread."""

    table: StrictStr
    field: StrictStr
    type: StrictStr
    rows: StrictInt
    nulls: StrictInt
    distinct: StrictInt | None = None
    low: Json = None
    high: Json = None
    mean: float | None = None
    std: float | None = None
    bars: list[Bar] = []
    ranges: StrictBool = False
    """Whether the bars are ranges of values; otherwise they are the most frequent values."""
    lengths: StrictBool = False
    """Whether the bars count lengths of texts, because nearly every text is another."""
    others: StrictInt = 0
    """Rows whose value has no bar of its own."""


class WrittenTexts(Model):
    """The texts of a field that a language model wrote; what it offered twice was refused and asked for anew."""

    table: StrictStr
    field: StrictStr
    mode: Literal["pool", "template"]
    model: StrictStr
    texts: StrictInt
    """Different texts that rows draw from."""
    groups: StrictInt
    offered: StrictInt
    """Texts that the model gave and that keep the field's constraints."""
    distinct_rate: float
    """The share of those that was not there word for word before."""
    near_duplicate_rate: float
    """The share of those that was nearly there before."""


class Receipt(Model):
    """A finished dataset beside the request for it."""

    holds: StrictBool
    """Whether every clause was understood and holds, and every promise of the schema is kept."""
    confidence: float
    """With which a share or a mean counts as met when chance alone explains its distance."""
    rows: dict[StrictStr, StrictInt]
    clauses: list[ReceiptClause]
    elements: list[Measured]
    promises: StrictInt
    broken: list[StrictStr]
    """The promises of the schema that rows break, in words; `promises` is how many there are."""
    profiles: list[FieldProfile] = []
    texts: list[WrittenTexts] = []
    """What a language model wrote."""

    def unmet(self) -> list[ReceiptClause]:
        """Clauses that were not understood or do not hold."""
        return [clause for clause in self.clauses if not clause.understood or clause.holds is False]
