"""What a clause says of other columns: formulas, orderings, conditions, keys. It waits for them."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import QUANTITY
from rowsmith.importers.text.tokens import restore


def _pending(kind: str):
    def read(found: re.Match[str], draft: Draft) -> bool:
        groups = found.groupdict()
        draft.pending.append((kind, restore(groups.get("what") or "").strip(" .")))
        if groups.get("gap"):
            draft.pending.append(("gap", restore(groups["gap"])))
        if groups.get("orequal"):
            draft.pending.append(("or equal", ""))
        return True

    return read


_WHAT = r"(?P<what>[^\ue010,;()]{1,80}?)"
_END = (
    r"(?=\s*(?:[,;(\ue010]|$|\bin steps\b|\bbut\b|\bunless\b|\b(?:or|and) (?:null|empty|missing|blank)"
    r"\b|\band (?:never|always|is|at|null|empty)\b))"
)
_UNIT = (
    r"(?:business |working |calendar )?(?:days?|nights?|weeks?|months?|years?|hours?|minutes?|mins?|"
    r"hrs?|seconds?)"
)
_NUM = r"(?:\d+|an?|one|two|three|four|five|six|seven|ten|a few|several)"
_GAP = (
    rf"(?P<gap>(?:up to |at least |at most |within |about |between )?(?:{_NUM} {_UNIT} (?:and|to) )?"
    rf"{_NUM}(?:\s*(?:-|to|and)\s*\d+)? "
    rf"{_UNIT})"
)
_SOFT = (
    r"(?:(?:that |which |and |it |this )?(?:is |are |must be |should be |has to be |must |should |be |"
    r"comes? |falls? |happens? |occurs? |lies? |always |strictly |only |all )*)"
)
LINKS = (
    (
        "formula",
        r"(?<![<>!=])(?::=|=)\s*(?P<what>(?=[^=]*[A-Za-z_])(?:[^=<>\ue010]){1,300})(?=\s*(?:\ue010|$))",
        _pending("formula"),
    ),
    (
        "formula",
        (
            r"(?:,\s*)?\b(?:which is |that is |is |are |= ?)?(?:just |simply |always )?(?:computed|"
            r"calculated|derived|worked out|obtained|equal|equals)(?: (?:as|from|by|to|"
            r"using))+\s*:?\s*(?P<what>[^\ue010]{1,200})(?=\s*(?:\ue010|$))"
        ),
        _pending("formula"),
    ),
    (
        "formula",
        (
            r"(?:,\s*)?\b(?:which is |that is |is |are |being |as |equals )?(?:just |simply |always "
            r")?(?:the )?(?P<what>(?:sum|total|product|difference|average|mean|ratio|quotient|maximum|"
            r"minimum)(?: in (?:days|hours|minutes|years))? (?:of|between) (?!\d|\$|about|"
            r"around)[^\ue010]{2,200})(?=\s*(?:\ue010|$))"
        ),
        _pending("formula"),
    ),
    (
        "formula",
        (
            r"(?:\b(?:which is|that is|is|being|equals|as)\s+)(?:just |simply |always )?(?P<what>[\w "
            r"]{1,40} (?:times|multiplied by|minus|plus|divided by|over|x|\*|/|\+|-) (?=[A-Za-z])[\w "
            r"()*+/-]{1,120})(?=\s*(?:\ue010|$))"
        ),
        _pending("formula"),
    ),
    (
        "formula",
        (
            r"(?P<what>\b(?:days|hours|minutes|months|years) (?:between|from|since) [^\ue010]{3,"
            r"120})(?=\s*(?:\ue010|$))"
        ),
        _pending("formula"),
    ),
    (
        "percent of",
        (
            r"\b(?:is|of|at|as|takes|equals)\s+(?P<what>\d+(?:\.\d+)?\s?% of (?:the |its |their )?(?!them\b|"
            r"rows\b|records\b|the\b|cases\b|all\b|users\b|customers\b|which\b|time\b)[A-Za-z][\w ]{1,"
            r"40})(?=\s*(?:\ue010|$))"
        ),
        _pending("formula"),
    ),
    (
        "same",
        rf"(?:\b{_SOFT})?\b(?:same as|identical to|copied from|copy of)\s+(?:the )?{_WHAT}{_END}",
        _pending("formula"),
    ),
    (
        "gap after",
        rf"\b{_SOFT}{_GAP}\s+(?:after|later than|past|following)\s+(?:the )?{_WHAT}{_END}",
        _pending("after"),
    ),
    (
        "gap before",
        rf"\b{_SOFT}{_GAP}\s+(?:before|earlier than|prior to|ahead of)\s+(?:the )?{_WHAT}{_END}",
        _pending("before"),
    ),
    (
        "gap later",
        rf"\b{_SOFT}{_GAP}\s+(?:later|afterwards?|after(?: that)?)(?=\s*(?:[,;.)\ue010]|$))",
        _pending("after"),
    ),
    (
        "within",
        rf"\b{_SOFT}(?P<gap>within {_NUM} {_UNIT})\s+(?:of|after|from)\s+(?:the )?{_WHAT}{_END}",
        _pending("after"),
    ),
    (
        "not before",
        (
            rf"\b{_SOFT}(?P<orequal>never|not|cannot be|can't be|no|on or|at or|at the same time or) "
            rf"(?:be )?(?:before|earlier than|prior to|lower than|less than|below|smaller than|"
            rf"under)\s+(?:the )?(?!\d|zero|\$){_WHAT}{_END}"
        ),
        _pending("after"),
    ),
    (
        "not after",
        (
            rf"\b{_SOFT}(?P<orequal>never|not|cannot be|can't be|no|on or before|at most|up to the|"
            rf"may not|must not|cannot) ?(?:be )?(?:after|later than|more than|above|higher than|"
            rf"greater than|larger than|over|bigger than|exceed(?:s|ing)?|past)\s+(?:the )?(?!\d|zero|"
            rf"\$){_WHAT}{_END}"
        ),
        _pending("before"),
    ),
    (
        "on or after",
        (
            rf"\b{_SOFT}(?P<orequal>on or|same day or|at or|same or|equal to or) (?:after|later than|"
            rf"greater than|above)\s+(?:the )?{_WHAT}{_END}"
        ),
        _pending("after"),
    ),
    (
        "after",
        (
            rf"\b{_SOFT}(?:after|later than|following|greater than|more than|higher than|larger than|"
            rf"above|bigger than|exceeding|exceeds)\s+(?:the )?(?!{QUANTITY}|zero|average|that\b|\d|a "
            rf"\b|today|now\b){_WHAT}{_END}"
        ),
        _pending("after"),
    ),
    (
        "before",
        (
            rf"\b{_SOFT}(?:before|earlier than|prior to|less than|lower than|smaller than|below|under|"
            rf"cheaper than|at most|up to|capped at|no more than)\s+(?:the |their )?(?!{QUANTITY}|"
            rf"zero|average|that\b|\d|a \b|today|now\b|\$){_WHAT}{_END}"
        ),
        _pending("before"),
    ),
    ("after by symbol", rf"(?<![=<>-])(?P<orequal>>=)(?!\s*[\d$.-])\s*{_WHAT}{_END}", _pending("after")),
    ("after by symbol", rf"(?<![=<>-])>(?!\s*[\d$=.-])\s*{_WHAT}{_END}", _pending("after")),
    ("before by symbol", rf"(?<![=<>-])(?P<orequal><=)(?!\s*[\d$.-])\s*{_WHAT}{_END}", _pending("before")),
    ("before by symbol", rf"(?<![=<>-])<(?!\s*[\d$=.-])\s*{_WHAT}{_END}", _pending("before")),
    (
        "case",
        (
            r"(?:\b(?:which|that|it) )?(?:\b(?:is|are|=|:)\s+)(?P<what>[^\ue010]*?\b(?:when|if|where|"
            r"for)\b[^\ue010]*\b(?:otherwise|else)\b[^\ue010]*)(?=\s*(?:\ue010|$))"
        ),
        _pending("case"),
    ),
    (
        "case",
        (
            r"(?P<what>(?:\$?\d[\d.,]*|null|empty|zero|none) (?:for|if|when|where) "
            r"[^\ue010]*?\b(?:otherwise|else)\b[^\ue010]*)(?=\s*(?:\ue010|$))"
        ),
        _pending("case"),
    ),
    (
        "case",
        r"(?P<what>\b[\w-]+ (?:if|when) [^\ue010]{2,80}?,? (?:else|otherwise) [\w-]+)(?=\s*(?:\ue010|$))",
        _pending("case"),
    ),
    (
        "marked up",
        (
            r"\b(?:which is |is |= ?)?(?P<what>[A-Za-z]\w*) plus \d+(?:\.\d+)?(?:\s*(?:-|"
            r"to)\s*\d+(?:\.\d+)?)?\s?(?:%|percent)"
        ),
        _pending("after"),
    ),
    (
        "value where",
        (
            r"(?:\b(?:is|=|must be|always)\s+)?(?P<what>(?:\$?\d[\d.,]*|zero) (?:for those (?:without|"
            r"with)|for|if|when|where|unless) [^\ue010]{2,80})(?=\s*(?:\ue010|$))"
        ),
        _pending("case"),
    ),
    (
        "only if",
        (
            r"\b(?:is |are )?(?:only (?:set |given |filled(?: in)? |present |true |there )?(?:if|when|"
            r"for|where|once)|(?:null|empty|blank|missing) unless|if and only if)\s+(?P<what>(?!about|"
            r"around|roughly|some|\d|half|a )[^\ue010]{2,100})(?=\s*(?:\ue010|$))"
        ),
        _pending("only if"),
    ),
    (
        "null if",
        (
            r"\b(?:is |are )?(?:null|empty|blank|missing)(?: only)? (?:if|when|where|for (?!about|"
            r"around|roughly|some|half|a |one |\d|top)|while|as long as)\s*(?P<what>[^\ue010]{2,"
            r"100})(?=\s*(?:\ue010|$))"
        ),
        _pending("null if"),
    ),
    (
        "set if",
        (
            r"\b(?:is )?(?:set|filled(?: in)?|present|given) (?:if|when|where)\s+(?P<what>[^\ue010]{2,"
            r"100})(?=\s*(?:\ue010|$))"
        ),
        _pending("only if"),
    ),
    (
        "flag if",
        (
            r"(?:\b(?:is |are )?(?:true|set|yes|1) )?\b(?:if|when|whenever)\s+(?P<what>(?=[^,"
            r"]*(?:[<>=]|above|below|over|under|at least|at most|more than|less than))[^\ue010]{2,"
            r"80})(?=\s*(?:\ue010|$))"
        ),
        _pending("flag"),
    ),
    (
        "steps",
        (
            r"\bin (?:steps|increments|multiples) of (?P<what>\$?\d+(?:\.\d+)?)(?: (?:minutes?|hours?|"
            r"days?|cents?|dollars?))?"
        ),
        _pending("step"),
    ),
    (
        "depends",
        (
            r"(?:\b(?:which|that) )?\b(?:depend(?:s|ing|ent)? (?:on|upon)|based on|driven by|"
            r"determined by|decided by|influenced by|a function of|explained by|derived from|follows "
            r"from|inferred from|varies? (?:with|by)|varying (?:with|by)|differs? by|according to|"
            r"consistent with|matching|that match(?:es)?|match(?:es)?|correlat(?:ed|es|ing) (?:\w+ "
            r")?(?:with|to)|related to|linked to|in line with|proportional to|built from|made (?:from|"
            r"of|out of)|composed of|made up of|combined from)\s+(?:the )?(?P<what>[^\ue010;]{2,"
            r"160})(?=\s*(?:\ue010|$))"
        ),
        _pending("depends"),
    ),
    (
        "rises with",
        (
            r"(?:\b(?:that|which) )?\b(?:goes|go|going|rises?|rising|increas(?:es?|ing)|grows?|"
            r"growing|higher|climbs?|larger|more)(?: up)? (?:with|as|when|for higher|for more|"
            r"if)\s+(?:the |their |more )?(?P<what>[^\ue010;,]{2,80})(?=\s*(?:\ue010|$))"
        ),
        _pending("rises with"),
    ),
    (
        "falls with",
        (
            r"(?:\b(?:that|which) )?\b(?:goes down|falls?|falling|drops?|decreas(?:es?|ing)|declines?|"
            r"shrinks?|lower)(?: down)? (?:with|as|when|for higher|for more|if)\s+(?:the |their |more "
            r")?(?P<what>[^\ue010;,]{2,80})(?=\s*(?:\ue010|$))"
        ),
        _pending("falls with"),
    ),
    (
        "must be in",
        (
            r"\b(?:must|should|has to|needs to) (?:be|lie) (?:in|within|inside|part of) (?:that|the|"
            r"its|their|the same)\s+(?P<what>[\w ]{2,40})(?=\s*(?:\ue010|$))"
        ),
        _pending("depends"),
    ),
    (
        "of that",
        (
            r"\b(?:in|of|from|for|belonging to) (?:that|the same|the chosen|the given|the matching|"
            r"this)\s+(?P<what>\w+)(?=\s*(?:\ue010|$))"
        ),
        _pending("depends"),
    ),
    (
        "foreign key",
        (
            r"(?:\b(?:is an? )?(?:foreign key|fk|references|reference to|referencing|refers to|links? to|points? "
            r"(?:at|to)|linked to)(?: (?:to|into|of|the))*\s*|->\s*|"
            r"→\s*)(?P<what>[A-Za-z_][\w.]*)(?:\s+table)?(?:\s*\((?P<col>\w+)\))?"
        ),
        _pending("foreign key"),
    ),
    (
        "null at top",
        r"\b(?:null|empty|blank) (?:for|at) (?:the )?(?:top|root|ceo|boss|first)\b",
        _pending("nullable root"),
    ),
    ("noise", r"\b(?:plus|with|and)(?: some| a bit of| random| a little)* noise\b", _pending("noise")),
)
