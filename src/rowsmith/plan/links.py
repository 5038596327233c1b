"""Links: how the parent of each row is known from the row's number alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any parent, each as likely."""

    kind: Literal["uniform"] = "uniform"


@dataclass(frozen=True, slots=True)
class Zipf:
    """The k-th favourite parent is chosen in proportion to `1 / k ** skew`."""

    skew: float = 1.0
    kind: Literal["zipf"] = "zipf"


@dataclass(frozen=True, slots=True)
class Weighted:
    """A parent is chosen in proportion to one of its own fields."""

    field: str
    kind: Literal["weighted"] = "weighted"


@dataclass(frozen=True, slots=True)
class Distinct:
    """No two rows share a parent, or, with a `digit`, the combination it is part of.

    `digit` is (radix before, size of all): row i's combination is the i-th of a keyed permutation.
    """

    digit: tuple[int, int] | None = None
    kind: Literal["distinct"] = "distinct"


@dataclass(frozen=True, slots=True)
class Tree:
    """The parent is an earlier row of the same table, at most `depth` steps from the root in row 0."""

    depth: int = 12
    fanout: int = 8
    kind: Literal["tree"] = "tree"


@dataclass(frozen=True, slots=True)
class Fanout:
    """Each parent has `low` to `high` children, `children` in all; rows follow their parents in order.

    `shares[k]` is the probability of `low + k` children, after it was tilted to meet the total.
    """

    parents: int
    children: int
    low: int
    high: int
    shares: tuple[float, ...] = ()
    kind: Literal["fanout"] = "fanout"


@dataclass(frozen=True, slots=True)
class Shuffled:
    """A second count of children: the rows are dealt to the parents in shuffled order."""

    fanout: Fanout
    kind: Literal["shuffled"] = "shuffled"


@dataclass(frozen=True, slots=True)
class Within:
    """Parents that never repeat among the rows that `driver` gives the same parent.

    Balanced, the rows go round and round the parents, so that their counts differ by one at most.
    """

    driver: str
    balanced: bool = False
    kind: Literal["within"] = "within"


@dataclass(frozen=True, slots=True)
class Along:
    """The parent is the series of the table's time axis, where some moments have no row."""

    kind: Literal["along"] = "along"


Choice = Uniform | Zipf | Weighted | Distinct | Tree | Fanout | Shuffled | Within | Along


@dataclass(frozen=True, slots=True)
class Link:
    """A reference of one table to another, called after the first of the fields that hold the key."""

    name: str
    table: str
    fields: tuple[str, ...]
    keys: tuple[str, ...]
    choice: Choice
    null_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage: up to which share of the damaged rows it goes, and the fields it can hit."""

    kind: str
    until: float
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dirty:
    """The dirty twin of a table: `rate` of its rows are damaged, and some rows come twice."""

    rate: float
    damages: tuple[Damage, ...]
    copies: Fanout
    """Each clean row has one or two dirty ones."""

    @property
    def rows(self) -> int:
        """The rows of the dirty twin."""
        return self.copies.children
