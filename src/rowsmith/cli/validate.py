"""`rowsmith validate`: every problem of a schema at once."""

from __future__ import annotations

import json
import sys

import click

from rowsmith.cli.source import read_text


@click.command()
@click.argument("schema_file", metavar="FILE")
@click.option("-n", "--rows", type=click.IntRange(0), help="Check that so many rows can be made.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(schema_file: str, rows: int | None, as_json: bool) -> None:
    """Check the schema in FILE (- for standard input); exit code 2 when it has problems."""
    from rowsmith.library import validate

    issues = validate(read_text(schema_file), rows=rows)
    if as_json:
        found = [{"path": issue.path, "code": issue.code, "message": issue.message} for issue in issues]
        click.echo(json.dumps({"valid": not issues, "issues": found}, indent=2, ensure_ascii=False))
    elif issues:
        for issue in issues:
            click.echo(f"{issue.path or 'schema'}: {issue.message} [{issue.code}]")
    else:
        click.echo("valid")
    sys.exit(2 if issues else 0)
