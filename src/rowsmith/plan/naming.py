"""What the names in an expression mean: a field of the row, a member of an object, a value of the parent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.arrow_types import field_type
from rowsmith.plan.derived import Refer
from rowsmith.plan.environment import SEPARATOR, Environment
from rowsmith.plan.links import Link
from rowsmith.plan.model import FieldPlan
from rowsmith.schema import FieldDefinition


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for: the field to read, and the members to go through where it is an object."""

    read: str
    kind: pa.DataType
    nullable: bool
    members: tuple[str, ...] = ()
    whole: pa.DataType | None = None
    """The type of the whole object where `members` lead into one."""


class UnknownField(InvalidInput):
    """A name in an expression that is no field; `name` is what was written."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message, [Issue("", "unknown_field", message)])
        self.name = name


@dataclass(frozen=True, slots=True)
class Names:
    """The names that an expression of one table may use; those of the object it stands in come first."""

    environment: Environment
    table: str
    siblings: Sequence[FieldDefinition] = ()

    def find(self, parts: Sequence[str]) -> Found:
        """Resolve `("price",)`, `("address", "city")` or `("customers", "currency")`."""
        head, rest = parts[0], tuple(parts[1:])
        fields = self._fields()
        name = match(head, fields)
        if name is not None:
            return self._own(name, fields[name], rest)
        if rest:
            link = self._link(head)
            if link is not None:
                return self._parent(link, rest)
            if match(head, [self.table]) is not None:
                return self.find(rest)
        raise UnknownField(head, self._unknown(parts))

    def _fields(self) -> dict[str, FieldDefinition]:
        own = {item.name: item for item in self.environment.tables[self.table].fields}
        return own | {item.name: item for item in self.siblings}

    def _own(self, name: str, item: FieldDefinition, rest: tuple[str, ...]) -> Found:
        if rest and item.type != "object":
            link = self.environment.link_of(self.table, name)
            if link is None:
                message = f"{name!r} is neither an object nor a reference, so it has no {rest[0]!r}"
                raise UnknownField(rest[0], message)
            return self._parent(link, rest)
        kind = whole = self.environment.kind(self.table, item)
        nullable, members = False, list[str]()
        for part in rest:
            nullable = nullable or self.environment.nullable(self.table, item)
            inside = {child.name: child for child in item.fields or []}
            member = match(part, inside)
            if member is None:
                raise UnknownField(part, f"{item.name!r} has no member {part!r}{did_you_mean(part, inside)}")
            item = inside[member]
            kind = self.environment.kind(self.table, item)
            members.append(member)
        nullable = nullable or self.environment.nullable(self.table, item)
        return Found(name, kind, nullable, tuple(members), whole)

    def _link(self, head: str) -> Link | None:
        """The link that a parent's table, or a key without its `_id`, speaks of."""
        links = list(self.environment.links[self.table].values())
        by_key = [link for link in links if head.lower() == link.name.lower().removesuffix("_id")]
        if by_key:
            return by_key[0]
        by_table = [link for link in links if head.lower() == link.table.lower() != self.table.lower()]
        if len(by_table) > 1:
            keys = " or ".join(f"{link.name}.…" for link in by_table)
            raise UnknownField(head, f"{head!r} is referred to {len(by_table)} times; write {keys}")
        return by_table[0] if by_table else None

    def _parent(self, link: Link, rest: tuple[str, ...]) -> Found:
        """A hidden field with the parent's value; `orders.customers.currency` hides one in each table."""
        found = Names(self.environment, link.table).find(rest)
        if found.members or pa.types.is_nested(found.kind):
            raise UnknownField(
                rest[0], f"{'.'.join(rest)!r} is nested; only plain values of a parent can be read"
            )
        kind, precision = field_type(found.kind)
        hidden = FieldPlan(
            name=f"{link.name}{SEPARATOR}{found.read}", type=kind, precision=precision,
            source=Refer(link.name, found.read),
        )  # fmt: skip
        nullable = found.nullable or link.null_rate > 0 or link.table == self.table
        return Found(self.environment.hide(self.table, hidden), found.kind, nullable)

    def _unknown(self, parts: Sequence[str]) -> str:
        known = [*self._fields(), *(link.table for link in self.environment.links[self.table].values())]
        return f"there is no field {'.'.join(parts)!r} in {self.table!r}{did_you_mean(parts[0], known)}"


def match(name: str, known: Iterable[str]) -> str | None:
    """The known name as written, or the only one that differs in case."""
    listed = list(known)
    if name in listed:
        return name
    found = [item for item in listed if item.lower() == name.lower()]
    return found[0] if len(found) == 1 else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'price'?`, or nothing where nothing is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"; did you mean {found[0]!r}?" if found else ""
