"""The last look at a table's columns: references between them, types, keys, and contradictions."""

from __future__ import annotations

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.dates import shift
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.orders import imply_orders
from rowsmith.importers.text.resolve import resolve

_PRECISE = (
    "price",
    "amount",
    "cost",
    "total",
    "salary",
    "balance",
    "fee",
    "revenue",
    "subtotal",
    "fare",
    "mrr",
    "amt",
    "charges",
    "tax",
    "payment",
)


def finish(table: TableDraft, request: Request) -> None:
    """Settle every column of the table."""
    for draft in table.columns:
        _ages(draft, request)
        _type(draft)
    _key(table)
    for draft in table.columns:
        _counters(draft)
    resolve(table, request)
    imply_orders(table, request)
    for draft in table.columns:
        _settle(draft)
        _check(table, draft, request)


def _ages(draft: Draft, request: Request) -> None:
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


def _counters(draft: Draft) -> None:
    """A counter is for a key; a column that repeats takes the same values from a list."""
    if not draft.template or not draft.values:
        return
    if draft.unique:
        draft.values, draft.type = None, "string"
    else:
        draft.template = draft.start = draft.hint = None


def _type(draft: Draft) -> None:
    """Choose the stored type from what was said, then from the values, then from the name."""
    for part in draft.fields or []:
        _type(part)
    if draft.items is not None:
        _type(draft.items)
    said = draft.type
    named = lexicon.kind(draft.name)
    if draft.values is not None and said in (None, "enum", "integer", "float", "boolean", "string"):
        draft.type = _value_type(draft, named)
    elif draft.true_share is not None and said in (None, "boolean") and draft.values is None:
        draft.type = "boolean"
    elif said is not None:
        if said == "integer" and (
            draft.decimals or isinstance(draft.min, float) or isinstance(draft.max, float)
        ):
            draft.type = "float"
    elif draft.pattern or draft.template or draft.min_length or draft.max_length:
        draft.type = named if named == "array" else "string"
    elif any(isinstance(limit, str) for limit in (draft.min, draft.max)):
        draft.type = named if named in ("date", "datetime") else "date"
        if lexicon.tokens(draft.name)[-1:] in (["taken"], ["logged"], ["seen"], ["login"]):
            draft.type = "datetime"
    elif draft.bounded() or draft.mean is not None or draft.distribution:
        draft.type = _number_type(draft, named)
    elif any(kind in ("after", "before") for kind, _ in draft.pending) and named is None:
        draft.type = None
    else:
        draft.type = named or (
            (
                "integer"
                if lexicon.tokens(draft.name)[-1:] in (["id"], ["ids"]) or draft.name.lower().endswith("id")
                else "string"
            )
            if lexicon.is_identifier(draft.name)
            else None
        )
    if draft.type == "email" or draft.type == "phone":
        draft.min = draft.max = None


def _value_type(draft: Draft, named: str | None):
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


def _number_type(draft: Draft, named: str | None):
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
        and draft.distribution is None
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


def _settle(draft: Draft) -> None:
    """Open bounds, decimals of money, booleans by share, numbers in their type."""
    for part in draft.fields or []:
        _settle(part)
    _months(draft)
    step = 10.0 ** -(draft.decimals if draft.decimals is not None else 2) if draft.type == "float" else 1
    if draft.open_min and isinstance(draft.min, int | float):
        draft.min = draft.min + 1 if draft.type == "integer" else draft.min or step
    if draft.open_max and isinstance(draft.max, int | float):
        draft.max = draft.max - 1 if draft.type == "integer" else draft.max
    draft.open_min = draft.open_max = False
    if (
        draft.type == "float"
        and draft.decimals is None
        and (draft.money or (lexicon.tokens(draft.name)[-1:] and lexicon.tokens(draft.name)[-1] in _PRECISE))
    ):
        fractions = [
            len(f"{limit!r}".partition(".")[2])
            for limit in (draft.min, draft.max)
            if isinstance(limit, float)
        ]
        draft.decimals = max([2, *[places for places in fractions if places <= 6]])
    if draft.true_share is not None:
        _share_to_weights(draft)


def _months(draft: Draft) -> None:
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


def _share_to_weights(draft: Draft) -> None:
    share = draft.true_share if draft.true_share is not None else 0.5
    if draft.type == "boolean":
        draft.weights = {"true": share, "false": round(1 - share, 9)}
    elif draft.values and len(draft.values) == 2:
        from rowsmith.importers.text.choices import TRUE

        yes = next((value for value in draft.values if str(value).lower() in TRUE), draft.values[-1])
        draft.weights = {str(value): share if value == yes else round(1 - share, 9) for value in draft.values}


def _key(table: TableDraft) -> None:
    """Mark the table's own identifier as unique: `order_id` among orders, `id`, `uid`."""
    if (
        any(draft.unique and lexicon.is_identifier(draft.name) for draft in table.columns)
        or table.axis
        or table.crossed
    ):
        return
    if (
        table.name == "data"
        and table.columns
        and lexicon.is_identifier(table.columns[0].name)
        and not table.columns[0].values
    ):
        table.columns[0].unique = True
        return
    owner = lexicon.stem(lexicon.tokens(table.name)[-1]) if lexicon.tokens(table.name) else ""
    owners = {lexicon.stem(word) for word in lexicon.tokens(table.name)}
    for draft in table.columns:
        words = lexicon.tokens(draft.name)
        if draft.parent or not lexicon.is_identifier(draft.name) or (draft.values and len(draft.values) < 50):
            continue
        stems = {lexicon.stem(word) for word in words[:-1]}
        glued = words[-1][:-2] if len(words) == 1 and words[-1].endswith("id") else ""
        own = (
            (not stems and words[-1] in ("id", "uuid", "guid", "uid", "pk"))
            or stems & owners
            or (glued and (glued == owner or lexicon.stem(glued) in owners))
        )
        if own or (stems and stems <= lexicon.PEOPLE and owner in lexicon.PEOPLE):
            draft.unique = True
            return


def _check(table: TableDraft, draft: Draft, request: Request) -> None:
    """Contradictions: the bounds are turned round with a warning, shares above 100% are scaled with one."""
    where = f"{table.name}.{draft.name}"
    low, high = draft.min, draft.max
    if (
        low is not None
        and high is not None
        and type(low) is not str
        and type(high) is not str
        and float(low) > float(high)
    ) or (isinstance(low, str) and isinstance(high, str) and low > high):
        draft.min, draft.max = high, low
        request.warnings.append(
            f"{where}: the lower bound {low} is above the upper bound {high}; they were turned round"
        )
    if draft.weights and draft.true_share is None:
        total = sum(draft.weights.values())
        percents = "%" in draft.words or "percent" in draft.words
        if percents and abs(total - 100) > 1.5 and total > 1.5:
            request.warnings.append(f"{where}: the weights add up to {total:g}%, not 100%; they were scaled")
    request.warnings.extend(f"{where}: {note}" for note in draft.assumed)
    if draft.type is None:
        draft.type = "string"
    draft.words = draft.words.strip()
