"""The last look at a table's columns: references between them, types, keys, and contradictions."""

from __future__ import annotations

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.column_types import ages, choose_type, counters, months
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
        ages(draft, request)
        choose_type(draft)
    _key(table)
    for draft in table.columns:
        counters(draft)
    resolve(table, request)
    imply_orders(table, request)
    for draft in table.columns:
        _settle(draft)
        _check(table, draft, request)


def _settle(draft: Draft) -> None:
    """Open bounds, decimals of money, booleans by share, numbers in their type."""
    for part in draft.fields or []:
        _settle(part)
    months(draft)
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


def _share_to_weights(draft: Draft) -> None:
    share = draft.true_share if draft.true_share is not None else 0.5
    if draft.type == "boolean":
        draft.weights = {"true": share, "false": round(1 - share, 9)}
    elif draft.values and len(draft.values) == 2:
        from rowsmith.importers.text.members import TRUE

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


def settle(table: TableDraft, drafts: list[Draft], request: Request) -> None:
    """Settle some columns of a table whose others stand already: those of an edit."""
    for draft in drafts:
        ages(draft, request)
        choose_type(draft)
        counters(draft)
    resolve(table, request)
    for draft in drafts:
        _settle(draft)
        _check(table, draft, request)
