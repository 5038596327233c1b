"""Shares of rows: `12%`, `one in eight`, `3 out of 4`, `half`; nulls, true flags and rarity by them."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import UNITS, WORDS, amount

_N = rf"(?:\d+(?:\.\d+)?|{WORDS})"
_ABOUT = (
    r"(?:(?:about|around|roughly|approximately|approx\.?|some|nearly|almost|only|just|circa|ca\.?|~|≈|"
    r"up to|exactly)\s*){0,2}"
)
SHARE = (
    rf"{_ABOUT}(?:\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b|pct\b)|{_N} (?:in|out of)(?: every)? "
    rf"{_N}\b|1/\d+\b|"
    r"(?:a |one |two |three )?(?:quarters?|thirds?|fifths?|tenths?)\b|(?:a |one )?half\b|most\b|"
    r"the majority\b|a few\b|the vast majority\b)"
)
"""A share of rows in any wording; `share` gives the number."""
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_VAGUE = {"most": 0.8, "the majority": 0.7, "a few": 0.05, "the vast majority": 0.9}
_EMPTY = (
    r"(?:missing|null(?:s|ed|able)?|empty|blank(?:s|ed)?|none|nan|n/?a|absent|unset|unknown|not "
    r"(?:set|given|provided|filled(?: in)?|available|known|recorded)|left (?:out|blank|empty)|"
    r"without(?: one| it| a value)?|unfilled|omitted)"
)
_FILLED = r"(?:filled(?: in| out)?|present|set|given|provided|available|known|populated|non-?null|recorded)"
_OF = (
    r"(?:\s+of (?:them|rows|records|cases|the (?:time|rows|records|cases|values|data|[\w ]{1,20}?))|"
    r"\s+(?:of )?(?:rows|records|values|cases))?"
)


def share(text: str) -> float | None:
    """The share that words say: 0.125 for `one in eight`, 0.4 for `40%`."""
    low = text.lower()
    for words, value in _VAGUE.items():
        if re.search(rf"\b{words}\b", low):
            return value
    ratio = re.search(rf"({_N})\s+(?:in|out of|of)(?: every)?\s+({_N})|(1)/(\d+)", low)
    if ratio:
        top, bottom = amount(ratio[1] or ratio[3]), amount(ratio[2] or ratio[4])
        value = top.value / bottom.value if top and bottom and bottom.value else None
        return value if value is not None and 0 <= value <= 1 else None
    percent = re.search(r"(\d+(?:\.\d+)?)\s?(?:%|percent|per cent|pct)", low)
    if percent:
        value = float(percent[1]) / 100
        return value if value <= 1 else None
    part = re.search(r"(?:(\w+) )?(half|quarter|third|fifth|tenth)s?\b", low)
    if part:
        return min(1.0, UNITS.get(part[1] or "one", 1) * _FRACTIONS[part[2]])
    return None


def _nulls(found: re.Match[str], draft: Draft) -> bool:
    value = share(found["share"])
    if value is None:
        return False
    draft.null_rate = round(value, 6)
    return True


def _filled(found: re.Match[str], draft: Draft) -> bool:
    if re.search(r"(?i)\b(?:flag|indicator|marker)\b", draft.words):
        return False
    value = share(found["share"])
    if value is None:
        return False
    draft.null_rate = round(1 - value, 6)
    return True


def _never_null(found: re.Match[str], draft: Draft) -> bool:
    draft.null_rate, draft.nullable = 0.0, False
    return True


def _sometimes(found: re.Match[str], draft: Draft) -> bool:
    draft.nullable = True
    if draft.null_rate is None:
        low = found[0].lower()
        draft.null_rate = (
            0.02
            if re.search("rare|occasional", low)
            else 0.8
            if re.search("mostly|usually|often", low)
            else 0.1
        )
        draft.assumed.append(f"empty in {draft.null_rate:.0%} of the rows, as no share was given")
    return True


def _truth(found: re.Match[str], draft: Draft) -> bool:
    value = share(found["share"])
    if value is None:
        return False
    word = (found.groupdict().get("word") or "").lower()
    draft.true_share = round(1 - value if word in ("false", "no", "n", "negative", "inactive") else value, 6)
    if draft.values is None and draft.type is None:
        draft.type = "boolean"
    return True


def _bare(found: re.Match[str], draft: Draft) -> bool:
    """A share with nothing else said of it is the share of true, unless the column has values of its own."""
    if draft.values or draft.weights or draft.bounded() or draft.true_share is not None:
        return False
    if draft.type not in (None, "boolean", "integer") or not re.search(
        "%|percent|per cent|in|out of|half|third|quarter|most|/", found[0]
    ):
        return False
    return _truth(found, draft)


def _rare(found: re.Match[str], draft: Draft) -> bool:
    if draft.true_share is None and not draft.values:
        draft.true_share, draft.type = 0.02, draft.type or "boolean"
        draft.assumed.append("true in 2% of the rows, for `rare`")
    return True


def _called(found: re.Match[str], draft: Draft) -> bool:
    """`smoker yes/no with 18% smokers`: a share of what the column itself is called."""
    called = {
        lexicon.stem(word)
        for word in lexicon.tokens(draft.words[: 40 + draft.words.find(found[0])].replace(found[0], ""))
    }
    if lexicon.stem(found["word"]) not in called or (draft.values and len(draft.values) > 2) or draft.weights:
        return False
    return _truth(found, draft)


NULLS = (
    (
        "share empty",
        (
            rf"(?P<share>{SHARE}){_OF},? (?:(?:have|has|had|are|were|was|is|be|been|of them) )*(?:never|"
            rf"not yet|haven't|hasn't|"
            rf"didn't|don't have|doesn't have|do not have|does not have|did not|lacks?|lacking|without|"
            rf"have no|has no|with no|no)\b"
            rf"[^\ue010,;.]{{0,40}}"
        ),
        _nulls,
    ),
    (
        "never empty",
        (
            rf"\b(?:never|not|no|non|none|cannot be|can't be|must not be|zero)[ -](?:be )?{_EMPTY}\b|"
            rf"\b(?:always {_FILLED}|required|mandatory|not null)\b"
        ),
        _never_null,
    ),
    (
        "share filled",
        rf"\b(?:is |are )?(?:only )?{_FILLED} (?:in |for |by )?(?P<share>{SHARE}){_OF}",
        _filled,
    ),
    ("share filled", rf"\b(?:only|exists|just) (?:for|in) (?P<share>{SHARE}){_OF}", _filled),
    ("share filled", rf"(?P<share>{SHARE}){_OF} (?:is |are |have (?:it |one )?)?{_FILLED}\b", _filled),
    (
        "share empty",
        (
            rf"(?:\bwith )?(?P<share>{SHARE}){_OF}\s+(?:(?:is|are|being|have|has|should be|will be|of "
            rf"(?:it|them)|left|values?|randomly|set to|chance of(?: being)?|probability of(?: "
            rf"being)?) )*{_EMPTY}(?: values?| rate| entries)?\b"
        ),
        _nulls,
    ),
    (
        "share empty",
        (
            rf"\b(?:is |are |being |may be |can be |should be )?{_EMPTY}(?: values?| "
            rf"rate)?(?:\s*[:=]\s*| (?:for|in|on|at|of) | )\(?(?P<share>{SHARE}|{_N} of (?:every )?{_N}\b)"
            rf"\)?{_OF}(?: that "
            rf"(?:are|is) [\w ]{{1,30}})?"
        ),
        _nulls,
    ),
    (
        "sometimes empty",
        (
            rf"\b(?:(?:sometimes|occasionally|rarely|often|mostly|usually) (?:be )?{_EMPTY}|"
            rf"optional(?:ly)?|(?:may|can|might|could) be (?:sometimes |occasionally )?{_EMPTY}|"
            rf"nullable|null(?:s)? (?:allowed|ok)|if (?:any|known|available|applicable)|where "
            rf"(?:known|available|applicable)|{_EMPTY} (?:sometimes|occasionally|rarely))\b"
        ),
        _sometimes,
    ),
)
TRUTHS = (
    ("share of true", rf"\bin (?P<share>{_N} (?:in|out of)(?: every)? {_N})\b{_OF}", _bare),
    (
        "share of true",
        rf"(?:\bwith )?(?P<share>{SHARE})(?:\s+of (?:them|the \w+|all|rows))?\s+(?:(?:are|is|were|being|"
        rf"an?|charge|have|has|with|get|use|need|pay) )*(?P<word>[a-z]{{3,}})\b",
        _called,
    ),
    (
        "share of true",
        (
            rf"\b(?P<word>true|yes|y|positive|set|on|false|no)\b(?: in| for|:| at| with probability|"
            rf"=)?\s*\(?(?P<share>{SHARE}){_OF}\)?"
        ),
        _truth,
    ),
    (
        "share of true",
        (
            rf"(?P<share>{SHARE}){_OF}(?: (?:is|are|chance of|of them|being|have|a|say|says|said|answer|"
            rf"answered|chose|picked|get|got))*\s+(?P<word>true|"
            rf"yes|y|positives?|set|false|no|negative)\b"
        ),
        _truth,
    ),
    (
        "share of true",
        rf"(?:\b(?:for|in|on|at|with|of|is|are|by)\s+)?(?P<share>{SHARE}){_OF}(?!\s*[\w%]*\s*(?:to|-)\s*\d)",
        _bare,
    ),
    ("rare", r"\b(?:very )?rare(?:ly)?\b(?! (?:above|over|more|below))(?: true)?", _rare),
)
