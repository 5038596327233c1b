"""Making a chunk: the task that goes to a worker, and what comes back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, cast

from rowsmith import engine
from rowsmith.formats import open_format
from rowsmith.jobs import interruption
from rowsmith.jobs.layout import Span
from rowsmith.plan import Plan
from rowsmith.storage import open_store


@dataclass(frozen=True, slots=True)
class ChunkTask:
    """Everything that decides a chunk's bytes, and where they go."""

    plan: str
    span: Span
    format: str
    store_url: str
    key: str
    options: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ChunkMade:
    """A chunk that is in the store."""

    key: str
    size: int
    sha256: str
    rows: int
    seconds: float


def make_chunk(task: ChunkTask) -> ChunkMade:
    """Generate the rows, write them in their format under the task's key; runs in a worker."""
    began = time.perf_counter()
    with open_store(task.store_url).create(task.key) as sink:
        write_span(parsed_plan(task.plan), task.span, task.format, task.options, cast("BinaryIO", sink))
    stored = sink.stored()
    return ChunkMade(task.key, stored.size, stored.sha256, task.span.rows, time.perf_counter() - began)


def write_span(
    plan: Plan,
    span: Span,
    format: str,  # noqa: A002 - the name of this thing at every door
    options: Mapping[str, object],
    sink: BinaryIO,
) -> None:
    """Write a span's rows as a chunk."""
    table = plan.table(span.table)
    writer = open_format(format, options).chunk(sink, engine.table_schema(table))
    rows = engine.batches(plan, table, span.start, span.start + span.rows, encoded=True, threads=1)
    for batch in rows:
        interruption.check()
        writer.write(batch)
    writer.close()


@lru_cache(maxsize=8)
def parsed_plan(text: str) -> Plan:
    """The plan; a worker meets the same one many times."""
    return Plan.from_json(text)
