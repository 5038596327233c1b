"""One row for each combination: `one row per student per subject`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft, Request, TableDraft

_GRID = re.compile(
    r"(?i)[,;]?\s*\b(?:with )?(?:exactly )?(?:one|a|1) (?:row|record|line|entry|observation) "
    r"(?:per|for each|for every) (?P<a>[a-z]\w*)(?P<rest>(?:,? (?:per|and|for each|x|by|for "
    r"every) (?:per |each )?[a-z]\w*(?: \d{4}\s*-\s*\d{4})?){1,4})"
)
_YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")
_SPAN_WORDS = ("minute", "hour", "second", "day", "week", "month")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are combined: so many of them, or these."""

    name: str
    count: int
    values: tuple[str, ...] = ()
    first: int = 1


def read_grid(text: str) -> tuple[list[Side], str] | None:
    """The sides and the text without the phrase; None where a side's size is not said."""
    found = _GRID.search(text)
    if not found or any(re.search(rf"(?i)\b{word}\b", found[0]) for word in _SPAN_WORDS):
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    sides: list[Side] = []
    for name in [
        found["a"],
        *re.findall(r"(?i)(?:per|and|for each|x|by|for every) (?:per |each )?([a-z]\w*)", found["rest"]),
    ]:
        side, rest = _side(name.lower(), found["rest"], rest)
        if side is None:
            return None
        sides.append(side)
    return sides, rest


def _side(name: str, phrase: str, text: str) -> tuple[Side | None, str]:
    years = _YEARS.search(phrase) if name == "year" else None
    if years:
        return Side(name, int(years[2]) - int(years[1]) + 1, (), int(years[1])), text
    many = re.escape(lexicon.plural(name))
    counted = re.search(
        (
            rf"(?i)(?:\b(?:for|in|of|across|with|and)\s+)?\b(?P<n>\d[\d,]*) (?:\w+ "
            rf")?{many}\b(?:\s*\((?P<v>[^()]*)\))?(?: an? \w+)?"
        ),
        text,
    )
    if not counted:
        return None, text
    values = (
        tuple(item.strip() for item in re.split(r",|\band\b", counted["v"]) if item.strip())
        if counted["v"]
        else ()
    )
    count = int(counted["n"].replace(",", ""))
    return Side(name, count, values if len(values) == count else ()), text[: counted.start()] + " " + text[
        counted.end() :
    ]


def apply_grid(sides: list[Side], table: TableDraft, request: Request) -> None:
    """Give the table a column for each side and the product of their sizes as its rows."""
    total = 1
    for place, side in enumerate(sides):
        total *= side.count
        draft = next(
            (
                item
                for item in table.columns
                if lexicon.tokens(item.name)[:1] == [side.name]
                or lexicon.tokens(item.name)[-1:] == [side.name]
            ),
            None,
        )
        if draft is None:
            draft = Draft(side.name if side.values or side.name == "year" else f"{side.name}_id")
            table.columns.insert(place, draft)
        if side.values:
            draft.values = list(side.values)
        elif not draft.bounded() and not draft.pattern and not draft.template and not draft.values:
            draft.type, draft.min, draft.max = "integer", side.first, side.first + side.count - 1
    table.crossed = True
    request.rows = table.rows = total
    request.facts.append((" x ".join(side.name for side in sides), "rows"))


_CROSS = re.compile(r"(?i)\b(?P<list>[a-z_]\w*(?:\s+[x×]\s+[a-z_]\w*)+)\b")


def cross(text: str, table: TableDraft, request: Request) -> None:
    """`district x month x age_group`: one row for each combination, counted where all sizes are known."""
    found = _CROSS.search(text)
    if not found:
        return
    total = 1
    for name in re.split(r"(?i)\s+[x×]\s+", found["list"]):
        draft = next(
            (item for item in table.columns if lexicon.tokens(name)[-1] in lexicon.tokens(item.name)), None
        )
        counted = re.search(rf"(?i)\b(\d[\d,]*)\s+{re.escape(lexicon.plural(name))}\b", request.text)
        if draft is not None and draft.values:
            total *= len(draft.values)
        elif counted:
            total *= int(counted[1].replace(",", ""))
            if draft is not None:
                draft.type, draft.min, draft.max = "integer", 1, int(counted[1].replace(",", ""))
        elif (
            name.lower() == "month"
            and draft is not None
            and isinstance(draft.min, str)
            and isinstance(draft.max, str)
        ):
            total *= (
                (int(draft.max[:4]) - int(draft.min[:4])) * 12 + int(draft.max[5:7]) - int(draft.min[5:7]) + 1
            )
        else:
            return
    if 0 < total <= 10**12:
        request.rows = table.rows = total
        table.crossed = True
