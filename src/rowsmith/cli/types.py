"""`rowsmith types`: the catalogue."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the catalogue as JSON.")
@click.option("--formats", "list_formats", is_flag=True, help="List the file formats instead.")
def command(name: str | None, as_json: bool, list_formats: bool) -> None:
    """List the semantic types with an example each; with NAME, show that type's parameters."""
    from rowsmith.formats import formats
    from rowsmith.generators import semantic_types

    if list_formats:
        for entry in formats:
            click.echo(f"{entry.name:10} {entry.description}")
        return
    chosen = [semantic_types.get(name)] if name else list(semantic_types)
    if as_json:
        described = [
            {"name": t.name, "version": t.version, "example": t.example, "description": t.description,
             "aliases": list(t.aliases), "parameters": t.json_schema()}
            for t in chosen
        ]  # fmt: skip
        click.echo(json.dumps(described[0] if name else described, indent=2, ensure_ascii=False))
    elif name:
        entry = chosen[0]
        click.echo(f"{entry.name} (version {entry.version}), e.g. {entry.example}\n\n{entry.description}\n")
        for parameter in entry.parameters.values():
            click.echo(f"  {parameter.name}: {parameter.annotation} = {parameter.default!r}")
    else:
        for entry in chosen:
            click.echo(f"{entry.name:32} {entry.example}")
