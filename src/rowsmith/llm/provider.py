"""What a provider is: how its models are opened, and how a key is tried. One entry in one file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rowsmith.errors import Unavailable
from rowsmith.registry import Registry

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

    from rowsmith.llm.config import ModelConfig


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of the catalogue of providers."""

    name: str
    description: str
    open: Callable[[ModelConfig, httpx2.AsyncClient], Model]
    """The SDK's model; imports the SDK, and retries nothing by itself: `LanguageModel` does."""
    probe: Callable[[ModelConfig], tuple[str, dict[str, str]]] | None = None
    """Address and headers of a request that costs nothing and needs a good key."""
    key_variables: tuple[str, ...] = ()
    needs_key: bool = True


providers: Registry[Provider] = Registry(
    "model provider", package="rowsmith.llm.providers", group="rowsmith.model_providers"
)


def missing(extra: str) -> Unavailable:
    """The error where a provider's library is not installed."""
    return Unavailable(f"this provider needs: pip install 'rowsmith[{extra}]'")
