"""Said types (`integer`, `yes/no`, `array of 1-4 strings`), uniqueness, keys and value lists in a clause."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.settings import NAMES
from rowsmith.importers.text.tokens import restore
from rowsmith.importers.text.type_names import SURE_NAMES, TYPES, set_type


def _type(found: re.Match[str], draft: Draft) -> bool:
    if (
        found.start() == 0
        and found["type"].lower() not in ("integers", "floats", "booleans", "uuids")
        and len(found.string.strip()) == len(found[0].strip())
    ):
        return False
    return set_type(draft, found["type"])


def _columns_of(found: re.Match[str], draft: Draft) -> bool:
    draft.name = found["name"]
    return set_type(draft, found["type"]) if found["type"] else True


def _unique(found: re.Match[str], draft: Draft) -> bool:
    if re.search(r"(?i)\bnot\b|non", found[0]):
        return True
    draft.unique = True
    return True


def _boolean(found: re.Match[str], draft: Draft) -> bool:
    draft.type = "boolean"
    words = restore(found[0]).lower()
    if re.search(r"\b[01]\s*/\s*[01]\b|\b0 (?:or|and) 1\b", words):
        draft.type, draft.values = "integer", [0, 1]
    elif not re.search(r"true|bool", words):
        pair = re.search(r"\b(\w+)\s*(?:/|or|and|\|)\s*(\w+)\b", restore(found[0]))
        if pair:
            draft.type, draft.values = "enum", [pair[1], pair[2]]
            if " " in pair[0]:
                draft.type, draft.values = "boolean", None
    return True


def _array(found: re.Match[str], draft: Draft) -> bool:
    groups = found.groupdict()
    draft.type = "array"
    low = groups.get("low")
    if low:
        draft.min_length, draft.max_length = int(low), int(groups.get("high") or low)
    kind = (groups.get("of") or "strings").lower()
    if kind.startswith(("object", "record")):
        draft.items = Draft("item", type="object")
        return True
    draft.items = Draft("item", type=TYPES.get(kind) or TYPES.get(kind.removesuffix("s")) or "string")
    return True


def _object(found: re.Match[str], draft: Draft) -> bool:
    draft.type = "object"
    return True


def _letters(found: re.Match[str], draft: Draft) -> bool:
    count = found["n"].lower()
    number = {"two": 2, "three": 3}.get(count) or int(count)
    what = (found["what"] or "").lower()
    if "currency" in what or (number == 3 and "country" not in what):
        draft.semantic = draft.semantic or (
            "finance.currency_code" if "currency" in what or "currency" in draft.words.lower() else None
        )
    if draft.semantic is None:
        draft.pattern = f"[A-Z]{{{number}}}" if not re.search(r"(?i)countr|\bnation", draft.words) else None
        draft.semantic = "address.country_code" if draft.pattern is None else None
    draft.type = "string"
    return True


KINDS = (
    (
        "column of a type",
        (
            r"(?:\b(?:in|as) (?:an? |the |one )?)?\bcolumns? (?:named |called "
            r")?[\"'`]?(?P<name>[A-Za-z_]\w*)[\"'`]?(?: (?:of type )?(?P<type>varchar|integers?|int|"
            r"floats?|strings?|text|bool(?:ean)?|dates?|timestamps?|uuid|decimal|"
            r"double)\b(?:\(\d+\))?)?"
        ),
        _columns_of,
    ),
    (
        "not unique",
        (
            r"\b(?:not|non-?|need not be|may not be|doesn't have to be) ?unique\b|\bduplicates (?:are "
            r")?(?:ok|fine|allowed)\b"
        ),
        _unique,
    ),
    (
        "unique",
        (
            r"\b(?:must be |should be |is |are |all |always |each |globally |has to be |be "
            r")*(?:unique|distinct|(?:with )?no (?:duplicates?|repeats?)|never repeat(?:s|ed|ing)?|"
            r"without duplicates|all different|not repeated|duplicate-free)\b(?: (?:values?|across "
            r"\w+|per row|for each \w+))?"
        ),
        _unique,
    ),
    ("key", r"\b(?:primary[ -]key|pk|auto[- ]?id)\b", _unique),
    (
        "array",
        (
            r"\b(?:array|list)s?(?: of)?(?: (?:between )?(?P<low>\d+)(?:\s*(?:-|to|"
            r"and)\s*(?P<high>\d+))?)?(?: (?:random )?(?P<of>strings?|integers?|ints?|floats?|"
            r"numbers?|words?|tags|uuids?|values|items|objects?|records?))\b"
        ),
        _array,
    ),
    ("object", r"\b(?:nested )?(?:object|struct|sub-?document|nested document)\b", _object),
    (
        "boolean",
        (
            r"\b(?:(?:an? )?(?:yes[/|]no|y[/|]n|true[/|]false|t[/|]f|0[/|]1|1[/|]0|(?:0|1) or (?:1|0)|"
            r"yes or no|true or false|y or n)(?: (?:flag|field|indicator|boolean|column))?)\b(?![/|"
            r"]\w)"
        ),
        _boolean,
    ),
    (
        "letters",
        (
            r"\b(?:as |in )?(?:an? |the )?(?:iso )?(?P<n>two|three|2|3)[- ](?:letter|"
            r"char(?:acter)?)s?(?: iso)?(?: (?P<what>country |currency |state |language |airport "
            r")?codes?)?\b"
        ),
        _letters,
    ),
    (
        "type after a colon",
        (
            rf"(?:[:=]\s*|\bof type\s+|\btype\s*[:=]\s*|\bas an?\s+|"
            rf"\bas\s+)(?P<type>{NAMES})(?:\(\d+(?:,\s*\d+)?\))?(?![\w-])"
        ),
        _type,
    ),
    (
        "type",
        (
            rf"(?:\b(?:an? |is |are |random )+)?(?<![\w-])(?P<type>{SURE_NAMES})"
            rf"(?:\(\d+(?:,\s*\d+)?\))?(?: (?:field|value|values|column|number|type))?(?![\w-])"
        ),
        _type,
    ),
)
