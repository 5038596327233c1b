"""Values along a time axis, said as a distribution: `series`, `counter`, `markov` and `running`.

`{"name": "series", "base": 20, "daily": 5, "noise": 0.5, "ar": 0.8, "anomaly_rate": 0.01}`
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.derived import Anomaly, Counter, Markov, Running, Series
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import Names
from rowsmith.plan.place import Place, common
from rowsmith.schema import FieldDefinition

NAMES = ("series", "counter", "markov", "running")
_CYCLE = re.compile(
    r"\b(daily|diurnal|weekly|yearly|annual|seasonal)\b.*\b(cycle|pattern|season\w*|rhythm)", re.IGNORECASE
)
_NUMBERS = ("integer", "float", "decimal")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class SeriesParams(_Strict):
    """A level with trend (a day), cycles (half their height), noise, and now and then an anomaly."""

    base: float = 0.0
    trend: float = 0.0
    daily: float = 0.0
    weekly: float = 0.0
    yearly: float = 0.0
    peak_hour: float = Field(14.0, ge=0, lt=24)
    noise: float = Field(0.0, ge=0)
    ar: float = Field(0.0, gt=-1, lt=1)
    spread: float = Field(0.0, ge=0)
    anomaly_rate: float = Field(0.0, ge=0, le=1)
    anomaly_size: float = 0.0


class CounterParams(_Strict):
    """A reading that never falls: about `rate` more at each moment."""

    start: float = 0.0
    rate: float = Field(1.0, ge=0)
    spread: float = Field(0.0, ge=0, le=1)


class MarkovParams(_Strict):
    """States and the weights with which one follows another; a state with none is the last."""

    start: str | dict[str, float]
    transitions: dict[str, dict[str, float]]


class RunningParams(_Strict):
    """The sum so far of another field of the same series or parent."""

    of: str
    start: float = 0.0


def is_along(field: FieldDefinition, place: Place) -> bool:
    """Whether the field's values follow one another: a series by distribution, hint or label."""
    if field.distribution is not None and field.distribution.name in NAMES:
        return True
    if "anomaly_of" in field.params:
        return True
    hinted = field.generation_hint is not None and _CYCLE.search(field.generation_hint) is not None
    alone = field.type in _NUMBERS and not field.correlation and not field.expression
    return hinted and alone and place.table in place.environment.axes


