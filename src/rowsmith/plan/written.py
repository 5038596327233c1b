"""Sources whose values a language model wrote: pools and templates in the plan, rows beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Group:
    """The texts for rows in which the fields of `by` have these values, as text; no values: for all others."""

    texts: tuple[str, ...]
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts written once; each row takes one of its group's. With `slots`, they are templates: `{city}`."""

    groups: tuple[Group, ...]
    by: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    model: str = ""
    """Who wrote them."""
    offered: int = 0
    """Texts that the model gave, of which these were taken."""
    repeated: int = 0
    """Of those, the ones that were there already, word for word."""
    alike: int = 0
    """Of those, the ones that were nearly there already."""
    kind: Literal["pool"] = "pool"


@dataclass(frozen=True, slots=True)
class Told:
    """The value that the model gave for this very row."""

    kind: Literal["told"] = "told"


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field that a model fills in row by row: what it is about, and the JSON Schema of its values."""

    name: str
    about: str
    shape: dict[str, Any] = field(default_factory=dict[str, Any])
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked for each row of a table, so many rows at a time."""

    key: str
    """Names the answers: batch 7 is kept under `KEY-7`."""
    fields: tuple[AskedField, ...]
    given: tuple[str, ...] = ()
    """Fields whose values the model is shown."""
    about: str = ""
    rows: int = 20
    model: str = ""
