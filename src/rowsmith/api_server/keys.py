"""API keys: made here, shown once, kept as hashes in the jobs' database, and checked on every request.

A key is `rsk_ID_SECRET`. The id finds the row, the hash of the secret proves it; 256 random bits need no slow
hash. Beside these, `ROWSMITH_API_KEYS` holds keys that the operator chose.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from rowsmith.api_server.principal import SCOPES, Principal
from rowsmith.errors import InvalidInput, NotFound

_KEY = re.compile(r"rsk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")
_FRESH_SECONDS = 5.0
"""How long a checked key is believed without asking the database again; a revoked key dies within that."""

_USE_SECONDS = 60.0
"""How exact the time of a key's last use is."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept; times are seconds since 1970."""

    id: str
    tenant: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    created_at: float
    expires_at: float | None = None
    last_used_at: float | None = None
    revoked_at: float | None = None

    def works(self, now: float) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class KeyRecords(Protocol):
    """Where keys are kept."""

    def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        ...

    def find(self, key_id: str) -> ApiKey | None:
        """One key, whatever its state."""
        ...

    def all(self) -> list[ApiKey]:
        """Every key, oldest first."""
        ...

    def used(self, key_id: str, at: float) -> None:
        """Note a use."""
        ...

    def revoke(self, key_id: str, at: float) -> bool:
        """Make it useless; False where there is none."""
        ...


def check_tenant(name: str) -> str:
    """A tenant's name: 1 to 128 letters, digits and `. _ @ -`."""
    if not _TENANT.fullmatch(name):
        raise InvalidInput(
            f"{name[:140]!r} is no name for a tenant; use 1 to 128 letters, digits and . _ @ -"
        )
    return name


def check_scopes(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Scopes in their order, each once: `check_scopes(["write", "read"])` is `("read", "write")`."""
    unknown = [name for name in names if name not in SCOPES]
    if unknown or not names:
        raise InvalidInput(f"{', '.join(unknown) or 'nothing'} is no scope; use {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in names)


def create_key(
    records: KeyRecords,
    tenant: str,
    *,
    name: str = "",
    scopes: tuple[str, ...] = SCOPES,
    days: float | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its text, which is never to be had again."""
    key_id, secret, now = secrets.token_hex(6), secrets.token_urlsafe(32), time.time()
    if days is not None and not 0 < days <= 36_500:
        raise InvalidInput(f"a key works for more than 0 and at most 36,500 days, not {days:g}")
    key = ApiKey(
        id=key_id,
        tenant=check_tenant(tenant),
        name=name[:128],
        hash=_hash(secret),
        scopes=check_scopes(scopes),
        created_at=now,
        expires_at=None if days is None else now + days * 86_400,
    )
    records.add(key)
    return key, f"rsk_{key_id}_{secret}"


def revoke_key(records: KeyRecords, key_id: str) -> None:
    """Make a key useless; raises `NotFound` for an unknown id."""
    if not records.revoke(key_id, time.time()):
        raise NotFound(f"there is no key {key_id!r}; `rowsmith keys list` shows them")


class KeyChecker:
    """Turns the text of a key into a `Principal`."""

    def __init__(self, records: KeyRecords | None, settings_keys: str = "") -> None:
        self._records = records
        self._given = _parse_given(settings_keys)
        self._seen: dict[str, tuple[float, ApiKey | None]] = {}
        self._any: tuple[float, bool] = (0.0, False)

    def exist(self) -> bool:
        """Whether there is any key at all; without one a server on loopback asks for none."""
        if self._given or self._any[1]:
            return True
        now = time.monotonic()
        if self._records is not None and now - self._any[0] > 1.0:
            self._any = (now, bool(self._records.all()))
        return self._any[1]

    def check(self, text: str) -> Principal | None:
        """Whose key this is; None for an unknown, expired or revoked one."""
        proof = sha256(text.encode("utf-8", "surrogateescape")).digest()
        found: Principal | None = None
        for known, principal in self._given:  # all of them: the time taken tells nothing
            if hmac.compare_digest(proof, known):
                found = principal
        if found is not None or self._records is None:
            return found
        parts = _KEY.fullmatch(text)
        key = self._look_up(self._records, parts[1]) if parts else None
        if parts is None or key is None or not hmac.compare_digest(_hash(parts[2]), key.hash):
            return None
        now = time.time()
        if not key.works(now):
            return None
        self._note(key, now)
        return Principal(key.tenant, frozenset(key.scopes), f"key:{key.id}")

    def _look_up(self, records: KeyRecords, key_id: str) -> ApiKey | None:
        now = time.monotonic()
        cached = self._seen.get(key_id)
        if cached is not None and now - cached[0] < _FRESH_SECONDS:
            return cached[1]
        key = records.find(key_id)
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[key_id] = (now, key)
        return key

    def _note(self, key: ApiKey, now: float) -> None:
        if self._records is not None and (key.last_used_at is None or now - key.last_used_at > _USE_SECONDS):
            self._records.used(key.id, now)
            self._seen.pop(key.id, None)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _parse_given(text: str) -> list[tuple[bytes, Principal]]:
    """`acme=k1,acme:read=k2` as proofs; the keys themselves are not kept."""
    found: list[tuple[bytes, Principal]] = []
    for number, entry in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
        who, _, key = entry.partition("=")
        tenant, _, scopes = who.strip().partition(":")
        if len(key.strip()) < 8:
            raise InvalidInput(
                f"entry {number} of ROWSMITH_API_KEYS is not `tenant=key` with a key of at least 8 characters"
            )
        chosen = check_scopes(scopes.split("+")) if scopes else SCOPES
        principal = Principal(check_tenant(tenant), frozenset(chosen), f"setting:{number}")
        found.append((sha256(key.strip().encode()).digest(), principal))
    return found
