"""Ask, check, let it be repaired once, and fall back to the offline reader where the caller wants that."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Extraction
from rowsmith.importers.llm.certain import compare
from rowsmith.importers.llm.shape import SHAPE, document_of
from rowsmith.importers.text import from_text
from rowsmith.llm import AnswerUnusable, LanguageModel, ModelTrouble, Piece, Question, data
from rowsmith.plan import compile_plan
from rowsmith.schema import DataSchema, parse_schema
from rowsmith.schema.values import MAX_ROWS

OnFailure = Literal["offline", "error"]
"""What to do when the model gives no schema that works: the offline reader's, or an error."""

_ISSUES = 20
_EXAMPLES = 20_000

_TASK = (
    "Design the schema of a synthetic dataset from the request below. Use the columns, ranges, shares and row "
    "counts that it states, and sensible ones where it leaves them open. A list of columns is complete: add none. "
    "Several tables only where the request needs them; link them by `references`. What you could not express goes "
    "to `not_understood`. Dates are relative to {today}."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A model's answer that became a schema."""

    schema: DataSchema
    rows: int | None
    output_format: str | None
    not_understood: tuple[str, ...]


async def from_text_by_model(
    request: str,
    model: LanguageModel,
    piece: Piece,
    *,
    today: datetime.date,
    context: str | None = None,
    example_data: Sequence[dict[str, Any]] | None = None,
    on_failure: OnFailure = "offline",
) -> Extraction:
    """Read a request by a model; `extractor` in the result says who did it in the end."""
    certain, refused = await asyncio.to_thread(_offline, request, today, context)
    if refused is not None and not request.strip():
        raise refused
    try:
        draft, repaired = await _drafted(_question(request, today, context, example_data), model, piece)
    except (ModelTrouble, InvalidInput) as error:
        if on_failure == "error":
            raise
        if certain is None:
            raise refused or error from error
        said = f"the model gave no schema ({error.message}); this is the offline reader's"
        return replace(certain, warnings=(said, *certain.warnings))
    found = compare(certain, draft.schema, draft.rows)
    stated = certain.rows if certain is not None else None
    left = [f"not understood: {text}" for text in draft.not_understood]
    return Extraction(
        schema=draft.schema,
        extractor="model",
        rows=stated if stated is not None else draft.rows,
        output_format=(certain.output_format if certain else None) or draft.output_format,
        seed=certain.seed if certain else None,
        confidence=round(found.confidence * (0.9 if repaired else 1.0), 3),
        warnings=(*found.warnings, *left),
        receipt=found.receipt,
    )


def _offline(
    request: str, today: datetime.date, context: str | None
) -> tuple[Extraction | None, InvalidInput | None]:
    try:
        return from_text(request, today=today, context=context), None
    except InvalidInput as error:
        return None, error


def _question(
    request: str, today: datetime.date, context: str | None, example_data: Sequence[dict[str, Any]] | None
) -> Question:
    given = [data("The request", request)]
    if context:
        given.append(data("What else is known", context))
    if example_data:
        shown = "\n".join(json.dumps(row, ensure_ascii=False) for row in example_data)[:_EXAMPLES]
        given.append(data("Example rows", shown))
    return Question(_TASK.format(today=today.isoformat()), tuple(given), SHAPE)


async def _drafted(question: Question, model: LanguageModel, piece: Piece) -> tuple[Draft, bool]:
    """The first answer that works, of two; the second is told what was wrong with the first."""
    answer = await model.ask(question, piece)
    try:
        return await asyncio.to_thread(_checked, answer), False
    except InvalidInput as error:
        told = "\n".join(str(issue)[:300] for issue in list(error.issues)[:_ISSUES]) or error.message[:300]
    was = json.dumps(answer, ensure_ascii=False)[:_EXAMPLES]
    again = replace(
        question,
        rounds=(
            data("Your last answer", was),
            data("Problems found in it", told),
            "Answer once more, without these problems.",
        ),
    )
    answer = await model.ask(again, piece)
    try:
        return await asyncio.to_thread(_checked, answer), True
    except InvalidInput as error:
        message = f"the model's schema does not work, also after a repair: {error.message[:300]}"
        raise AnswerUnusable(message, error.issues[:_ISSUES]) from None


def _checked(answer: dict[str, Any]) -> Draft:
    """The answer as a schema that compiles; raises `InvalidInput` as for a user's own."""
    schema = parse_schema(document_of(answer))
    rows = answer.get("rows")
    if rows is not None and (
        isinstance(rows, bool) or not isinstance(rows, int) or not 0 <= rows <= MAX_ROWS
    ):
        raise InvalidInput.of(
            [Issue("rows", "not_a_count", f"rows is a whole number; got {str(rows)[:40]!r}")]
        )
    compile_plan(schema, rows=rows if rows is not None else 1000)
    form, left = answer.get("output_format"), answer.get("not_understood")
    return Draft(
        schema,
        rows,
        form if isinstance(form, str) and _is_format(form) else None,
        tuple(str(text)[:200] for text in left[:20]) if isinstance(left, list) else (),  # type: ignore[misc]  # any JSON
    )


def _is_format(name: str) -> bool:
    from rowsmith.formats import format_names

    return name in format_names()
