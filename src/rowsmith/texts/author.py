"""Who writes: a model, the ledger of what it costs, and where its answers are kept."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.llm import Answers, LanguageModel, Ledger, Piece


@dataclass(frozen=True, slots=True)
class Author:
    """`Author(open_model(config), Tally(), disk_answers())`."""

    model: LanguageModel
    ledger: Ledger
    answers: Answers

    def piece(self, what: str) -> Piece:
        """A piece of work of eight calls at most."""
        return Piece(what, self.ledger, self.answers)
