"""Which words name which kind of value: the only word lists about columns. The last telling word counts."""

from __future__ import annotations

import re

from rowsmith.importers.text.words import ABBREVIATIONS, BY_WORD, PEOPLE, TEXT
from rowsmith.schema import FieldType

__all__ = [
    "BY_WORD",
    "PEOPLE",
    "TEXT",
    "head",
    "is_identifier",
    "kind",
    "known",
    "plural",
    "singular",
    "stem",
    "tokens",
]

_FLAG = re.compile(
    r"^(?:is|has|was|can|did|are|should|ever|will|needs|allows|accepts|in_stock|opt)_"
    r"|_(?:flag|yn|indicator|bool)$"
)
_MOMENT = re.compile(r"_(?:at|ts|time|timestamp|datetime)$")
_DAY = re.compile(r"_(?:on|date|day)$|^date_|^day$")
_COUNT = re.compile(
    r"^(?:number_of|num|n|no_of|count_of|total_number|nr_of|how_many)_|_(?:count|qty|num_items)$"
)


def tokens(name: str) -> list[str]:
    """The words of a name in any style: `["user", "id"]` for `userID`, `user_id` and `User id`."""
    spaced = re.sub(r"([a-z\d])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return [word.lower() for word in re.split(r"[\W_]+", spaced) if word]


def kind(name: str) -> FieldType | None:
    """The type that a name says: `integer` for `age`, `datetime` for `created_at`."""
    words = tokens(name)
    if not words:
        return None
    core = next(
        (
            place
            for place, word in enumerate(words)
            if 0 < place < len(words) - 1 and word in ("per", "of", "in", "at", "for", "from", "by")
        ),
        0,
    )
    if (
        core
        and words[core - 1] not in ("number", "count", "no", "num", "length", "date", "time")
        and words[-1] not in ("id", "date", "time")
    ):
        return kind("_".join(words[:core]))
    if core and words[0] == "length":
        return "float"
    if core and words[core - 1] in ("date", "time"):
        return "date" if words[core - 1] == "date" else "datetime"
    if is_identifier(name):
        return "uuid" if words[-1] in ("uuid", "guid") else None
    return _by_form(words) or _by_word(words)


def _by_form(words: list[str]) -> FieldType | None:
    """The type that beginning and end say: `is_...`, `..._at`, `number_of_...`."""
    snake = "_".join(words)
    if _FLAG.search(snake):
        return "boolean"
    if _COUNT.search(snake):
        return "integer"
    if {"date", "time"} <= set(words) or (_MOMENT.search(snake) and words[-1] != "day"):
        return "datetime"
    return "date" if _DAY.search(snake) else None


def _by_word(words: list[str]) -> FieldType | None:
    if words[-1] in ("number", "num", "no", "nr"):
        return None
    if words == ["login"]:
        return "string"
    for word in reversed(words):
        if word in BY_WORD:
            return _unit_aware(BY_WORD[word], words)
        if word in TEXT:
            return "string"
        single = singular(word)
        if single in TEXT:
            return "string"
    return None


def _unit_aware(found: FieldType, words: list[str]) -> FieldType:
    if found == "date" and words[-1] in ("signup", "submitted", "issued") and len(words) == 1:
        return "date"
    if words[-1] in ("hours", "hour") and found == "integer":
        return "float"
    return found


def is_identifier(name: str) -> bool:
    """Whether the name is an identifier's: `order_id`, `unitid`, `employee number`, `txn_no`, `uuid`."""
    words = tokens(name)
    return bool(words) and (
        words[-1] in ("id", "ids", "uuid", "guid", "pk", "uid")
        or (
            words[-1] in ("number", "no", "nr", "num", "key", "code", "ref", "reference")
            and len(words) > 1
            and stem(words[0]) in _ENTITIES
        )
        or bool(
            re.fullmatch(
                r"[a-z]{3,}(?<!pa)(?<!val)(?<!flu)(?<!so)(?<!aci)(?<!cov)(?<!hybr)(?<!rap)(?<!b)(?<!gr)id",
                words[-1],
            )
            and len(words) == 1
        )
    )


_ENTITIES = set(
    """
        order customer employee transaction invoice student patient account claim ticket product item
        shipment booking user member case policy contract loan payment receipt batch lot purchase asset
        device machine serial tracking reservation visit
        """.split()
)


def known(words: list[str]) -> bool:
    """Whether the last word is one that column names end with."""
    if not words:
        return False
    last = words[-1]
    return (
        last in BY_WORD
        or last in TEXT
        or singular(last) in TEXT
        or singular(last) in BY_WORD
        or is_identifier(" ".join(words))
    )


def head(text: str) -> tuple[str, str] | None:
    """Cut the longest leading column name off: (`payment method`, `ACH`) for `payment method ACH`."""
    words = text.split()
    for count in range(min(4, len(words) - 1), 0, -1):
        if known(tokens(" ".join(words[:count]))) and re.search(r"\w$", words[count - 1]):
            return " ".join(words[:count]), " ".join(words[count:])
    return None


INVARIANT = frozenset(
    "aircraft spacecraft sheep fish deer cattle crew media geese equipment livestock".split()
)
"""Words that are one and many."""


def singular(word: str) -> str:
    """`category` for `categories`, `order` for `orders`; singular words stay."""
    low = word.lower()
    if low in INVARIANT:
        return low
    irregular = {
        "people": "person",
        "children": "child",
        "men": "man",
        "women": "woman",
        "mice": "mouse",
        "criteria": "criterion",
        "staff": "employee",
        "data": "data",
        "series": "series",
        "movies": "movie",
        "cookies": "cookie",
        "diagnoses": "diagnosis",
        "analyses": "analysis",
        "indices": "index",
        "news": "news",
        "statuses": "status",
        "buses": "bus",
        "personnel": "employee",
    }
    if low in irregular:
        return irregular[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def plural(word: str) -> str:
    """`categories` for `category`; `people` for `person`."""
    low = word.lower()
    if low in ("person", "child"):
        return {"person": "people", "child": "children"}[low]
    if (
        singular(low) != low
        or low in INVARIANT
        or low in ("staff", "data", "inventory", "people", "sales", "personnel", "news")
    ):
        return low
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return low[:-1] + "ies"
    return low + ("es" if low.endswith(("s", "x", "ch", "sh", "z")) else "s")


def stem(word: str) -> str:
    """The word behind an abbreviation and a plural: `transaction` for `txn`."""
    low = singular(word)
    return ABBREVIATIONS.get(low, low)
