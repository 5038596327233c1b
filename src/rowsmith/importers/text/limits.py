"""Lower and upper bounds, means and deviations, in every usual wording, for numbers and for dates."""

from __future__ import annotations

import re
from datetime import date

from rowsmith.importers.text import dates
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import AMOUNT, QUANTITY, UNIT, Amount, amount

_ABOUT = (
    r"(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|~|≈|somewhere|typically|usually|"
    r"mostly|say)\s*"
)
_FROM = (
    rf"(?:\b(?:(?:is |are |being |ranging |ranges |range |ranged |varying |varies |running |runs |"
    rf"going |goes |priced |valued |aged |anywhere |any value |values |valued |value |somewhere |"
    rf"(?:random )?integers? |(?:a )?uniform(?:ly)? |random(?:ly)? |set |in the range |in range "
    rf")*(?:between|from|in the range(?: of)?|within|range(?: of)?|in|of|over))\s*:?\s*)?(?:{_ABOUT})?"
)
_TO = r"\s*(?:-|\.\.\.?|to|and|up to|through|thru|till|until|~|,(?=\s*\d+[\])]))\s*"
_UPTO = (
    r"(?:up to|at most|no more than|not more than|not above|max(?:imum)?\.?(?: of| value)?|<=|never "
    r"(?:above|more than|over|exceed(?:s|ing)?)|not exceeding|not over|capped at|limited to|as "
    r"(?:much|many) as|no (?:higher|larger|greater|later) than|until|less than or equal to|ending(?: "
    r"at| in| on)?)\s*[:=]?"
)
_UNDER = (
    r"(?:under|below|less than|fewer than|lower than|smaller than|<|before|prior to|strictly below|"
    r"strictly less than|younger than|cheaper than|shorter than)"
)
_ATLEAST = (
    r"(?:at least|no less than|not less than|not below|min(?:imum)?\.?(?: of| value)?|>=|never "
    r"(?:below|less than|under)|no (?:fewer|lower|smaller|earlier) than|starting (?:at|from|in|on|"
    r"with)|from|since|upwards of|not under|greater than or equal to)\s*[:=]?"
)
_OVER = (
    r"(?:over|above|more than|greater than|larger than|higher than|exceeding|>|after|later than|older "
    r"than|strictly above|longer than)"
)
_M = dates.MOMENT


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
    if draft.bounded() and draft.min is not None and draft.max is not None:
        return False
    draft.decimals = draft.decimals if draft.decimals is not None else None
    return _number(draft, low, high)


def _interval(found: re.Match[str], draft: Draft, today: date) -> bool:
    return _number(
        draft, amount(found["a"]), amount(found["b"]), open_low=found["l"] == "(", open_high=found["r"] == ")"
    )


def _least(found: re.Match[str], draft: Draft, today: date) -> bool:
    return draft.min is None and _number(draft, amount(found["a"]), None)


def _over(found: re.Match[str], draft: Draft, today: date) -> bool:
    return draft.min is None and _number(draft, amount(found["a"]), None, open_low=True)


def _most(found: re.Match[str], draft: Draft, today: date) -> bool:
    return draft.max is None and _number(draft, None, amount(found["a"]))


def _under(found: re.Match[str], draft: Draft, today: date) -> bool:
    return draft.max is None and _number(draft, None, amount(found["a"]), open_high=True)


def _out_of(found: re.Match[str], draft: Draft, today: date) -> bool:
    return _number(draft, Amount(0), amount(found["a"]))


def _sign(found: re.Match[str], draft: Draft, today: date) -> bool:
    if (draft.min is None and draft.max is None) or (draft.min is None and "neg" in found[0].lower()):
        draft.min = 0
        draft.open_min = bool(re.search("positive|strictly|greater than zero", found[0].lower()))
        return True
    return draft.min is not None


def _dated(draft: Draft, span: dates.Period | None, today: date, *, open_ends: bool = True) -> bool:
    if span is None or (draft.min is not None and draft.max is not None):
        return False
    if span.first and draft.min is None:
        draft.min = span.first.isoformat()
    if span.last and draft.max is None:
        draft.max = span.last.isoformat()
    return True


