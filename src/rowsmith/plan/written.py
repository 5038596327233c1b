"""Sources whose values a language model wrote: pools and templates, which are part of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
