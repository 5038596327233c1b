"""Which values of a model's answer are taken: those that keep every constraint, and are not there already."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.plan.guards import broken
from rowsmith.plan.model import Guard

MAX_TEXT = 20_000
"""Characters of one text."""

_NEAR = 92.0
_COMPARED = 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Collection:
    """Different texts, and how often the model offered one that was there, or nearly there, before."""

    def __init__(self, guard: Guard | None) -> None:
        self.texts: list[str] = []
        self.offered = self.repeated = self.alike = 0
        self._guard = guard
        self._seen: set[str] = set()
        self._plain: list[str] = []

    def offer(self, values: Iterable[object], limit: int) -> None:
        """Take what is good and new, up to `limit` texts in all."""
        for value in values:
            text = clean(value)
            if text is None or not keeps(text, self._guard) or len(self.texts) >= limit:
                continue
            self.offered += 1
            plain = _plain(text)
            if plain in self._seen:
                self.repeated += 1
            elif self._is_near(plain):
                self.alike += 1
            else:
                self._seen.add(plain)
                self._plain.append(plain)
                self.texts.append(text)

    def _is_near(self, plain: str) -> bool:
        from rapidfuzz import fuzz, process

        recent = self._plain[-_COMPARED:]
        return process.extractOne(plain, recent, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR) is not None


def clean(value: object) -> str | None:
    """A text without control characters and blanks around it; None for anything else."""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        return None
    text = _CONTROL.sub("", value).strip()
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    return text or None


def keeps(text: str, guard: Guard | None) -> bool:
    """Whether a text keeps its field's lengths and pattern."""
    return guard is None or not broken(pa.array([text]), guard)[0].as_py()


def keeps_shape(value: Any, shape: dict[str, Any]) -> bool:
    """Whether a value of any type is what a field asks for: `keeps_shape(7, {"type": "integer", "minimum": 1})`."""
    if "enum" in shape:
        return value in shape["enum"] and not isinstance(value, bool)
    kind = shape["type"]
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        allowed = int if kind == "integer" else (int, float)
        if isinstance(value, bool) or not isinstance(value, allowed) or not math.isfinite(value):
            return False
        return abs(value) < 2**63 and shape.get("minimum", value) <= value <= shape.get("maximum", value)
    text = clean(value)
    if text is None or text != value or not _right_length(text, shape):
        return False
    if "pattern" in shape and not pc.match_substring_regex(pa.array([text]), shape["pattern"])[0].as_py():
        return False
    return _is_date(text, shape)


def _right_length(text: str, shape: dict[str, Any]) -> bool:
    return shape.get("minLength", 0) <= len(text) <= shape.get("maxLength", MAX_TEXT)


def _is_date(text: str, shape: dict[str, Any]) -> bool:
    form = shape.get("format")
    if form not in ("date", "date-time", "time"):
        return True
    kind = {"date": datetime.date, "date-time": datetime.datetime, "time": datetime.time}[form]
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return shape.get("formatMinimum", text) <= text <= shape.get("formatMaximum", text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text
