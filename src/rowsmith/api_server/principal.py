"""Who is asking: a tenant, with scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""`read` looks, `write` makes and removes, `admin` sees the server's numbers. None contains another."""

LOCAL_TENANT = "local"


@dataclass(frozen=True, slots=True)
class Principal:
    """`Principal("acme", frozenset({"read"}), "key:7f3a")`: the caller and what it may do."""

    tenant: str
    scopes: frozenset[str]
    name: str
    """Names the credential in logs and in the count of requests; never the credential itself."""

    def may(self, scope: str) -> bool:
        """Whether the caller has the scope."""
        return scope in self.scopes


LOCAL = Principal(LOCAL_TENANT, frozenset(SCOPES), "local")
"""Everybody, on a server that listens to this machine only and has no keys."""
