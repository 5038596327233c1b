"""A receipt as Markdown: the clauses, then the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from rowsmith.quality.pages.words import asked, element_name, mark, said, verdict, written
from rowsmith.schema.receipt import FieldProfile, Receipt


def as_markdown(receipt: Receipt, title: str = "Receipt") -> str:
    """The whole receipt as one Markdown document."""
    return "\n".join(_lines(receipt, title)) + "\n"


def _lines(receipt: Receipt, title: str) -> Iterator[str]:
    yield f"# {_cell(title)}"
    yield ""
    yield f"{mark(receipt.holds)} {verdict(receipt)}. Shares and means are judged with "
    yield f"{receipt.confidence:.2%} confidence."
    if receipt.clauses:
        yield from ("", "## Clauses", "", "| clause | element | measured | |", "|---|---|---|---|")
        for clause in receipt.clauses:
            if not clause.understood:
                yield f"| {_cell(clause.text)} | *not understood* | | ✗ |"
            for at, item in enumerate(clause.measured or []):
                text = clause.text if at == 0 else ""
                name, found = _cell(element_name(item.element)), _cell(said(item))
                yield f"| {_cell(text)} | {name} | {found} | {mark(item.holds)} |"
    if receipt.broken:
        yield from ("", "## Broken promises", "")
        yield from (f"- {_cell(text)}" for text in receipt.broken)
    yield from ("", "## Elements", "", "| element | asked | measured | |", "|---|---|---|---|")
    for item in receipt.elements:
        name = _cell(element_name(item.element))
        yield f"| {name} | {_cell(asked(item))} | {_cell(said(item))} | {mark(item.holds)} |"
    if receipt.texts:
        yield from ("", "## Texts by a language model", "")
        yield from (f"- {_cell(written(item))}" for item in receipt.texts)
    if receipt.profiles:
        yield from (
            "",
            "## Fields",
            "",
            "| field | type | null | distinct | from | to | mean | most frequent |",
        )
        yield "|---|---|---|---|---|---|---|---|"
        yield from (_profile(item) for item in receipt.profiles)


def _profile(item: FieldProfile) -> str:
    top = (
        ""
        if item.ranges or item.lengths
        else ", ".join(f"{bar.label} ({bar.count:,})" for bar in item.bars[:3])
    )
    mean = "" if item.mean is None else f"{item.mean:.6g}"
    cells = [
        f"{item.table}.{item.field}", item.type, f"{item.nulls:,}", f"{item.distinct or 0:,}",
        "" if item.low is None else str(item.low), "" if item.high is None else str(item.high), mean, top,
    ]  # fmt: skip
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    """Text that cannot leave its cell, nor become markup."""
    line = " ".join(text.split())[:300]
    return re.sub(r"([\\`*_\[\]|#!])", r"\\\1", escape(line, quote=False))
