"""A few rows of a table, small enough for a conversation, and what their columns look like."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from rowsmith import engine
from rowsmith.mcp_server.answers import MAX_SAMPLE, clip, size
from rowsmith.plan import Plan, TablePlan

_MAX_BYTES = 16_000_000
_CELL = 120
_BINS = 12
_COMMON = 5


class Sample(BaseModel):
    """Rows of one table. Long values are cut and end in `...`; columns that did not fit are counted."""

    table: str
    columns: list[str] = Field(description="The columns that are shown.")
    data: list[dict[str, Any]] = Field(description="The rows; at most ten.")
    columns_left_out: int = Field(0, description="Columns that did not fit into this answer.")


class Profile(BaseModel):
    """How the values of a column are spread, measured on up to 1,000 rows."""

    column: str
    low: Annotated[float | str | None, Field(description="The smallest value, of a histogram.")] = None
    high: float | str | None = None
    counts: Annotated[list[int] | None, Field(description="Rows in equal steps from low to high.")] = None
    common: Annotated[dict[str, int] | None, Field(description="The most frequent values.")] = None
    nulls: int = 0


def rows_of(plan: Plan, table: TablePlan, offset: int, count: int) -> pa.RecordBatch:
    """Rows `offset` to `offset + count` of a table, as far as there are any and memory allows."""
    start = min(offset, table.rows)
    count = max(0, min(count, table.rows - start))
    if count > 1:
        one = engine.generate(plan, table, start, 1)
        count = max(1, min(count, _MAX_BYTES // max(one.nbytes, 1)))
    return engine.generate(plan, table, start, count)


def shown(table: str, names: Sequence[str], found: Sequence[dict[str, Any]], budget: int) -> Sample:
    """Rows as a sample: as many columns as fit into half of the bytes, then as many rows as fit."""
    rows = [{name: _cell(row[name]) for name in names} for row in found[:MAX_SAMPLE]]
    widths = [size(name) + max((size(row[name]) for row in rows), default=4) + 2 for name in names]
    kept: list[str] = []
    used = 0
    for name, width in zip(names, widths, strict=True):
        used += width + size(name) + 1
        if kept and used > budget / 2:
            break
        kept.append(name)
    data: list[dict[str, Any]] = []
    left = budget - sum(size(name) + 1 for name in kept)
    for row in rows:
        part = {name: row[name] for name in kept}
        left -= size(part) + 1
        if data and left < 0:
            break
        data.append(part)
    return Sample(table=table, columns=kept, data=data, columns_left_out=len(names) - len(kept))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return clip(value, _CELL)
    if isinstance(value, dict | list) and size(value) > _CELL:
        return clip(json.dumps(value, ensure_ascii=False), _CELL)
    return value


def as_lines(found: Sample) -> str:
    """A sample as text, a row to a line, for models that read no structured content."""
    head = " | ".join(found.columns)
    lines = [" | ".join(_word(row[name]) for name in found.columns) for row in found.data]
    more = [f"({found.columns_left_out} more columns)"] if found.columns_left_out else []
    return "\n".join([head, *lines, *more])


def _word(value: Any) -> str:
    if value is None:
        return ""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).replace("\n", " ")


def profiles(batch: pa.RecordBatch, columns: Sequence[str], budget: int) -> list[Profile]:
    """How the shown columns are spread, as many as fit."""
    found: list[Profile] = []
    for name in columns:
        profile = _profile(name, batch.column(name))
        budget -= size(profile.model_dump(mode="json", exclude_none=True)) if profile else 0
        if budget < 0:
            break
        if profile:
            found.append(profile)
    return found


def _profile(name: str, column: pa.Array) -> Profile | None:
    values = column.drop_null()
    kind = values.type
    if not len(values) or pa.types.is_nested(kind):
        return None
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _histogram(name, values.cast(pa.float64()), column.null_count, None)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        at = values.cast(pa.timestamp("us"))
        return _histogram(name, at.cast(pa.int64()).cast(pa.float64()), column.null_count, at)
    texts = values.cast(pa.string())
    counted = pc.value_counts(texts).to_pylist()
    if len(counted) > len(texts) / 2:
        return None  # nearly every value is different: there is nothing to count
    counted.sort(key=lambda item: (-item["counts"], item["values"]))
    common = {clip(item["values"], 40): item["counts"] for item in counted[:_COMMON]}
    return Profile(column=name, common=common, nulls=column.null_count)


def _histogram(name: str, numbers: pa.Array, nulls: int, at: pa.Array | None) -> Profile:
    data = numbers.to_numpy(zero_copy_only=False)
    counts, edges = np.histogram(data, bins=_BINS)
    low: float | str = float(edges[0])
    high: float | str = float(edges[-1])
    if at is not None:
        low, high = pc.min(at).as_py().date().isoformat(), pc.max(at).as_py().date().isoformat()
    return Profile(column=name, low=low, high=high, counts=counts.tolist(), nulls=nulls)
