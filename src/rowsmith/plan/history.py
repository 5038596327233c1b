"""Slowly changing dimensions: a row for each version of an entity, in periods that touch and never overlap.

`"history": {"per": "customers", "start": "customers.signup", "end": "2025-12-31"}`
"""

from __future__ import annotations

import re
from typing import Literal

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.bounds import day_or_moment
from rowsmith.plan.derived import Latest, Ordinal, Valid
from rowsmith.plan.environment import Environment
from rowsmith.plan.links import Fanout, Link
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import Names, UnknownField, did_you_mean
from rowsmith.plan.place import Place, common
from rowsmith.plan.steps import SECOND, from_steps, to_steps
from rowsmith.schema import FieldDefinition, TableDefinition
from rowsmith.schema.dataset import History

_NAME = re.compile(r"(?!now$|today$)[A-Za-z_][\w.]*")
_SAID = (
    "expression",
    "when",
    "distribution",
    "sequence",
    "semantic_type",
    "params",
    "weights",
    "text",
    "reference",
)
_TYPES = {
    "valid_from": ("date", "datetime"), "valid_to": ("date", "datetime"), "is_current": ("boolean",),
    "version": ("integer",),
}  # fmt: skip


def check_history(table: TableDefinition, environment: Environment, base: str) -> None:
    """What a history needs: an entity with counted versions, and two fields of one type for each period."""
    history, path = table.history, f"{base.removesuffix('.fields')}.history"
    if history is None:
        return
    names = [field.name for field in table.fields]
    for part in ("valid_from", "valid_to", *(history.model_fields_set & {"is_current", "version"})):
        name = getattr(history, part)
        if name not in names:
            message = f"the history names {name!r}, which is no field{did_you_mean(name, names)}; add it"
            raise InvalidInput.of([Issue(f"{path}.{part}", "unknown_field", message)])
    kinds = {environment.definition(table.name, name).type for name in (history.valid_from, history.valid_to)}
    if len(kinds) > 1:
        message = f"{history.valid_from!r} and {history.valid_to!r} are of different types; give both one"
        raise InvalidInput.of([Issue(f"{path}.valid_to", "type_mismatch", message)])
    if _entity(table.name, history, environment) is None:
        message = (
            f"{history.per!r} is no reference of {table.name!r} to another table; a history is of its rows"
        )
        raise InvalidInput.of([Issue(f"{path}.per", "no_entity", message)])


def in_history(field: FieldDefinition, place: Place, path: str) -> FieldPlan | None:
    """The plan of a field that the table's history fills; None for any other field."""
    history = place.environment.tables[place.table].history
    part = None if history is None else _part(history, field.name)
    link = None if history is None else _entity(place.table, history, place.environment)
    if history is None or part is None or link is None:
        return None
    _check_field(field, part, history, path)
    shared = common(field, place)
    if part == "version":
        return FieldPlan(source=Ordinal(link.name), **shared)
    if part == "is_current":
        return FieldPlan(source=Latest(link.name), **shared)
    source = _period(field, part, link, place, f"{path.partition('.fields')[0]}.history")
    return FieldPlan(source=source, reads=(source.since,) if source.since else (), **shared)


def _part(history: History, name: str) -> str | None:
    return next((part for part in _TYPES if getattr(history, part) == name), None)


def _entity(table: str, history: History, environment: Environment) -> Link | None:
    links = environment.links[table].values()
    return next(
        (
            link
            for link in links
            if history.per in (link.table, link.name) and isinstance(link.choice, Fanout)
        ),
        None,
    )


def _check_field(field: FieldDefinition, part: str, history: History, path: str) -> None:
    said = [name for name in _SAID if name in field.model_fields_set]
    said += [f"constraints.{name}" for name in sorted(field.constraints.model_fields_set - {"nullable"})]
    if said:
        message = f"{field.name!r} is filled by the table's history; leave out `{said[0]}`"
        raise InvalidInput.of([Issue(f"{path}.{said[0]}", "said_twice", message)])
    if field.type not in _TYPES[part]:
        message = f"{field.name!r} is of type {field.type}, and `{part}` is a {' or a '.join(_TYPES[part])}"
        raise InvalidInput.of([Issue(f"{path}.type", "type_mismatch", message)])
    firm = "nullable" in field.constraints.model_fields_set and not field.constraints.nullable
    if part == "valid_to" and firm and history.open_end is None:
        message = (
            f"{field.name!r} of the last version is null; give the history an `open_end`, e.g. 9999-12-31"
        )
        raise InvalidInput.of([Issue(f"{path}.constraints.nullable", "may_be_null", message)])


def _period(field: FieldDefinition, part: str, link: Link, place: Place, path: str) -> Valid:
    history = place.environment.tables[place.table].history
    assert history is not None  # noqa: S101 - the caller has one
    assert isinstance(link.choice, Fanout)  # noqa: S101 - chosen so
    stride = 1 if field.type == "date" else SECOND
    now = place.environment.now
    since = _since(history, place, path)
    end = _step("now" if history.end is None else history.end, field.type, now, "max_value", f"{path}.end")
    start = end if since else _step(history.start, field.type, now, "min_value", f"{path}.start")
    most = link.choice.high
    if since is None and (end - start) // stride < most:
        message = (
            f"from {history.start} to {from_steps(end, field.type, 1)} there is no room for {most:,} versions; "
            "move one of the ends, or ask for fewer per entity"
        )
        raise InvalidInput.of([Issue(path, "no_room", message)])
    last = None if part == "valid_from" or history.open_end is None else history.open_end
    open_end = None if last is None else _step(last, field.type, now, "max_value", f"{path}.open_end")
    if open_end is not None and open_end < end:
        message = f"open_end {last} is before the end of the history; the last version ends last"
        raise InvalidInput.of([Issue(f"{path}.open_end", "min_above_max", message)])
    side = "from" if part == "valid_from" else "to"
    return Valid(link.name, side, history.valid_from, start, end, stride, since, open_end)


def _since(history: History, place: Place, path: str) -> str | None:
    """The field that a history starts with, where it starts with one: `customers.signup`."""
    if not isinstance(history.start, str) or not _NAME.fullmatch(history.start):
        return None
    try:
        found = Names(place.environment, place.table).find(history.start.split("."))
    except UnknownField as error:
        raise InvalidInput.of([Issue(f"{path}.start", "unknown_field", error.message)]) from None
    if str(found.kind) not in ("date32[day]", "timestamp[us, tz=UTC]") or found.nullable:
        message = f"{history.start!r} is no date that every entity has; a history starts with a date"
        raise InvalidInput.of([Issue(f"{path}.start", "type_mismatch", message)])
    return found.read


def _step(bound: float | str, kind: str, now: int, side: Literal["min_value", "max_value"], path: str) -> int:
    """A bound as days or microseconds since 1970."""
    try:
        return to_steps(str(day_or_moment(bound, kind, now, side)), kind, 1)
    except InvalidInput as error:
        raise InvalidInput.of([Issue(path, "not_a_bound", error.message)]) from None
