"""The settings of the language model, as the environment gives them to the server, the command line and the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from rowsmith.errors import InvalidInput, Issue
from rowsmith.llm.config import ModelConfig, parse_prices


def _optional(value: object) -> object:
    return None if value in ("", "off", "none") else value


PerMinute = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(_optional)]


class ModelSettings(BaseModel):
    """`ROWSMITH_MODEL` and all that goes with it: `ModelSettings.read(os.environ).language_model()`."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model: str | None = Field(
        None, description="The language model, e.g. google:NAME (default: Gemini with a key, else offline)."
    )
    gemini_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        description="The key for Gemini.",
    )
    model_base_url: str | None = Field(None, description="Another address of the model's service.")
    model_prices: str | None = Field(
        None,
        description="Dollars per million tokens read and written, e.g. 0.30/2.50, for a model that the public "
        "price list does not know.",
    )
    model_requests_per_minute: PerMinute = Field(
        300, description="Calls of the model in a minute, over all jobs, or off."
    )
    model_tokens_per_minute: PerMinute = Field(
        None, description="Tokens of the model in a minute, over all jobs, or off."
    )
    model_concurrency: int = Field(8, ge=1, le=1000, description="Calls of the model at once.")
    model_timeout: float = Field(
        120.0, gt=0, allow_inf_nan=False, description="Seconds that one call of the model may take."
    )
    model_patience: float = Field(
        120.0, ge=0, allow_inf_nan=False,
        description="Seconds that the model's provider may ask to wait before a job pauses.",
    )  # fmt: skip
    model_backoff: float = Field(
        1.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds before a failed call is tried again; each further wait is twice as long.",
    )

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> ModelSettings:
        """What the variables say; raises `InvalidInput` that names each one that is wrong."""
        said = {name: variables.get(variable) for name in cls.model_fields for variable in variables_of(name)}
        keys = {name: variables.get(name) for name in variables_of("gemini_api_key")}
        try:
            return cls.model_validate({name: value for name, value in (said | keys).items() if value})
        except ValidationError as error:
            raise InvalidInput.of(
                Issue(variables_of(str(item["loc"][0]))[0], item["type"], item["msg"])
                for item in error.errors(include_url=False, include_context=False, include_input=False)
            ) from None

    def language_model(self, environment: Mapping[str, str] | None = None) -> ModelConfig:
        """The language model, where there is one; the keys of other providers are in the environment."""
        return ModelConfig.of(
            self.model,
            self.gemini_api_key.get_secret_value() if self.gemini_api_key else None,
            base_url=self.model_base_url,
            prices=parse_prices(self.model_prices),
            environment=environment,
            requests_per_minute=self.model_requests_per_minute,
            tokens_per_minute=self.model_tokens_per_minute,
            concurrency=self.model_concurrency,
            timeout=self.model_timeout,
            patience=self.model_patience,
            backoff=self.model_backoff,
        )


def variables_of(name: str) -> list[str]:
    """The variables of a setting: `variables_of("model_patience")` is `["ROWSMITH_MODEL_PATIENCE"]`."""
    field = ModelSettings.model_fields.get(name)
    alias = field.validation_alias if field is not None else None
    return (
        [str(item) for item in alias.choices]
        if isinstance(alias, AliasChoices)
        else [f"ROWSMITH_{name.upper()}"]
    )
