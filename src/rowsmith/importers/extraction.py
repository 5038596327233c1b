"""What every importer answers: a schema, and how each part of the request was understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rowsmith.importers.changes import Change
from rowsmith.schema import DataSchema
from rowsmith.schema.receipt import MAX_CLAUSE, MAX_CLAUSES, MAX_ELEMENTS, MAX_PATH, ReceiptClause


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
    changes: tuple[Change, ...] = ()
    """What an edit changed in the schema it was made on."""

    def edited(self, edit: Extraction) -> Extraction:
        """The same with an edit of its schema made: what the edit says of the file comes first."""
        return replace(
            self,
            schema=edit.schema,
            rows=self.rows if edit.rows is None else edit.rows,
            output_format=edit.output_format or self.output_format,
            seed=self.seed if edit.seed is None else edit.seed,
            warnings=(*self.warnings, *edit.warnings),
            receipt=(*self.receipt, *edit.receipt),
            changes=edit.changes,
        )

    def clauses(self) -> list[ReceiptClause]:
        """The receipt as users see it, not yet measured."""
        return [
            ReceiptClause(
                text=clause.text[:MAX_CLAUSE],
                elements=[path[:MAX_PATH] for path in clause.elements[:MAX_ELEMENTS]],
                understood=clause.understood,
            )
            for clause in self.receipt[:MAX_CLAUSES]
        ]
