"""`rowsmith types`: the catalogue."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import click

from rowsmith.generators import SemanticType


@click.command()
@click.argument("name", required=False)
@click.option("--json", "style", flag_value="json", help="Print the catalogue as JSON.")
@click.option("--markdown", "style", flag_value="markdown", help="Print the reference page.")
@click.option("--formats", "list_formats", is_flag=True, help="List the file formats instead.")
@click.option("--importers", "list_importers", is_flag=True, help="List what a schema can be imported from.")
def command(name: str | None, style: str | None, list_formats: bool, list_importers: bool) -> None:
    """List the semantic types with an example each; with NAME, show that type's parameters."""
    from rowsmith.generators import semantic_types

    if list_formats:
        _print_formats()
        return
    if list_importers:
        _print_importers()
        return
    chosen = [semantic_types.get(name)] if name else list(semantic_types)
    if style == "json":
        described = [describe(entry) for entry in chosen]
        click.echo(json.dumps(described[0] if name else described, indent=2, ensure_ascii=False))
    elif style == "markdown":
        click.echo(markdown(chosen))
    elif name:
        entry = chosen[0]
        click.echo(f"{entry.name} (version {entry.version}), e.g. {entry.example}\n\n{entry.description}\n")
        for line in _parameters(entry):
            click.echo(f"  {line}")
    else:
        for entry in chosen:
            click.echo(f"{entry.name:32} {entry.example}")


def describe(entry: SemanticType) -> dict[str, Any]:
    """A type as JSON: its name, an example, and the JSON Schema of its parameters."""
    return {
        "name": entry.name,
        "version": entry.version,
        "example": entry.example,
        "description": entry.description,
        "aliases": list(entry.aliases),
        "parameters": entry.json_schema(),
    }


def markdown(entries: Iterable[SemanticType]) -> str:
    """The reference page of the catalogue, a section to a family."""
    lines = ["# Semantic types", "", "Made by `make docs` from the code."]
    for family, members in groupby(entries, key=lambda entry: entry.name.partition(".")[0]):
        lines += ["", f"## {family}", "", "| type | example | parameters | meaning |", "|---|---|---|---|"]
        for entry in members:
            parameters = "<br>".join(f"`{line}`" for line in _parameters(entry))
            meaning = entry.description.splitlines()[0]
            cells = (f"`{entry.name}`", f"`{entry.example}`", parameters, meaning)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _parameters(entry: SemanticType) -> list[str]:
    return [
        f"{item.name}: {item.annotation}"
        + ("" if item.default is inspect.Parameter.empty else f" = {item.default!r}")
        for item in entry.parameters.values()
    ]


def _print_formats() -> None:
    from rowsmith.formats import format_names, formats

    for entry in formats:
        click.echo(f"{entry.name:10} {entry.description}")
    click.echo(f"\nnames: {', '.join(format_names())}")


def _print_importers() -> None:
    from rowsmith.importers import importers

    for entry in importers:
        dialects = f" ({', '.join(entry.dialects)})" if entry.dialects else ""
        click.echo(f"{entry.flag:15} {entry.description}{dialects}")
