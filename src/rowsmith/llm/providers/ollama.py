"""Ollama: models on a machine of one's own, by the chat interface that it shares with OpenAI."""

from __future__ import annotations

from rowsmith.llm.provider import Provider, providers
from rowsmith.llm.providers.openai import open_chat, probe_models

_ADDRESS = "http://127.0.0.1:11434/v1"

providers.add(
    "ollama",
    Provider(
        name="ollama",
        description="Ollama, on this machine unless told otherwise.",
        open=lambda config, client: open_chat(config, client, _ADDRESS),
        probe=lambda config: probe_models(config, _ADDRESS),
        key_variables=("OLLAMA_API_KEY",),
        needs_key=False,
    ),
)
