"""What an operator may say about the HTTP service. Read once, by the doors; everything has a default."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError

from rowsmith.errors import InvalidInput, Issue
from rowsmith.settings import Settings


class ServerSettings(Settings):
    """`ServerSettings(port=9000)`, or the same by `ROWSMITH_PORT=9000`."""

    api_keys: SecretStr = Field(
        SecretStr(""),
        description="API keys as `tenant=key,tenant=key`, beside those made with `rowsmith keys`; "
        "`tenant:read+write=key` for a key with only these scopes.",
    )
    rate_limit: str = Field(
        "600/minute", description="Requests of one caller, e.g. `60/minute` or `10/second`; `off` for none."
    )
    run_jobs: bool = Field(
        True,
        description="Whether this server also makes chunks; `false` leaves that to others.",
    )
    require_auth: bool = Field(
        False, description="Ask for a key even while none is configured, so that the first can be made later."
    )
    insecure: bool = Field(
        False, description="Allow a public address without authentication (as `serve --insecure`)."
    )
    oidc_algorithms: str = Field("RS256,ES256", description="The signature algorithms that are accepted.")
    oidc_tenant_claim: str = Field("tenant", description="The claim that names the tenant.")
    oidc_scope_claim: str = Field(
        "scope", description="The claim that holds the scopes, as a list or one text with spaces."
    )
    rate_limit_url: str = Field(
        "memory://",
        description="Where requests are counted; `redis://HOST:PORT` shares the count between servers.",
    )
    link_secret: SecretStr = Field(
        SecretStr(""),
        description="Signs download links; without it, servers on one database share a secret kept there.",
    )
    link_seconds: Annotated[int, Field(ge=1, le=604_800)] = Field(
        3600, description="How long a download link works."
    )
    max_body_bytes: Annotated[int, Field(ge=1)] = Field(10_000_000, description="The largest request body.")
    body_seconds: Annotated[float, Field(gt=0)] = Field(
        20.0, description="How long a client may take to send its body."
    )
    heartbeat_seconds: Annotated[float, Field(gt=0)] = Field(
        15.0, description="Silence on an event stream before a comment is sent to keep it open."
    )
    max_wait_seconds: Annotated[int, Field(ge=0, le=600)] = Field(
        60, description="The longest `?wait=` of a long poll."
    )
    max_streams: Annotated[int, Field(ge=1)] = Field(
        1000, description="Event streams and long polls open at once; more are told to come again later."
    )
    shutdown_seconds: Annotated[int, Field(ge=1, le=600)] = Field(
        15, description="How long requests may take to end after SIGTERM."
    )
    forwarded_allow_ips: str = Field(
        "127.0.0.1", description="Proxies whose `X-Forwarded-For` and `-Proto` are believed, by commas."
    )
    telemetry: bool = Field(
        False,
        description="Send OpenTelemetry traces and metrics; the `OTEL_*` variables say where "
        "(needs `pip install rowsmith[telemetry]`).",
    )

    @property
    def auth_configured(self) -> bool:
        """Whether the settings alone ask for authentication; keys in the database do so too."""
        return self.require_auth or bool(self.api_keys.get_secret_value()) or self.oidc_issuer is not None


def variable(name: str) -> str:
    """The environment variable of a setting: `variable("port")` is `ROWSMITH_PORT`."""
    alias = ServerSettings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"ROWSMITH_{name.upper()}"


def load_settings(**given: object) -> ServerSettings:
    """The settings of this process; what is wrong with them is said in one error."""
    try:
        return ServerSettings(**given)  # type: ignore[arg-type]  # checked by the model itself
    except ValidationError as error:
        names = {name.lower(): variable(name) for name in ServerSettings.model_fields}
        raise InvalidInput.of(
            Issue(names.get(str(item["loc"][0]).lower(), str(item["loc"][0])), item["type"], item["msg"])
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ) from None
