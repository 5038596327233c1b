"""What may go wrong with a model, in words for the person who waits for the text. None of them holds a key."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.errors import InvalidInput, Unavailable


class NoModel(InvalidInput):
    """Something needs a language model and none is configured."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs a language model, and none is configured; set GEMINI_API_KEY, or ROWSMITH_MODEL to "
            "another one (see docs/models.md)"
        )


class ModelTrouble(Unavailable):
    """The model did not do its work; a job that meets this is paused with the reason."""


class KeyRefused(ModelTrouble):
    """The provider does not accept the key."""


class ModelRefused(ModelTrouble):
    """The provider does not take the request as it is: an unknown model, or a request it cannot serve."""


class ModelFailing(ModelTrouble):
    """The provider kept failing, or asked for more patience than there is."""


class AnswerUnusable(ModelTrouble):
    """The model answered, but never with what was asked for."""


class BudgetSpent(ModelTrouble):
    """The next call could cost more than is left of the budget."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A call that went wrong: what to say of it, whether another may help, and the wait that was asked for."""

    error: ModelTrouble
    passing: bool = True
    wait: float | None = None
