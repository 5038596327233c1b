"""`--max-tokens` and `--max-cost`: how much a language model may spend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def budget_options(command: F) -> F:
    """The two options of every command that may ask a model to write."""
    tokens = click.option(
        "--max-tokens", type=click.IntRange(0), help="Tokens that the language model may spend."
    )
    cost = click.option(
        "--max-cost", type=click.FloatRange(0), metavar="DOLLARS", help="What the language model may cost."
    )
    return tokens(cost(command))
