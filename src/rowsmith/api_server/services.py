"""What lives as long as the server does: made when it starts, closed when it stops."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TypedDict

from anyio import CapacityLimiter

from rowsmith.api_server.keys import KeyChecker
from rowsmith.api_server.links import Links
from rowsmith.api_server.metrics import Metrics
from rowsmith.api_server.oidc import TokenChecker, fetch_json
from rowsmith.api_server.rates import Rates
from rowsmith.api_server.readiness import Readiness
from rowsmith.api_server.settings import ServerSettings
from rowsmith.api_server.workbench import Workbench
from rowsmith.engine import processors
from rowsmith.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a request may need."""

    settings: ServerSettings
    metrics: Metrics
    keys: KeyChecker
    tokens: TokenChecker | None
    links: Links
    rates: Rates
    bench: Workbench
    gate: CapacityLimiter
    """The lane for looking keys up."""
    readiness: Readiness
    stopping: asyncio.Event
    """Set when the server begins to stop: streams and long polls end then."""


class State(TypedDict):
    """What the lifespan hands to every request."""

    services: Services


async def open_services(settings: ServerSettings, stack: AsyncExitStack) -> Services:
    """Open everything; what must be closed at the end is put on the stack."""
    metrics = Metrics()
    stopping = asyncio.Event()
    stack.callback(stopping.set)
    link_secret = settings.link_secret.get_secret_value().encode()
    return Services(
        settings=settings,
        metrics=metrics,
        keys=KeyChecker(None, settings.api_keys.get_secret_value()),
        tokens=token_checker(settings),
        links=Links(link_secret or secrets.token_bytes(32)),
        rates=Rates(settings.rate_limit, settings.rate_limit_url),
        bench=Workbench(parallel=processors() + 2, waiting=200),
        gate=CapacityLimiter(8),
        readiness=Readiness(),
        stopping=stopping,
    )


def token_checker(settings: ServerSettings) -> TokenChecker | None:
    """The checker of the configured issuer's tokens, where one is configured."""
    if settings.oidc_issuer is None:
        return None
    if not settings.oidc_audience:
        raise InvalidInput("ROWSMITH_OIDC_ISSUER needs ROWSMITH_OIDC_AUDIENCE: whom tokens must be for")
    return TokenChecker(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        algorithms=[name.strip() for name in settings.oidc_algorithms.split(",") if name.strip()],
        tenant_claim=settings.oidc_tenant_claim,
        scope_claim=settings.oidc_scope_claim,
        fetch=fetch_json,
    )
