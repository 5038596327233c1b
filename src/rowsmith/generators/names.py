"""Invented names from slots of fragments: `{"guild": ["Order|Circle", " of the ", "Silver|Crimson"]}`."""

from __future__ import annotations

from functools import lru_cache
from math import prod

import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.facts import document
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes


def named(stream: Stream, rows: Rows, context: Context, kind: str) -> pa.StringArray:
    """A name of the kind for each row; `data/names.json` has the fragments of its slots."""
    pools = _pools(kind)
    parts = codes.split(
        context.index(stream, rows, prod(len(pool) for pool in pools)), *(len(pool) for pool in pools)
    )
    return strings.join(rows.count, *zip(pools, parts, strict=True))


@lru_cache(maxsize=64)
def _pools(kind: str) -> tuple[pa.StringArray, ...]:
    return tuple(pa.array(_fragments(slot), pa.string()) for slot in document("names")[kind])


def _fragments(slot: str) -> list[str]:
    """The fragments of a slot: those between its bars, each once; `###` is every number of three digits."""
    return (
        [f"{number:03d}" for number in range(1000)] if slot == "###" else list(dict.fromkeys(slot.split("|")))
    )
