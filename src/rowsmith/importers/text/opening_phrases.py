"""Every wording that opens a table: `50 customers`, `Order: date, status`, `players have a nick`.

A row is a pattern and what is done with it; the first that reads the words wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.importers.text.entities import NUMBER, Map
from rowsmith.importers.text.openings import counted, dashed, have, measured, titled, titled_rows
from rowsmith.importers.text.ties import their

OPENINGS: tuple[tuple[str, Callable[[re.Match[str], Map], bool]], ...] = (
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
