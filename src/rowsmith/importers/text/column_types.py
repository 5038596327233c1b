"""The stored type of a column, from what was said, then its values, then its name."""

from __future__ import annotations

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.dates import shift
from rowsmith.importers.text.draft import Draft, Request
from rowsmith.schema import FieldType


def ages(draft: Draft, request: Request) -> None:
    """A birth date with an age is the dates that give it: 18 to 90 in 2026 is 1935 to 2008."""
    words = lexicon.tokens(draft.name)
    birth = words[:1] in (["dob"], ["birthday"], ["birthdate"], ["geburtsdatum"]) or (
        "birth" in words and words[-1] in ("date", "birth", "day")
    )
    low, high = draft.min, draft.max
    if birth and isinstance(low, int | float) and isinstance(high, int | float) and 0 <= low <= high <= 130:
        first, last = shift(request.today, -int(high) - 1, "year"), shift(request.today, -int(low), "year")
        draft.min, draft.max = (first.isoformat() if first else None), (last.isoformat() if last else None)
        draft.type, draft.unit = "date", ""


def counters(draft: Draft) -> None:
    """A counter is for a key; a column that repeats takes the same values from a list."""
    if not draft.template or not draft.values:
        return
    if draft.unique:
        draft.values, draft.type = None, "string"
    else:
        draft.template = draft.start = draft.hint = None


def choose_type(draft: Draft) -> None:
    """Choose the stored type from what was said, then from the values, then from the name."""
    for part in draft.fields or []:
        choose_type(part)
    if draft.items is not None:
        choose_type(draft.items)
    named = lexicon.kind(draft.name)
    if (
        named == "integer"
        and draft.null_rate
        and not draft.bounded()
        and draft.mean is None
        and _written(draft.name)
    ):
        named = "string"
    _whole_years(draft)
    draft.type = _said(draft, draft.type, named)
    if draft.type == "email" or draft.type == "phone":
        draft.min = draft.max = None


def _written(name: str) -> bool:
    """Whether a plural that counts may as well be text: `comments` that are mostly blank."""
    last = lexicon.tokens(name)[-1]
    return lexicon.singular(last) != last and lexicon.singular(last) in lexicon.TEXT


def _whole_years(draft: Draft) -> None:
    """Years are numbers: `year built not before 1900`."""
    if "year" not in lexicon.tokens(draft.name) or lexicon.tokens(draft.name)[-1] in ("date", "day", "time"):
        return
    for slot in ("min", "max"):
        limit = getattr(draft, slot)
        if isinstance(limit, str) and limit[:4].isdigit():
            setattr(draft, slot, int(limit[:4]))


def _said(draft: Draft, said: FieldType | None, named: FieldType | None) -> FieldType | None:
    if draft.values is not None and said in (None, "enum", "integer", "float", "boolean", "string"):
        return _value_type(draft)
    if draft.true_share is not None and said in (None, "boolean") and draft.values is None:
        return "boolean"
    if said is not None:
        fractional = draft.decimals or isinstance(draft.min, float) or isinstance(draft.max, float)
        return "float" if said == "integer" and fractional else said
    if draft.pattern or draft.template or draft.min_length or draft.max_length:
        return named if named == "array" else "string"
    if isinstance(draft.min, str) or isinstance(draft.max, str):
        return _moment_type(draft, named)
    if draft.bounded() or draft.mean is not None or draft.distribution:
        return _number_type(draft, named)
    return named or _key_type(draft)


def _moment_type(draft: Draft, named: FieldType | None) -> FieldType:
    if lexicon.tokens(draft.name)[-1:] in (["taken"], ["logged"], ["seen"], ["login"]):
        return "datetime"
    return named if named in ("date", "datetime") else "date"


def _key_type(draft: Draft) -> FieldType | None:
    """`order_id` is a number, `store code` a string; None for what is no key."""
    if not lexicon.is_identifier(draft.name):
        return None
    return "integer" if draft.name.lower().endswith(("id", "ids")) else "string"


def _value_type(draft: Draft) -> FieldType:
    values = draft.values or []
    lowered = {str(value).lower() for value in values}
    if lowered == {"true", "false"}:
        _truth(draft)
        return "boolean"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "float" if any(isinstance(value, float) for value in values) else "integer"
    draft.values = [str(value) for value in values]
    return "enum"


def _truth(draft: Draft) -> None:
    weights = draft.weights
    draft.values = draft.weights = None
    if weights:
        total = sum(weights.values())
        share = (
            sum(weight for value, weight in weights.items() if value.lower() == "true") / total
            if total
            else 0.5
        )
        draft.true_share = share


def _counts(draft: Draft) -> bool:
    """Whether a name that nobody knows counts something: `applicants 0-200`."""
    last = lexicon.tokens(draft.name)[-1:]
    whole = all(isinstance(limit, int) for limit in (draft.min, draft.max))
    return bool(last) and lexicon.singular(last[0]) != last[0] and whole


def _number_type(draft: Draft, named: FieldType | None) -> FieldType:
    limits = [
        limit
        for limit in (draft.min, draft.max, draft.mean)
        if limit is not None and not isinstance(limit, str)
    ]
    fractional = (
        bool(draft.decimals)
        or any(isinstance(limit, float) and not limit.is_integer() for limit in limits)
        or any(isinstance(limit, float) for limit in (draft.min, draft.max))
    )
    if fractional:
        return "float"
    if named == "integer" or (
        named is None
        and (draft.distribution is None or _counts(draft))
        and draft.mean is None
        and draft.unit not in ("kg", "km", "%", "percent")
        and not draft.money
    ):
        return "float" if named is None and (draft.min, draft.max) == (0, 1) else "integer"
    if named in ("float", "integer"):
        return named
    if named in ("date", "datetime", "boolean", "string"):
        return (
            "float" if ((draft.min, draft.max) == (0, 1) and named != "boolean") or draft.money else "integer"
        )
    return "float"


def months(draft: Draft) -> None:
    """Months written as text: each month between the bounds is a value."""
    if draft.type != "string" or not isinstance(draft.min, str) or not isinstance(draft.max, str):
        return
    first, last = (int(limit[:4]) * 12 + int(limit[5:7]) - 1 for limit in (draft.min, draft.max))
    if 0 <= last - first <= 600:
        draft.values, draft.type = (
            [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)],
            "enum",
        )
    draft.min = draft.max = None
