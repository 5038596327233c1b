"""`rowsmith validate`: every problem of a schema at once."""

from __future__ import annotations

import json
import sys

import click

from rowsmith.cli import show
from rowsmith.cli.imported import Imported, import_options
from rowsmith.cli.source import read_text


@click.command()
@click.argument("schema_file", metavar="[FILE]", required=False)
@import_options
@click.option("-n", "--rows", type=click.IntRange(0), help="Check that so many rows can be made.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(schema_file: str | None, imported: Imported | None, rows: int | None, as_json: bool) -> None:
    """Check the schema in FILE (- for standard input), or what is imported; exit code 2 when it has problems."""
    from rowsmith.library import validate

    if (schema_file is None) == (imported is None):
        raise click.UsageError("name one file: a schema, or a file to import such as --json-schema FILE")
    if imported is None:
        issues = validate(read_text(schema_file or "-"), rows=rows)
    else:
        extraction = imported.read()
        show.warnings(extraction)
        issues = validate(extraction.schema, rows=rows)
    if as_json:
        found = [{"path": issue.path, "code": issue.code, "message": issue.message} for issue in issues]
        click.echo(json.dumps({"valid": not issues, "issues": found}, indent=2, ensure_ascii=False))
    elif issues:
        for issue in issues:
            click.echo(f"{issue.path or 'schema'}: {issue.message} [{issue.code}]")
    else:
        click.echo("valid")
    sys.exit(2 if issues else 0)