def along(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """The plan of such a field."""
    if field.constraints.unique:
        raise _wrong(f"{path}.constraints.unique", "cannot_be_unique", "values along time cannot be unique")
    if "anomaly_of" in field.params:
        return _label(field, place, path)
    said = field.distribution
    name = said.name if said is not None and said.name in NAMES else "series"
    params = said.params() if said is not None and said.name in NAMES else _from_hint(field)
    try:
        made = _SOURCES[name](field, place, params, path)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _wrong(f"{path}.distribution.{where}", "invalid_parameter", str(first["msg"])) from None
    return made


def _series(field: FieldDefinition, place: Place, params: dict[str, Any], path: str) -> FieldPlan:
    _needs_axis(field, place, path)
    if field.type not in _NUMBERS:
        raise _wrong(
            f"{path}.type", "type_mismatch", f"a series is of numbers, and the field is of type {field.type}"
        )
    checked = SeriesParams.model_validate(params)
    low, high = _bounds(field)
    return FieldPlan(source=Series(**checked.model_dump(), low=low, high=high), **common(field, place))


def _counter(field: FieldDefinition, place: Place, params: dict[str, Any], path: str) -> FieldPlan:
    _needs_axis(field, place, path)
    if field.type not in _NUMBERS:
        raise _wrong(
            f"{path}.type", "type_mismatch", f"a counter is a number, and the field is of type {field.type}"
        )
    return FieldPlan(
        source=Counter(**CounterParams.model_validate(params).model_dump()), **common(field, place)
    )


def _markov(field: FieldDefinition, place: Place, params: dict[str, Any], path: str) -> FieldPlan:
    _needs_order(field, place, path)
    checked = MarkovParams.model_validate(params)
    start = {checked.start: 1.0} if isinstance(checked.start, str) else checked.start
    states = list(
        dict.fromkeys(
            [*start, *checked.transitions, *(to for item in checked.transitions.values() for to in item)]
        )
    )
    rows = [checked.transitions.get(state) or {state: 1.0} for state in states]
    for weights in (start, *rows):
        if sum(weights.values()) <= 0 or min(weights.values()) < 0:
            raise _wrong(f"{path}.distribution", "all_zero", "weights of states are positive numbers")
    source = Markov(tuple(states), _shares(start, states), tuple(_shares(row, states) for row in rows))
    return FieldPlan(source=source, **common(field, place))


def _running(field: FieldDefinition, place: Place, params: dict[str, Any], path: str) -> FieldPlan:
    _needs_order(field, place, path)
    checked = RunningParams.model_validate(params)
    found = Names(place.environment, place.table).find([checked.of])
    if field.type not in _NUMBERS:
        raise _wrong(f"{path}.type", "type_mismatch", f"a running sum is a number, not of type {field.type}")
    plan = FieldPlan(source=Running(found.read, checked.start), reads=(found.read,), **common(field, place))
    return replace(plan, precision=2) if field.type != "integer" and plan.precision is None else plan


_SOURCES = {"series": _series, "counter": _counter, "markov": _markov, "running": _running}


def _label(field: FieldDefinition, place: Place, path: str) -> FieldPlan:
    """True where the series that the label is about has an anomaly."""
    of = str(field.params["anomaly_of"])
    about = next((item for item in place.environment.tables[place.table].fields if item.name == of), None)
    if (
        about is None
        or about.distribution is None
        or about.distribution.name != "series"
        or field.type != "boolean"
    ):
        message = f"`anomaly_of` makes a boolean label for a field that is a series, and {of!r} is none"
        raise _wrong(f"{path}.params.anomaly_of", "unknown_field", message)
    rate = SeriesParams.model_validate(about.distribution.params()).anomaly_rate
    return FieldPlan(source=Anomaly(of, rate), **common(field, place))


def _from_hint(field: FieldDefinition) -> dict[str, Any]:
    """A cycle that fills most of the field's bounds, for `a daily cycle` and no more."""
    found = _CYCLE.search(field.generation_hint or "")
    word = found[1].lower() if found else "daily"
    name = {"diurnal": "daily", "annual": "yearly", "seasonal": "yearly"}.get(word, word)
    low, high = _bounds(field)
    given = field.distribution.params() if field.distribution is not None else {}
    mean, std = given.get("mean"), given.get("std")
    if isinstance(mean, int | float):
        swing = float(std) if isinstance(std, int | float) else abs(mean) * 0.1
        return {"base": float(mean), name: swing, "noise": swing * 0.2, "ar": 0.5}
    low, high = (0.0 if low is None else low), (100.0 if high is None else high)
    return {"base": (low + high) / 2, name: (high - low) * 0.35, "noise": (high - low) * 0.03, "ar": 0.5}


def _bounds(field: FieldDefinition) -> tuple[float | None, float | None]:
    low, high = field.constraints.min_value, field.constraints.max_value
    return (
        float(low) if isinstance(low, int | float) else None,
        float(high) if isinstance(high, int | float) else None,
    )


def _shares(weights: dict[str, float], states: list[str]) -> tuple[float, ...]:
    total = sum(weights.values())
    return tuple(round(weights.get(state, 0.0) / total, 12) for state in states)


def _needs_axis(field: FieldDefinition, place: Place, path: str) -> None:
    if place.table not in place.environment.axes:
        message = f"{field.name!r} follows time, and {place.table!r} has no `time_axis`; give it one"
        raise _wrong(f"{path}.distribution", "no_time_axis", message)


def _needs_order(field: FieldDefinition, place: Place, path: str) -> None:
    """Rows in order: along an axis, or numbered among the children of a parent."""
    links = place.environment.links[place.table].values()
    if place.table not in place.environment.axes and not any(
        isinstance(link.choice, Fanout) for link in links
    ):
        message = (
            f"{field.name!r} follows the rows before it; give {place.table!r} a `time_axis`, "
            "or a reference with `per_parent`"
        )
        raise _wrong(f"{path}.distribution", "no_order", message)


def _wrong(path: str, code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue(path, code, message)])
