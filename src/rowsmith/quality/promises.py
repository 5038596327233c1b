"""What a schema promises of each row, as SQL that is true where the promise is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from rowsmith.plan import FieldPlan, TablePlan
from rowsmith.plan.arrow_types import SIMPLE, constant
from rowsmith.plan.derived import Compute, Constant, Ordered, Refer, Valid
from rowsmith.plan.model import Cases
from rowsmith.plan.ordering import bounds
from rowsmith.plan.steps import DAY
from rowsmith.quality.views import Columns
from rowsmith.schema import FieldDefinition, TableDefinition, WhenRule

_NUMBERS = ("integer", "float", "decimal")
_MOMENTS = {"date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}
_SHAPES = {
    "email": r"^[^@\s]+@[^@\s]+$",
    "uuid": r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise about one field: where `broken` is true, and only rows where `where` is true count."""

    field: str
    text: str
    broken: str
    where: str = "TRUE"
    source: str | None = None
    """Another relation than the table's view: the items of an array."""
    element: str = ""
    """What of the field promises it: `constraints.min_value`, `when`; nothing where it is the field itself."""


def promises(table: TableDefinition, plan: TablePlan, columns: Columns) -> Iterator[Promise]:
    """All promises about single rows of a table."""
    for field in table.fields:
        made = plan.field(field.name)
        yield from _of_field(field, made, columns, columns.of[field.name])


def _of_field(field: FieldDefinition, made: FieldPlan, columns: Columns, column: str) -> Iterator[Promise]:
    if isinstance(made.source, Cases):
        rule = f"({columns.sql(made.source.select)})"
        for number, (said, case) in enumerate(zip(field.when, made.source.cases, strict=True)):
            for promise in _of_case(
                field, said, case, columns, column, f"{rule} IS NOT DISTINCT FROM {number}"
            ):
                yield replace(promise, element="when")
        for promise in _of_values(field, made.source.otherwise, columns, column):
            yield replace(promise, where=f"{rule} IS NULL")
        return
    yield from _of_values(field, made, columns, column)


def _of_case(
    field: FieldDefinition, said: WhenRule, case: FieldPlan, columns: Columns, column: str, where: str
) -> Iterator[Promise]:
    when = f"when {said.condition}: "
    if isinstance(case.source, Constant):
        if case.source.value is None:
            yield Promise(field.name, f"{when}null", f"{column} IS NOT NULL", where)
        else:
            value = _literal(case.source.value, field.type)
            yield Promise(
                field.name, f"{when}{case.source.value}", f"{column} IS DISTINCT FROM {value}", where
            )
        return
    if isinstance(case.source, Compute):
        yield Promise(field.name, f"{when}= {said.expression}", _differs(column, case, columns), where)
        return
    if said.enum_values is not None:
        text = f"{when}one of {len(said.enum_values)} values"
        yield Promise(field.name, text, _outside(column, said.enum_values, field.type), where)
    for name, sign in (("min_value", "<"), ("max_value", ">")):
        limit = getattr(said, name)
        if limit is not None:
            broken = f"{column} {sign} {_literal(limit, field.type)}"
            yield Promise(field.name, f"{when}{_limit(name, limit)}", broken, where)


def _of_values(field: FieldDefinition, made: FieldPlan, columns: Columns, column: str) -> Iterator[Promise]:
    name, constraints = made.name, field.constraints
    if not _may_be_null(field, made):
        yield Promise(name, "not null", f"{column} IS NULL", element="constraints.nullable")
    low, high = bounds(field)
    if field.type in (*_NUMBERS, *_MOMENTS):
        for key, limit, sign in (("min_value", low, "<"), ("max_value", high, ">")):
            if limit is not None and (literal := _try_literal(limit, field.type)):
                if sign == ">" and field.type == "datetime" and len(str(limit)) == len("2024-01-31"):
                    # A day as the last moment lasts to its end.
                    broken = f"{column} >= {literal} + INTERVAL 1 DAY"
                else:
                    broken = f"{column} {sign} {literal}"
                yield Promise(name, _limit(key, limit), broken, element=f"constraints.{key}")
    yield from _lengths(field, name, column)
    values = constraints.enum_values or (list(field.weights) if isinstance(field.weights, dict) else None)
    if values is not None and field.expression is None and field.type != "boolean":
        element = "constraints.enum_values" if constraints.enum_values else "weights"
        text = f"one of {len(values)} values"
        yield Promise(name, text, _outside(column, values, field.type), element=element)
    if field.type in _SHAPES and field.expression is None and field.reference is None:
        yield Promise(
            name, f"shaped like a {field.type}", f"NOT regexp_matches({column}, '{_SHAPES[field.type]}')"
        )
    if constraints.precision is not None and field.type == "float":
        scaled = f"{column} * 1e{constraints.precision}"
        text = f"at most {constraints.precision} decimals"
        broken = f"abs({scaled} - round({scaled})) > 1e-4 AND abs({scaled}) < 1e15"
        yield Promise(name, text, broken, element="constraints.precision")
    if isinstance(made.source, Compute):
        keep = f" AND {column} IS NOT NULL" if made.null_rate else ""
        differs = _differs(column, made, columns) + keep
        yield Promise(name, f"= {field.expression}", differs, element="expression")
    if isinstance(made.source, Ordered):
        yield from _order(field, made, made.source, columns, column)
    yield from _members(field, made, columns, column)


