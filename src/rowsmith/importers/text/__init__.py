"""The offline reader of plain-English requests; no model, no network, no clock.

`from_text("5000 users: name, email, age 18-80", today=date(2026, 1, 1)).rows` is 5000.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rowsmith.importers.text.read import from_text

__all__ = ["from_text"]


def __getattr__(name: str) -> Any:
    """Load the reader when it is first used: who reads a schema file does not wait for its word lists."""
    if name != "from_text":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rowsmith.importers.text.read import from_text

    return from_text
