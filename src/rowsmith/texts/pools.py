"""Pools and templates: so many different texts for each combination of the fields that they go by."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from rowsmith import engine
from rowsmith.engine.text import SLOT, as_text
from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Rows
from rowsmith.llm import AnswerUnusable, Question, data
from rowsmith.plan.model import FieldPlan, Plan, TablePlan, Unwritten
from rowsmith.plan.text import MAX_TEXTS
from rowsmith.plan.written import Group, Pool
from rowsmith.texts.accept import Collection, keeps
from rowsmith.texts.author import Author

MAX_GROUPS = 64
"""Combinations of values that texts are written for; rows with others share one more group."""

SIZE, SIZE_EACH = 100, 30
"""Texts where the user names no number: of a field, or of each of its groups."""

AT_ONCE = 25
"""Texts of one question."""

_ROWS_SEEN = 4_096
_TRIED = 64

_SHAPE = {
    "type": "object",
    "properties": {"values": {"type": "array", "items": {"type": "string"}}},
    "required": ["values"],
    "additionalProperties": False,
}


def combinations(plan: Plan, table: TablePlan, by: Sequence[str], path: str) -> list[tuple[str, ...]]:
    """The values of some fields that occur together, as text, most frequent first; not dependent on the size."""
    if not by:
        return []
    free = not table.links and table.axis is None
    rows = Rows(0, _ROWS_SEEN if free else min(_ROWS_SEEN, table.rows))
    columns = engine.compute(plan, table, rows, list(by))
    found = Counter(zip(*(as_text(columns[name]).to_pylist() for name in by), strict=True))
    known = sorted((key for key in found if None not in key), key=lambda key: (-found[key], key))
    if len(known) > MAX_GROUPS:
        message = (
            f"{' and '.join(by)} have more than {MAX_GROUPS} combinations of values; go by fields with few "
            "values, or say mode 'template'"
        )
        raise InvalidInput.of([Issue(path, "too_many_groups", message)])
    return known


def extent(
    plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten
) -> tuple[list[tuple[str, ...]], int]:
    """The groups of a field and how many texts each of them has; raises `InvalidInput` where that is too much."""
    path = f"{table.name}.{field.name}.text"
    when = combinations(plan, table, source.by, f"{path}.by")
    size = source.size or (SIZE_EACH if when else SIZE)
    if size * (len(when) + 1) > MAX_TEXTS:
        message = (
            f"{size:,} texts for each of {len(when) + 1} groups are more than {MAX_TEXTS:,}; ask for fewer"
        )
        raise InvalidInput.of([Issue(f"{path}.size", "too_many", message)])
    return when, size


async def together(work: Sequence[Coroutine[Any, Any, Collection]]) -> list[Collection]:
    """Do pieces of work side by side; when one fails, the others begin nothing new."""
    tasks = [asyncio.ensure_future(item) for item in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def write_pool(
    plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten, author: Author
) -> Pool:
    """The texts of one field; the groups are written side by side, as far as the provider's limits let them."""
    when, size = await asyncio.to_thread(extent, plan, table, field, source)
    wanted = when or [()]
    made = await together([_group(plan, table, field, source, key, size, author) for key in wanted])
    groups = [Group(tuple(item.texts), key) for key, item in zip(wanted, made, strict=True)]
    if groups[-1].when:  # rows whose values did not occur to us share the most frequent group's texts
        groups.append(Group(groups[0].texts))
    return Pool(
        groups=tuple(groups),
        by=source.by,
        slots=source.given if source.mode == "template" else (),
        model=author.model.id,
        offered=sum(item.offered for item in made),
        repeated=sum(item.repeated for item in made),
        alike=sum(item.alike for item in made),
    )


async def _group(
    plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten, key: tuple[str, ...], size: int,
    author: Author,
) -> Collection:  # fmt: skip
    """Ask until there are enough different texts; what was refused or repeated is asked for again."""
    template = source.mode == "template"
    found = Collection(None if template else field.guard)
    fits = await asyncio.to_thread(_fitting, plan, table, field, source) if template else None
    piece = author.piece(f"the {field.name} texts")
    idle = asked = 0
    while len(found.texts) < size and idle < 3:
        before, count = len(found.texts), min(AT_ONCE, size - len(found.texts))
        question = _question(field, source, key, count, found.texts, asked)
        answer = await author.model.ask(question, piece)
        values = answer.get("values")
        values = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
        await asyncio.to_thread(found.offer, [value for value in values if fits is None or fits(value)], size)
        asked += 1
        if len(found.texts) > before:
            piece = author.piece(piece.what)  # the next texts are another piece of work
            idle = 0
        else:
            idle += 1
    if not found.texts:
        raise AnswerUnusable(
            f"the model wrote no {field.name} that keeps the field's constraints, in {asked} answers"
        )
    return found


def _question(
    field: FieldPlan, source: Unwritten, key: tuple[str, ...], count: int, have: list[str], asked: int
) -> Question:  # fmt: skip
    what = "templates" if source.mode == "template" else "texts"
    task = f"Write {count} different {what} for a column, in the language of locale {field.locale!r}."
    if source.mode == "template":
        task += " A template may contain the slots named below, each of which is replaced by the row's value."
    task += " Vary subject, length, tone and wording as different people would. Put them into `values`."
    given = [data("What the column holds", source.about)]
    if source.mode == "template":
        slots = [f"{{{name}}}" for name in source.given if SLOT.fullmatch(f"{{{name}}}")]
        given.append(data("Slots", ", ".join(slots) or "none"))
    if key:
        given.append(data("They are for rows with", json.dumps(dict(zip(source.by, key, strict=True)))))
    if field.guard is not None:
        given.append(data("Every one keeps", json.dumps(_limits(field), ensure_ascii=False)))
    rounds: tuple[str, ...] = ()
    if asked:
        shown = "\n".join(have[-40:])
        rounds = (
            f"Round {asked + 1}. Those below are there already; write others.",
            data("There already", shown),
        )
    return Question(task, tuple(given), _SHAPE, max_tokens=_tokens(field, count), rounds=rounds)


def _limits(field: FieldPlan) -> dict[str, object]:
    guard = field.guard
    if guard is None:
        return {}
    found = {"min_length": guard.min_length, "max_length": guard.max_length, "pattern": guard.pattern}
    return {name: value for name, value in found.items() if value is not None}


def _tokens(field: FieldPlan, count: int) -> int:
    """Room for so many texts, and for a model that thinks before it writes."""
    length = (field.guard.max_length if field.guard else None) or 400
    return 1_024 + count * max(16, min(length, 4_000) // 2)


def _fitting(plan: Plan, table: TablePlan, field: FieldPlan, source: Unwritten) -> Callable[[str], bool]:
    """Whether a template has only slots that there are and, filled from some rows, keeps the constraints."""
    columns = engine.compute(plan, table, Rows(0, min(_TRIED, table.rows)), list(source.given))
    texts = {name: [value or "" for value in as_text(columns[name]).to_pylist()] for name in source.given}

    def fits(template: str) -> bool:
        named = SLOT.findall(template)
        if any(name not in texts for name in named) or "{" in SLOT.sub("", template):
            return False
        rows = range(min(_TRIED, table.rows))
        return all(keeps(_filled(template, {n: texts[n][at] for n in named}), field.guard) for at in rows)

    return fits


def _filled(template: str, values: dict[str, str]) -> str:
    return SLOT.sub(lambda found: values[found[1]], template)
