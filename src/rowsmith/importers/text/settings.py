"""What a request says of the file and not of a column: format, seed, locale, number of rows."""

from __future__ import annotations

import re

from rowsmith.importers.text.countries import locale
from rowsmith.importers.text.draft import Request

_FORMATS = {
    "csv": "csv",
    "parquet": "parquet",
    "jsonl": "jsonl",
    "json lines": "jsonl",
    "json-lines": "jsonl",
    "ndjson": "jsonl",
    "jsonlines": "jsonl",
    "newline delimited json": "jsonl",
    "newline-delimited json": "jsonl",
    "json": "json",
    "arrow": "arrow",
    "feather": "arrow",
    "excel": "xlsx",
    "xlsx": "xlsx",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}
NAMES = "|".join(sorted((re.escape(name) for name in _FORMATS), key=len, reverse=True))
_FORMAT = (
    (
        rf"(?:[,;.]?\s*\b(?:please )?(?:(?:save|saved|store|stored|export(?:ed)?|output|written|write|"
        rf"deliver(?:ed)?|return(?:ed)?|give|send|put|format(?:ted)?|download(?:able)?|i want|i need|"
        rf"needed)\s+(?:it |them |this |that |the (?:data|result|file|output|table) )?(?:all "
        rf")?)?(?:as|to|into|in|in the|format:?|output:?|type:?)\s+(?:an? |one |the )?(?:\.|gzipped |"
        rf"compressed )?(?P<f>{NAMES})(?:[ -](?:files?|format|output|document|lines))?(?: (?:file|"
        rf"format|please))?(?=\s*(?:[,.;:)\n]|$|with\b|and\b|please|using|of\b|for\b)))"
    ),
    rf"(?<=,)\s*(?P<f>{NAMES})(?=\s*[.!](?:\s|$)|\s*$)",
    rf"(?<=\()\s*(?P<f>{NAMES})(?:,\s*(?=[^(),]*\b(?:rows|records|seed)\b[^()]*\))|(?=\s*\))(?<=csv|uet|onl|cel|lsx))",
    rf"(?:^|(?<=[\s,.;(]))(?P<f>{NAMES})(?:[ -](?:file|format|output))?,? (?:please|format|output)\b",
    (
        rf"\b(?:output|file|format|output[ _]format|file[ _](?:type|format))\s*(?:is|=|:|"
        rf"as)?\s*:?\s*(?P<f>{NAMES})\b"
    ),
    (
        rf"^(?:(?:make|create|generate|give me|i need|i want|produce|build|write)\s+)?(?:me )?(?:an? |"
        rf"one )?(?P<f>{NAMES})(?= (?:file|table|with|of|dataset|for|containing)\b|[,:])(?: file)?"
    ),
    rf"\b(?P<f>{NAMES})(?=\s*(?:[:,]|$))(?<=csv|uet|onl)",
)
_SEED = re.compile(
    (
        r"[,;(]?\s*\b(?:(?:with|using|use|and|set)\s+)?(?:an? |the )?(?:deterministic(?:ally)?(?:,)? "
        r"(?:with |by )?(?:an? )?)?(?:random[ _-]?)?(?:seed|random_state|rng)(?: (?:number|value|of|"
        r"is|to))*\s*[=:#]?\s*(?P<n>\d{1,18})\b\)?"
    ),
    re.IGNORECASE,
)
_ENCODING = re.compile(
    (
        r"[,;]?\s*\b(?:in |as |encoded (?:in|as) )?utf-?8(?: encoded| encoding)?\b|[,;]?\s*\b(?:with "
        r")?(?:an? )?header(?: row| line)?\b"
    ),
    re.IGNORECASE,
)


def read_settings(text: str, request: Request) -> str:
    """Read format, seed and locale; return the text without them (places stay)."""
    for pattern in _FORMAT:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not re.search(r"(?i)_json|json_", found[0]):
            request.output_format = _FORMATS[found["f"].lower()]
            request.facts.append((found[0].strip(" ,.;"), "output_format"))
            text = text[: found.start()] + " " + text[found.end() :]
            break
    seed = _SEED.search(text)
    if seed:
        request.seed = int(seed["n"])
        request.facts.append((seed[0].strip(" ,.;("), "seed"))
        text = text[: seed.start()] + " " + text[seed.end() :]
    text = _ENCODING.sub(" ", text)
    locale(text, request)
    return text
