"""Log messages to clients, only where the protocol still has them: its revisions before 2026."""

from __future__ import annotations

from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import Context
from mcp_types import (
    EmptyResult,
    LoggingMessageNotification,
    LoggingMessageNotificationParams,
    SetLevelRequestParams,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

_QUIETER = ("notice", "warning", "error", "critical", "alert", "emergency")
_SESSIONS = 10_000

_quiet: dict[str, None] = {}


async def set_level(ctx: ServerRequestContext[Any, Any], params: SetLevelRequestParams) -> EmptyResult:
    """Remember whether a session wants our messages; they are all of the level `info`."""
    session = _session(ctx)
    _quiet.pop(session, None)
    if params.level in _QUIETER:
        _quiet[session] = None
        while len(_quiet) > _SESSIONS:
            del _quiet[next(iter(_quiet))]
    return EmptyResult()


async def tell(ctx: Context, text: str) -> None:
    """Send a message of the level `info` to a client that still knows such messages."""
    if ctx.protocol_version in MODERN_PROTOCOL_VERSIONS or _session(ctx.request_context) in _quiet:
        return
    params = LoggingMessageNotificationParams(level="info", data=text, logger="rowsmith")
    await ctx.session.send_notification(LoggingMessageNotification(params=params), ctx.request_id)


def _session(ctx: ServerRequestContext[Any, Any]) -> str:
    headers = getattr(ctx.request, "headers", None)
    return headers.get("mcp-session-id", "") if headers is not None else ""