def _between_dates(found: re.Match[str], draft: Draft, today: date) -> bool:
    first, second = found["a"], found["b"]
    if not re.search(r"\d{4}|today|now|present|ago|yesterday|tomorrow|this", first):
        year = re.search(r"(?:19|20|21)\d\d", second)
        first = f"{first} {year[0]}" if year else first
    low, high = dates.period(first, today), dates.period(second, today)
    if low is None or high is None or _plain_years(found, draft):
        return False
    return _dated(draft, dates.Period(low.first, high.last), today)


def _plain_years(found: re.Match[str], draft: Draft) -> bool:
    """Two bare years are integers where the column is about a year: `year built 1950 to 2020`."""
    bare = all(re.fullmatch(r"\s*(?:19|20|21)\d\d\s*", found[key]) for key in ("a", "b"))
    return bare and (
        draft.type in ("integer", "float") or bool(re.search(r"(?i)year|\byr\b|vintage|jahr", draft.words))
    )


def _half_open(found: re.Match[str], draft: Draft, today: date) -> bool:
    return _dated(draft, dates.Period(getattr(dates.period(found["a"], today), "first", None), today), today)


def _one_moment(found: re.Match[str], draft: Draft, today: date) -> bool:
    if draft.type in ("integer", "float", "boolean", "enum") or re.search(
        r"(?i)\byear\b|\bvintage\b", draft.words
    ):
        return False
    return _dated(draft, dates.period(found["a"], today), today)


def _before_date(found: re.Match[str], draft: Draft, today: date) -> bool:
    span = dates.period(found["a"], today)
    until = re.match("until|till|up to|through|by|not", found[0].strip().lower())
    last = span and (span.last if until else dates.shift(span.first, -1, "day") if span.first else None)
    return _dated(draft, dates.Period(None, last), today) if last else False


def _after_date(found: re.Match[str], draft: Draft, today: date) -> bool:
    span = dates.period(found["a"], today)
    return (
        _dated(draft, dates.Period(dates.shift(span.last, 1, "day"), None), today)
        if span and span.last
        else False
    )


def _relative(found: re.Match[str], draft: Draft, today: date) -> bool:
    return _dated(draft, dates.span(found, today), today)


def _spread(found: re.Match[str], draft: Draft, today: date) -> bool:
    groups = found.groupdict()
    centre, width = (amount(groups[key]) if groups.get(key) else None for key in ("mean", "std"))
    if centre is None and width is None:
        return False
    if centre:
        draft.mean = float(centre.value)
        draft.money |= centre.money
        draft.unit = draft.unit or centre.unit
    if width:
        draft.std = abs(float(width.value))
    name = (groups.get("name") or "").lower().replace("-", "").replace(" ", "")
    if (
        centre
        and centre.percent
        and not width
        and not name
        and "mean" not in found[0]
        and "average" not in found[0].lower()
    ):
        draft.mean, draft.unit = None, ""
        return False
    if width or name:
        draft.distribution = _NAMES.get(name, draft.distribution or "normal")
    return True


