"""Gathering the problems of independent steps, so that one answer names them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rowsmith.errors import InvalidInput, Issue

T = TypeVar("T")


class Issues:
    """A list of problems; `run` keeps those of a step and goes on."""

    def __init__(self) -> None:
        self.found: list[Issue] = []

    def run(self, step: Callable[[], T], path: str = "") -> T | None:
        """The step's result, or None where it is refused."""
        try:
            return step()
        except InvalidInput as error:
            self.add(error, path)
            return None

    def add(self, error: InvalidInput, path: str = "") -> None:
        """Keep the problems of an error that was caught elsewhere."""
        self.found += error.issues or [Issue(path, "invalid", error.message)]
