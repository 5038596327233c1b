"""`rowsmith verify`: is a finished file what its schema says?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from rowsmith.cli.receipt import report_name, write
from rowsmith.cli.source import read_text


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--schema", "schema_file", metavar="FILE", help="The schema as JSON; - for stdin. A manifest needs none."
)
@click.option(
    "-n", "--rows", type=click.IntRange(0), help="The rows that were asked for, where the schema says none."
)
@click.option("--all", "show_all", is_flag=True, help="Show what holds, too.")
@click.option(
    "--report", metavar="FILE", callback=report_name, help="Write what was measured: .html, .md or .json."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(
    files: tuple[Path, ...],
    schema_file: str | None,
    rows: int | None,
    show_all: bool,
    report: str | None,
    as_json: bool,
) -> None:
    r"""Check FILE (or a directory with a file for each table) against a schema; exit code 1 if it breaks it.

    \b
    rowsmith verify orders.csv --schema orders.json
    rowsmith verify shop/ --schema shop.json --all
    rowsmith verify orders.parquet --schema orders.json --report orders.html
    rowsmith verify orders.csv.manifest.json orders.csv
    """
    if schema_file is None:
        _verify_manifest(files, as_json=as_json)
        return
    from rowsmith.library import measure, verify

    text = read_text(schema_file)
    if report is not None:
        receipt = measure(text, list(files), rows=rows)
        write(receipt, Path(report), files[0].name, {})
        click.echo(report)
        sys.exit(0 if receipt.holds else 1)
    found = verify(text, list(files), rows=rows)
    if as_json:
        click.echo(json.dumps(_document(found), indent=2, ensure_ascii=False))
    else:
        shown = found.checks if show_all else found.broken
        if shown:
            _print(shown)
        rows_read = sum(found.rows.values())
        held = len(found.checks) - len(found.broken)
        click.echo(f"{held} of {len(found.checks)} promises hold over {rows_read:,} rows")
    sys.exit(0 if found.holds else 1)


def _verify_manifest(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check a manifest, and its data file where one is given: the plan, the bytes, some chunks made again."""
    from dataclasses import asdict

    from rowsmith.jobs.verification import read_manifest_text, verify_manifest

    manifest = read_manifest_text(files[0].read_text(encoding="utf-8", errors="replace"))
    if manifest is None or len(files) > 2:
        raise click.UsageError("give --schema FILE, or a manifest and its data file")
    found = verify_manifest(manifest, files[1] if len(files) == 2 else None)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        for finding in found:
            click.echo(f"{'holds ' if finding.holds else 'BROKEN'}  {finding.what}: {finding.detail}")
    sys.exit(0 if all(finding.holds for finding in found) else 1)


def _print(checks: Any) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for title in ("table", "field", "promise", "checked", "broken", "first"):
        table.add_column(
            title, justify="right" if title in ("checked", "broken") else "left", overflow="fold"
        )
    for check in checks:
        cells = (
            check.table,
            check.field,
            check.promise,
            f"{check.checked:,}",
            f"{check.broken:,}",
            check.example or "",
        )
        table.add_row(*map(Text, cells))
    Console(highlight=False).print(table)


def _document(report: Any) -> dict[str, Any]:
    return {
        "holds": report.holds,
        "rows": report.rows,
        "checks": [
            {
                "table": check.table, "field": check.field, "promise": check.promise,
                "checked": check.checked, "broken": check.broken, "example": check.example,
            }
            for check in report.checks
        ],
    }  # fmt: skip