def _mostly(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`mostly 0 but up to 300`: most rows near the lowest value, few far above it."""
    read = amount(found["a"])
    if read is None or read.value not in (0, 1) or draft.values:
        return False
    draft.min, draft.distribution = read.value, "zipf" if read.value == 1 else "exponential"
    draft.hint = f"mostly {read.value}"
    return True


def _shape(found: re.Match[str], draft: Draft, today: date) -> bool:
    low = re.sub(r"[\s-]", "", found["name"].lower())
    draft.distribution = next((name for word, name in _NAMES.items() if low.startswith(word)), None)
    return draft.distribution is not None


def _length(found: re.Match[str], draft: Draft, today: date) -> bool:
    low, high = amount(found["a"]) if found["a"] else None, amount(found["b"])
    if not high or not 0 < high.value <= 100_000:
        return False
    draft.max_length = int(high.value)
    if low:
        draft.min_length = int(low.value)
    elif re.match(r"(?i)(?:of )?len", found[0]):
        draft.min_length = draft.max_length
    draft.type = draft.type or "string"
    return True


def _decimals(found: re.Match[str], draft: Draft, today: date) -> bool:
    read = amount(found["a"])
    if not read or not 0 <= read.value <= 18:
        return False
    draft.decimals = int(read.value)
    draft.type = draft.type or "float"
    return True


def _whole(found: re.Match[str], draft: Draft, today: date) -> bool:
    draft.type, draft.decimals = "integer", None
    return True


def _rarely(found: re.Match[str], draft: Draft, today: date) -> bool:
    """`mostly 1, rarely above 5`: falling off quickly, with a little room above."""
    read = amount(found["a"])
    if read is None:
        return False
    draft.min = draft.min if draft.min is not None else 0
    draft.max, draft.mean, draft.distribution = read.value * 2, None, "zipf"
    draft.assumed.append(f"at most {read.value * 2}, for `{found[0].strip()}`")
    return True


_NAMES = {
    "normal": "normal",
    "gauss": "normal",
    "bell": "normal",
    "n": "normal",
    "lognormal": "lognormal",
    "logn": "lognormal",
    "rightskew": "lognormal",
    "positivelyskew": "lognormal",
    "heavilyright": "lognormal",
    "skewedright": "lognormal",
    "skewedtotheright": "lognormal",
    "skewed": "lognormal",
    "longtail": "lognormal",
    "heavytail": "pareto",
    "fattail": "pareto",
    "exponential": "exponential",
    "exp": "exponential",
    "gamma": "gamma",
    "beta": "beta",
    "poisson": "poisson",
    "binomial": "binomial",
    "zipf": "zipf",
    "powerlaw": "pareto",
    "pareto": "pareto",
    "triangular": "triangular",
    "uniform": "uniform",
    "evenly": "uniform",
    "leftskew": "beta",
    "negativelyskew": "beta",
    "skewedleft": "beta",
}
_DIST = (
    r"(?P<name>log[- ]?normal|normal|gaussian|exponential|gamma|beta|poisson|binomial|zipf|pareto|"
    r"triangular|uniform|bell[- ]?(?:curve|shaped))"
)
_Q = rf"{AMOUNT}(?:\s?{UNIT})?"
LIMITS = (
    (
        "normal by symbol",
        (
            rf"(?:~|is|as|from|follows|drawn from)?\s*\b(?P<name>N|normal|lognormal|log-normal|"
            rf"gauss(?:ian)?)\s*\(\s*(?:mean\s*=?\s*|mu\s*=?\s*|μ\s*=?\s*)?(?P<mean>{AMOUNT})\s*[,"
            rf";]\s*(?:sd\s*=?\s*|std\s*=?\s*|sigma\s*=?\s*|σ\s*=?\s*)?(?P<std>{AMOUNT})\s*\)"
        ),
        _spread,
    ),
    (
        "mean and deviation",
        (
            rf"(?:\b(?:with|of|around|has|having)\s+)?(?:an? )?\b(?:mean|average|avg|centre|center|μ|"
            rf"mu)\b\.?(?:\s*(?:of|is|=|:|around|about|at|near|roughly))*\s*(?P<mean>{_Q})\s*[,"
            rf";(]?\s*(?:and |with )?(?:an? )?(?:s\.?d\.?|std\.?(?: ?dev\.?)?|stdev|stddev|standard "
            rf"deviation|deviation|sigma|σ|spread)(?:\s*(?:of|is|=|:|about|"
            rf"around))*\s*(?P<std>{_Q})\)?"
        ),
        _spread,
    ),
    (
        "mean plus or minus",
        rf"(?:\b{_ABOUT})?(?P<mean>{_Q})\s*(?:±|\+/-|\+-|plus or minus|plus/minus)\s*(?P<std>{_Q})",
        _spread,
    ),
    (
        "around with deviation",
        (
            rf"(?:{_DIST}(?:ly)?(?: distributed| distribution)?\s*)?(?:around|about|near|centred "
            rf"(?:on|at|around)|centered (?:on|at|around)|averaging|~|≈)\s*(?P<mean>{_Q})\s*[,"
            rf";(]?\s*(?:and |with )?(?:an? )?(?:s\.?d\.?|std\.?(?: ?dev\.?)?|stdev|stddev|standard "
            rf"deviation|sigma|σ|spread)(?:\s*(?:of|=|:|about))*\s*(?P<std>{_Q})\)?"
        ),
        _spread,
    ),
    (
        "deviation",
        (
            rf"(?:\b(?:with|and)\s+)?(?:an? )?\b(?:s\.?d\.?|std\.?(?: ?dev\.?)?|stdev|stddev|standard "
            rf"deviation|sigma)(?:\s*(?:of|is|=|:|about|around))*\s*(?P<std>{_Q})"
        ),
        _spread,
    ),
    (
        "normal around",
        (
            rf"\b{_DIST}(?:ly)?(?: distributed| distribution|-distributed)?\s*,?\s*(?:around|about|"
            rf"with (?:an? )?(?:mean|average)(?: of)?|mean(?: of)?|centred (?:on|at|around)|centered "
            rf"(?:on|at|around)|of)\s*(?P<mean>{_Q})"
        ),
        _spread,
    ),
    (
        "length",
        (
            r"(?:\b(?:of|with|between|from)\s+)?(?:(?P<a>\d+)\s*(?:-|to|and)\s*|(?:up to|at most|"
            r"max(?:imum)?\.?(?: of)?|length|less than|under)\s+)(?P<b>\d+)\s*(?:characters?|chars?|"
            r"letters)\b(?: long| max)?"
        ),
        _length,
    ),
    (
        "exact length",
        (
            r"\b(?:of )?(?:length|len)(?: of| is|=|:)? (?P<a>x)?(?P<b>\d+)(?: (?:characters|"
            r"chars))?\b(?!\s*(?:-|to\b|cm|mm|km|m\b))"
        ),
        _length,
    ),
    (
        "decimals",
        (
            r"(?:\b(?:with|to|at|up to|rounded to)\s+)*(?P<a>\d+|one|two|three|four|five|"
            r"six)\s*(?:decimals?(?: places?| digits?)?|d\.?p\.?\b|digits? after the (?:decimal "
            r")?(?:point|comma))"
        ),
        _decimals,
    ),
    (
        "whole numbers",
        (
            r"\b(?:whole numbers?|whole|no decimals|without decimals|integers only|rounded to (?:the "
            r"nearest )?(?:integers?|whole|full)(?: numbers?)?)\b"
        ),
        _whole,
    ),
    (
        "date span",
        (
            rf"(?:\b(?:between|from|in|within|ranging from|dated|on|during|over|starting(?: on| "
            rf"from)?|the range)\s+)*(?P<a>{_M}|{dates.MOMENT[:0]}(?:\d{{1,2}} )?(?:jan(?:uary)?|"
            rf"feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
            rf"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?: \d{{1,2}}(?:st|nd|rd|th)?)?)\s*(?:-|"
            rf"\.\.\.?|to|and|through|thru|until|till|up to|/)\s*(?P<b>{_M})"
        ),
        _between_dates,
    ),
    ("relative dates", dates.SPANS.pattern, _relative),
    (
        "since",
        (
            rf"\b(?:since|from|starting(?: in| on| from)?|beginning(?: in| "
            rf"on)?)\s+(?P<a>{_M})(?:\s+(?:on|onwards?|until (?:now|today)))?(?!\s*(?:-|to\b|\.\.))"
        ),
        _half_open,
    ),
    (
        "until",
        (
            rf"\b(?:before|prior to|until|till|up to|through|not after|no later than|ending(?: in| "
            rf"on)?)\s+(?P<a>{_M})"
        ),
        _before_date,
    ),
    ("after a date", rf"\b(?:after|later than)\s+(?P<a>{_M})", _after_date),
    (
        "one period",
        (
            rf"(?:\b(?:in|on|during|within|for|of|over|all of|throughout|dated|from)\s+)?(?:the "
            rf")?(?:whole |full |calendar |entire )?(?P<a>{_M})(?!\s*(?:{UNIT}))"
        ),
        _one_moment,
    ),
    (
        "interval",
        (
            rf"(?:\b(?:in|within|∈|range)\s*)?(?P<l>[\[(])\s*(?P<a>{AMOUNT})\s*[,"
            rf";]\s*(?P<b>{AMOUNT})\s*(?P<r>[\])])"
        ),
        _interval,
    ),
    (
        "between",
        rf"{_FROM}(?P<a>{QUANTITY}){_TO}(?P<b>{QUANTITY})(?:\s*(?:inclusive|incl\.?|each|both inclusive))?",
        between,
    ),
    (
        "out of",
        rf"(?:\b(?:marked|scored|graded|rated|given|is|are)\s+)*\bout of\s+(?P<a>{_Q})(?: each)?",
        _out_of,
    ),
    ("scale", rf"\bon a (?:scale of )?(?P<a>{AMOUNT}){_TO}(?P<b>{AMOUNT})(?: scale)?", between),
    ("mostly", rf"\b(?:mostly|usually|typically|mainly|often) (?P<a>{AMOUNT})(?!\s*(?:-|to\b|%))", _mostly),
    (
        "rarely above",
        (
            rf"\b(?:but )?(?:rarely|seldom|almost never|hardly ever|only occasionally|very rarely) "
            rf"(?:above|over|more than|exceed(?:s|ing)?)\s+(?P<a>{_Q})"
        ),
        _rarely,
    ),
    ("at least", rf"(?:\b(?:is|are|with|of|a|an|priced)\s+)*(?<![\w]){_ATLEAST}\s*(?P<a>{_Q})", _least),
    ("at most", rf"(?:\b(?:is|are|with|of|a|an|and|priced)\s+)*(?<![\w]){_UPTO}\s*(?P<a>{_Q})", _most),
    ("over", rf"(?:\b(?:is|are|with|always|strictly)\s+)*(?<![\w]){_OVER}\s*(?P<a>{_Q})", _over),
    ("under", rf"(?:\b(?:is|are|with|always|and|strictly)\s+)*(?<![\w]){_UNDER}\s*(?P<a>{_Q})", _under),
    (
        "or more",
        (
            rf"(?P<a>{_Q})\s*(?:or (?:more|above|older|over|higher|greater)|and (?:up|above|over|"
            rf"older)|minimum|min\b)"
        ),
        _least,
    ),
    ("and up", rf"(?P<a>{AMOUNT})\+(?!\s*\w)", _least),
    (
        "or less",
        (
            rf"(?P<a>{_Q})\s*(?:or (?:less|below|younger|under|fewer|lower)|and (?:under|below)|"
            rf"maximum|max\b|tops)"
        ),
        _most,
    ),
    (
        "sign",
        (
            r"\b(?:not negative|non-?negative|never negative|(?:always |strictly )?positive|greater "
            r"than zero|never below zero|no negatives?)\b"
        ),
        _sign,
    ),
    (
        "average",
        (
            rf"(?:\b(?:with|of|has)\s+)?(?:an? )?\b(?:mean|average|avg|averaging|median|typically|"
            rf"usually|centred (?:on|at|around)|centered (?:on|at|around))\b\.?(?:\s*(?:of|is|=|:|"
            rf"around|about|at|near|roughly))*\s*(?P<mean>{_Q})"
        ),
        _spread,
    ),
    (
        "around",
        rf"(?:\b(?:is|are|mostly|usually)\s+)?(?:{_ABOUT})(?P<mean>{_Q})(?!\s+(?:in|out of)\b)",
        _spread,
    ),
    (
        "shape",
        (
            r"(?:\b(?:is|are|with|and|has|have|an?|be|following|follows?|heavily|strongly|slightly|"
            r"highly|approximately|roughly|drawn from)\s+)*\b(?P<name>log[- ]?normal|normal|gaussian|"
            r"exponential|gamma|poisson|binomial|zipf(?:ian)?|pareto|power[- ]law|triangular|uniform|"
            r"evenly|bell[- ]?(?:curve|shaped)|right[- ]skew(?:ed)?|positively[- ]skewed|left[- "
            r"]skew(?:ed)?|negatively[- ]skewed|skewed(?: to the)? (?:right|left)|skewed|long[- "
            r"]tail(?:ed)?|heavy[- ]tail(?:ed)?|fat[- ]tail(?:ed)?)(?:ly)?(?:[- ](?:distributed|"
            r"distribution|spread))?\b"
        ),
        _shape,
    ),
)
