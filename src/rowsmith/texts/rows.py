"""Rows that a model fills in, a batch at a time: checked value by value, unique across all batches, kept once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from rowsmith import engine
from rowsmith.engine.drawn import decoded
from rowsmith.engine.text import as_text
from rowsmith.generators import Rows
from rowsmith.llm import AnswerUnusable, Question, data
from rowsmith.plan.model import Plan, TablePlan
from rowsmith.plan.written import Asked
from rowsmith.texts.accept import keeps_shape
from rowsmith.texts.author import Author

_ROUNDS = 12
_SHOWN = 40
_SCHEMA_WORDS = ("type", "enum", "format", "minimum", "maximum", "minLength", "maxLength")


async def write_batches(plan: Plan, table: TablePlan, start: int, stop: int, author: Author) -> None:
    """Have the rows of a range written, batch by batch; those that are kept already cost nothing."""
    asked = table.asked
    if asked is None or stop <= start:
        return
    numbers = range(start // asked.rows, (stop - 1) // asked.rows + 1)
    await asyncio.gather(*(_batch(plan, table, asked, number, author) for number in numbers))


async def _batch(plan: Plan, table: TablePlan, asked: Asked, number: int, author: Author) -> None:
    key = f"{asked.key}-{number}"
    if await asyncio.to_thread(author.answers.get, key) is not None:
        return
    rows = range(number * asked.rows, min((number + 1) * asked.rows, table.rows))
    given = await asyncio.to_thread(_given, plan, table, asked, rows)
    piece, done, used, wrong = (
        author.piece(f"rows {rows.start:,} to {rows.stop:,} of {table.name}"),
        {},
        [],
        "",
    )
    for round_ in range(_ROUNDS):
        left = [row for row in rows if row not in done]
        if not left:
            break
        piece.trouble = _trouble(table, left, wrong)
        answer = await author.model.ask(_question(asked, given, left, used, round_, wrong), piece)
        accepted, wrong = await asyncio.to_thread(_accept, answer, asked, left, number, author, used)
        done |= accepted
    missing = [row for row in rows if row not in done]
    if missing:
        raise _trouble(table, missing, wrong)
    text = json.dumps([done[row] for row in rows], ensure_ascii=False)
    await asyncio.to_thread(author.answers.put, key, text)


def _trouble(table: TablePlan, rows: list[int], wrong: str) -> AnswerUnusable:
    said = f": {wrong}" if wrong else ""
    return AnswerUnusable(f"the model gave no usable values for row {rows[0]:,} of {table.name}{said}")


def _given(plan: Plan, table: TablePlan, asked: Asked, rows: range) -> dict[int, dict[str, str | None]]:
    """What the model is shown of each row."""
    if not asked.given:
        return {row: {} for row in rows}
    columns = engine.compute(plan, table, Rows(rows.start, len(rows)), list(asked.given))
    texts = {name: as_text(decoded(columns[name])).to_pylist() for name in asked.given}
    return {row: {name: texts[name][at] for name in asked.given} for at, row in enumerate(rows)}


def _question(
    asked: Asked, given: dict[int, dict[str, str | None]], rows: list[int], used: list[str], round_: int, wrong: str
) -> Question:  # fmt: skip
    fields = {item.name: {k: v for k, v in item.shape.items() if k in _SCHEMA_WORDS} for item in asked.fields}
    row = {
        "type": "object", "properties": {"row": {"type": "integer"}, **fields},
        "required": ["row", *fields], "additionalProperties": False,
    }  # fmt: skip
    shape = {
        "type": "object", "properties": {"rows": {"type": "array", "items": row}},
        "required": ["rows"], "additionalProperties": False,
    }  # fmt: skip
    about = {
        item.name: item.about + (", unlike in any other row" if item.unique else "") for item in asked.fields
    }
    rules = {item.name: item.shape for item in asked.fields}
    shown = "\n".join(json.dumps({"row": row, **given[row]}, ensure_ascii=False) for row in rows)
    parts = (
        data(
            "What the columns hold", json.dumps({"table": asked.about, "columns": about}, ensure_ascii=False)
        ),
        data("What their values keep", json.dumps(rules, ensure_ascii=False)),
        data("The rows to fill in", shown),
    )
    task = "Fill in the rows below: for each of them one object in `rows`, with its number in `row`. Vary them as real data varies."
    rounds: tuple[str, ...] = ()
    if round_ or used:
        rounds = (f"Round {round_ + 1}.", *((data("Refused", wrong),) if wrong else ()))
        rounds += (data("Used already, so not again", "\n".join(used[-_SHOWN:])),) if used else ()
    room = sum(min(int(item.shape.get("maxLength", 60)), 600) // 2 + 12 for item in asked.fields)
    return Question(task, parts, shape, max_tokens=1_024 + len(rows) * room, rounds=rounds)


def _accept(
    answer: dict[str, Any], asked: Asked, left: list[int], batch: int, author: Author, used: list[str]
) -> tuple[dict[int, dict[str, Any]], str]:
    """The rows of an answer that are right, and what is wrong with the first one that is not."""
    wrong, found, open_rows = "", {}, set(left)
    items: Any = answer.get("rows")
    for item in items if isinstance(items, list) else []:
        row = item.get("row") if isinstance(item, dict) else None
        if isinstance(row, bool) or row not in open_rows:
            continue
        bad = next((each for each in asked.fields if not keeps_shape(item.get(each.name), each.shape)), None)
        if bad is not None:
            wrong = f"{bad.name} of row {row} is not as asked: {json.dumps(item.get(bad.name))[:80]}"
            continue
        taken = _first_taken(item, asked, f"{batch}:{row}", author)
        if taken is not None:
            used.append(taken)
            wrong = f"row {row} repeats a value that is used already: {taken[:80]}"
            continue
        open_rows.discard(row)
        found[row] = {each.name: item[each.name] for each in asked.fields}
    return found, wrong or ("some rows were left out" if open_rows else "")


def _first_taken(item: dict[str, Any], asked: Asked, owner: str, author: Author) -> str | None:
    """Claim the unique values of a row; the first that another row has, or None where all are its own.

    A claim is an answer kept under the value's own name: the first one stays, whoever comes later.
    """
    for field in asked.fields:
        if field.unique:
            text = json.dumps(item[field.name], ensure_ascii=False)
            name = sha256(json.dumps([asked.key, field.name, text]).encode()).hexdigest()
            author.answers.put(name, owner)
            if author.answers.get(name) != owner:
                return text
    return None


def keys_of(table: TablePlan) -> Iterable[str]:
    """The names under which a table's answers are kept."""
    asked = table.asked
    if asked is not None:
        for number in range(-(-table.rows // asked.rows)):
            yield f"{asked.key}-{number}"
