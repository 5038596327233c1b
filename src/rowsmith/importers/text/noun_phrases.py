"""The parts that the heads of tables are made of: nouns, counts of children, verbs of having."""

from __future__ import annotations

from rowsmith.importers.text.entities import NUMBER

NP = r"[A-Za-z_][\w-]*(?: [A-Za-z][\w-]*){0,3}?"


CARD = (
    rf"(?:(?:exactly|precisely|between|from|about|around|up to|at most|at least|roughly|on average|a "
    rf"maximum of|a minimum of|usually|either)\s+)?(?:{NUMBER}(?:\s*(?:-|to|and|or)\s*{NUMBER})?|an?|several|"
    rf"multiple|many|some|one or more|zero or more|any number of|a few)"
)


HAS = (
    r"(?:has|have|had|with|contains?|contain|gets?|makes?|made|placed|places?|owns?|own|receives?|"
    r"received|includes?|wrote|writes?|holds?|comes with|comprises|attends?|takes?|took|teaches|teach|"
    r"uses?|buys?|bought|files?|submits?|runs?|operates?|books?|enrolls? in|consists? of|is made "
    r"(?:up )?of|can have|may have|should have|must have|will have|starts?|performs?|records?|logs?|"
    r"produces?|sends?|orders|rents?|visits?|leaves?|gives?)"
)


ARTICLE = r"(?:the |an? |one |its |their |exactly one |some |each )?"


WORD = (
    r"(?!(?:is|are|was|were|can|may|will|has|have|each|every)\b|with\b|of\b|and\b|in\b|row\b|record\b)"
    r"[A-Za-z_][\w-]*"
)
MAKES = (
    r"(?:teach|own|write|publish|run|manage|organi[sz]e|host|employ|store|produce|offer|create|release|record|issue|"
    r"supervise|operate|keep|hold|have|contain|place|submit|file|post|make)"
)
"""What the rows of one table do to those of another that are theirs: `instructors teach courses`."""
NODE = r"[A-Za-z_]\w*(?:\s*\([^()]{1,60}\))?"
DETERMINER = r"(?:the |each |every |an? )?"
RATIO = r"(?P<x>one|many|1|n|m)\s?(?:-|:|\s|-to-)?\s?(?:(?<=[-\s])to)?[-:\s]\s?(?P<y>one|many|1|n|m|\*)\b"
END = (
    r"(?= of\b|\s*(?:[,.;:()]|$|with\b|and\b|each\b|containing\b|including\b|that\b|which\b|having\b|over\b|"
    r"in\b|from\b|during\b))"
)
