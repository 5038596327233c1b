"""Settings, from environment variables; read by the doors only. Each has a default that works on a laptop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rowsmith.errors import InvalidInput, Issue
from rowsmith.llm.settings import ModelSettings

if TYPE_CHECKING:
    from rowsmith.jobs.config import JobsConfig

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def _seconds(value: object) -> object:
    """`90s`, `15m`, `12h` and `30d` as seconds; `off` as none."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if text in ("", "off", "none"):
        return None
    if text[-1] in _UNITS and text[:-1].replace(".", "", 1).isdigit():
        return float(text[:-1]) * _UNITS[text[-1]]
    return text


def _optional(value: object) -> object:
    return None if value in ("", "off", "none") else value


Duration = Annotated[Annotated[float, Field(gt=0)] | None, BeforeValidator(_seconds)]
Count = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(_optional)]
DatabaseUrl = Annotated[
    Annotated[str, Field(pattern=r"^(sqlite|postgres(ql)?)(\+\w+)?://")] | None, BeforeValidator(_optional)
]
Folder = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(ModelSettings, BaseSettings):
    """Every environment variable: `Settings(workers=2)` or `ROWSMITH_WORKERS=2`."""

    model_config = SettingsConfigDict(
        env_prefix="ROWSMITH_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    data_dir: Folder = Field(
        default_factory=lambda: user_data_path("rowsmith"),
        description="Folder for the database and the files.",
    )
    database_url: DatabaseUrl = Field(
        None,
        description="Where jobs are kept: sqlite:///FILE or postgresql://... (default: SQLite there).",
    )
    storage_url: Annotated[str | None, BeforeValidator(_optional)] = Field(
        None,
        description="Where files are kept: file://, memory://, s3://, gs:// or az:// (default: the folder).",
    )
    host: str = Field("127.0.0.1", description="The address that the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="The port that the server listens on.")
    api_keys: SecretStr = Field(
        SecretStr(""),
        description="API keys as tenant=key,tenant=key, beside those made with `rowsmith keys`.",
    )
    oidc_issuer: str | None = Field(None, description="The issuer whose bearer tokens are accepted.")
    oidc_audience: str | None = Field(None, description="The audience that bearer tokens must name.")
    executor: str = Field(
        "processes", pattern=r"^(processes|threads|dask://.+)$",
        description="Where chunks are made: processes, threads, or dask://HOST:PORT.",
    )  # fmt: skip
    workers: Count = Field(None, description="Chunks made at once (default: one per processor).")
    max_running_jobs: int = Field(4, ge=1, description="Jobs of a tenant that run at once; more wait.")
    max_rows: Count = Field(None, description="Rows of a tenant's unfinished jobs together, or off.")
    quota_bytes: Count = Field(None, description="Bytes that a tenant may store, or off.")
    retention: Duration = Field(None, description="How long finished jobs are kept, e.g. 30d, or off.")
    lease_seconds: float = Field(
        30.0, ge=1, description="After how long without a sign of life a server's work is taken over."
    )
    log_format: Annotated[Literal["auto", "json", "console"], BeforeValidator(str.lower)] = Field(
        "auto", description="How logs are written; `auto` is `console` on a terminal and `json` elsewhere."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = Field(
        "INFO", description="The least important lines that are logged."
    )

    def jobs_config(self) -> JobsConfig:
        """What the JobManager needs of these."""
        from rowsmith.jobs.config import JobsConfig, Limits

        return JobsConfig(
            data_dir=self.data_dir,
            database_url=self.database_url,
            storage_url=self.storage_url,
            executor=self.executor,
            workers=self.workers,
            limits=Limits(self.max_running_jobs, self.max_rows, self.quota_bytes),
            lease_seconds=self.lease_seconds,
            retention_seconds=self.retention,
            model=self.language_model(),
        )


def variable(name: str) -> str:
    """The environment variable of a setting: `variable("data_dir")` is `ROWSMITH_DATA_DIR`."""
    alias = Settings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"ROWSMITH_{name.upper()}"


def load_settings(**given: object) -> Settings:
    """The settings of this process; raises `InvalidInput` that names each variable that is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by pydantic, as the environment is
    except ValidationError as error:
        names = {name.lower(): variable(name) for name in Settings.model_fields}
        raise InvalidInput.of(
            Issue(names.get(str(item["loc"][0]).lower(), str(item["loc"][0])), item["type"], item["msg"])
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ) from None
