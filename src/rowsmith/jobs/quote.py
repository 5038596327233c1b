"""What a job would cost, by making a little of it."""

from __future__ import annotations

import io
import time

from rowsmith import engine
from rowsmith.formats import format_names, open_format
from rowsmith.jobs.creation import compiled
from rowsmith.jobs.layout import Layout, choose_chunk_size
from rowsmith.jobs.whole import check_format, chunk_format
from rowsmith.llm import ModelConfig, price
from rowsmith.plan import Plan, TablePlan
from rowsmith.schema.job import JobQuote, JobSpecificationInput
from rowsmith.texts import forecast

_SAMPLE = 4096


def quote(specification: JobSpecificationInput, workers: int, model: ModelConfig) -> JobQuote:
    """Rows, chunks, seconds on this machine, bytes in each format, and what a language model costs."""
    plan = compiled(specification)
    check_format(specification.output_format, specification.format_options, plan)
    name = chunk_format(specification.output_format)
    chosen = open_format(name, specification.format_options)
    chunk_size = choose_chunk_size(plan, specification.chunk_size)
    layout = Layout(plan, chunk_size)
    seconds, sizes = 0.0, dict.fromkeys(_formats(name), 0.0)
    for table in plan.tables:
        count = min(table.rows, _SAMPLE)
        if count == 0:
            continue
        share = table.rows / count
        began = time.perf_counter()
        batch = engine.generate(plan, table, 0, count, encoded=True)
        sink = io.BytesIO()
        writer = chosen.writer(sink, engine.table_schema(table))
        writer.write(batch)
        writer.close()
        seconds += (time.perf_counter() - began) * share
        for other in sizes:
            size = len(sink.getvalue()) if other == name else _size(other, table, plan, count)
            sizes[other] += size * share
    read, written = (0, 0) if model.offline else forecast(plan)
    parallel = max(1, min(workers, layout.chunks))
    return JobQuote(
        rows=layout.rows,
        chunks=layout.chunks,
        chunk_size=chunk_size,
        seconds=round(seconds / parallel, 3),
        bytes={name: round(size) for name, size in sizes.items()},
        tokens=read + written,
        money=round(price(model, read, written), 6) if read else 0.0,
    )


def _formats(chosen: str) -> list[str]:
    """Every format uncompressed, and the chosen one."""
    return sorted({chosen, *(name for name in format_names() if "." not in name)})


def _size(name: str, table: TablePlan, plan: Plan, count: int) -> int:
    sink = io.BytesIO()
    writer = open_format(name).writer(sink, engine.table_schema(table))
    writer.write(engine.generate(plan, table, 0, count, encoded=True))
    writer.close()
    return len(sink.getvalue())
