"""What a time axis does to its table: a time column, whose series it is, the number of rows."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.series import Series

_CYCLE = re.compile(
    (
        r"[,(]?\s*(?:\b(?:with|and|has|having|show(?:s|ing)?|follow(?:s|ing)?)\s+)?(?:an? |some |"
        r"clear |strong )*\b(?P<c>daily|weekly|yearly|annual|seasonal|monthly|diurnal)\s+(?:cycle|"
        r"pattern|seasonality|season|rhythm|variation|fluctuations?)s?\b\)?"
    ),
    re.IGNORECASE,
)


def apply_series(series: Series, table: TableDraft, request: Request) -> None:
    """Give the table its axis: a time column, an identifier of whose series it is, and the number of rows."""
    whole = series.seconds >= 86400 or series.seconds == 0
    moment = next(
        (
            draft
            for draft in table.columns
            if (draft.type or lexicon.kind(draft.name)) in ("date", "datetime", "time")
            and not draft.bounded()
        ),
        None,
    )
    if moment is None:
        moment = Draft("date" if whole else "timestamp")
        table.columns.insert(0, moment)
    moment.type = (
        "date" if whole and moment.type is None and lexicon.kind(moment.name) != "datetime" else "datetime"
    )
    moment.min, moment.max = series.first, series.last
    table.axis = {"field": moment.name, "start": series.first, "end": series.last, "every": series.every}
    if series.noun and not series.names:
        owner = next(
            (
                draft
                for draft in table.columns
                if lexicon.stem(lexicon.tokens(draft.name)[0]) == lexicon.stem(series.noun)
            ),
            None,
        )
        if owner is None:
            owner = Draft(f"{series.noun}_id")
            table.columns.insert(1, owner)
        if not owner.bounded() and not owner.values and not owner.pattern:
            owner.type, owner.min, owner.max = "integer", 1, series.members
        table.axis["per"] = owner.name
    if series.names:
        place = next(
            (
                draft
                for draft in table.columns
                if (series.noun and series.noun in lexicon.tokens(draft.name))
                or (lexicon.tokens(draft.name)[-1] in _PLACES and draft.values is None)
            ),
            None,
        )
        if place is None:
            place = Draft(series.noun or "location")
            table.columns.insert(1, place)
        place.type, place.min, place.max, place.values = None, None, None, list(series.names)
        table.axis["per"] = place.name
    request.rows = table.rows = series.steps * (len(series.names) or series.members)
    request.facts.append((f"every {series.every}", "time_axis"))


_PLACES = set(
    (
        "city location place station site region country store state town symbol ticker name sensor "
        "plant branch airport warehouse"
    ).split()
)


def read_cycle(text: str) -> tuple[str, str | None]:
    """The text without `with a daily cycle`, and the cycle."""
    found = _CYCLE.search(text)
    return (text[: found.start()] + " " + text[found.end() :], found["c"].lower()) if found else (text, None)
