"""Strings for a shape: of a format, of a pattern, of a length; and whether a pattern is found in one."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.importers.json_schema.shape import Contradiction, Shape

_DRAWN = 200

SEMANTIC = {
    "email": "internet.email", "idn-email": "internet.email", "hostname": "internet.domain",
    "idn-hostname": "internet.domain", "ipv4": "internet.ipv4", "ip-address": "internet.ipv4",
    "ipv6": "internet.ipv6", "uri": "internet.url", "uri-reference": "internet.url", "iri": "internet.url",
    "iri-reference": "internet.url", "uuid": "identifier.uuid", "duration": "time.iso_duration",
}  # fmt: skip
"""Formats that a semantic type of ours makes."""

PATTERNS = {
    "time": r"([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
    "json-pointer": r"(/[a-z]{2,8}){1,3}",
    "relative-json-pointer": r"[0-3]/[a-z]{2,8}",
    "regex": r"\^[a-z]{1,6}\$",
    "uri-template": r"https://example\.com/[a-z]{3,8}/\{[a-z]{2,5}\}",
    "color": r"#[0-9a-f]{6}",
}
"""Formats that a pattern makes."""

_ANY_LENGTH = {
    "email": r"[a-z]{1,40}@[a-z]{1,40}\.(com|org|net)", "idn-email": r"[a-z]{1,40}@[a-z]{1,40}\.(com|org|net)",
    "hostname": r"[a-z]{1,40}(\.[a-z]{2,30}){0,3}", "idn-hostname": r"[a-z]{1,40}(\.[a-z]{2,30}){0,3}",
    "uri": r"https://[a-z]{1,40}\.org(/[a-z0-9]{1,40}){0,5}", "uri-reference": r"/?[a-z0-9]{1,60}",
    "iri": r"https://[a-z]{1,40}\.org(/[a-z0-9]{1,40}){0,5}", "iri-reference": r"/?[a-z0-9]{1,60}",
    "json-pointer": r"(/[a-z]{1,40}){0,4}", "regex": r"[a-z]{0,60}", "uri-template": r"[a-z]{1,60}",
    "date-time": r"20[0-3]\d-0[1-9]-[0-2][1-8]T[01]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?Z",
    "date": r"(19[5-9]\d|20[0-3]\d)-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])",
}  # fmt: skip
"""The same with room for other lengths, and formats that a field has as its type."""


def searches(pattern: str, value: str) -> bool:
    """Whether a pattern is found in a value, in linear time whatever the pattern."""
    try:
        return bool(pc.match_substring_regex(pa.array([value]), pattern)[0].as_py())
    except pa.ArrowInvalid:
        message = (
            f"the pattern {pattern[:200]!r} is not supported; write it without look-around and references"
        )
        raise InvalidInput.of([Issue("content.pattern", "unsupported_pattern", message)]) from None


def texts(shape: Shape) -> list[str]:
    """Strings that the shape allows, as far as can be told here: two hundred of them, or fewer."""
    return list(
        _texts(
            tuple(shape.patterns), tuple(shape.formats), shape.min_length,
            -1 if shape.max_length is None else shape.max_length,
        )
    )  # fmt: skip


@lru_cache(maxsize=512)
def _texts(patterns: tuple[str, ...], formats: tuple[str, ...], low: int, most: int) -> tuple[str, ...]:
    high = None if most < 0 else most
    if high is not None and high < low:
        raise Contradiction
    for pattern in patterns:
        searches(pattern, "")  # refuses what is not supported
    found: list[str] = []
    for name, params in _ways(patterns, formats, low, high):
        try:
            found += _drawn(name, params)
        except InvalidInput:
            continue
    fitting = [
        text
        for text in dict.fromkeys(found)
        if len(text) >= low
        and (high is None or len(text) <= high)
        and all(searches(pattern, text) for pattern in patterns)
    ]
    if not fitting:
        raise Contradiction
    random.Random(len(fitting)).shuffle(fitting)
    return tuple(fitting[:_DRAWN])


def _ways(
    patterns: tuple[str, ...], formats: tuple[str, ...], low: int, high: int | None
) -> list[tuple[str, dict[str, Any]]]:
    lengths = {"min_length": low or None, "max_length": high}
    ways: list[tuple[str, dict[str, Any]]] = [
        ("identifier.pattern", {"pattern": pattern, **lengths}) for pattern in patterns
    ]
    for name in formats:
        if name in SEMANTIC:
            ways.append((SEMANTIC[name], {}))
        if name in PATTERNS:
            ways.append(("identifier.pattern", {"pattern": PATTERNS[name]}))
        if name in _ANY_LENGTH:
            ways.append(("identifier.pattern", {"pattern": _ANY_LENGTH[name], **lengths}))
    if not patterns and not any(
        name in SEMANTIC or name in PATTERNS or name in _ANY_LENGTH for name in formats
    ):
        top = max(low, 12) if high is None else min(high, max(low, 12))
        ways.append(("identifier.pattern", {"pattern": f"[a-z]{{{low},{top}}}"}))
    return ways


def _drawn(name: str, params: dict[str, Any]) -> list[str]:
    semantic = semantic_types.get(name)
    stream = Stream(("json_schema", name))
    given = semantic.check({key: value for key, value in params.items() if value is not None}, "content")
    return [
        str(text) for text in semantic(stream, Rows(0, _DRAWN), Context(table=stream), **given).to_pylist()
    ]
