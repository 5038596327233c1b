"""Claude, by Anthropic's interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rowsmith.llm.config import ModelConfig
from rowsmith.llm.provider import Provider, missing, providers

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

_ADDRESS = "https://api.anthropic.com"


def _open(config: ModelConfig, client: httpx2.AsyncClient) -> Model:
    try:
        from anthropic import AsyncAnthropic
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider
    except ImportError:
        raise missing("anthropic") from None
    sdk = AsyncAnthropic(
        api_key=config.key,
        base_url=config.base_url or _ADDRESS,
        http_client=client,  # type: ignore[arg-type]  # the SDK takes either client
        max_retries=0,
    )
    return AnthropicModel(config.name, provider=AnthropicProvider(anthropic_client=sdk))


def _probe(config: ModelConfig) -> tuple[str, dict[str, str]]:
    address = (config.base_url or _ADDRESS).rstrip("/")
    return f"{address}/v1/models", {"x-api-key": config.key or "", "anthropic-version": "2023-06-01"}


providers.add(
    "anthropic",
    Provider(
        name="anthropic",
        description="Claude, by Anthropic's own interface.",
        open=_open,
        probe=_probe,
        key_variables=("ANTHROPIC_API_KEY",),
    ),
)
