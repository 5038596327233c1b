"""Said types (`integer`, `yes/no`, `array of 1-4 strings`), uniqueness, keys and value lists in a clause."""

from __future__ import annotations

import re

from rowsmith.importers.text import choices
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.tokens import restore
from rowsmith.schema import FieldType

TYPES: dict[str, FieldType] = {
    "int": "integer",
    "integer": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "int64": "integer",
    "int32": "integer",
    "serial": "integer",
    "whole number": "integer",
    "number": "float",
    "float": "float",
    "float64": "float",
    "double": "float",
    "real": "float",
    "numeric": "float",
    "decimal": "float",
    "money": "float",
    "currency": "float",
    "str": "string",
    "string": "string",
    "text": "string",
    "varchar": "string",
    "char": "string",
    "nvarchar": "string",
    "bool": "boolean",
    "boolean": "boolean",
    "bit": "boolean",
    "date": "date",
    "datetime": "datetime",
    "timestamp": "datetime",
    "timestamptz": "datetime",
    "date time": "datetime",
    "time": "time",
    "uuid": "uuid",
    "guid": "uuid",
    "uuid4": "uuid",
    "uuidv4": "uuid",
    "uuid v4": "uuid",
    "email": "email",
    "e-mail": "email",
    "phone": "phone",
    "phone number": "phone",
    "json": "json",
    "jsonb": "json",
    "array": "array",
    "list": "array",
    "object": "object",
    "ipv4": "string",
    "ipv6": "string",
    "ip": "string",
    "ip address": "string",
    "url": "string",
    "enum": "enum",
    "category": "enum",
    "categorical": "enum",
    "flag": "boolean",
    "ints": "integer",
    "integers": "integer",
    "floats": "float",
    "strings": "string",
    "uuids": "uuid",
    "dates": "date",
    "timestamps": "datetime",
    "booleans": "boolean",
}
_SURE = (
    "int integer integers bigint smallint int64 int32 float floats float64 double bool boolean "
    "booleans uuid uuids guid uuid4 uuidv4 varchar nvarchar str jsonb datetime timestamptz ipv4 ipv6"
).split()
_SURE_NAMES = "|".join(sorted(_SURE, key=len, reverse=True))
_NAMES = "|".join(sorted((re.escape(name) for name in TYPES), key=len, reverse=True))
_SEMANTIC = {
    "ipv4": "internet.ipv4",
    "ip": "internet.ipv4",
    "ip address": "internet.ipv4",
    "ipv6": "internet.ipv6",
    "url": "internet.url",
}


def set_type(draft: Draft, word: str) -> bool:
    """Take a type's word; `ipv4` and `url` are strings of a certain meaning."""
    low = word.lower().strip()
    kind = TYPES.get(low) or TYPES.get(re.sub(r"\(.*", "", low))
    if kind is None:
        return False
    if kind != "enum" or draft.values is None:
        draft.type = kind if kind != "enum" else draft.type
    draft.semantic = draft.semantic or _SEMANTIC.get(low)
    return True


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
        draft.pattern = f"[A-Z]{{{number}}}" if not re.search(r"(?i)countr|\\bnation", draft.words) else None
        draft.semantic = "address.country_code" if draft.pattern is None else None
    draft.type = "string"
    return True


def _list(found: re.Match[str], draft: Draft) -> bool:
    if draft.values is not None:
        return False
    text = restore(found["v"]).strip(" ,:")
    if re.fullmatch(r"[\W\d\ue010]*", text) and not re.search(r"\d\s*[,/|]\s*\d|\d or \d", text):
        return False
    if not choices.take(draft, text):
        return False
    draft.type = None if draft.type == "enum" else draft.type
    return True


def _weights(found: re.Match[str], draft: Draft) -> bool:
    read = choices.weighted(found["v"], draft.values)
    if not read or (draft.bounded() and draft.values is None and len(read[0]) < 2):
        return False
    choices.set_weights(draft, *read)
    return True


def _ratio(found: re.Match[str], draft: Draft) -> bool:
    if not draft.values:
        return False
    numbers = [float(item) for item in re.findall(r"\d+(?:\.\d+)?", found["r"])]
    if len(numbers) != len(draft.values) or not sum(numbers):
        return False
    draft.weights = dict(zip(map(str, draft.values), numbers, strict=True))
    return True


def _equal(found: re.Match[str], draft: Draft) -> bool:
    if not draft.values:
        return False
    draft.weights = {str(item): 1.0 for item in draft.values}
    return True


