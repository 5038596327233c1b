"""Bearer tokens of an OpenID Connect issuer: signature, issuer, audience and times, then claims."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from rowsmith.api_server.principal import SCOPES, Principal
from rowsmith.errors import InvalidInput, Unavailable

Fetch = Callable[[str], Awaitable[dict[str, Any]]]
"""Gets a JSON document from an address."""

_REFRESH_SECONDS = 300.0
"""How old the issuer's keys may be before they are fetched again; an unknown key id fetches them at once."""

_LEEWAY = 30
_MAX_TOKEN = 16_384
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@|:-]{0,127}")
_ASYMMETRIC = re.compile(r"(RS|PS|ES)(256|384|512)|EdDSA|Ed25519")


class TokenRefused(Exception):
    """The token does not prove anything; the message may be shown to its sender."""


class TokenChecker:
    """Turns a token into a `Principal`; knows one issuer and one audience."""

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        algorithms: list[str],
        tenant_claim: str,
        scope_claim: str,
        fetch: Fetch,
        pause_seconds: float = 10.0,
    ) -> None:
        weak = [name for name in algorithms if not _ASYMMETRIC.fullmatch(name)]
        if weak or not algorithms:
            raise InvalidInput(
                f"ROWSMITH_OIDC_ALGORITHMS names {', '.join(weak) or 'nothing'}; use RS256, ES256, EdDSA, ..."
            )
        self._issuer = issuer.rstrip("/")
        self._algorithms = algorithms
        self._tenant_claim = tenant_claim
        self._scope_claim = scope_claim
        self._fetch = fetch
        self._pause = pause_seconds
        """The least time between two fetches, so that forged key ids do not make us hammer the issuer."""
        self._keys: KeySet | None = None
        self._fetched = float("-inf")
        self._lock = asyncio.Lock()
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "values": [issuer, self._issuer]},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
        )

    async def check(self, token: str) -> Principal:
        """Whose token this is; raises `TokenRefused`, or `Unavailable` while the issuer cannot be asked."""
        if len(token) > _MAX_TOKEN or token.count(".") != 2:
            raise TokenRefused("the token is no signed JSON web token")
        keys = await self._current()
        try:
            decoded = self._decode(token, keys)
        except InvalidKeyIdError:  # the issuer may have new keys: ask once
            try:
                decoded = self._decode(token, await self._current(newer_than=keys))
            except JoseError:
                raise TokenRefused(
                    "the token is signed with a key that its issuer does not publish"
                ) from None
        try:
            self._claims.validate(decoded.claims)
        except JoseError as error:
            raise TokenRefused(f"the token is refused: {error.error}") from None
        return self._principal(decoded.claims)

    def _decode(self, token: str, keys: KeySet) -> jwt.Token:
        try:
            return jwt.decode(token, keys, algorithms=self._algorithms)
        except InvalidKeyIdError:
            raise
        except (JoseError, ValueError, KeyError, TypeError):
            raise TokenRefused("the token's signature is wrong") from None

    def _principal(self, claims: dict[str, Any]) -> Principal:
        tenant = claims.get(self._tenant_claim)
        if not isinstance(tenant, str) or not _TENANT.fullmatch(tenant):
            raise TokenRefused(f"the token has no claim {self._tenant_claim!r} with a tenant's name")
        said = claims.get(self._scope_claim, "")
        words = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
        scopes = {str(word).removeprefix("rowsmith:") for word in words}
        return Principal(tenant, frozenset(scopes & set(SCOPES)), f"token:{str(claims.get('sub', ''))[:64]}")

    async def _current(self, newer_than: KeySet | None = None) -> KeySet:
        async with self._lock:
            age = time.monotonic() - self._fetched
            stale = age > _REFRESH_SECONDS or (newer_than is not None and self._keys is newer_than)
            if self._keys is None or (stale and age >= self._pause):
                self._keys = await self._load()
            return self._keys

    async def _load(self) -> KeySet:
        self._fetched = time.monotonic()
        try:
            facts = await self._fetch(f"{self._issuer}/.well-known/openid-configuration")
            if str(facts.get("issuer", "")).rstrip("/") != self._issuer:
                raise ValueError("the issuer's configuration names another issuer")
            return KeySet.import_key_set(await self._fetch(facts["jwks_uri"]))  # type: ignore[arg-type]
        except (OSError, ValueError, KeyError, JoseError) as error:
            structlog.get_logger().warning(
                "issuer not reached", issuer=self._issuer, reason=type(error).__name__
            )
            if self._keys is not None:
                return self._keys
            raise Unavailable("the issuer of the tokens cannot be reached; try again later") from error


async def fetch_json(address: str) -> dict[str, Any]:
    """A small JSON document over HTTPS (or from this machine), within five seconds."""
    import httpx2

    try:
        async with httpx2.AsyncClient(timeout=5.0, follow_redirects=False) as client:
            response = await client.get(address)
            response.raise_for_status()
            document = response.json()
    except httpx2.HTTPError as error:
        raise OSError(f"cannot fetch {address}") from error
    if not isinstance(document, dict):
        raise ValueError("no JSON object")
    return document
