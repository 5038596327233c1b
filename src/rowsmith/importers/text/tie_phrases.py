"""Every wording that ties two tables together: `each order has 1 to 8 items`, `users -> posts`.

A row is a pattern and what is done with it; the first that reads the words wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text.entities import NUMBER, Map
from rowsmith.importers.text.noun_phrases import (
    ARTICLE,
    CARD,
    DETERMINER,
    END,
    HAS,
    MAKES,
    NODE,
    NP,
    RATIO,
    WORD,
)
from rowsmith.importers.text.relations import (
    cardinal,
    chain,
    holds,
    per_current,
    rows_alone,
    rows_behind,
    theirs,
    tied,
    via,
)
from rowsmith.importers.text.ties import belongs, each, links, one_of, per, times

TIES: tuple[tuple[str, Callable[[re.Match[str], Map], bool]], ...] = (
    (rf"(?:with|having|and)\s+(?P<card>{CARD})\s+(?P<c>{NP})\s+(?:each|apiece)\b", theirs),
    (
        (rf"(?P<nodes>{NODE}(?:\s*(?:->|=>|→|>)\s*{NODE}){{1,8}})(?=\s*(?:[.;:\n]|$))"),
        chain,
    ),
    (
        (
            rf"{DETERMINER}(?P<a>[A-Za-z_]\w*)\s*(?:(?:has|have|is|are|being|in|to|with|a|an|,)\s+)*"
            rf"{RATIO}(?:\s+(?:relation(?:ship)?|link|mapping|association))?(?:\s+(?:with|to|of|for|"
            rf"between|from|over|on))?(?:\s+(?P<b>[A-Za-z_]\w*)(?:\s+(?:to|and|with)\s+(?P<c>[A-Za-z_]\w*))?)"
        ),
        cardinal,
    ),
    (
        (
            rf"(?P<a>{WORD}s)\s+(?:can |may |also )*[a-z]+(?: (?:in|to|on|at|for|with))?\s+(?:the |many |"
            rf"several |multiple )?"
            rf"(?P<b>{WORD}s)\s*[,(-]+\s*(?:an? )?{RATIO}(?P<c>(?!x)x)?(?: relation(?:ship)?)?\)?"
        ),
        cardinal,
    ),
    (
        (
            rf"(?:a |an )?{RATIO}(?:\s+(?:relation(?:ship)?|link|mapping|association))?\s+(?:between|from|of|for)"
            rf"\s+(?P<a>[A-Za-z_]\w*)\s+(?:to|and|with|,)\s+(?P<b>[A-Za-z_]\w*)(?P<c>(?!x)x)?"
        ),
        cardinal,
    ),
    (
        (
            rf"(?:per|for (?:each|every|any)|(?:each|every)(?= [a-z]+ ?:))\s+(?P<p>{WORD})\s*[,:]?\s*"
            rf"(?:there (?:are|is|will be)\s+|we (?:have|need|want)\s+|(?:generate|create|add|make)\s+)?"
            rf"(?P<card>{CARD})\s+(?P<c>{NP})(?P<verb>(?!x)x)?{END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:(?P<n>{NUMBER})\s+)?(?P<p>{WORD}s)\s*,?\s+(?:(?:with|having|of)|(?P<verb>[a-z]{{3,}}))\s+"
            rf"(?P<card>{CARD})\s+(?P<c>{NP})\s+(?:each|apiece)\b"
        ),
        holds,
    ),
    (
        (
            rf"(?:each|every|an?|one|any)\s+(?P<p>{WORD}(?: {WORD})??)\s+(?:can |may |will |should |must |also |"
            rf"usually |typically |either |is |are |gets )*(?P<verb>[a-z]{{3,}})(?: (?:in|into|for|on|up|"
            rf"out|at|through|across))?\s+(?P<card>{CARD})"
            rf"\s+(?:different |distinct |separate )?(?P<c>{NP}){END}"
        ),
        holds,
    ),
    (
        (
            rf"(?P<a>{WORD}s)(?:\s*\((?P<n>{NUMBER})\))?\s+[a-z]+(?: (?:in|to|on|at|for|with|into|from))?\s+"
            rf"(?P<b>{WORD}s)(?:\s*\((?P<n2>{NUMBER})\))?\s+(?:via|through|by way of|using|by means of)\s+(?:the )?"
            rf"(?P<c>{WORD}s?)(?:\s*\((?P<n3>{NUMBER})\))?"
        ),
        via,
    ),
    (
        (
            rf"(?P<a>{WORD}s)(?:\s*\((?P<n>{NUMBER})\))?\s+(?:can |may |each )?{MAKES}\s+(?:the |many |"
            rf"several |multiple |"
            rf"various )?(?P<c>{WORD}s)(?:\s*\((?P<n3>{NUMBER})\))?(?P<b>)(?P<n2>)(?=\s*(?:[,.;:]|$))"
        ),
        via,
    ),
    (
        rf"(?:each|every|per)\s+(?P<p>{WORD})\s*(?:(?:has|have|gets|contains|receives|with)\s+)?(?P<card>{CARD})"
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
        rf"\s+(?P<p>{WORD})(?=\s*(?:[-,.;:)]|$))",
        per_current,
    ),
    (
        (
            rf"(?:(?P<n>{NUMBER})\s+)?(?P<p>{WORD}s)\s+(?:and|with|plus)\s+(?:their|its)\s+(?P<card>{CARD})\s+"
            rf"(?P<c>{NP}){END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:the )?(?P<p>{WORD}s)(?P<bare>)\s+(?:can |may |will |usually |each )"
            rf"*(?P<verb>[a-z]{{3,}})\s+(?P<card>{CARD})"
            rf"\s+(?P<c>{NP}){END}"
        ),
        holds,
    ),
    (
        (
            rf"(?:each|every|per|a|an|all|one|any)(?: of (?:them|these|those|which|the "
            rf"{NP}))?\s*(?P<p>(?!with\b|of\b|is\b|are\b|has\b|placed?\b|order(?:ed)?s? "
            rf"\d)[A-Za-z_][\w-]*(?: (?!has\b|have\b|with\b|is\b|are\b|"
            rf"contains?\b)[A-Za-z][\w-]*)?)??\s*(?:\((?P<cols>[^()]{{1,300}})\))?\s*(?:can |may |"
            rf"should |must |also |then )*{HAS}\s+(?P<card>{CARD})\s+(?P<c>{NP})(?P<more>(?:(?:,"
            rf"| and| or)+ (?:one|an?) [\w-]+ [\w-]+)+)?(?= of\b|\s*(?:[,.;:(]|$|with\b|and\b|"
            rf"each\b|containing|including|that\b|which\b|having\b|\())"
        ),
        each,
    ),
    (
        (
            rf"(?P<p>(?!(?:each|every|and)\b)[A-Za-z_]\w*s)\s+(?P<cols>(?!x)x)?(?:can |may |"
            rf"should |must |also )*{HAS}\s+(?P<card>(?:exactly |between |from |about |up to |at "
            rf"most |at least )?{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|one or more|zero or more|"
            rf"several|multiple|many)\s+(?P<c>[A-Za-z_][\w-]*(?: "
            rf"[A-Za-z][\w-]*)?s)(?P<more>x)?(?: each)?(?=\s*(?:[,.;:(]|$|with\b|and\b))"
        ),
        each,
    ),
    (rf"(?:each|every)\s+(?P<p>{NP}) (?:is|gets|was|can be) (?P<v>\w+) (?P<card>{CARD}) times", times),
    (
        (
            rf"(?P<card>{CARD})\s+(?P<c>{NP})\s+(?:per|for each|for every|to each|on "
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
            rf"(?P<c>{NP})\s+(?:also |then |that |which )*(?:go|goes|are sent|are shipped|ship|"
            rf"come|are assigned|belong|are made|are stored|are handled|refer|happen)\s*(?:to|"
            rf"from|at|in|by|on|with)\s+(?:exactly )?one of (?:the "
            rf")?(?P<n>{NUMBER})\s+(?P<p>{NP})(?=\s*(?:[(,.;:]|$|with\b))"
        ),
        one_of,
    ),
    (
        (
            rf"(?P<c>{NP})\s+(?:(?:that|which|table|also|each|all)\s+)*(?:link(?:s|ing)?|"
            rf"connect(?:s|ing)?|join(?:s|ing)?|between|reference(?:s)?|referencing|map(?:s|"
            rf"ping)?|associat(?:es|ing)|tie(?:s)?)\s+{ARTICLE}(?P<a>both|them|the two|"
            rf"[A-Za-z_]\w*)(?:\s+(?:to|and|with|,)\s+{ARTICLE}(?P<b>(?!(?:each|every|all|per|also|has|"
            rf"have|is|are)\b)[A-Za-z_]\w*))?"
        ),
        links,
    ),
    (
        (
            rf"(?:each |every |the )?(?P<c>{NP})\s+(?:belong(?:s|ing)? to|(?:is|are|was|were) "
            rf"(?:placed|made|written|owned|taught|sold|created|submitted|reported|filed|bought|"
            rf"posted|handled|assigned|linked|tied|related|connected)(?: by| to| with| at)|"
            rf"(?:point|refer)s? (?:to|at)|come(?:s)? "
            rf"from)\s+{ARTICLE}(?P<a>[A-Za-z_]\w*)(?:\s+(?:and|,)\s+(?:to "
            rf")?{ARTICLE}(?P<b>(?!(?:each|every|all|per|also|has|have|is|are)\b)[A-Za-z_]\w*))?"
        ),
        links,
    ),
    (
        (
            rf"(?:each |every |the |an? )?(?P<c>{WORD}(?: {WORD})?)\s+(?:can |may |must |should |will |also |"
            rf"only |always )*(?:(?:is|are|was|were|be|gets?)\s+(?:\w+ly )?\w+(?: (?:after|up|out|over|"
            rf"down|back))?|\w+)\s+(?:by|to|in|into|at|from|on|"
            rf"with|of|under|for|onto|inside|through|via)\s+(?:exactly |only )?{ARTICLE}(?:of the )"
            rf"?(?P<a>[A-Za-z_]\w*)"
            rf"(?:\s+(?:and|,)\s+(?:(?:by|to|in|at|from|on|with|for)\s+)?{ARTICLE}(?P<b>(?!(?:each|every|"
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
)
