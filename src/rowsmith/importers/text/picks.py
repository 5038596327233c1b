"""Value lists and weights within one clause: `one of a, b or c`, `x/y/z`, `at 50/30/20`."""

from __future__ import annotations

import re

from rowsmith.importers.text import choices, weights
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.tokens import restore


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
    read = weights.weighted(found["v"], draft.values)
    if not read or (draft.bounded() and draft.values is None and len(read[0]) < 2):
        return False
    weights.set_weights(draft, *read)
    return True


def _ratio(found: re.Match[str], draft: Draft) -> bool:
    parts = [float(item) for item in re.findall(r"\d+(?:\.\d+)?", found["r"])]
    if draft.type == "boolean" and draft.true_share is None and len(parts) == 2 and sum(parts) in (1, 100):
        draft.true_share = parts[0] / sum(parts)
        return True
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


def _constant(found: re.Match[str], draft: Draft) -> bool:
    """`currency always EUR`: one value."""
    if draft.values is not None or draft.bounded():
        return False
    draft.values = [found["v"]]
    return True


CHOICES = (
    ("constant", r"\b(?:always|constantly|fixed (?:at|to)|constant) (?-i:(?P<v>[A-Z][\w-]*))$", _constant),
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
            rf"(?:are|is))?)\s*[:=]?\s*(?P<v>{_ITEM}(?:(?:[,;/|]|\bor\b){_ITEM}){{1,60}})(?=\s*(?:\ue010|$))"
        ),
        _list,
    ),
    (
        "one of",
        (
            r"(?:\b(?:is|are|as|being|in|from|of|with|has)\s+|[:=]\s*)(?P<v>[^\ue010:]+(?:[,/|]| or "
            r")[^\ue010:]+)(?=\s*(?:\ue010|$))"
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