def _one_share(found: re.Match[str], draft: Draft) -> bool:
    """`26.5% Yes`, `mostly 1`: one of the known values; the others share what is left."""
    if not draft.values:
        return False
    named = found["v"].strip().lower()
    value = next((item for item in draft.values if str(item).lower() == named), None)
    if value is None or len(draft.values) < 2:
        return False
    weight = float(found["n"])
    if weight > 100:
        return False
    others = {str(item): (100 - weight) / (len(draft.values) - 1) for item in draft.values if item != value}
    draft.weights = {str(item): others.get(str(item), weight) for item in draft.values}
    return True


_ITEM = r"[^,;:\ue010]{1,40}"
_N = r"\d+(?:\.\d+)?"
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
            r"numbers?|words?|tags|uuids?|values|items))\b"
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
            rf"\bas\s+)(?P<type>{_NAMES})(?:\(\d+(?:,\s*\d+)?\))?(?![\w-])"
        ),
        _type,
    ),
    (
        "type",
        (
            rf"(?:\b(?:an? |is |are |random )+)?(?<![\w-])(?P<type>{_SURE_NAMES})(?:\(\d+(?:,\s*\d+)?\))?(?: (?:field|value|values|column|number|type))?(?![\w-])"
        ),
        _type,
    ),
)
CHOICES = (
    (
        "weights",
        (
            r"(?:\b(?:with|where|split|distributed(?: as)?|in proportions?|at|of which)\s+|:\s*|=\s*|"
            r"\bis\s+)(?P<v>[^\ue010:]*?\d\s?(?:%|percent)[^\ue010]*)$"
        ),
        _weights,
    ),
    (
        "share of one value",
        (
            rf"(?:\bwith |\bat |\bin |, )?(?:about |around |roughly |~)?(?P<n>{_N})\s*(?:%|"
            rf"percent)(?: of (?:them|the time))?(?: (?:is|are|being))? (?P<v>[\w-]+)"
        ),
        _one_share,
    ),
    (
        "share of one value",
        (
            rf"(?:\bwith )?\b(?P<v>[\w-]+) (?:(?:in|at|is|for) )?(?:about |around |roughly |"
            rf"~)?(?P<n>{_N})\s*(?:%|percent)(?: of (?:the )?(?:time|cases|rows))?"
        ),
        _one_share,
    ),
    (
        "one of",
        (
            rf"(?:\b(?:which |that |it |has to |must |should |will |can |is |are |be |being |as |"
            rf"value |values |taken |chosen |picked |drawn |either |with )*(?:one of|either|any of|"
            rf"out of|from among|among|amongst|chosen from|picked from|drawn from|taken from|selected "
            rf"from|limited to|options?|choices?|possible values|allowed values|values|enum|can be|"
            rf"could be|may be|must be|has to be|should be)(?: (?:the )?(?:following|values|set))?(?: "
            rf"(?:are|is))?)\s*[:=]?\s*(?P<v>{_ITEM}(?:(?:[,;/|]|\bor\b){_ITEM}){{1,60}})$"
        ),
        _list,
    ),
    (
        "one of",
        (
            r"(?:\b(?:is|are|as|being|in|from|of|with|has)\s+|[:=]\s*)(?P<v>[^\ue010:]+(?:[,/|]| or "
            r")[^\ue010:]+)$"
        ),
        _list,
    ),
    ("slashes", r"(?<![\w/])(?P<v>[\w+.$-]+(?:/[\w+.$-]+)+)(?![\w/])", _list),
    ("spaced slashes", r"(?P<v>[\w+.$-]+(?:\s+/\s+[\w+.$-]+(?: [\w+.$-]+)?)+)$", _list),
    ("bars", r"(?P<v>[\w+.$-]+(?:\s*\|\s*[\w+.$-]+)+)", _list),
    (
        "ratio",
        (
            rf"(?:\b(?:at|in|with|weights?|weighted|split|ratio|a|the|distribution|probabilities|"
            rf"of)\s+)*[(]?(?P<r>{_N}\s*%?(?:\s*[/:,-]\s*{_N}\s*%?)+)[)]?(?:\s*(?:%|percent|split|"
            rf"ratio|mix))?"
        ),
        _ratio,
    ),
    ("equally likely", choices.EQUAL.pattern, _equal),
    ("dash list", r"(?<=\w)\s+-\s+(?P<v>[^\ue010]+,[^\ue010]+)$", _list),
)
