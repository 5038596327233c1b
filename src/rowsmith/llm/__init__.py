"""Language models behind one seam: `open_model(ModelConfig.from_environment())`, and `await model.ask(...)`.

No SDK is imported until a question is asked. What comes back is untrusted: JSON of the asked shape at best.
"""

from rowsmith.llm.config import OFFLINE, ModelConfig
from rowsmith.llm.failures import (
    AnswerUnusable,
    BudgetSpent,
    KeyRefused,
    ModelFailing,
    ModelRefused,
    ModelTrouble,
    NoModel,
)
from rowsmith.llm.lane import run, submit
from rowsmith.llm.model import LanguageModel, close_models, open_model
from rowsmith.llm.prices import price
from rowsmith.llm.provider import Provider, providers
from rowsmith.llm.question import Question, data
from rowsmith.llm.usage import Answers, Ledger, MemoryAnswers, Piece, Tally, Usage, totals

__all__ = [
    "OFFLINE",
    "AnswerUnusable",
    "Answers",
    "BudgetSpent",
    "KeyRefused",
    "LanguageModel",
    "Ledger",
    "MemoryAnswers",
    "ModelConfig",
    "ModelFailing",
    "ModelRefused",
    "ModelTrouble",
    "NoModel",
    "Piece",
    "Provider",
    "Question",
    "Tally",
    "Usage",
    "close_models",
    "data",
    "open_model",
    "price",
    "providers",
    "run",
    "submit",
    "totals",
]
