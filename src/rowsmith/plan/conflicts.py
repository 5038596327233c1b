"""Contradictions, explained: the smallest set of statements of a schema that cannot all be true.

Statements are left out one after the other, many at a time first, as long as the schema is refused for the same
reason. What is left at the end is needed for the contradiction: without any one of them it is gone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.compile import compile_plan
from rowsmith.plan.model import Plan
from rowsmith.plan.unique import Group
from rowsmith.schema import DataSchema, parse_schema

Path = tuple[str | int, ...]

_CONTRADICTIONS = frozenset(
    """
    cannot_be_unique correlation_impossible cyclic_cardinality cyclic_dependency cyclic_reference enum_outside_bounds
    may_be_null min_above_max no_parents no_room null_against_cardinality order_impossible said_twice
    total_against_axis total_against_cardinality unique_impossible
    """.split()
)
_EXPLAINED = 2
"""Contradictions of one schema that are explained; each costs as many compilations as it has statements, or more."""
_BUDGET = 10_000
"""Fields that are compiled for an explanation; a schema that is too large for it is refused without one."""
_GIVEN = {"name", "type", "table", "field", "child", "parent", "child_fields", "parent_fields", "items"}
"""What makes a thing the thing it is: never left out by itself."""
_SOFTEST = (
    "uniqueness_fields", "unique_together", "unique", "per_parent", "nullable", "rows", "min_value", "max_value",
    "gap_min", "gap_max", "max_depth", "after", "before", "reference",
)  # fmt: skip
"""Which statement is suggested to be changed, the one that is most easily given up first."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: a schema as a document, and what was said beside it."""

    document: dict[str, Any]
    rows: int | None
    groups: tuple[Group, ...]

    def without(self, dropped: set[Path]) -> Request:
        """The same without some statements; without `rows`, one row is enough."""
        groups = [group for at, group in enumerate(self.groups) if ("uniqueness_fields", at) not in dropped]
        rows = 1 if ("rows",) in dropped and self.rows is not None else self.rows
        return Request(_without(self.document, (), dropped), rows, tuple(groups))

    def issues(self) -> tuple[Issue, ...]:
        """Why it is refused; nothing where it is not."""
        try:
            compile_plan(parse_schema(self.document), rows=self.rows, uniqueness_fields=list(self.groups))
        except InvalidInput as error:
            return error.issues
        return ()


def compile_explained(
    schema: DataSchema,
    *,
    rows: int | None = None,
    seed: int = 0,
    uniqueness_fields: list[Group] | None = None,
) -> Plan:
    """`compile_plan`, whose refusals say which statements contradict one another."""
    try:
        return compile_plan(schema, rows=rows, seed=seed, uniqueness_fields=uniqueness_fields)
    except InvalidInput as error:
        request = Request(schema.document(), rows, tuple(uniqueness_fields or ()))
        explained = [issue for issue in error.issues if issue.code in _CONTRADICTIONS][:_EXPLAINED]
        found = [_explained(issue, request) if issue in explained else issue for issue in error.issues]
        if not found:
            raise
        raise InvalidInput.of(found) from None


