"""The wordings of bounds, means and periods, in the order in which they are tried."""

from __future__ import annotations

from rowsmith.importers.text import dates
from rowsmith.importers.text.days import (
    after_date,
    before_date,
    between_dates,
    half_open,
    one_moment,
    relative,
)
from rowsmith.importers.text.limits import between, interval, least, most, out_of, over, sign, under
from rowsmith.importers.text.numbers import AMOUNT, QUANTITY, UNIT
from rowsmith.importers.text.spreads import decimals, length, mostly, rarely, shape, spread, whole

_ABOUT = (
    r"(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|~|≈|somewhere|typically|usually|"
    r"mostly|say)\s*"
)


_FROM = (
    rf"(?:\b(?:(?:is |are |being |ranging |ranges |range |ranged |varying |varies |running |runs |"
    rf"going |goes |priced |valued |aged |anywhere |any value |values |valued |(?<!\w )value |somewhere |"
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


_DIST = (
    r"(?P<name>log[- ]?normal|normal|gaussian|exponential|gamma|beta|poisson|binomial|zipf|pareto|"
    r"triangular|uniform|bell[- ]?(?:curve|shaped))"
)


_Q = rf"(?:{AMOUNT}(?:\s?{UNIT})?)(?! (?:thirds?|quarters?|fifths?|tenths?)\b)"


LIMITS = (
    (
        "normal by symbol",
        (
            rf"(?:~|is|as|from|follows|drawn from)?\s*\b(?P<name>N|normal|lognormal|log-normal|"
            rf"gauss(?:ian)?)\s*\(\s*(?:mean\s*=?\s*|mu\s*=?\s*|μ\s*=?\s*)?(?P<mean>{AMOUNT})\s*[,"
            rf";]\s*(?:sd\s*=?\s*|std\s*=?\s*|sigma\s*=?\s*|σ\s*=?\s*)?(?P<std>{AMOUNT})\s*\)"
        ),
        spread,
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
        spread,
    ),
    (
        "mean plus or minus",
        rf"(?:\b{_ABOUT})?(?P<mean>{_Q})\s*(?:±|\+/-|\+-|plus or minus|plus/minus)\s*(?P<std>{_Q})",
        spread,
    ),
    (
        "around with deviation",
        (
            rf"(?:{_DIST}(?:ly)?(?: distributed| distribution)?\s*)?(?:around|about|near|centred "
            rf"(?:on|at|around)|centered (?:on|at|around)|averaging|~|≈)\s*(?P<mean>{_Q})\s*[,"
            rf";(]?\s*(?:and |with )?(?:an? )?(?:s\.?d\.?|std\.?(?: ?dev\.?)?|stdev|stddev|standard "
            rf"deviation|sigma|σ|spread)(?:\s*(?:of|=|:|about))*\s*(?P<std>{_Q})\)?"
        ),
        spread,
    ),
    (
        "deviation",
        (
            rf"(?:\b(?:with|and)\s+)?(?:an? )?\b(?:s\.?d\.?|std\.?(?: ?dev\.?)?|stdev|stddev|standard "
            rf"deviation|sigma)(?:\s*(?:of|is|=|:|about|around))*\s*(?P<std>{_Q})"
        ),
        spread,
    ),
    (
        "normal around",
        (
            rf"\b{_DIST}(?:ly)?(?: distributed| distribution|-distributed)?\s*,?\s*(?:around|about|"
            rf"with (?:an? )?(?:mean|average)(?: of)?|mean(?: of)?|centred (?:on|at|around)|centered "
            rf"(?:on|at|around)|of)?\s*(?P<mean>{_Q})"
        ),
        spread,
    ),
    (
        "length",
        (
            r"(?:\b(?:of|with|between|from)\s+)?(?:(?P<a>\d+)\s*(?:-|to|and)\s*|(?:up to|at most|"
            r"max(?:imum)?\.?(?: of)?|length|less than|under)\s+)(?P<b>\d+)\s*(?:characters?|chars?|"
            r"letters)\b(?: long| max)?"
        ),
        length,
    ),
    (
        "exact length",
        (
            r"\b(?:of )?(?:length|len)(?: of| is|=|:)? (?P<a>x)?(?P<b>\d+)(?: (?:characters|"
            r"chars))?\b(?!\s*(?:-|to\b|cm|mm|km|m\b))"
        ),
        length,
    ),
    (
        "decimals",
        (
            r"(?:\b(?:with|to|at|up to|rounded to)\s+)*(?P<a>\d+|one|two|three|four|five|"
            r"six)\s*(?:decimals?(?: places?| digits?)?|d\.?p\.?\b|digits? after the (?:decimal "
            r")?(?:point|comma))"
        ),
        decimals,
    ),
    (
        "whole numbers",
        (
            r"\b(?:whole numbers?|whole|no decimals|without decimals|integers only|rounded to (?:the "
            r"nearest )?(?:integers?|whole|full)(?: numbers?)?)\b"
        ),
        whole,
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
        between_dates,
    ),
    ("relative dates", dates.SPANS.pattern, relative),
    (
        "since",
        (
            rf"\b(?:since|from|(?:not|never|no) (?:before|earlier than|prior to)|starting(?: in| on| from)"
            rf"?|beginning(?: in| "
            rf"on)?)\s+(?P<a>{_M})(?:\s+(?:on|onwards?|until (?:now|today)))?(?!\s*(?:-|to\b|\.\.))"
        ),
        half_open,
    ),
    (
        "until",
        (
            rf"\b(?:before|prior to|until|till|up to|through|not after|no later than|ending(?: in| "
            rf"on)?)\s+(?P<a>{_M})"
        ),
        before_date,
    ),
    ("after a date", rf"\b(?:after|later than)\s+(?P<a>{_M})", after_date),
    (
        "one period",
        (
            rf"(?:\b(?:in|on|during|within|for|of|over|all of|throughout|dated|from)\s+)?(?:the "
            rf")?(?:whole |full |calendar |entire )?(?P<a>{_M})(?!\s*(?:{UNIT}))"
        ),
        one_moment,
    ),
    (
        "interval",
        (
            rf"(?:\b(?:in|within|∈|range)\s*)?(?P<l>[\[(])\s*(?P<a>{AMOUNT})\s*[,"
            rf";]\s*(?P<b>{AMOUNT})\s*(?P<r>[\])])"
        ),
        interval,
    ),
    (
        "between",
        rf"{_FROM}(?P<a>{QUANTITY}){_TO}(?P<b>{QUANTITY})(?:\s*(?:inclusive|incl\.?|each|both inclusive))?",
        between,
    ),
    (
        "out of",
        rf"(?:\b(?:marked|scored|graded|rated|given|is|are)\s+)*\bout of\s+(?P<a>{_Q})(?: each)?",
        out_of,
    ),
    ("scale", rf"\bon a (?:scale of )?(?P<a>{AMOUNT}){_TO}(?P<b>{AMOUNT})(?: scale)?", between),
    ("mostly", rf"\b(?:mostly|usually|typically|mainly|often) (?P<a>{AMOUNT})(?!\s*(?:-|to\b|%))", mostly),
    (
        "rarely above",
        (
            rf"\b(?:but )?(?:rarely|seldom|almost never|hardly ever|only occasionally|very rarely) "
            rf"(?:above|over|more than|exceed(?:s|ing)?)\s+(?P<a>{_Q})"
        ),
        rarely,
    ),
    ("at least", rf"(?:\b(?:is|are|with|of|a|an|priced)\s+)*(?<![\w]){_ATLEAST}\s*(?P<a>{_Q})", least),
    ("at most", rf"(?:\b(?:is|are|with|of|a|an|and|priced)\s+)*(?<![\w]){_UPTO}\s*(?P<a>{_Q})", most),
    ("over", rf"(?:\b(?:is|are|with|always|strictly)\s+)*(?<![\w]){_OVER}\s*(?P<a>{_Q})", over),
    ("under", rf"(?:\b(?:is|are|with|always|and|strictly)\s+)*(?<![\w]){_UNDER}\s*(?P<a>{_Q})", under),
    (
        "or more",
        (
            rf"(?P<a>{_Q})\s*(?:or (?:more|above|older|over|higher|greater)|and (?:up|above|over|"
            rf"older)|minimum|min\b)"
        ),
        least,
    ),
    ("and up", rf"(?P<a>{AMOUNT})\+(?!\s*\w)", least),
    (
        "or less",
        (
            rf"(?P<a>{_Q})\s*(?:or (?:less|below|younger|under|fewer|lower)|and (?:under|below)|"
            rf"maximum|max\b|tops)"
        ),
        most,
    ),
    (
        "sign",
        (
            r"\b(?:not negative|non-?negative|never negative|(?:always |strictly )?positive|greater "
            r"than zero|never below zero|no negatives?)\b(?!\s*(?:,|/|or\b|and\b|\|))(?<!, "
            r"positive)(?<!or positive)"
        ),
        sign,
    ),
    (
        "average",
        (
            rf"(?:\b(?:with|of|has)\s+)?(?:an? )?\b(?:mean|average|avg|averaging|median|typically|"
            rf"usually|centred (?:on|at|around)|centered (?:on|at|around))\b\.?(?:\s*(?:of|is|=|:|"
            rf"around|about|at|near|roughly))*\s*(?P<mean>{_Q})"
        ),
        spread,
    ),
    (
        "around",
        rf"(?:\b(?:is|are|mostly|usually)\s+)?(?:{_ABOUT})(?P<mean>{_Q})(?!\s+(?:in|out of)\b)",
        spread,
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
        shape,
    ),
)
