"""The connection to a provider by its SDK: one call, its price, and what each way of failing means."""

from __future__ import annotations

import httpx2
from pydantic_ai import exceptions
from pydantic_ai.direct import model_request
from pydantic_ai.messages import ModelRequest, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition

from rowsmith.errors import Unavailable
from rowsmith.llm.config import ModelConfig
from rowsmith.llm.failures import AnswerUnusable, KeyRefused, ModelFailing, ModelRefused, Trouble
from rowsmith.llm.gate import Gate
from rowsmith.llm.prices import price
from rowsmith.llm.provider import providers
from rowsmith.llm.question import Question
from rowsmith.llm.usage import Usage

_LATER = (408, 409, 425, 429, 500, 502, 503, 504, 529)


class CallFailed(Exception):
    """A call that gave no text."""

    def __init__(self, trouble: Trouble, spent: Usage | None = None) -> None:
        super().__init__(str(trouble.error))
        self.trouble = trouble
        self.spent = spent or Usage(calls=1)


class Wire:
    """One provider, one model, one client."""

    failed = CallFailed

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._provider = providers.get(config.provider)
        if self._provider.needs_key and not config.key:
            names = " or ".join(self._provider.key_variables)
            raise KeyRefused(f"{self._provider.name} needs a key; set {names}")
        timeout = httpx2.Timeout(config.timeout, connect=min(10.0, config.timeout))
        self._client = httpx2.AsyncClient(timeout=timeout)
        self._model: Model = self._provider.open(config, self._client)
        self.gate = Gate(config)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def expected(self, question: Question) -> Usage:
        """The most that a call is likely to take."""
        read, written = question.tokens, question.max_tokens
        return Usage(1, read, written, self._price(read, written, None))

    async def call(self, question: Question) -> tuple[str, Usage]:
        """The text of an answer and what it cost; raises `CallFailed`."""
        shape = OutputObjectDefinition(json_schema=question.shape, name="answer")
        try:
            response = await model_request(
                self._model,
                [ModelRequest.user_text_prompt(question.prompt, instructions=question.instructions)],
                model_settings={"max_tokens": question.max_tokens, "timeout": self._config.timeout},
                model_request_parameters=ModelRequestParameters(output_mode="native", output_object=shape),
            )
        except Exception as error:  # SDKs raise whatever a broken answer makes them stumble on
            raise CallFailed(self._trouble(error)) from error
        spent = self._spent(response)
        if response.finish_reason == "content_filter":
            raise CallFailed(Trouble(AnswerUnusable("the model declined to write this (safety)")), spent)
        if response.finish_reason == "length":
            raise CallFailed(Trouble(AnswerUnusable("the model's answer was too long and is cut off")), spent)
        text = (response.text or "").strip()
        if not text:
            raise CallFailed(Trouble(AnswerUnusable("the model answered with nothing")), spent)
        return text, spent

    def _spent(self, response: ModelResponse) -> Usage:
        read, written = response.usage.input_tokens, response.usage.output_tokens
        return Usage(1, read, written, self._price(read, written, response))

    def _price(self, read: int, written: int, response: ModelResponse | None) -> float:
        if response is None or self._config.prices is not None:
            return price(self._config, read, written)
        try:
            return float(response.cost().total_price)
        except (LookupError, ValueError, AssertionError):
            return 0.0

    def _trouble(self, error: Exception) -> Trouble:
        """What a failure means; the provider's own words stay out, for they may repeat what was sent."""
        name = self._provider.name
        wait = getattr(error, "retry_after", None)
        status = getattr(error, "status_code", None)
        if isinstance(error, exceptions.ModelAuthenticationError) or status in (401, 403) or _bad_key(error):
            message = f"{name} does not accept the key; check that it is right and not revoked"
            return Trouble(KeyRefused(message), False)
        if isinstance(error, exceptions.ModelNotFoundError) or status == 404:
            return Trouble(
                ModelRefused(f"{name} knows no model {self._config.name!r} at this address"), False
            )
        if wait is not None and wait > self._config.patience:
            message = f"{name} asks to wait {wait:,.0f} s, which is longer than a job waits; resume it then"
            return Trouble(ModelFailing(message), wait=wait)
        if status in _LATER:
            said = "is limiting requests" if status == 429 else "is failing"
            return Trouble(ModelFailing(f"{name} {said} (status {status})"), wait=wait)
        if isinstance(status, int) and 400 <= status < 500:
            return Trouble(ModelRefused(f"{name} refuses the request (status {status})"), False)
        if isinstance(error, Unavailable):
            return Trouble(ModelFailing(error.message), False)
        if isinstance(error, exceptions.ModelTimeoutError | TimeoutError | httpx2.TimeoutException):
            return Trouble(ModelFailing(f"{name} did not answer within {self._config.timeout:g} s"))
        if isinstance(error, exceptions.ModelConnectionError | httpx2.TransportError | OSError):
            return Trouble(ModelFailing(f"the connection to {name} failed or broke off"))
        return Trouble(AnswerUnusable(f"{name} answered with something that is no answer of its interface"))


def _bad_key(error: Exception) -> bool:
    """Google says 400 for a key that it does not know."""
    return "API_KEY_INVALID" in str(getattr(error, "body", ""))
