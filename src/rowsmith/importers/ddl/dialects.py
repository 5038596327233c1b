"""Which database a script was written for, told by the words that only one of them uses."""

from __future__ import annotations

import re

NAMES = ("postgres", "mysql", "sqlite", "tsql", "ansi")
_SIGNS: tuple[tuple[str, str], ...] = (
    ("mysql", r"`[^`\n]+`|\bengine\s*=|\bauto_increment\b|\bunsigned\b|/\*!\d+|\bon\s+update\s+current_timestamp"),
    ("tsql", r"\[\w[\w ]*\]\s*\(?|^\s*go\s*$|\bidentity\s*\(\s*\d|\bnvarchar\b|\bclustered\b|\bgetdate\s*\(|\bdbo\."),
    ("postgres", r"::|\b(?:big|small)?serial\b|\bjsonb\b|\btimestamptz\b|\bbytea\b|\btext\[\]|\bcreate\s+(?:type|domain|extension)\b"  # noqa: E501
     r"|\bowner\s+to\b|\bcharacter\s+varying\b|\balter\s+table\s+only\b|\bgenerated\s+(?:always|by\s+default)\s+as\s+identity"
     r"|\$\$|\bwith(?:out)?\s+time\s+zone\b"),
    ("sqlite", r"\bautoincrement\b|\bpragma\b|\bwithout\s+rowid\b|\bsqlite|\bdatetime\s*\(\s*'now'|\bstrict\s*;"),
)  # fmt: skip
_LOOKED_AT = 200_000


def detect(text: str) -> str:
    """The dialect with the most signs, `ansi` where there is none: `detect("id SERIAL")` is `postgres`."""
    head = text[:_LOOKED_AT]
    found = {name: len(re.findall(pattern, head, re.IGNORECASE | re.MULTILINE)) for name, pattern in _SIGNS}
    if found["sqlite"]:
        found["tsql"] = 0  # SQLite reads brackets too
    best = max(found, key=lambda name: found[name])
    return best if found[best] else "ansi"
