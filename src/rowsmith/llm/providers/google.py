"""Gemini, by Google's REST interface; the default where a key is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rowsmith.llm.config import ModelConfig
from rowsmith.llm.provider import Provider, providers

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

_ADDRESS = "https://generativelanguage.googleapis.com"


def _open(config: ModelConfig, client: httpx2.AsyncClient) -> Model:
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    provider = GoogleProvider(api_key=config.key or "", base_url=config.base_url, http_client=client)
    return GoogleModel(config.name, provider=provider)


def _probe(config: ModelConfig) -> tuple[str, dict[str, str]]:
    address = (config.base_url or _ADDRESS).rstrip("/")
    return f"{address}/v1beta/models/{config.name}", {"x-goog-api-key": config.key or ""}


providers.add(
    "google",
    Provider(
        name="google",
        description="Gemini, by Google's own interface.",
        open=_open,
        probe=_probe,
        key_variables=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    ),
)
