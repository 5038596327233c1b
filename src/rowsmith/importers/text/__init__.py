"""The offline reader of plain-English requests; no model, no network, no clock.

`from_text("5000 users: name, email, age 18-80", today=date(2026, 1, 1)).rows` is 5000.
"""

from rowsmith.importers.text.read import from_text

__all__ = ["from_text"]
