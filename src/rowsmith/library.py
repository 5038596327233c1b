"""The library: what `import rowsmith as rs` offers, each call one line of theory.

A schema may be given as a `DataSchema`, a mapping or JSON text. Every function that makes rows takes `seed`;
without one it draws a seed, so say one to get the same rows again.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rowsmith import engine
from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan import Plan, compile_plan
from rowsmith.plan.conflicts import compile_explained
from rowsmith.schema import DataSchema, parse_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from rowsmith.delivery import Delivery
    from rowsmith.importers.extraction import Extraction
    from rowsmith.llm import Ledger, ModelConfig
    from rowsmith.quality import Report
    from rowsmith.quality.coverage import Coverage
    from rowsmith.schema.receipt import Receipt

Schema = DataSchema | Mapping[str, Any] | str
Uniqueness = list[str | list[str]]
Extractor = Literal["auto", "offline", "model"]
"""Who reads a request in words; `auto` is the model where there is one."""

DEFAULT_ROWS = 1000
"""Rows of a dataset whose request and caller name no number."""


def extract(
    user_input: str,
    *,
    context: str | None = None,
    today: datetime.date | None = None,
    example_data: list[dict[str, Any]] | None = None,
    extractor: Extractor = "auto",
    on_failure: Literal["offline", "error"] = "offline",
    model: ModelConfig | None = None,
    ledger: Ledger | None = None,
) -> Extraction:
    """Read a plain-English request: `extract("200 users with name and age 18-80").schema`.

    A language model reads it where one is configured (`model`, or the environment), and the offline reader
    otherwise; `.extractor` says who did. `today` is what "last year" is counted from (default: the date of
    the machine). Raises `InvalidInput` where the request is empty or contradicts itself; what was not
    understood is in `.warnings`.
    """
    day = today or datetime.datetime.now(datetime.UTC).date()
    chosen = None if extractor == "offline" else _model(model)
    if chosen is None:
        if extractor == "model":
            from rowsmith.llm import NoModel

            raise NoModel("the extractor 'model'")
        from rowsmith.importers.text import from_text

        found = from_text(user_input, today=day, context=context)
        unused = ("example_data was not used: the offline reader reads words only",) if example_data else ()
        return replace(found, warnings=(*found.warnings, *unused))
    from rowsmith.importers.llm.read import from_text_by_model
    from rowsmith.llm import Piece, Tally, open_model, run

    return run(
        from_text_by_model(
            user_input, open_model(chosen), Piece("the schema", ledger or Tally()),
            today=day, context=context, example_data=example_data, on_failure=on_failure,
        )
    )  # fmt: skip


def _model(given: ModelConfig | None) -> ModelConfig | None:
    """The model that was given, or that the environment names; None for none."""
    if given is None:
        from rowsmith.llm.config import ModelConfig

        given = ModelConfig.from_environment()
    return None if given.offline else given


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
    """The plan of a schema: `make_plan(schema, rows=10, seed=7).hash` names the dataset.

    No language model is asked: where text waits for one, stock phrases stand in (`written_plan` has it written).
    """
    parsed = parse_schema(schema)
    return compile_explained(
        parsed,
        rows=rows_of(parsed) if rows is None else rows,
        seed=draw_seed() if seed is None else seed,
        uniqueness_fields=uniqueness_fields,
    )


def rows_of(schema: DataSchema) -> int:
    """The rows of a dataset for which nobody named a number: 1000, or as many as coverage needs."""
    if schema.mode == "realistic":
        return DEFAULT_ROWS
    from rowsmith.quality.coverage import rows_needed

    return max((rows_needed(table) for table in compile_plan(schema, rows=DEFAULT_ROWS).tables), default=0)


def coverage(schema: Schema, *, rows: int | None = None, seed: int = 0) -> Coverage:
    """What the first rows of a schema in coverage mode hold: `coverage(schema).complete`.

    Counted are listed values, both ends, nulls, shortest and longest texts, all pairs of these, and branches.
    """
    from rowsmith.quality.coverage import coverage as measured

    covering = parse_schema(schema).model_copy(update={"mode": "coverage"})
    return measured(make_plan(covering, rows=rows, seed=seed))


def written_plan(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    uniqueness_fields: Uniqueness | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
) -> Plan:
    """The plan with its texts written, where the environment names a language model.

    Raises `Unavailable` where that would take more than `max_tokens`, or more dollars than `max_cost`.
    """
    plan = make_plan(schema, rows=rows, seed=seed, uniqueness_fields=uniqueness_fields)
    if not any(field.source.kind == "unwritten" for table in plan.tables for field in table.fields):
        return plan
    from rowsmith.llm import ModelConfig, Tally
    from rowsmith.texts import written

    return written(plan, ModelConfig.from_environment(), ledger=Tally(max_tokens, max_cost))


def generate(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    table: str | None = None,
    uniqueness_fields: Uniqueness | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
) -> pa.Table:
    """All rows of one table in memory: `generate(schema, rows=5000, seed=7).to_pandas()`."""
    import pyarrow as pa

    plan = written_plan(
        schema,
        rows=rows,
        seed=seed,
        uniqueness_fields=uniqueness_fields,
        max_tokens=max_tokens,
        max_cost=max_cost,
    )
    chosen = plan.table(table)
    return pa.Table.from_batches(engine.batches(plan, chosen), schema=engine.table_schema(chosen))


def batches(
    schema: Schema,
    *,
    rows: int | None = None,
    seed: int | None = None,
    table: str | None = None,
    uniqueness_fields: Uniqueness | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    threads: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """The rows of one table in order, 65,536 at a time, in constant memory."""
    plan = written_plan(
        schema,
        rows=rows,
        seed=seed,
        uniqueness_fields=uniqueness_fields,
        max_tokens=max_tokens,
        max_cost=max_cost,
    )
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
    max_tokens: int | None = None,
    max_cost: float | None = None,
    threads: int | None = None,
) -> Delivery:
    """Write a dataset to a file: `write(schema, "users.parquet", rows=10_000_000, seed=7)`.

    The format follows the file's name unless given. The file appears when it is complete or not at all.
    """
    from rowsmith.delivery import deliver

    plan = written_plan(
        schema,
        rows=rows,
        seed=seed,
        uniqueness_fields=uniqueness_fields,
        max_tokens=max_tokens,
        max_cost=max_cost,
    )
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
