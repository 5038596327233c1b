"""Orders that go without saying: an end is after its start. They are told as suggestions."""

from __future__ import annotations

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.lookup import dated

_PAIRS = tuple(
    tuple(pair.split(" < "))
    for pair in """
        start < end; begin < end; admission < discharge; admitted < discharged; pickup < dropoff; checkin
        < checkout; check in < check out; hire < termination; hired < terminated; order < delivery;
        ordered < delivered; order < ship; ordered < shipped; ship < delivery; ship < delivered; shipped <
        delivered; birth < death; departure < arrival; departed < arrived; open < close; opened < closed;
        opened < resolved; created < closed; created < resolved; created < updated; issue < due; issued <
        due; invoice < due; purchase < maturity; borrow < return; borrowed < returned; loan < return;
        planting < harvest; planted < harvested; received < completed; login < logout; signup < churn;
        signup < cancellation; reported < resolved; valid from < valid to; pickup < delivery; requested <
        approved; submitted < approved; sent < received; from < to; in < out; inn < out; effective <
        expiry; issue < expiry; issued < expires; manufacture < expiry
        """.replace("\n", " ").split(";")
)


def imply_orders(table: TableDraft, request: Request) -> None:
    """Put the later of two known moments after the earlier where nothing else was said."""
    moments = [draft for draft in table.columns if dated(draft) and not draft.expression]
    for early_name, late_name in _PAIRS:
        early_words, late_words = _words(early_name), _words(late_name)
        for late in moments:
            if late.after or late.depends_on or any(kind in ("after", "before") for kind, _ in late.pending):
                continue
            early = next(
                (
                    item
                    for item in moments
                    if item is not late and not item.after and _same_but(item, late, early_words, late_words)
                ),
                None,
            )
            if early is None or late.name in early.depends_on or _apart(early, late):
                continue
            late.after = early.name
            late.depends_on.append(early.name)
            request.suggestions.append(
                f"{table.name}.{late.name} was taken to be after {early.name}; say so if it should not"
            )


def _words(pair: str) -> list[str]:
    return [*pair.split()]


def _same_but(early: Draft, late: Draft, early_words: list[str], late_words: list[str]) -> bool:
    first, second = lexicon.tokens(early.name), lexicon.tokens(late.name)
    if not _holds(first, early_words) or not _holds(second, late_words):
        return False
    rest_first = [word for word in first if word not in early_words and word not in _NEUTRAL]
    rest_second = [word for word in second if word not in late_words and word not in _NEUTRAL]
    return rest_first == rest_second


_NEUTRAL = ("date", "time", "at", "on", "datetime", "timestamp", "ts", "day")


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[place : place + len(wanted)] == wanted for place in range(len(words)))


def _apart(early: Draft, late: Draft) -> bool:
    """Whether the bounds keep them in order anyway, or forbid it."""
    if isinstance(late.max, str) and isinstance(early.min, str) and late.max <= early.min:
        return True
    return isinstance(late.min, str) and isinstance(early.max, str) and late.min >= early.max
