"""OpenAI, and every server that speaks its chat interface, at `ROWSMITH_MODEL_BASE_URL`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rowsmith.llm.config import ModelConfig
from rowsmith.llm.provider import Provider, missing, providers

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

ADDRESS = "https://api.openai.com/v1"


def open_chat(config: ModelConfig, client: httpx2.AsyncClient, address: str) -> Model:
    """A model behind a chat-completions address; a server on this machine may need no key."""
    try:
        from openai import AsyncOpenAI
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider
    except ImportError:
        raise missing("openai") from None
    sdk = AsyncOpenAI(
        api_key=config.key or "none",
        base_url=config.base_url or address,
        http_client=client,  # type: ignore[arg-type]  # the SDK takes either client
        max_retries=0,
    )
    return OpenAIChatModel(config.name, provider=OpenAIProvider(openai_client=sdk))


def probe_models(config: ModelConfig, address: str) -> tuple[str, dict[str, str]]:
    """The list of models, for which a key must be good."""
    headers = {"authorization": f"Bearer {config.key}"} if config.key else {}
    return f"{(config.base_url or address).rstrip('/')}/models", headers


providers.add(
    "openai",
    Provider(
        name="openai",
        description="OpenAI, or any server with its chat interface.",
        open=lambda config, client: open_chat(config, client, ADDRESS),
        probe=lambda config: probe_models(config, ADDRESS),
        key_variables=("OPENAI_API_KEY",),
    ),
)
