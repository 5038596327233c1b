"""From the words of a clause to a name: `signup date` -> `signup_date`, `how old they are` -> `age`."""

from __future__ import annotations

import re

from rowsmith.importers.text.tokens import restore

MAX_WORDS = 6
_PARAPHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            (
                r"^(?:what|how much) (?:they|he|she|each \w+|the \w+|customers|guests|people) "
                r"(?:pays?|paid|spends?|spent|costs?)\b"
            ),
            "price",
        ),
        (r"^how much (?:it|they) costs?\b", "cost"),
        (r"^how much (?:they|he|she|each \w+) (?:earns?|makes?)\b", "salary"),
        (r"^how (?:old|aged) (?:they|he|she|it) (?:are|is)\b", "age"),
        (r"^how many (\w+)(?: (?:they|he|she|it|there|were|are|was) ?\w*)*$", r"number of \1"),
        (r"^how long (?:it|they|the \w+) (?:took|takes?|lasts?|lasted|stayed|stays?)\b", "duration"),
        (
            r"^where (?:they|he|she|it) (?:lives?|is located|are located|comes? from|are from|is from)$",
            "city",
        ),
        (r"^when (?:they|he|she|it) (?:were|was) born$", "birth date"),
        (
            r"^when (?:they|he|she|it|each \w+|the \w+) (?:were |was )?(\w+?)(?:ed)?(?: (?:up|in|out))?$",
            r"\1 date",
        ),
        (
            (
                r"^(?:whether|if) (?:they|he|she|it|the \w+|each \w+) (?:is|are|was|were|has been|"
                r"have been|got) (?:an? |the )?(.+)$"
            ),
            r"is \1",
        ),
        (
            r"^(?:whether|if) (?:they|he|she|it|the \w+|each \w+) (?:has|have|had) (?:an? |the )?(.+)$",
            r"has \1",
        ),
        (r"^(?:whether|if) (?:they|he|she|it|the \w+|each \w+) (.+)$", r"\1"),
        (
            (
                r"^(?:an? )?(?:yes[/ -]no |true[/ -]false |boolean |binary )?(?:flag|indicator|"
                r"boolean|marker)(?: \w+)? (?:for|of|showing|saying|telling|indicating|if|whether)(?: "
                r"(?:it|they|he|she|the \w+))?(?: (?:is|are|was|were))? (.+)$"
            ),
            r"\1 flag",
        ),
        (
            r"^(?:the )?(?:country|city|town|state|region) (?:they|he|she) (?:lives?|is|are)(?: from| in)?$",
            "",
        ),
        (
            (
                r"^(?:the )?date of (birth|death|purchase|order|hire|service|admission|discharge|sale|"
                r"visit|delivery|issue)$"
            ),
            r"\1 date",
        ),
    )
)
_LEFT = re.compile(
    r"^(?:(?:an?|the|their|its|his|her|our|your|each|every|some|any|random(?:ly)?(?: generated)?|"
    r"also|please|then|with|has|have|having|had|"
    r"includ(?:e|es|ing)|add|plus|give (?:me|them|it|each \w+)?|i (?:want|need|would like|'d "
    r"like)|we (?:want|need|would like)|need|needs|wants?|contain(?:s|ing)?|"
    r"columns?|fields?|attributes?|called|named|for|of|from|in|on|at|to|by|and|or|as|it|they|them|"
    r"that|which|is|are|be|being|whose|realistic|fake|"
    r"valid|anonymous|synthetic|both|should|must|will|can|there (?:is|are|should be)|as well as|"
    r"belongs? to|make|made|generate|create|corresponding|"
    r"respective|typical|simple|short|full list of|list of|where|per|here|first,|second,|finally,"
    r"?|lastly,?|next,?|plain|certain|own|"
    r"appropriate|relevant|various|different|recent|exactly|only|just|about|around|roughly|"
    r"somewhat|very|rather|always|never|usually|mostly|together|"
    r"one|two letter|all|keep|track|record|store|capture|log|show|shows|showing|stating|saying|"
    r"track of|numeric|integer|positive|decimal|string)\b[\s:]*)+(?=\S)",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"(?:[\s,:=~-]+(?:is|are|be|being|in|as|of|with|from|for|at|on|by|to|and|or|which|that|who|"
    r"has|have|having|should|must|can|will|may|"
    r"either|only|always|it|was|were|they|them|each|per row|an?|the|between|around|about|"
    r"field|column|fields|columns|"
    r"please|range|ranges|ranging|given|one|where|when|but|too|respectively|set|drawn|taken|"
    r"chosen|picked|selected|randomly|random|"
    r"distributed|exactly|normally|approximately|then|also|never|while|if|its|their|some|mostly|"
    r"shows?|goes|comes|called|stored|"
    r"measured|expressed|recorded|written|formatted|e\.g|like|such|all|not|strictly|usually|"
    r"roughly|inclusive|likely|depending|something|just|any (?:day|time|date)|any|sometime|anytime))+$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:that|which|who|whom|(?:they|it|he|she|we|customers?|users?) (?:lives?|live|works?|was|"
    r"were|is|are|has|have|had|bought|signed|made|did|uses?|came|come|paid|took)|"
    r"of (?:them|the (?:order|customer|user|person|patient|product|employee|item|row|record|event|"
    r"transaction|sale|day|month|booking|account|claim))|"
    r"for (?:each|every|the|all|it|them|that|this)|because|so that|with (?:realistic|random|"
    r"plausible|typical|valid|appropriate|sensible|proper|believable|made-up)|in (?:the "
    r")?(?:m|cm|mm|ft|g|lbs|dollars|euros|usd|eur|gbp|pounds|rupees|percent|kg|km|celsius|minutes|"
    r"hours|seconds|"
    r"days|months|years|meters|metres|cm|order))\b.*$",
    re.IGNORECASE,
)


