"""Lower and upper bounds, means and deviations, in every usual wording, for numbers and for dates."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import Amount, amount


def _number(
    draft: Draft, low: Amount | None, high: Amount | None, *, open_low: bool = False, open_high: bool = False
) -> bool:
    read = [item for item in (low, high) if item]
    if any(abs(item.value) >= 2**63 for item in read):
        return False
    if low:
        draft.min, draft.open_min = low.value, open_low
    if high:
        draft.max, draft.open_max = high.value, open_high
    draft.money |= any(item.money for item in read)
    draft.percent |= any(item.percent for item in read)
    draft.unit = draft.unit or next((item.unit for item in read if item.unit), "")
    return bool(read)


def between(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`between $5 and $20k`, `18-80`, `from 0.5 to 40`: a suffix of the second only is for both."""
    low, high = amount(found["a"]), amount(found["b"])
    if low is None or high is None:
        return False
    if (
        high.suffix
        and not low.suffix
        and not (low.money and re.search(r"[$€£¥₹]", found["b"]))
        and 0 < low.value < high.value
    ):
        factor = (
            high.value
            / (
                amount(re.sub(r"(?i)\s*(?:k|m|mn|bn|thousand|million|billion)\b.*", "", found["b"])) or high
            ).value
        )
        if low.value * factor <= high.value:
            low = Amount(
                low.value * (int(factor) if float(factor).is_integer() else factor),
                low.money,
                high.suffix,
                low.unit,
            )
    if (
        re.search(r"\d-\d", found["a"] + "-" + found["b"])
        and low.value > high.value
        and re.fullmatch(r"0\d+", found["b"])
    ):
        return False
    if draft.min is not None and draft.max is not None:
        return False
    scale = _SCALES.get((low.unit, high.unit))
    if scale:
        low = Amount(low.value * scale, low.money, low.suffix, high.unit)
    return _number(draft, low, high)


_SCALES = {
    ("g", "kg"): 0.001,
    ("cm", "m"): 0.01,
    ("m", "km"): 0.001,
    ("mm", "cm"): 0.1,
    ("mg", "g"): 0.001,
    ("mm", "m"): 0.001,
    ("mb", "gb"): 0.001,
    ("kb", "mb"): 0.001,
    ("ml", "l"): 0.001,
}
"""What the first amount is in the unit of the second: `100 g to 30 kg`."""


def interval(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`[0, 1)`: a round bracket leaves its end out."""
    return _number(
        draft, amount(found["a"]), amount(found["b"]), open_low=found["l"] == "(", open_high=found["r"] == ")"
    )


def least(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`at least 5`."""
    return draft.min is None and _number(draft, amount(found["a"]), None)


def over(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`more than 5`: 5 itself is left out."""
    return draft.min is None and _number(draft, amount(found["a"]), None, open_low=True)


def most(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`at most 5`."""
    return draft.max is None and _number(draft, None, amount(found["a"]))


def under(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`below 5`: 5 itself is left out."""
    return draft.max is None and _number(draft, None, amount(found["a"]), open_high=True)


def out_of(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`out of 40`: from 0 to 40."""
    return _number(draft, Amount(0), amount(found["a"]))


def sign(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`never negative`, `positive`."""
    if (draft.min is None and draft.max is None) or (draft.min is None and "neg" in found[0].lower()):
        draft.min = 0
        draft.open_min = bool(re.search("positive|strictly|greater than zero", found[0].lower()))
        return True
    return draft.min is not None
