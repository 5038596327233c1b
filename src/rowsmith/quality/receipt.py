"""The receipt: each clause of the request, the schema elements it became, and what the finished files show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rowsmith.plan import Plan
from rowsmith.quality.chance import CONFIDENCE
from rowsmith.quality.elements import Element, elements_of
from rowsmith.quality.measures import MEASURES
from rowsmith.quality.places import Finding, Place
from rowsmith.quality.profile import profiles
from rowsmith.quality.report import Check
from rowsmith.quality.texts import written_texts
from rowsmith.quality.verify import Opened, check, opened
from rowsmith.schema import DataSchema
from rowsmith.schema.receipt import Measured, Receipt, ReceiptClause

_BROKEN = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the dataset as a whole, beside the schema."""

    rows: int | None = None
    output_format: str | None = None
    seed: int | None = None
    made_format: str | None = None
    """The format of the files."""


def measure(
    schema: DataSchema,
    plan: Plan,
    files: Mapping[str, Path],
    clauses: Sequence[ReceiptClause] = (),
    asked: Asked = Asked(),
    *,
    profiled: bool = True,
) -> Receipt:
    """Measure finished files: every element of the schema, and with them every clause of the request.

    `plan` is the one the files were made by; memory does not grow with the files.
    """
    with opened(schema, plan, files) as there:
        report = check(there)
        elements = elements_of(schema)
        found = {path: _measured(there, element, report.checks) for path, element in elements.items()}
        shown = [_clause(there, clause, found, asked) for clause in clauses]
        broken = [_broken(item) for item in report.broken[:_BROKEN]]
        return Receipt(
            holds=report.holds
            and all(item.holds is not False for item in found.values())
            and all(item.understood and item.holds is not False for item in shown),
            confidence=CONFIDENCE,
            rows=dict(report.rows),
            clauses=shown,
            elements=list(found.values()),
            promises=len(report.checks),
            broken=broken,
            profiles=profiles(there) if profiled else [],
            texts=written_texts(plan),
        )


def _broken(item: Check) -> str:
    where = f"{item.table}.{item.field}" if item.field else item.table
    return f"{where}: {item.promise} ({item.broken:,} of {item.checked:,}; {item.example or 'no example'})"


def _measured(there: Opened, element: Element, checks: Sequence[Check]) -> Measured:
    mine = tuple(item for item in checks if _about(item, element))
    rule = MEASURES.get(element.kind)
    place = Place(
        there, element, there.definitions[element.table], there.plan.table(element.table),
        there.views[element.table], mine,
    )  # fmt: skip
    finding = rule(place) if rule else Finding(None, None, "not measured on a file")
    holds = False if place.broken else True if mine and finding.holds is None else finding.holds
    return Measured(
        element=element.path[:1000],
        asked=element.asked,
        measured=finding.measured,
        holds=holds,
        checked=place.checked if mine else None,
        broken=place.broken if mine else None,
        note=finding.note,
    )


def _about(item: Check, element: Element) -> bool:
    """Whether a promise of `verify` is this element's."""
    if item.table != element.table:
        return False
    if element.kind.startswith("table"):
        return item.element == element.kind.partition(".")[2] and bool(item.element)
    kind = "" if element.kind == "field" else element.kind
    if element.child:
        path = f"fields.{element.child}.{kind}".rstrip(".")
        return item.field == f"{element.field}.{element.child}" and item.element == path
    if kind == "items":
        return item.field == f"{element.field}[]"
    if kind == "reference":
        return item.element == kind and element.field in item.field.split(", ")
    return item.field == element.field and item.element == kind and not (kind == "" and not item.field)


def _clause(
    there: Opened, clause: ReceiptClause, found: Mapping[str, Measured], asked: Asked
) -> ReceiptClause:
    measured = [found.get(path) or _of_dataset(there, path, asked, found) for path in clause.elements]
    judged = [item.holds for item in measured if item.holds is not None]
    holds = all(judged) if judged else None
    return clause.model_copy(update={"measured": measured, "holds": holds if clause.elements else None})


def _of_dataset(there: Opened, path: str, asked: Asked, found: Mapping[str, Measured]) -> Measured:
    """What a clause says of the dataset as a whole; a path that no rule knows is shown as it is."""
    rows = dict(there.house.rows)
    if path == "rows":
        right = all(rows[table.name] == table.rows for table in there.plan.tables)
        whole: Any = next(iter(rows.values())) if len(rows) == 1 else rows
        if asked.rows is not None:
            right = right and (len(rows) > 1 or whole == asked.rows or there.plan.tables[0].axis is not None)
        return Measured(element=path, asked=asked.rows, measured=whole, holds=right)
    if path == "output_format":
        said, made = asked.output_format, asked.made_format
        return Measured(
            element=path, asked=said, measured=made, holds=None if said is None else _same(said, made)
        )
    if path == "seed":
        seed = there.plan.seed
        return Measured(
            element=path,
            asked=asked.seed,
            measured=seed,
            holds=None if asked.seed is None else asked.seed == seed,
        )
    if path == "locale":
        return Measured(element=path, asked=there.schema.locale, note="not measured on a file")
    if path == "fields":
        columns: dict[str, Any] = {table.name: len(table.fields) for table in there.plan.tables}
        return Measured(element=path, measured=columns, holds=not there.house.unreadable)
    if path == "time_axis":
        known = next((item for name, item in found.items() if name.endswith(".time_axis")), None)
        if known is not None:
            return known
    return Measured(element=path, note="not measured on a file")


def _same(said: str, made: str | None) -> bool:
    return made is not None and made.partition(".")[0] == said.partition(".")[0]