def statements(request: Request, issue: Issue) -> list[Path]:
    """The smallest set of statements that is refused for the same reason."""
    dropped: set[Path] = set()
    budget = _BUDGET
    for level in (_things, _members, _details, _leaves):
        rest = [path for path in level(request) if not _inside(path, dropped)]
        size = len(rest)
        while size:
            for at in range(0, len(rest), size):
                chunk = {path for path in rest[at : at + size] if path not in dropped}
                smaller = request.without(dropped | chunk)
                budget -= sum(len(table.get("fields", ())) for table in _tables(smaller.document))
                if budget < 0:
                    return []
                if chunk and any(_same(other, issue, chunk) for other in smaller.issues()):
                    dropped |= chunk
            rest = [path for path in rest if path not in dropped]
            size = min(size // 2, len(rest))
    left = [
        path
        for level in (_members, _details, _leaves)
        for path in level(request)
        if not _inside(path, dropped)
    ]
    return [path for path in left if not _is_only_a_place(path, left, request)]


def _explained(issue: Issue, request: Request) -> Issue:
    listed = statements(request, issue)
    if len(listed) < 2:
        return issue
    shown = "; ".join(_words(path, request) for path in listed)
    softest = _place(min(listed, key=_softness), request)
    why = f"these contradict one another: {shown}; without `{softest}` nothing does"
    message = f"{issue.message} ({why})"
    return replace(issue, message=message)


def _same(other: Issue, issue: Issue, chunk: set[Path]) -> bool:
    """Whether two refusals are one: of a circle any part may be named, and numbers in paths move.

    A number of rows cannot be left out, only be another one, so it is not needed where not a word changes.
    """
    if any(path[-1] == "rows" for path in chunk) and other.message != issue.message:
        return False
    if other.code != issue.code or issue.code.startswith("cyclic"):
        return other.code == issue.code
    return re.sub(r"\.\d+", "", other.path) == re.sub(r"\.\d+", "", issue.path)


def _tables(document: dict[str, Any]) -> list[dict[str, Any]]:
    return document["tables"] if document.get("tables") else [document]


def _bases(request: Request) -> Iterator[tuple[Path, dict[str, Any]]]:
    several = bool(request.document.get("tables"))
    for at, table in enumerate(_tables(request.document)):
        yield (("tables", at) if several else ()), table


def _things(request: Request) -> Iterator[Path]:
    """Whole tables, relationships, and what was said beside the schema."""
    yield from (base for base, _ in _bases(request) if base)
    yield from (("relationships", at) for at in range(len(request.document.get("relationships", ()))))
    yield from (("uniqueness_fields", at) for at in range(len(request.groups)))
    if request.rows is not None:
        yield ("rows",)


def _members(request: Request) -> Iterator[Path]:
    """Fields, and what is said of a table as a whole."""
    for base, table in _bases(request):
        yield from ((*base, "fields", at) for at in range(len(table.get("fields", ()))))
        for key, value in table.items():
            if key == "unique_together":
                yield from ((*base, key, at) for at in range(len(value)))
            elif key not in {*_GIVEN, "fields", "tables", "relationships", "metadata", "locale", "mode"}:
                yield (*base, key)
    yield from (path for path in _things(request) if path[0] != "tables")


def _details(request: Request) -> Iterator[Path]:
    """What is said of a field: its constraints, parameters, reference, expression."""
    for base, table in _bases(request):
        for at, field in enumerate(table.get("fields", ())):
            for key, value in field.items():
                path = (*base, "fields", at, key)
                if key in ("constraints", "params"):
                    yield from ((*path, inner) for inner in value)
                elif key not in _GIVEN:
                    yield path


def _leaves(request: Request) -> Iterator[Path]:
    """The parts of a reference, and of a count of children."""
    for path in [*_details(request), *_members(request)]:
        value = _at(request.document, path)
        if path[-1] == "reference" or path[0] == "relationships":
            for key, inner in (value or {}).items():
                if key == "per_parent" and isinstance(inner, dict):
                    yield from ((*path, key, part) for part in inner)
                elif key not in _GIVEN:
                    yield (*path, key)


def _inside(path: Path, dropped: set[Path]) -> bool:
    return any(path[:length] in dropped for length in range(1, len(path) + 1))


def _is_only_a_place(path: Path, left: Iterable[Path], request: Request) -> bool:
    """Fields are where statements stand; a statement with parts that are listed is listed by these."""
    if len(path) > 1 and path[-2] == "fields":
        return True
    return isinstance(_at(request.document, path), dict) and any(
        other != path and other[: len(path)] == path for other in left
    )


def _without(value: Any, path: Path, dropped: set[Path]) -> Any:
    if isinstance(value, dict):
        kept = {key: (*path, key) for key in value if (*path, key) not in dropped}
        return {key: _without(value[key], place, dropped) for key, place in kept.items()}
    if isinstance(value, list):
        places = [(*path, at) for at in range(len(value))]
        return [_without(value[place[-1]], place, dropped) for place in places if place not in dropped]
    return value


def _at(value: Any, path: Path) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _softness(path: Path) -> int:
    return min((_SOFTEST.index(part) for part in path if part in _SOFTEST), default=len(_SOFTEST))


def _place(path: Path, request: Request) -> str:
    """A path with names instead of numbers: `orders.customer_id.reference.per_parent.min`."""
    words: list[str] = []
    value: Any = request.document
    for part in path:
        value = value[part] if isinstance(value, dict) and part in value else _at(value, (part,))
        name = value.get("name") if isinstance(value, dict) else None
        if isinstance(part, int) and isinstance(name, str):
            words[-1] = name
        elif part not in ("constraints", "params"):
            words.append(str(part))
    return ".".join(words)


def _words(path: Path, request: Request) -> str:
    if path == ("rows",):
        return f"rows = {request.rows}"
    if path[0] == "uniqueness_fields":
        return f"uniqueness_fields {json.dumps(request.groups[int(path[1])])}"
    value = json.dumps(_at(request.document, path), ensure_ascii=False)
    return f"{_place(path, request)} = {value if len(value) <= 60 else value[:57] + '...'}"
