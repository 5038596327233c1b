"""`rowsmith generate`: the main job, from a sentence to a file."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rowsmith.cli import show
from rowsmith.cli.budget import budget_options
from rowsmith.cli.receipt import After, report_options
from rowsmith.cli.remote import chosen_server, server_option
from rowsmith.cli.source import Source, schema_options
from rowsmith.errors import InvalidInput

if TYPE_CHECKING:
    from rowsmith.delivery import Delivery


@click.command()
@schema_options
@click.option(
    "-n", "--rows", type=click.IntRange(0), help="How many rows (default: as the request says, or 1000)."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The file to write; - for standard output. Its name gives the format.",
)
@click.option(
    "--format",
    "format_",
    metavar="NAME",
    help="csv, json, jsonl, parquet, arrow; also csv.gz, jsonl.zst, ...",
)
@click.option("--seed", type=int, help="The same seed gives the same bytes (default: drawn and reported).")
@click.option(
    "--unique",
    multiple=True,
    metavar="FIELD[,FIELD]",
    help="Fields with no repeats; together when several are joined by commas.",
)
@click.option(
    "--threads",
    type=click.IntRange(1),
    help="Blocks made at once (default: one per processor); changes no byte.",
)
@click.option(
    "--show", "shown", type=click.IntRange(0, 1000), default=0, help="Show the first rows at the end."
)
@click.option("--job", "durable", is_flag=True, help="Make it by a job that survives a crash: see `jobs`.")
@click.option(
    "--detach", is_flag=True, help="With --job: print its id and leave the rows to `rowsmith worker`."
)
@budget_options
@report_options
@server_option
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def command(
    source: Source,
    rows: int | None,
    output: str | None,
    format_: str | None,
    seed: int | None,
    unique: tuple[str, ...],
    threads: int | None,
    shown: int,
    durable: bool,
    detach: bool,
    max_tokens: int | None,
    max_cost: float | None,
    report: str | None,
    strict: bool,
    quiet: bool,
) -> None:
    r"""Make a dataset from REQUEST (plain English), from a schema, or from a file to import.

    \b
    rowsmith generate "10,000 customers with name, email, age 18-90" -o customers.parquet
    rowsmith generate --schema shop.json -n 1000000 -o - --format csv | head
    rowsmith generate --like customers.csv -n 1000000 -o more.parquet
    """
    from rowsmith import engine
    from rowsmith.cli.progress import progress
    from rowsmith.delivery import choose_format, deliver, deliver_to
    from rowsmith.library import draw_seed, rows_of, written_plan

    extraction = source.read()
    if not quiet:
        show.warnings(extraction)
    after = After(extraction, report, strict=strict, quiet=quiet)
    after.check(output)
    count = rows if rows is not None else extraction.rows
    count = rows_of(extraction.schema) if count is None else count
    groups: list[str | list[str]] = [name.split(",") if "," in name else name for name in unique]
    budget: dict[str, Any] = {"max_tokens": max_tokens, "max_cost": max_cost}
    server = chosen_server()
    if server is not None:
        from rowsmith.cli import remote

        remote.generate(
            server, extraction, after, rows=count,
            seed=_first(seed, extraction.seed, draw_seed()), output=output,
            format_=choose_format(output, format_, extraction.output_format), uniqueness=groups, quiet=quiet,
            **budget,
        )  # fmt: skip
        return
    if detach and not durable:
        raise click.UsageError("--detach goes with --job")
    if durable:
        from rowsmith.cli.durable import generate

        generate(
            extraction, after, rows=count, seed=_first(seed, extraction.seed, draw_seed()), output=output,
            format_=choose_format(output, format_, extraction.output_format), uniqueness=groups, quiet=quiet,
            detach=detach, **budget,
        )  # fmt: skip
        return
    plan = written_plan(
        extraction.schema,
        rows=count,
        seed=_first(seed, extraction.seed, draw_seed()),
        uniqueness_fields=groups,
        max_tokens=max_tokens,
        max_cost=max_cost,
    )
    if not quiet:
        show.unwritten(plan)
    format_ = choose_format(output, format_, extraction.output_format)
    if output == "-":
        deliver_to(plan, sys.stdout.buffer, format_, threads=threads)
        return
    several = len(plan.tables) > 1
    name = extraction.schema.name or "dataset" if several else plan.table().name
    path = Path(output) if output else _fresh(name, "" if several else f".{format_}")
    with progress(sum(table.rows for table in plan.tables), enabled=not quiet) as advance:
        done = deliver(plan, path, format_, threads=threads, advance=advance)
    for table in plan.tables if shown and not quiet else ():
        if several:
            click.echo(f"\n{table.name} ({table.rows:,} rows)")
        show.table(engine.generate(plan, table, 0, min(shown, table.rows)))
    again = [
        "rowsmith",
        "generate",
        *source.words(),
        "-n",
        str(count),
        "--seed",
        str(plan.seed),
        "--format",
        format_,
    ]
    again += [word for name in unique for word in ("--unique", name)]
    if extraction.schema.mode == "coverage" and not quiet:
        show.coverage(plan)
    if not quiet:
        _summarise(done, [*again, "-o", str(path)])
    after.measure(plan, path, done)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)


def _fresh(table: str, ending: str) -> Path:
    """A file of our own naming in this folder; a table's name is only data, and nothing is overwritten."""
    stem = re.sub(r"[^a-z0-9]+", "_", table.lower()).strip("_")[:60] or "dataset"
    path = Path(f"{stem}{ending}")
    if path.exists():
        raise InvalidInput(f"{path} is already there; say -o {path} to replace it, or -o with another name")
    return path


def _summarise(done: Delivery, again: list[str]) -> None:
    speed = f" ({done.rows / done.seconds:,.0f} rows/s)" if done.seconds > 0 else ""
    click.echo(
        f"{done.rows:,} rows in {done.seconds:.2f} s{speed}, {show.size(done.size_bytes)}, seed {done.seed}",
        err=True,
    )
    click.echo(f"again:  {shlex.join(again)}", err=True)
    click.echo(str(done.path))
