"""A language model as the rest of the program meets it: a question goes in, JSON comes out, or one clear error.

One loop owns all retries, so that faults of the network and useless answers count against the same eight calls.
"""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Any

from rowsmith.llm.config import ModelConfig
from rowsmith.llm.failures import (
    AnswerUnusable,
    BudgetSpent,
    KeyRefused,
    ModelFailing,
    ModelTrouble,
    NoModel,
    Trouble,
)
from rowsmith.llm.provider import providers
from rowsmith.llm.question import Question
from rowsmith.llm.usage import Ledger, Piece, Usage, totals

if TYPE_CHECKING:
    from rowsmith.llm.wire import Wire

_LOOK_AGAIN = 0.05

MAX_ANSWER = 4_000_000
"""Characters of an answer that is still read."""


class LanguageModel:
    """`await open_model(config).ask(question, Piece("the reviews"))`; only in the lane."""

    def __init__(self, config: ModelConfig) -> None:
        self.config = config
        self.id = config.model
        self._wire: Wire | None = None

    async def ask(self, question: Question, piece: Piece) -> Any:
        """The answer as JSON; a kept one where the question was asked before."""
        key = question.key(self.id)
        kept = await asyncio.to_thread(piece.answers.get, key)
        if kept is not None:
            return json.loads(kept)
        last: ModelTrouble | None = None
        while True:
            piece.begin(last)
            # Whoever is not waited for any more has paid all the same: the call ends and its answer is kept.
            got = await asyncio.shield(self._once(question, piece, key))
            if isinstance(got, str):
                return json.loads(got)
            last = got.error
            if not got.passing or (got.wait or 0.0) > self.config.patience:
                raise last
            await self._pause(got, piece.calls)

    async def _once(self, question: Question, piece: Piece, key: str) -> str | Trouble:
        """One call: the answer's JSON text, which is kept before anything else is done, or what went wrong."""
        wire = self.wire
        expected = wire.expected(question)
        async with wire.gate.turn(expected.tokens):
            await _reserve(piece.ledger, expected)
            spent = Usage(calls=1)
            try:
                text, spent = await wire.call(question)
                found = checked(text)
                if isinstance(found, str):
                    await asyncio.to_thread(piece.answers.put, key, found)
            except wire.failed as failed:
                spent = failed.spent
                return failed.trouble
            finally:
                await asyncio.to_thread(piece.ledger.settle, expected, spent)
                totals.settle(Usage(), spent)
        return found

    async def _pause(self, trouble: Trouble, calls: int) -> None:
        if trouble.wait is not None:
            self.wire.gate.close_for(trouble.wait)
        elif isinstance(trouble.error, ModelFailing):
            longest = min(self.config.backoff * 2 ** (calls - 1), 30.0)
            await asyncio.sleep(random.uniform(longest / 2, longest))

    @property
    def wire(self) -> Wire:
        """The connection; the SDK is imported here and nowhere earlier."""
        if self._wire is None:
            from rowsmith.llm.wire import Wire

            self._wire = Wire(self.config)
        return self._wire

    async def close(self) -> None:
        """Let go of the connection."""
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.close()

    async def check(self) -> None:
        """Try the key; raises `KeyRefused` or `ModelFailing`, and costs nothing."""
        provider = providers.get(self.config.provider)
        if provider.needs_key and not self.config.key:
            raise KeyRefused(f"{provider.name} needs a key; set {' or '.join(provider.key_variables)}")
        if provider.probe is not None:
            from rowsmith.llm.probing import probe

            await probe(provider.name, *provider.probe(self.config))


async def _reserve(ledger: Ledger, expected: Usage) -> None:
    """Set aside what a call may cost; most calls take less, so those under way are waited for."""
    while True:
        try:
            return ledger.reserve(expected)
        except BudgetSpent:
            if not ledger.busy:
                raise
        await asyncio.sleep(_LOOK_AGAIN)


def checked(text: str) -> str | Trouble:
    """The text where it is finite JSON of a bearable size, as an object."""
    if len(text) > MAX_ANSWER:
        return Trouble(AnswerUnusable(f"the model's answer is longer than {MAX_ANSWER:,} characters"))
    try:
        value = json.loads(text, parse_constant=_not_finite)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return Trouble(AnswerUnusable("the model's answer is not whole, well-formed JSON"))
    if not isinstance(value, dict):
        return Trouble(AnswerUnusable("the model's answer is not of the shape that was asked for"))
    return text


def _not_finite(word: str) -> float:
    raise ValueError(word)


_opened: dict[ModelConfig, LanguageModel] = {}


def open_model(config: ModelConfig) -> LanguageModel:
    """The model of a configuration; there is one for all who ask, so that its limits hold for all."""
    if config.offline:
        raise NoModel("this")
    providers.get(config.provider)
    return _opened.setdefault(config, LanguageModel(config))


async def close_models() -> None:
    """Close every connection; a model that is opened again connects anew."""
    models = list(_opened.values())
    _opened.clear()
    for model in models:
        await model.close()
