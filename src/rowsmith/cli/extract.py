"""`rowsmith extract`: a sentence, or a file in another language, becomes a schema."""

from __future__ import annotations

import json

import click

from rowsmith.cli import show
from rowsmith.cli.source import Source, schema_options


@click.command()
@schema_options
def command(source: Source) -> None:
    r"""Print the schema that REQUEST describes, as JSON; feed it to `generate --schema -`.

    \b
    rowsmith extract "300 orders with id and total 5-90"
    rowsmith extract --json-schema order.schema.json > order.json
    rowsmith extract --schema order.json "add a column note; make total unique" > new.json
    """
    extraction = source.read()
    show.warnings(extraction)
    for change in extraction.changes:
        click.echo(str(change), err=True)
    click.echo(json.dumps(extraction.schema.document(), indent=2, ensure_ascii=False))
