"""The offline reader of plain-English requests; no model, no network, no clock.

`from_text("5000 users: name, email, age 18-80", today=date(2026, 1, 1)).rows` is 5000.
"""

from __future__ import annotations

from datetime import date

from rowsmith.importers.extraction import Extraction


def from_text(user_input: str, *, today: date, context: str | None = None) -> Extraction:
    """Read a request in plain words: `from_text("10 users with name and email", today=date(2026, 1, 1))`.

    `context` is more of the same, such as what the data is for; it only helps where the request is vague.
    """
    from rowsmith.importers.text.read import from_text as read  # the whole grammar, which only reading needs

    return read(user_input, today=today, context=context)


__all__ = ["from_text"]