_MEASURE = re.compile(
    r"(?i)\b(systolic|diastolic|temperature|price|weight|height|rating|score|amount|age|speed|"
    r"level) values?(?=\s|$)"
)


_STATES = (
    r"(?:on|in|off|out of|at|for|up for|under) (?:display|sale|stock|loan|call|hold|duty|leave|site|"
    r"service|use|force|progress|transit|board|rent|repair|warranty|contract|offer)"
)
"""Names that begin with a preposition: `on display`, `in stock`."""


def column_name(words: str) -> str:
    """The name that the words of a clause give a column, empty where they give none."""
    text = re.sub(r"\s+", " ", restore(words)).strip(" \t\"'`*.,:;=?!~|<>/-+#")
    text = re.sub(r"^(?:\d+[.)]|[*•·-])\s+", "", text)
    text = re.sub(r"^(?:and|or|plus)\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?i)\b(check|log|sign|opt|clock|move|pick|drop)[ -](in|out|up|off)\b", r"\1_\2", text)
    for pattern, name in _PARAPHRASES:
        found = pattern.search(text)
        if found and name:
            text = found.expand(name) + text[found.end() :]
            break
    if re.fullmatch(r"[^\W\d][\w$-]*", text) and not _LEFT.fullmatch(text + " x"):
        return identifier(text)
    text = re.sub(r"(?i)^(?:each|every) [\w]+ (?:belongs to|has|have|gets|contains|with|is)\s+", "", text)
    text = _TAIL.sub("", text)
    if re.search(r"(?i)^\w+ed (?:on|at)$", text):
        return identifier(text)
    if re.fullmatch(_STATES, text, re.IGNORECASE):
        return identifier(text)
    flag = re.match(r"(?i)(?:is|has) (?!the |an? |been |its |their )", text)
    trimmed = text if flag else _LEFT.sub("", text)
    trimmed = _MEASURE.sub(r"\1", trimmed)
    trimmed = _RIGHT.sub("", trimmed).strip(" \"'`*.,:;=?!~|<>-")
    return identifier(trimmed)


def identifier(text: str) -> str:
    """A tidy name: an identifier stays as typed, words become snake case: `e-mail` -> `email`."""
    bare = text.strip(" \"'`*.,:;=?!").replace("'s ", " ").replace("'", "")
    bare = re.sub(r"(?i)\be-mail", "email", bare).replace("#", " number ").replace("%", " pct ")
    if re.fullmatch(r"[^\W\d]\w*|_\w+", bare):
        return bare[:128] if re.search(r"_|[a-z][A-Z]|^[A-Z\d]{2,}$", bare) else bare[:128].lower()
    words = [word for word in re.split(r"[^\w]+", bare) if word]
    while words and words[0].isdigit():
        words.pop(0)
    return "_".join(words).lower()[:128].strip("_ ")


def usable(name: str) -> bool:
    """Whether it can be a column's name: some letters, not a whole sentence, not filler."""
    return (
        bool(name)
        and bool(re.search(r"[^\W\d]", name))
        and name.count("_") < MAX_WORDS
        and name.lower() not in FILLER
    )


FILLER = set(
    """
        a an the and or with of in on at for to from by as is are be it they them this that these those
        each every all some any please thanks thank yes ok okay etc row rows record records column columns
        field fields table tables data dataset one ones values what which who when where other others rest
        both either neither then also than more less about around between per respectively nothing none
        everything anything fancy realistic random simple e g i we you me my your our their
        """.split()
)
