"""The library: what `import rowsmith as rs` offers, each call one line of theory.

A schema may be given as a `DataSchema`, a mapping or JSON text. Every function that makes rows takes `seed`;
without one it draws a seed, so say one to get the same rows again.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rowsmith import engine
from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan import Plan, compile_plan
from rowsmith.schema import DataSchema, parse_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from rowsmith.delivery import Delivery
    from rowsmith.importers.extraction import Extraction
    from rowsmith.quality import Report
    from rowsmith.schema.receipt import Receipt

Schema = DataSchema | Mapping[str, Any] | str
Uniqueness = list[str | list[str]]

DEFAULT_ROWS = 1000
"""Rows of a dataset whose request and caller name no number."""


def extract(user_input: str, *, context: str | None = None, today: datetime.date | None = None) -> Extraction:
    """Read a plain-English request, offline: `extract("200 users with name and age 18-80").schema`.

    `today` is what "last year" is counted from (default: the date of the machine). Raises `InvalidInput`
    where the request is empty or contradicts itself; what was not understood is in `.warnings`.
    """
    from rowsmith.importers.text import from_text

    return from_text(user_input, today=today or datetime.datetime.now(datetime.UTC).date(), context=context)


def edit(schema: Schema, text: str, *, today: datetime.date | None = None) -> Extraction:
    """Change a schema in plain words: `edit(schema, "make churn 8 %").schema`; `.changes` says what is new.

    The values of every field that is not named stay as they are; `.warnings` says which follow from one.
    """
    from rowsmith.importers.text.edit import from_edit

    day = today or datetime.datetime.now(datetime.UTC).date()
    return from_edit(parse_schema(schema), text, today=day)


def import_schema(
    kind: str, content: str | bytes | Path, *, dialect: str | None = None, name: str | None = None
) -> Extraction:
    """Read a schema in another language: `import_schema("ddl", Path("shop.sql"), dialect="postgres").schema`.

    The kinds are `ddl`, `json_schema`, `sample` and what is installed beside them. A content is text, the
    bytes of a file, or the `Path` of a file or a folder. `name` is what a table without a name is called
    (default: as its file).
    """
    from rowsmith.importers import import_content
    from rowsmith.importers.files import read_content, table_name

    if isinstance(content, Path):
        name = name or table_name(content)
        content = read_content(content)
    return import_content(kind, content, dialect=dialect, name=name)


def validate(schema: Schema, *, rows: int | None = None) -> list[Issue]:
    """Every problem of a schema, in one list; an empty list is a schema that generates."""
    try:
        make_plan(schema, rows=rows, seed=0)
    except InvalidInput as error:
        return list(error.issues)
    return []


def make_plan(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    uniqueness_fields: Uniqueness | None = None,
) -> Plan:
    """The plan of a schema: `make_plan(schema, rows=10, seed=7).hash` names the dataset."""
    return compile_plan(
        parse_schema(schema),
        rows=DEFAULT_ROWS if rows is None else rows,
        seed=draw_seed() if seed is None else seed,
        uniqueness_fields=uniqueness_fields,
    )


def generate(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    table: str | None = None,
    uniqueness_fields: Uniqueness | None = None,
) -> pa.Table:
    """All rows of one table in memory: `generate(schema, rows=5000, seed=7).to_pandas()`."""
    import pyarrow as pa

    plan = make_plan(schema, rows=rows, seed=seed, uniqueness_fields=uniqueness_fields)
    chosen = plan.table(table)
    return pa.Table.from_batches(engine.batches(plan, chosen), schema=engine.table_schema(chosen))


def batches(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    table: str | None = None,
    uniqueness_fields: Uniqueness | None = None,
    threads: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """The rows of one table in order, 65,536 at a time, in constant memory."""
    plan = make_plan(schema, rows=rows, seed=seed, uniqueness_fields=uniqueness_fields)
    return engine.batches(plan, plan.table(table), threads=threads)


def preview(
    schema: Schema, *, rows: int = 10, offset: int = 0, seed: int | None = None, table: str | None = None
) -> pa.Table:
    """A few rows from anywhere, computed alone: `preview(schema, rows=3, offset=9_000_000_000)`."""
    import pyarrow as pa

    parsed = parse_schema(schema)
    # A single table is as long as is looked at; several have the sizes that the schema gives them.
    several = len(parsed.all_tables()) > 1
    plan = make_plan(parsed, rows=None if several else offset + rows, seed=seed)
    chosen = plan.table(table)
    count = max(0, min(rows, chosen.rows - offset))
    return pa.Table.from_batches([engine.generate(plan, chosen, min(offset, chosen.rows), count)])


def write(
    schema: Schema,
    path: str | Path,
    *,
    rows: int | None = None,
    seed: int | None = None,
    format: str | None = None,  # noqa: A002 - the name of this thing at every door
    uniqueness_fields: Uniqueness | None = None,
    threads: int | None = None,
) -> Delivery:
    """Write a dataset to a file: `write(schema, "users.parquet", rows=10_000_000, seed=7)`.

    The format follows the file's name unless given. The file appears when it is complete or not at all.
    """
    from rowsmith.delivery import deliver

    plan = make_plan(schema, rows=rows, seed=seed, uniqueness_fields=uniqueness_fields)
    return deliver(plan, Path(path), format, threads=threads)


def verify(
    schema: Schema,
    path: str | Path | list[Path],
    *,
    rows: int | None = None,
    uniqueness_fields: Uniqueness | None = None,
) -> Report:
    """Check a finished file, or a directory with a file for each table, against its schema.

    `verify(schema, "users.parquet").holds`; every promise that is broken is in `.broken`, with how often.
    """
    from rowsmith.quality import verify as check
    from rowsmith.quality.warehouse import files_of

    parsed = parse_schema(schema)
    plan = compile_plan(
        parsed, rows=DEFAULT_ROWS if rows is None else rows, uniqueness_fields=uniqueness_fields
    )
    paths = path if isinstance(path, list) else [Path(path)]
    return check(parsed, plan, files_of(plan, paths))


def measure(
    schema: Schema,
    path: str | Path | list[Path],
    *,
    rows: int | None = None,
    seed: int | None = None,
    request: Extraction | None = None,
    uniqueness_fields: Uniqueness | None = None,
) -> Receipt:
    """What a finished file shows of its schema, and of each clause of the request that it was made from.

    `measure(found.schema, "users.csv", rows=5000, request=found).unmet()` lists what was not met.
    """
    from rowsmith.quality.receipt import Asked
    from rowsmith.quality.receipt import measure as measure_files
    from rowsmith.quality.warehouse import files_of, format_in

    parsed = parse_schema(schema)
    plan = make_plan(parsed, rows=rows, seed=0 if seed is None else seed, uniqueness_fields=uniqueness_fields)
    files = files_of(plan, path if isinstance(path, list) else [Path(path)])
    made = format_in(files)
    asked = Asked(_or(rows, request and request.rows), request and request.output_format, seed, made)
    return measure_files(parsed, plan, files, request.clauses() if request else (), asked)


def _or(first: int | None, second: int | None) -> int | None:
    return second if first is None else first


def draw_seed() -> int:
    """A fresh seed, short enough to be typed again."""
    return secrets.randbelow(2**31)
