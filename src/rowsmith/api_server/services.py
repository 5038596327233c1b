"""What lives as long as the server does: made when it starts, closed when it stops."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TypedDict

from anyio import CapacityLimiter, to_thread

from rowsmith.api_server.addresses import is_loopback
from rowsmith.api_server.changes import Changes
from rowsmith.api_server.feeds import Feeds
from rowsmith.api_server.keys import KeyChecker
from rowsmith.api_server.links import Links
from rowsmith.api_server.metrics import Metrics
from rowsmith.api_server.numbers import numbers
from rowsmith.api_server.oidc import TokenChecker, fetch_json
from rowsmith.api_server.rates import Rates
from rowsmith.api_server.readiness import Readiness, checks_of
from rowsmith.api_server.records import SqlKeys, shared_secret
from rowsmith.api_server.settings import ServerSettings
from rowsmith.api_server.slots import Slots
from rowsmith.api_server.stopping import Stopping
from rowsmith.api_server.workbench import Workbench
from rowsmith.engine import processors
from rowsmith.errors import InvalidInput
from rowsmith.jobs.manager import JobManager
from rowsmith.jobs.shelf import Shelf
from rowsmith.jobs.sql.database import Database
from rowsmith.jobs.sql.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a request may need."""

    settings: ServerSettings
    metrics: Metrics
    keys: KeyChecker
    tokens: TokenChecker | None
    links: Links
    rates: Rates
    manager: JobManager
    shelf: Shelf
    changes: Changes
    feeds: Feeds
    bench: Workbench
    """For what computes: compiling, previewing, quoting."""
    desk: Workbench
    """For what only asks the database or the store."""
    makers: Workbench
    """For chunks made on request."""
    streams: Slots
    gate: CapacityLimiter
    """The lane for looking keys up."""
    readiness: Readiness
    stopping: Stopping
    """Streams and long polls end when it begins."""
    loop: asyncio.AbstractEventLoop


class State(TypedDict):
    """What the lifespan hands to every request."""

    services: Services


async def open_services(settings: ServerSettings, stack: AsyncExitStack) -> Services:
    """Open everything; what must be closed at the end is put on the stack."""
    metrics = Metrics()
    stopping = Stopping(settings.shutdown_seconds)
    manager = await to_thread.run_sync(JobManager, settings.jobs_config())
    stack.push_async_callback(_close, manager, stopping)
    database = manager.repository.database
    keys = KeyChecker(SqlKeys(database), settings.api_keys.get_secret_value())
    require_safe(settings, keys)
    secret = settings.link_secret.get_secret_value().encode() or shared_secret(database, "links")
    changes = Changes(manager.watch, stopping)
    changes.start()
    stopping.call(changes.close)
    stack.callback(stopping.begin)
    if settings.run_jobs:
        await to_thread.run_sync(manager.start)
    desk = Workbench(parallel=16, waiting=5_000)
    metrics.collect_from(partial(numbers, manager))
    return Services(
        settings=settings,
        metrics=metrics,
        keys=keys,
        tokens=token_checker(settings),
        links=Links(secret),
        rates=Rates(settings.rate_limit, settings.rate_limit_url),
        manager=manager,
        shelf=Shelf(database),
        changes=changes,
        feeds=Feeds(manager, desk, changes, stopping),
        bench=Workbench(parallel=processors() + 1, waiting=1_000),
        desk=desk,
        makers=Workbench(parallel=8, waiting=100),
        streams=Slots(settings.max_streams, metrics.streams),
        gate=CapacityLimiter(8),
        readiness=Readiness(checks_of(manager, settings)),
        stopping=stopping,
        loop=asyncio.get_running_loop(),
    )


async def _close(manager: JobManager, stopping: Stopping) -> None:
    await to_thread.run_sync(manager.close, max(1.0, stopping.left() - 1.0))


def require_safe_settings(settings: ServerSettings) -> None:
    """As `require_safe`, before anything is started; looks for keys in the database only where it must."""
    if settings.auth_configured or settings.insecure or is_loopback(settings.host):
        return
    database = Database(settings.jobs_config().database)
    try:
        upgrade(database)
        require_safe(settings, KeyChecker(SqlKeys(database)))
    finally:
        database.close()


def require_safe(settings: ServerSettings, keys: KeyChecker) -> None:
    """Refuse to serve other machines without authentication, unless told to."""
    if settings.auth_configured or settings.insecure or is_loopback(settings.host) or keys.exist():
        return
    raise InvalidInput(
        f"{settings.host} can be reached by other machines and no key is configured; make one with "
        "`rowsmith keys create TENANT`, set ROWSMITH_API_KEYS or ROWSMITH_OIDC_ISSUER, listen on 127.0.0.1, "
        "or say --insecure"
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
