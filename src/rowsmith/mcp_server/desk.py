"""What the tools work with: the jobs, who asks, and how the client gets at files."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import Context

from rowsmith.jobs.file_desk import OpenFile
from rowsmith.jobs.manager import LOCAL, JobManager
from rowsmith.mcp_server.drafts import Drafts
from rowsmith.storage import open_store
from rowsmith.storage.disk import DiskStore


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: `Caller("acme", frozenset({"read"}))`."""

    tenant: str
    scopes: frozenset[str] = frozenset({"read", "write"})
    base_url: str = ""
    """The address by which this caller reached the server, where there is one."""


LOCAL_CALLER = Caller(LOCAL)

_caller: ContextVar[Caller] = ContextVar("rowsmith_caller", default=LOCAL_CALLER)


def caller() -> Caller:
    """Who asks in the request that is being served."""
    return _caller.get()


def serve_as(who: Caller) -> None:
    """Let the rest of this request be served as this caller."""
    _caller.set(who)


@dataclass(frozen=True, slots=True)
class Desk:
    """`Desk(jobs=lambda: manager)` is enough for a server on this machine."""

    jobs: Callable[[], JobManager]
    """The manager; waits until it is open."""
    who: Callable[[ServerRequestContext[Any, Any]], Caller] = lambda _: LOCAL_CALLER
    shares_disk: bool = False
    """Whether the client runs on this machine and may be told paths."""
    download_url: Callable[[str, str], str | None] = lambda _job, _format: None
    """The address of a job's file in a format, where there is one."""
    leaving: Callable[[], bool] = lambda: False
    """Whether the connection ends, so that a cancelled request is no wish to cancel its job."""
    drafts: Drafts = field(default_factory=Drafts)

    def path(self, file: OpenFile) -> Path | None:
        """Where a file is on the disk that this server shares with its client."""
        store = open_store(file.store_url) if self.shares_disk else None
        return store.path(file.key) if isinstance(store, DiskStore) else None


class HasDesk(Protocol):
    """A server with a desk."""

    desk: Desk


def desk_of(ctx: Context) -> Desk:
    """The desk of the server that serves this request."""
    return cast("HasDesk", ctx.mcp_server).desk
