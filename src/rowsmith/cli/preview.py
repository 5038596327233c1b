"""`rowsmith preview`: a few rows from anywhere in a dataset."""

from __future__ import annotations

import click

from rowsmith.cli import show
from rowsmith.cli.source import Source, schema_options


@click.command()
@schema_options
@click.option(
    "-n", "--rows", type=click.IntRange(0, 1000), default=10, show_default=True, help="How many rows to show."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="The first row to show, e.g. 9000000000.")
@click.option("--table", "table_name", metavar="NAME", help="The table to show (default: all of them).")
@click.option("--seed", type=int, default=0, show_default=True, help="The dataset's seed.")
@click.option("--width", type=click.IntRange(40, 1000), help="Columns of the terminal to use.")
def command(
    source: Source,
    rows: int,
    offset: int,
    table_name: str | None,
    seed: int,
    width: int | None,
) -> None:
    """Show rows of the dataset that REQUEST or a schema describes, without writing a file."""
    from rowsmith.library import preview

    extraction = source.read()
    show.warnings(extraction)
    names = [table.name for table in extraction.schema.all_tables()] if table_name is None else [table_name]
    for name in names:
        if len(names) > 1:
            click.echo(f"\n{name}")
        show.table(preview(extraction.schema, rows=rows, offset=offset, seed=seed, table=name), width=width)
