"""The receipt on the command line: a few lines after `generate`, a report in a file, `--strict`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rowsmith.errors import InvalidInput

if TYPE_CHECKING:
    from rowsmith.delivery import Delivery
    from rowsmith.importers.extraction import Extraction
    from rowsmith.plan import Plan
    from rowsmith.schema.receipt import Receipt

F = TypeVar("F", bound=Callable[..., Any])

MEASURED_ROWS = 1_000_000
"""Larger datasets are measured when a report, or strictness, is asked for."""
_LINES = 12
_CLAUSE, _SHOWN = 38, 76
_ENDINGS = (".html", ".htm", ".md", ".markdown", ".json")


class Unmet(click.ClickException):
    """What was asked is not what was understood, or not what was delivered."""

    exit_code = 1


def report_options(command: F) -> F:
    """`--report` and `--strict`."""
    command = click.option(
        "--report", metavar="FILE", callback=report_name, help="Write what was measured: .html, .md or .json."
    )(command)
    return click.option(
        "--strict",
        is_flag=True,
        help="Exit 1 when a clause was not understood (before any row) or is not met.",
    )(command)


def report_name(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
    """The name of a report: its ending says what it is."""
    if path is not None and Path(path).suffix.lower() not in _ENDINGS:
        raise click.BadParameter(f"{path!r} should end in .html, .md or .json")
    return path


@dataclass(frozen=True, slots=True)
class After:
    """What is to be done about the receipt of a dataset once it is made."""

    extraction: Extraction
    report: str | None
    strict: bool
    quiet: bool

    @property
    def asked(self) -> bool:
        """Whether the user asked for it; otherwise it is shown where it is quick."""
        return self.strict or self.report is not None

    def check(self, output: str | None) -> None:
        """With `--strict`, a request that was not wholly understood makes no row; a stream is not measured."""
        if self.asked and output == "-":
            raise click.UsageError(
                "a stream cannot be measured: name a file, or leave out --report and --strict"
            )
        unread = [clause.text for clause in self.extraction.receipt if not clause.understood]
        if self.strict and unread:
            more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
            raise Unmet(
                f"not understood: {unread[0][:200]!r}{more}; say it in other words, or leave out --strict"
            )

    def measure(self, plan: Plan, path: Path, done: Delivery) -> None:
        """Measure the finished files and tell what they show."""
        if not self.asked and (self.quiet or not self.extraction.receipt or done.rows > MEASURED_ROWS):
            return
        from rowsmith.quality.receipt import Asked, measure
        from rowsmith.quality.warehouse import files_of

        schema = self.extraction.schema
        rows = self.extraction.rows and (
            plan.tables[0].rows if len(plan.tables) == 1 else self.extraction.rows
        )
        asked = Asked(rows, done.format, plan.seed, done.format)
        receipt = measure(
            schema, plan, files_of(plan, [path]), self.extraction.clauses(), asked,
            profiled=self.report is not None,
        )  # fmt: skip
        facts = {"seed": str(plan.seed), "file": path.name, "plan": plan.hash[:16]}
        self.tell(receipt, schema.name or path.name, facts)

    def tell(self, receipt: Receipt, title: str, facts: dict[str, str]) -> None:
        """Show the receipt, write the report; end with 1 where strictness is asked and something is unmet."""
        if not self.quiet:
            _show(receipt)
        if self.report is not None:
            write(receipt, Path(self.report), title, facts)
        if self.strict and not receipt.holds:
            unmet = [clause.text[:100] for clause in receipt.unmet()] or list(receipt.broken[:1])
            reason = repr(unmet[0]) if unmet else "an element of the schema"
            more = f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""
            raise Unmet(f"not met: {reason}{more}; the file is delivered, and the receipt says what it holds")


def write(receipt: Receipt, path: Path, title: str, facts: dict[str, str]) -> None:
    """The report in a file, in the format that its name says."""
    from rowsmith.quality.pages import as_html, as_markdown

    ending = path.suffix.lower()
    if ending in (".md", ".markdown"):
        text = as_markdown(receipt, title)
    else:
        text = receipt.model_dump_json(indent=2) if ending == ".json" else as_html(receipt, title, facts)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"cannot write {path}: {error.strerror}") from None


def _show(receipt: Receipt) -> None:
    """The clauses that are unmet, and as many of the others as fit a screen."""
    from rowsmith.quality.pages.words import found, mark, verdict

    unmet = receipt.unmet()
    met = [clause for clause in receipt.clauses if clause not in unmet]
    chosen = [*unmet, *met[: max(0, _LINES - len(unmet))]]
    click.echo(f"{mark(receipt.holds)} {verdict(receipt)}", err=True)
    for clause in (clause for clause in receipt.clauses if clause in chosen):
        holds = False if not clause.understood else clause.holds
        text = _cut(" ".join(clause.text.split()), _CLAUSE)
        click.echo(f"  {mark(holds)} {text:<{_CLAUSE}}  {_cut(found(clause), _SHOWN)}", err=True)
    left = len(receipt.clauses) - len(chosen)
    if left > 0:
        click.echo(f"  ... and {left} more that hold; --report FILE.html shows all", err=True)
    for text in receipt.broken[:5]:
        click.echo(f"  ✗ {text}", err=True)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
