"""`rowsmith extract`: a sentence becomes a schema."""

from __future__ import annotations

import json

import click

from rowsmith.cli import show
from rowsmith.cli.source import chosen_extractor, extractor_option, parse_day


@click.command()
@click.argument("request")
@extractor_option
@click.option("--today", metavar="DATE", help='What "last year" is counted from (default: today).')
def command(request: str, today: str | None) -> None:
    """Print the schema that REQUEST describes, as JSON; feed it to `generate --schema -`."""
    from rowsmith.library import extract

    extraction = extract(request, today=parse_day(today), extractor=chosen_extractor())
    show.warnings(extraction)
    click.echo(json.dumps(extraction.schema.document(), indent=2, ensure_ascii=False))
