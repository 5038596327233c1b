"""The table of heads: every wording that opens a table or ties two together.

A row is a pattern and what is done with it (`ties.py`, `relations.py`); the first that reads the words wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text.entities import NUMBER, Map
from rowsmith.importers.text.relations import (
    cardinal,
    chain,
    holds,
    per_current,
    rows_alone,
    rows_behind,
    tied,
    via,
)
from rowsmith.importers.text.ties import (
    belongs,
    counted,
    dashed,
    each,
    have,
    links,
    measured,
    one_of,
    per,
    their,
    times,
    titled,
    titled_rows,
)

_NP = r"[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*){0,3}?"


CARD = (
    rf"(?:(?:exactly|precisely|between|from|about|around|up to|at most|at least|roughly|on average|a "
    rf"maximum of|a minimum of|usually|either)\s+)?(?:{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|an?|several|"
    rf"multiple|many|some|one or more|zero or more|any number of|a few)"
)


_HAS = (
    r"(?:has|have|had|with|contains?|contain|gets?|makes?|made|placed|places?|owns?|own|receives?|"
    r"received|includes?|wrote|writes?|holds?|comes with|comprises|attends?|takes?|took|teaches|teach|"
    r"uses?|buys?|bought|files?|submits?|runs?|operates?|books?|enrolls? in|consists? of|is made "
    r"(?:up )?of|can have|may have|should have|must have|will have|starts?|performs?|records?|logs?|"
    r"produces?|sends?|orders|rents?|visits?|leaves?|gives?)"
)


LEAD = (
    r"(?:(?:i've|we've|we have got|start|begin|let's have|assume|suppose|use|have|and|also|then|plus|"
    r"finally|next|for|there are|we have|i need|i want|we need|generate|"
    r"create|make|give me|simulate|build|produce|please|about|around|roughly|with|model|one table "
    r"(?:of|for)|a table (?:of|for))\s+){0,6}"
)


_ARTICLE = r"(?:the |an? |one |its |their |exactly one |some |each )?"


_WORD = (
    r"(?!(?:is|are|was|were|can|may|will|has|have|each|every)\b|with\b|of\b|and\b|in\b|row\b|record\b)"
    r"[A-Za-z_][\w-]*"
)
_MAKES = (
    r"(?:teach|own|write|publish|run|manage|organi[sz]e|host|employ|store|produce|offer|create|release|record|issue|"
    r"supervise|operate|keep|hold|have|contain|place|submit|file|post|make)"
)
"""What the rows of one table do to those of another that are theirs: `instructors teach courses`."""
_NODE = r"[A-Za-z_]\w*(?:\s*\([^()]{1,60}\))?"
_DETERMINER = r"(?:the |each |every |an? )?"
_RATIO = r"(?P<x>one|many|1|n|m)\s?(?:-|:|\s|-to-)?\s?(?:(?<=[-\s])to)?[-:\s]\s?(?P<y>one|many|1|n|m|\*)\b"
_END = (
    r"(?= of\b|\s*(?:[,.;:()]|$|with\b|and\b|each\b|containing\b|including\b|that\b|which\b|having\b|over\b|"
    r"in\b|from\b|during\b))"
)


HEADS: tuple[tuple[str, Callable[[re.Match[str], Map], bool]], ...] = (
    (
        (rf"(?P<nodes>{_NODE}(?:\s*(?:->|=>|→|>)\s*{_NODE}){{1,8}})(?=\s*(?:[.;:\n]|$))"),
        chain,
    ),
    (
        (
            rf"{_DETERMINER}(?P<a>[A-Za-z_]\w*)\s*(?:(?:has|have|is|are|being|in|to|with|a|an|,)\s+)*"
            rf"{_RATIO}(?:\s+(?:relation(?:ship)?|link|mapping|association))?(?:\s+(?:with|to|of|for|"
            rf"between|from|over|on))?(?:\s+(?P<b>[A-Za-z_]\w*)(?:\s+(?:to|and|with)\s+(?P<c>[A-Za-z_]\w*))?)"
        ),
        cardinal,
    ),
    (
        (
            rf"(?P<a>{_WORD}s)\s+(?:can |may |also )*[a-z]+(?: (?:in|to|on|at|for|with))?\s+(?:the |many |"
            rf"several |multiple )?"
            rf"(?P<b>{_WORD}s)\s*[,(-]+\s*(?:an? )?{_RATIO}(?P<c>(?!x)x)?(?: relation(?:ship)?)?\)?"
        ),
        cardinal,
    ),
    (
        (
            rf"(?:a |an )?{_RATIO}(?:\s+(?:relation(?:ship)?|link|mapping|association))?\s+(?:between|from|of|for)"
            rf"\s+(?P<a>[A-Za-z_]\w*)\s+(?:to|and|with|,)\s+(?P<b>[A-Za-z_]\w*)(?P<c>(?!x)x)?"
        ),
        cardinal,
    ),
    (
        (
            rf"(?:per|for (?:each|every|any)|(?:each|every)(?= [a-z]+ ?:))\s+(?P<p>{_WORD})\s*[,:]?\s*"
            rf"(?:there (?:are|is|will be)\s+|we (?:have|need|want)\s+|(?:generate|create|add|make)\s+)?"
            rf"(?P<card>{CARD})\s+(?P<c>{_NP})(?P<verb>(?!x)x)?{_END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:(?P<n>{NUMBER})\s+)?(?P<p>{_WORD}s)\s*,?\s+(?:(?:with|having|of)|(?P<verb>[a-z]{{3,}}))\s+"
            rf"(?P<card>{CARD})\s+(?P<c>{_NP})\s+(?:each|apiece)\b"
        ),
        holds,
    ),
    (
        (
            rf"(?:each|every|an?|one|any)\s+(?P<p>{_WORD}(?: {_WORD})??)\s+(?:can |may |will |should |must |also |"
            rf"usually |typically |either |is |are |gets )*(?P<verb>[a-z]{{3,}})(?: (?:in|into|for|on|up|"
            rf"out|at|through|across))?\s+(?P<card>{CARD})"
            rf"\s+(?:different |distinct |separate )?(?P<c>{_NP}){_END}"
        ),
        holds,
    ),
    (
        (
            rf"(?P<a>{_WORD}s)(?:\s*\((?P<n>{NUMBER})\))?\s+[a-z]+(?: (?:in|to|on|at|for|with|into|from))?\s+"
            rf"(?P<b>{_WORD}s)(?:\s*\((?P<n2>{NUMBER})\))?\s+(?:via|through|by way of|using|by means of)\s+(?:the )?"
            rf"(?P<c>{_WORD}s?)(?:\s*\((?P<n3>{NUMBER})\))?"
        ),
        via,
    ),
    (
        (
            rf"(?P<a>{_WORD}s)(?:\s*\((?P<n>{NUMBER})\))?\s+(?:can |may |each )?{_MAKES}\s+(?:the |many |"
            rf"several |multiple |"
            rf"various )?(?P<c>{_WORD}s)(?:\s*\((?P<n3>{NUMBER})\))?(?P<b>)(?P<n2>)(?=\s*(?:[,.;:]|$))"
        ),
        via,
    ),
    (
        rf"(?:each|every|per)\s+(?P<p>{_WORD})\s*(?:(?:has|have|gets|contains|receives|with)\s+)?(?P<card>{CARD})"
        rf"(?: of (?:them|these|those))?(?=\s*(?:[-,.;:)]|$))",
        per_current,
    ),
    (rf"(?P<n>{NUMBER})(?<=[\d])(?=\s*(?:[,.;]|$|and\b))", rows_alone),
    (
        rf"(?:with |has |having |of )?(?P<n>{NUMBER})\s+(?:rows|records|entries|of (?:them|these|those))"
        rf"(?= ?(?:[-,.;:]|$|and\b))",
        rows_behind,
    ),
    (
        rf"(?P<card>{CARD})\s+(?:of (?:them|these|those) )?(?:per|for (?:each|every)|each)"
        rf"\s+(?P<p>{_WORD})(?=\s*(?:[-,.;:)]|$))",
        per_current,
    ),
    (
        (
            rf"(?:(?P<n>{NUMBER})\s+)?(?P<p>{_WORD}s)\s+(?:and|with|plus)\s+(?:their|its)\s+(?P<card>{CARD})\s+"
            rf"(?P<c>{_NP}){_END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:the )?(?P<p>{_WORD}s)(?P<bare>)\s+(?:can |may |will |usually |each )"
            rf"*(?P<verb>[a-z]{{3,}})\s+(?P<card>{CARD})"
            rf"\s+(?P<c>{_NP}){_END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:each|every|per|a|an|all|one|any)(?: of (?:them|these|those|which|the "
            rf"{_NP}))?\s*(?P<p>(?!with\b|of\b|is\b|are\b|has\b|placed?\b|order(?:ed)?s? "
            rf"\d)[A-Za-z_][\w-]*(?: (?!has\b|have\b|with\b|is\b|are\b|"
            rf"contains?\b)[A-Za-z][\w-]*)?)??\s*(?:\((?P<cols>[^()]{{1,300}})\))?\s*(?:can |may |"
            rf"should |must |also |then )*{_HAS}\s+(?P<card>{CARD})\s+(?P<c>{_NP})(?P<more>(?:(?:,"
            rf"| and| or)+ (?:one|an?) [\w-]+ [\w-]+)+)?(?= of\b|\s*(?:[,.;:(]|$|with\b|and\b|"
            rf"each\b|containing|including|that\b|which\b|having\b|\())"
        ),
        each,
    ),
    (
        (
            rf"(?P<p>(?!(?:each|every|and)\b)[A-Za-z_]\w*s)\s+(?P<cols>(?!x)x)?(?:can |may |"
            rf"should |must |also )*{_HAS}\s+(?P<card>(?:exactly |between |from |about |up to |at "
            rf"most |at least )?{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|one or more|zero or more|"
            rf"several|multiple|many)\s+(?P<c>[A-Za-z_][\w-]*(?: "
            rf"[A-Za-z][\w-]*)?s)(?P<more>x)?(?: each)?(?=\s*(?:[,.;:(]|$|with\b|and\b))"
        ),
        each,
    ),
    (rf"(?:each|every)\s+(?P<p>{_NP}) (?:is|gets|was|can be) (?P<v>\w+) (?P<card>{CARD}) times", times),
    (
        (
            rf"(?P<card>{CARD})\s+(?P<c>{_NP})\s+(?:per|for each|for every|to each|on "
            rf"each)\s+(?P<p>[A-Za-z_]\w*)"
        ),
        per,
    ),
    (
        (
            rf"(?P<c>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*[,(:]?\s*\(?(?:with "
            rf")?(?P<card>{CARD})\s+(?:\w+ )?(?:per|for each|for every)\s+(?P<p>[A-Za-z_]\w*)\)?"
        ),
        per,
    ),
    (
        (
            rf"(?P<c>{_NP})\s+(?:also |then |that |which )*(?:go|goes|are sent|are shipped|ship|"
            rf"come|are assigned|belong|are made|are stored|are handled|refer|happen)\s*(?:to|"
            rf"from|at|in|by|on|with)\s+(?:exactly )?one of (?:the "
            rf")?(?P<n>{NUMBER})\s+(?P<p>{_NP})(?=\s*(?:[(,.;:]|$|with\b))"
        ),
        one_of,
    ),
    (
        (
            rf"(?P<c>{_NP})\s+(?:(?:that|which|table|also|each|all)\s+)*(?:link(?:s|ing)?|"
            rf"connect(?:s|ing)?|join(?:s|ing)?|between|reference(?:s)?|referencing|map(?:s|"
            rf"ping)?|associat(?:es|ing)|tie(?:s)?)\s+{_ARTICLE}(?P<a>both|them|the two|"
            rf"[A-Za-z_]\w*)(?:\s+(?:to|and|with|,)\s+{_ARTICLE}(?P<b>(?!(?:each|every|all|per|also|has|"
            rf"have|is|are)\b)[A-Za-z_]\w*))?"
        ),
        links,
    ),
    (
        (
            rf"(?:each |every |the )?(?P<c>{_NP})\s+(?:belong(?:s|ing)? to|(?:is|are|was|were) "
            rf"(?:placed|made|written|owned|taught|sold|created|submitted|reported|filed|bought|"
            rf"posted|handled|assigned|linked|tied|related|connected)(?: by| to| with| at)|"
            rf"(?:point|refer)s? (?:to|at)|come(?:s)? "
            rf"from)\s+{_ARTICLE}(?P<a>[A-Za-z_]\w*)(?:\s+(?:and|,)\s+(?:to "
            rf")?{_ARTICLE}(?P<b>(?!(?:each|every|all|per|also|has|have|is|are)\b)[A-Za-z_]\w*))?"
        ),
        links,
    ),
    (
        (
            rf"(?:each |every |the |an? )?(?P<c>{_WORD}(?: {_WORD})?)\s+(?:can |may |must |should |will |also |"
            rf"only |always )*(?:(?:is|are|was|were|be|gets?)\s+(?:\w+ly )?\w+(?: (?:after|up|out|over|"
            rf"down|back))?|\w+)\s+(?:by|to|in|into|at|from|on|"
            rf"with|of|under|for|onto|inside|through|via)\s+(?:exactly |only )?{_ARTICLE}(?:of the )"
            rf"?(?P<a>[A-Za-z_]\w*)"
            rf"(?:\s+(?:and|,)\s+(?:(?:by|to|in|at|from|on|with|for)\s+)?{_ARTICLE}(?P<b>(?!(?:each|every|"
            rf"all|per|also|has|have|is|are)\b)[A-Za-z_]\w*))?"
            rf"(?=\s*(?:[,;.)]|$|with\b|and\b|has\b|have\b))"
        ),
        tied,
    ),
    (
        (
            r"(?:each |all )?(?:(?:is |are )?(?:in|at|from|of|for|under|belong(?:s|ing)? to|"
            r"(?:taught|written|made|owned|placed|sold|filed|led|run|submitted|created|held|given|"
            r"issued) (?:by|to|in|at)|assigned to|work(?:s|ing)? (?:in|at|for)|linked to|tied to|"
            r"part of))\s+(?:exactly )?(?:one|an?|the|its|their)(?: of "
            r"the)?\s+(?P<a>[A-Za-z_]\w*)(?=\s*(?:[,;.)]|$|with\b|and\b))"
        ),
        belongs,
    ),
    (
        (
            rf"(?:an? |the )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s+table\b(?: (?:has|"
            rf"contains|includes|with columns|with)(?! \d))?(?:\s*\(?(?:(?:with|of) )?(?P<n>{NUMBER}) "
            rf"(?:rows|records|entries)\)?)?\s*:?"
        ),
        titled_rows,
    ),
    (r"(?P<noun>[A-Za-z_]\w*s)(?=\s*,?\s*(?:each|every)\b)", titled),
    (
        (
            r"(?P<p>[A-Za-z_]\w*s) (?:and|with|plus) (?:their|its) (?P<c>[A-Za-z_]\w*(?: "
            r"\w+)?s)(?=\s*[,.;:]|$| for\b| in\b)"
        ),
        their,
    ),
    (
        (
            rf"(?P<n>{NUMBER})\s+(?P<noun>[A-Za-z_][\w-]*(?: (?!with\b|and\b|per\b|for\b|in\b|of\b|"
            rf"each\b|to\b|from\b)[A-Za-z][\w-]*){{0,3}}?)(?=\s*(?:[,.;:(]|$|with\b|and\b|"
            rf"having\b|who\b|that\b|each\b|containing\b|in\b|of\b|from\b|for\b|plus\b|[a-z]+\d|\d[\d,]* [a-z]+s\b))"
        ),
        counted,
    ),
    (
        (
            rf"(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*(?:\(\s*(?P<n>{NUMBER})(?: rows| "
            rf"records)?\s*\)|[:=]\s*(?P<n2>{NUMBER})(?: rows| records)?(?=\s*[,.;]|$)|"
            rf"\s(?P<n3>{NUMBER})(?=\s*(?:[,;:]|\.(?!\.)|$|with\b|and\b)))"
        ),
        measured,
    ),
    (
        (
            r"(?:the )?(?:tables? )?(?P<noun>[A-Za-z_][\w-]*(?: "
            r"[A-Za-z][\w-]*)?)\s*(?=\((?=[^()]*,|\s*\w+\s*\)))"
        ),
        titled,
    ),
    (r"(?P<noun>[A-Za-z_]\w*s)\s+-(?=\s)", dashed),
    (r"(?:the )?(?:table )?(?P<noun>[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*)?)\s*(?::|[-=]>|→)(?=\s)", titled),
    (
        (
            rf"(?:the |all |each |every )?(?P<noun>[A-Za-z_][\w-]*(?: "
            rf"[A-Za-z][\w-]*)?)\s+(?P<verb>have|has|with|contain|contains|include|includes|carry|"
            rf"carries|get|need|record|records|store|stores|hold|holds|keep|keeps|list|lists|track|tracks|"
            rf"capture|captures|comprise|comprises)\s+(?!{NUMBER}\s+\w+s\b)"
        ),
        have,
    ),
)
