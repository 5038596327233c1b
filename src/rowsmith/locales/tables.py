"""The tables of facts that come with the package: tab-separated text, read whole."""

from __future__ import annotations

from pathlib import Path


def read_table(name: str) -> dict[str, list[str]]:
    """The columns of a file of this folder; its first line, comments aside, names them."""
    lines = Path(__file__).with_name(name).read_text("utf-8").split("\n")
    header, *rows = (line.split("\t") for line in lines if line and line[0] != "#")
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
