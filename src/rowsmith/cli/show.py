"""What the commands print for people: tables, warnings, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rowsmith.plan import Plan

_LEAST = 6
"""Characters that a column keeps on a narrow terminal, if its name is as long."""
_PIPED = 160
"""Characters in a line where there is no terminal to ask."""


def table(data: Any, *, width: int | None = None) -> None:
    """Print an Arrow table with aligned columns."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    for field in data.schema:
        numeric = str(field.type).startswith(("int", "double", "decimal"))
        shown.add_column(
            Text(field.name),
            justify="right" if numeric else "left",
            overflow="ellipsis",
            no_wrap=True,
            min_width=min(len(field.name), _LEAST),
        )
    for row in data.to_pylist():
        shown.add_row(*(Text("" if value is None else _cell(value)) for value in row.values()))
    console = Console(width=width, highlight=False)
    if width is None and not console.is_terminal:
        console = Console(width=_PIPED, highlight=False)
    console.print(shown)


def warnings(extraction: Any) -> None:
    """Print to standard error what was assumed or not understood."""
    for warning in extraction.warnings:
        click.echo(f"warning: {warning}", err=True)


def coverage(plan: Plan) -> None:
    """Say on standard error what the first rows hold, and what they do not."""
    from rowsmith.quality.coverage import coverage as measured

    found = measured(plan)
    for count in found.counts:
        if count.total:
            rows = min(found.rows[count.table], plan.table(count.table).rows)
            share = f"{count.seen:,} of {count.total:,} {count.what}"
            click.echo(f"coverage: {count.table}: {share} in {rows:,} rows", err=True)
            for name in count.missing:
                click.echo(f"  not covered: {name}", err=True)
    if found.left_out:
        click.echo(f"  made as always: {', '.join(found.left_out)}", err=True)


def unwritten(plan: Plan) -> None:
    """Say which fields wait for a language model that is not there."""
    waiting = [
        f"{table.name}.{field.name}"
        for table in plan.tables
        for field in table.fields
        if field.source.kind == "unwritten"
    ]
    if waiting:
        click.echo(
            f"warning: no language model is set up, so {', '.join(waiting)} is made of stock phrases; set "
            "GEMINI_API_KEY or ROWSMITH_MODEL to have it written",
            err=True,
        )


def size(count: int) -> str:
    """Bytes for people: `size(1536)` is `1.5 kB`."""
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def _cell(value: object) -> str:
    import datetime

    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
