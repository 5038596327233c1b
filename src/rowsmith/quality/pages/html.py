"""A receipt as one HTML page: no script, nothing loaded from anywhere, light or dark as the reader likes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rowsmith.quality.pages.charts import plot
from rowsmith.quality.pages.style import STYLE
from rowsmith.quality.pages.words import asked, element_name, mark, said, verdict, written
from rowsmith.schema.receipt import FieldProfile, Measured, Receipt

_CLASSES = {True: "yes", False: "no", None: "open"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: nothing."""


def as_html(receipt: Receipt, title: str = "Receipt", facts: dict[str, str] | None = None) -> str:
    """The page; `facts` are lines for its head, such as the seed."""
    return "".join(_page(receipt, title, facts or {}))


def _page(receipt: Receipt, title: str, facts: dict[str, str]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
    yield f"<header><h1>{escape(title)}</h1>"
    yield f'<p class="verdict {_CLASSES[receipt.holds]}"><b>{mark(receipt.holds)}</b> {escape(verdict(receipt))}</p>'
    shown = {**facts, **{f"rows of {name}": f"{rows:,}" for name, rows in receipt.rows.items()}}
    yield "<dl>" + "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in shown.items())
    yield "</dl></header>"
    if receipt.clauses:
        yield from _clauses(receipt)
    if receipt.broken:
        yield '<section><h2>Broken promises</h2><ul class="broken">'
        yield "".join(f"<li>{escape(text)}</li>" for text in receipt.broken)
        yield "</ul></section>"
    if receipt.texts:
        yield "<section><h2>Texts by a language model</h2><ul>"
        yield "".join(f"<li>{escape(written(item))}</li>" for item in receipt.texts)
        yield "</ul></section>"
    yield from _fields(receipt)
    yield f"<footer>Shares, means and correlations are judged with {receipt.confidence:.2%} confidence; "
    yield "a dash is for what a file cannot show.</footer></main></body></html>\n"


def _clauses(receipt: Receipt) -> Iterator[str]:
    yield '<section><h2>What was asked</h2><div class="wide"><table><thead><tr><th>clause</th>'
    yield "<th>became</th><th>measured</th><th></th></tr></thead><tbody>"
    for clause in receipt.clauses:
        items = clause.measured or []
        text = f'<td rowspan="{max(len(items), 1)}" class="clause">{escape(clause.text)}</td>'
        if not clause.understood or not items:
            holds, reason = (None, "nothing to measure") if clause.understood else (False, "not understood")
            sign = f'<td class="{_CLASSES[holds]}">{mark(holds)}</td>'
            yield f'<tr>{text}<td colspan="2"><i>{reason}</i></td>{sign}</tr>'
        for at, item in enumerate(items):
            yield f"<tr>{text if at == 0 else ''}{_cells(item)}</tr>"
    yield "</tbody></table></div></section>"


def _cells(item: Measured) -> str:
    note = f' title="{escape(item.note)}"' if item.note else ""
    return (
        f"<td><code>{escape(element_name(item.element))}</code></td><td{note}>{escape(said(item))}</td>"
        f'<td class="{_CLASSES[item.holds]}">{mark(item.holds)}</td>'
    )


def _fields(receipt: Receipt) -> Iterator[str]:
    """A card for each field: its plot, its numbers, its elements."""
    several = len(receipt.rows) > 1
    table = None
    for item in receipt.profiles:
        if item.table != table:
            yield "</div></section>" if table is not None else ""
            table = item.table
            name = f"Fields of {table}" if several else "Fields"
            yield f'<section><h2>{escape(name)}</h2><div class="cards">'
        base = f"tables.{item.table}.fields.{item.field}" if _by_tables(receipt) else f"fields.{item.field}"
        mine = [one for one in receipt.elements if one.element.startswith(base + ".")]
        yield _card(item, mine)
    yield "</div></section>" if table is not None else ""


def _by_tables(receipt: Receipt) -> bool:
    return any(item.element.startswith("tables.") for item in receipt.elements)


def _card(profile: FieldProfile, elements: list[Measured]) -> str:
    numbers = {
        "null": f"{100 * profile.nulls / profile.rows:.3g} %" if profile.nulls else "",
        "distinct": f"{profile.distinct:,}" if profile.distinct is not None else "",
        "from": "" if profile.low is None else str(profile.low),
        "to": "" if profile.high is None else str(profile.high),
        "mean": "" if profile.mean is None else f"{profile.mean:.6g}",
        "deviation": "" if profile.std is None else f"{profile.std:.4g}",
    }
    lines = "".join(
        f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in numbers.items() if text
    )
    rules = "".join(
        f'<li class="{_CLASSES[item.holds]}"><b>{mark(item.holds)}</b> '
        f"<code>{escape(element_name(item.element).rpartition('.')[2])}</code> "
        f"{escape(asked(item))}<span>{escape(said(item))}</span></li>"
        for item in elements
    )
    drawn = plot(profile) or '<p class="none">every value is another</p>'
    return (
        f"<article><h3>{escape(profile.field)} <small>{escape(profile.type)}</small></h3>{drawn}"
        f"<dl>{lines}</dl>{f'<ul>{rules}</ul>' if rules else ''}</article>"
    )