def _lengths(field: FieldDefinition, name: str, column: str) -> Iterator[Promise]:
    if field.type in (*_NUMBERS, *_MOMENTS, "object", "boolean"):
        return
    size = f"len({column})" if field.type == "array" else f"length({column})"
    for key, sign in (("min_length", "<"), ("max_length", ">")):
        limit = getattr(field.constraints, key)
        if limit is not None:
            broken = f"{size} {sign} {limit}"
            yield Promise(name, _limit(key, limit), broken, element=f"constraints.{key}")


def _members(field: FieldDefinition, made: FieldPlan, columns: Columns, column: str) -> Iterator[Promise]:
    """The promises about the members of an object and the items of an array."""
    source = made.source
    if source.kind == "struct":
        for child, plan in zip(field.fields or [], source.fields, strict=True):
            if not isinstance(plan.source, Compute | Cases | Ordered):
                inside = f'{column}."{child.name.replace(chr(34), chr(34) * 2)}"'
                for promise in _of_values(child, plan, columns, inside):
                    yield replace(
                        promise,
                        field=f"{made.name}.{promise.field}",
                        where=f"{column} IS NOT NULL",
                        element=f"fields.{child.name}.{promise.element}".rstrip("."),
                    )
    if source.kind == "array" and field.items is not None and source.items.source.kind == "draw":
        items = f"(SELECT row, unnest({column}) AS item FROM {columns.view})"
        for promise in _of_values(field.items, source.items, columns, "item"):
            yield replace(promise, field=f"{made.name}[]", source=items, element="items")


def _order(
    field: FieldDefinition, made: FieldPlan, source: Ordered, columns: Columns, column: str
) -> Iterator[Promise]:
    here = _steps(column, field.type, source.scale)
    for word, names in (("after", source.after), ("before", source.before)):
        for name in names:
            there = _steps(columns.of[name], field.type, source.scale)
            distance = f"({here} - {there})" if word == "after" else f"({there} - {here})"
            shown = name.replace("\x1f", ".")
            broken = f"{distance} < {source.gap_min} - 1e-6"
            yield Promise(made.name, f"{word} {shown}", broken, element="params")
            if source.gap_max is not None and source.least is None and "gap_max" in field.params:
                text = f"within {field.params['gap_max']} {word} {shown}"
                broken = f"{distance} >= {source.gap_max + 1} + 1e-6"
                yield Promise(made.name, text, broken, element="params")


def _steps(column: str, kind: str, scale: int) -> str:
    if kind in _NUMBERS:
        return f"(CAST({column} AS DOUBLE) * {scale})"
    if kind == "time":
        return f"date_diff('microsecond', TIME '00:00:00', {column})"
    micros = f"epoch_us(CAST({column} AS TIMESTAMP))"
    return f"({micros} / {DAY}.0)" if kind == "date" else micros


def _differs(column: str, made: FieldPlan, columns: Columns) -> str:
    if not isinstance(made.source, Compute):
        raise TypeError(f"{made.name!r} is not computed")
    value = f"({columns.sql(made.source)})"
    if made.type == "float":
        near = f"1e-9 * greatest(1, abs({value}))"
        step = f"{0.5000001 * 10.0**-made.precision!r}" if made.precision is not None else "0"
        value = f"(CASE WHEN isfinite({value}) THEN {value} END)"
        return f"(({column} IS NULL) <> ({value} IS NULL) OR abs({column} - {value}) > {near} + {step})"
    return f"{column} IS DISTINCT FROM {value}"


def _may_be_null(field: FieldDefinition, made: FieldPlan) -> bool:
    constraints = field.constraints
    if constraints.nullable or constraints.null_rate:
        return True
    if "nullable" in constraints.model_fields_set:
        return False
    if isinstance(made.source, Valid):
        return made.source.side == "to" and made.source.open_end is None
    return isinstance(made.source, Compute | Ordered | Refer) or field.type == "json"


def _outside(column: str, values: list[Any], kind: str) -> str:
    return f"{column} NOT IN ({', '.join(_literal(value, kind) for value in values if value is not None)})"


def _limit(name: str, limit: Any) -> str:
    word = "at least" if name.startswith("min") else "at most"
    return f"{word} {limit}" + (" long" if name.endswith("length") else "")


def _try_literal(value: Any, kind: str) -> str | None:
    from rowsmith.errors import InvalidInput

    try:
        return _literal(value, kind)
    except InvalidInput:
        return None


def _literal(value: Any, kind: str) -> str:
    """A user's value as an SQL literal of the field's type."""
    if kind in _MOMENTS:
        text = f"{value}-01-01" if len(str(value)) == 4 else str(value)
        found = constant(text, SIMPLE[kind]).as_py()
        shown = found.replace(tzinfo=None).isoformat(sep=" ") if kind == "datetime" else found.isoformat()
        return f"{_MOMENTS[kind]} '{shown}'"
    if isinstance(value, bool):
        return str(value).upper() if kind == "boolean" else f"'{str(value).lower()}'"
    if kind in _NUMBERS and isinstance(value, int | float):
        return repr(value)
    if kind in SIMPLE:
        return str(constant(value, SIMPLE.get(kind, pa.string())).as_py())
    return "'" + str(value).replace("'", "''") + "'"
