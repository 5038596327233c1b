"""What every importer answers: a schema, and how each part of the request was understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from rowsmith.schema import DataSchema


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the request and the schema elements it became; none where it was not understood."""

    text: str
    elements: tuple[str, ...] = ()
    """Paths into the schema: `("tables.users.fields.age.constraints.min_value",)`."""

    @property
    def understood(self) -> bool:
        """Whether the clause had an effect."""
        return bool(self.elements)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A schema read from a request, with what was asked of the file beside it."""

    schema: DataSchema
    extractor: str
    rows: int | None = None
    output_format: str | None = None
    seed: int | None = None
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    receipt: tuple[Clause, ...] = field(default=())
