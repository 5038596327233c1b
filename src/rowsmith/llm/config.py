"""Which model, where it is, and how hard it may be asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from rowsmith.errors import InvalidInput, Issue

OFFLINE = "offline"
"""The name of no model at all."""

DEFAULT_MODEL = "google:gemini-3.8-flash"
"""The model for whoever sets a Gemini key and nothing else."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """`ModelConfig("google:gemini-3.8-flash", key="...")`; the key is never shown."""

    model: str = OFFLINE
    key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    requests_per_minute: int | None = 300
    tokens_per_minute: int | None = None
    concurrency: int = 8
    timeout: float = 120.0
    """Seconds that one call may take."""
    patience: float = 120.0
    """Seconds that a provider may ask to wait; longer is a failure."""
    backoff: float = 1.0
    """Seconds before the first retry where the provider names none; each further wait is twice as long."""
    prices: tuple[float, float] | None = None
    """Dollars per million tokens read and written, where the public price list does not know the model."""

    def __post_init__(self) -> None:
        if self.model != OFFLINE and not all(self.model.partition(":")):
            message = f"{self.model!r} is not PROVIDER:MODEL, such as {DEFAULT_MODEL}, or {OFFLINE}"
            raise InvalidInput.of([Issue("ROWSMITH_MODEL", "not_a_model", message)])

    @property
    def offline(self) -> bool:
        """Whether there is no model."""
        return self.model == OFFLINE

    @property
    def provider(self) -> str:
        """The part before the colon: `google`."""
        return self.model.partition(":")[0]

    @property
    def name(self) -> str:
        """The part after the colon: `gemini-3.8-flash`."""
        return self.model.partition(":")[2]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> ModelConfig:
        """What the variables say; Gemini where only its key is set, and no model where nothing is."""
        from rowsmith.llm.settings import ModelSettings

        variables = os.environ if environment is None else environment
        return ModelSettings.read(variables).language_model(variables)

    @classmethod
    def of(
        cls,
        model: str | None,
        gemini_key: str | None,
        *,
        base_url: str | None = None,
        prices: tuple[float, float] | None = None,
        environment: Mapping[str, str] | None = None,
        **limits: float | None,
    ) -> ModelConfig:
        """A configuration from settings: the model's own key is looked up by its provider."""
        chosen = (model or "").strip() or (DEFAULT_MODEL if gemini_key else OFFLINE)
        if chosen == OFFLINE:
            return cls()
        variables = os.environ if environment is None else environment
        provider = chosen.partition(":")[0]
        key = gemini_key if provider == "google" else None
        if key is None:
            from rowsmith.llm.provider import providers

            names = providers.get(provider).key_variables
            key = next((variables[name] for name in names if variables.get(name)), None)
        return cls(chosen, key or None, base_url or None, prices=prices, **limits)  # type: ignore[arg-type]  # settings check them


def parse_prices(text: str | None) -> tuple[float, float] | None:
    """Dollars per million tokens read and written: `parse_prices("0.30/2.50")`."""
    if not text:
        return None
    try:
        read, written = (float(part) for part in text.split("/"))
    except ValueError:
        read = written = -1.0
    if not (0 <= read < 1e6 and 0 <= written < 1e6):
        message = f"{text!r} is not two prices such as 0.30/2.50: dollars per million tokens read and written"
        raise InvalidInput.of([Issue("ROWSMITH_MODEL_PRICES", "not_prices", message)])
    return read, written
