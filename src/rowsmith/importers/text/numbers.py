"""Numbers as people write them: `5,000`, `30k`, `$1.2M`, `1 lakh`, `two hundred and fifty`."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: 20 + 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "k": 1_000,
    "lakh": 100_000,
    "lac": 100_000,
    "m": 10**6,
    "mn": 10**6,
    "mm": 10**6,
    "mio": 10**6,
    "mil": 10**6,
    "million": 10**6,
    "crore": 10**7,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "trillion": 10**12,
    "t": 10**12,
}
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}

_SMALL = "|".join(sorted(UNITS, key=len, reverse=True))
_LARGE = "dozen|hundred|thousand|million|billion|lakh|crore"
_WORD = rf"(?:{_SMALL}|{_LARGE})"
WORDS = (
    rf"\b(?:half an? (?:{_LARGE})|a couple(?: of)?(?! \w+ (?:times|of))|(?:an? )?{_WORD}s?(?:[ "
    rf"-](?:and )?{_WORD}){{0,7}})\b"
)
CURRENCY = r"(?:(?:US|CA|AU|C|A)?[$€£¥₹]|\b(?:USD|EUR|GBP|INR|CAD|AUD|CHF|JPY|Rs\.?)(?=\s?\d))"
DIGITS = r"(?:\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?!\d)|\d+(?:_\d{3})+|\d+)(?:\.\d+)?"
SUFFIX = (
    r"(?-i:[kK]|M|mn|bn|mio|lakh|lac)\b|\s(?:thousand|million|billion|trillion|lakhs?|crores?|grand|dozen)\b"
)
UNIT = (
    r"(?:percent(?:age)?|per cent|pct|%|°\s?[CFK]?|us dollars?|dollars?|euros?|pounds?|rupees?|"
    r"bucks|cents?|yen|"
    r"USD|EUR|GBP|INR|CAD|AUD|CHF|JPY|[€£$₹¥]|years? old|years?|yrs?|yo|months?|mos?|weeks?|days?|"
    r"hours?|hrs?|"
    r"minutes?|mins?|seconds?|secs?|kwh|mwh|kw|mw|kg|kilos?|grams?|g|lbs?|tons?|tonnes?|km/h|kmh|mph|km|"
    r"kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m[²2³3]?|cm|mm|sq\.? ?(?:m|ft|feet)|ft|feet|inch(?:es)?|hpa|"
    r"bpm|mmhg|mg/dl|mg|ml|lit(?:er|re)s?|l|hz|khz|mhz|ghz|gb|mb|kb|tb|bytes?|ms|rpm|nm|volts?|v|"
    r"amps?|watts?|w|"
    r"degrees?(?: (?:celsius|fahrenheit))?|celsius|fahrenheit|ppm|ppb|db|points?|stars?|pages?|"
    r"units?|pieces?|"
    r"characters?|chars?|words?|items?|times?|nights?|guests?|people|rooms?|kcal|calories)(?!\w)"
)
AMOUNT = (
    rf"(?:(?:(?<![\w)\]])[-+−]\s?)?(?:{CURRENCY}\s?)?[-−]?(?<!\w)(?<!\d\.)(?:{DIGITS})(?:{SUFFIX})?(?!"
    rf"[\w])|{WORDS})"
)
"""One amount, without its unit; `QUANTITY` has the unit too."""
QUANTITY = rf"(?:{AMOUNT})(?:\s?{UNIT})?"

_CURRENCY = re.compile(CURRENCY)
_SCALED = re.compile(rf"\d(?:{SUFFIX})$")
_PLAIN = re.compile(rf"({DIGITS})\s*({'|'.join(sorted(SCALES, key=len, reverse=True))})?s?\b", re.IGNORECASE)
_UNIT = re.compile(rf"\s*({UNIT})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with what stood around it: `Amount(20000, money=True, suffix="k", unit="")` for `$20k`."""

    value: int | float
    money: bool = False
    suffix: str = ""
    unit: str = ""
    decimals: int = 0

    @property
    def percent(self) -> bool:
        """Whether it was a percentage."""
        return self.unit in ("%", "percent", "percentage", "per cent", "pct")


def amount(text: str) -> Amount | None:
    """Read one amount: `amount("$1.2M").value == 1_200_000`, `amount("forty").value == 40`."""
    bare = text.strip()
    unit = None if _SCALED.search(bare) else _UNIT.search(bare)
    found = unit[1].lower() if unit and unit.start() > 0 else ""
    if found:
        body = bare[: unit.start()] if unit else bare
        read = _body(body) or _body(bare)
    else:
        read = _body(bare)
    if read is None:
        return None
    value, suffix, decimals = read
    money = bool(_CURRENCY.search(bare)) or bool(
        re.match(r"dollar|us dollar|euro|pound|rupee|[€£$₹¥]|[a-z]{3}$", found)
    )
    if re.match(r"[-−]|\W?[-−]", bare.replace(" ", "")):
        value = -value
    return Amount(
        value,
        money and found not in ("rpm", "bpm", "hpa", "mwh", "kwh", "yrs", "mph"),
        suffix,
        found,
        decimals,
    )


def _body(text: str) -> tuple[int | float, str, int] | None:
    found = _PLAIN.search(text)
    if found is None:
        spelled = words(text)
        return None if spelled is None else (spelled, "", 0)
    digits = found[1].replace(",", "").replace("_", "")
    if len(digits) > 300:
        return None
    suffix = (found[2] or "").lower()
    decimals = len(digits.partition(".")[2])
    if not suffix:
        return (float(digits) if decimals else int(digits)), "", decimals
    scaled = float(digits) * SCALES[suffix] if decimals else int(digits) * SCALES[suffix]
    return (int(scaled) if float(scaled).is_integer() else scaled), suffix, 0


def words(text: str) -> int | None:
    """A number in words: 250 for `two hundred and fifty`, 500,000 for `half a million`."""
    total, current, seen, half = 0, 0, False, False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word not in UNITS and word not in SCALES:
            word = word.removesuffix("s")  # noqa: PLW2901  (the singular is the same word)
        if word == "half":
            half = True
        elif word in UNITS:
            current, seen = current + UNITS[word], True
        elif word == "couple":
            current, seen = 2, True
        elif word in SCALES and len(word) > 3:
            current, seen = (current or 1) * SCALES[word], True
            if SCALES[word] >= 1_000:
                total, current = total + current, 0
        elif word not in ("a", "an", "and", "of"):
            return None
    if not seen:
        return None
    return (total + current) // 2 if half else total + current
