"""The server: one object for every transport and every revision of the protocol that is in use."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from anyio import to_thread
from mcp.server.caching import CacheHint
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension
from mcp.server.mcpserver import MCPServer
from mcp.server.request_state import RequestStateSecurity
from mcp_types import (
    CompleteRequestParams,
    CompleteResult,
    Completion,
    ListResourcesResult,
    PaginatedRequestParams,
    SetLevelRequestParams,
)

from rowsmith import __version__
from rowsmith.mcp_server import logs
from rowsmith.mcp_server.app import preview_app
from rowsmith.mcp_server.completion import Completer
from rowsmith.mcp_server.desk import Desk, serve_as
from rowsmith.mcp_server.job_tasks import JobTasks
from rowsmith.mcp_server.paging import page_of_resources
from rowsmith.mcp_server.prompts import add_prompts
from rowsmith.mcp_server.resources import add_resources
from rowsmith.mcp_server.tasks import Tasks
from rowsmith.mcp_server.tools import ALL_TOOLS

INSTRUCTIONS = """Rowsmith makes synthetic datasets of any size from a schema; the same schema and seed always
give the same bytes. Never write rows yourself: describe them.
In one call: run_job with the user's words or your schema. For control: extract_schema or your own schema,
then validate_schema, preview_rows, create_job, get_job_progress, merge_and_download, get_report.
rowsmith://catalog/schema says what a schema may contain, rowsmith://catalog/types names the semantic types.
Answers hold counts, ten rows at most and links to files; files are never sent through the conversation."""


class RowsmithServer(MCPServer[Any]):
    """An MCP server with a desk."""

    def __init__(
        self,
        desk: Desk,
        *,
        extensions: Sequence[Extension] = (),
        keys: Sequence[bytes] = (),
    ) -> None:
        self.desk = desk
        super().__init__(
            "rowsmith",
            title="Rowsmith",
            description="Synthetic datasets from a sentence or a schema: any number of rows.",
            instructions=INSTRUCTIONS,
            version=__version__,
            tools=list(ALL_TOOLS),
            extensions=[*extensions, preview_app()],
            middleware=[self._identify],
            request_state_security=RequestStateSecurity(
                keys=list(keys) or [secrets.token_bytes(32)], bind_principal=lambda ctx: desk.who(ctx).tenant
            ),
            cache_hints={"tools/list": CacheHint(ttl_ms=300_000, scope="public")},
        )
        add_resources(self)
        add_prompts(self)
        # The server object has no decorators for these two.
        self._completer = Completer(desk)
        self._lowlevel_server.add_request_handler(
            "completion/complete", CompleteRequestParams, self._complete
        )
        self._lowlevel_server.add_request_handler("logging/setLevel", SetLevelRequestParams, logs.set_level)

    async def serve_streams(self, received: Any, sent: Any) -> None:  # the library keeps the types to itself
        """Serve one connection until its end."""
        await self._lowlevel_server.run(received, sent, self._lowlevel_server.create_initialization_options())

    async def _identify(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        serve_as(self.desk.who(ctx))
        return await call_next(ctx)

    async def _handle_list_resources(
        self, ctx: ServerRequestContext[Any], params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        del ctx
        fixed = await self.list_resources()
        cursor = params.cursor if params is not None else None
        return await to_thread.run_sync(page_of_resources, self.desk, fixed, cursor)

    async def _complete(
        self, ctx: ServerRequestContext[Any, Any], params: CompleteRequestParams
    ) -> CompleteResult:
        del ctx
        found = await to_thread.run_sync(
            self._completer.complete, params.ref, params.argument, params.context
        )
        return CompleteResult(completion=found or Completion(values=[]))


def build_server(desk: Desk, *, keys: Sequence[bytes] = ()) -> RowsmithServer:
    """The server for a desk: `build_server(Desk(jobs=lambda: manager))`.

    Several server processes behind one address must be given the same `keys`, which seal what a client
    carries between two halves of a question.
    """
    return RowsmithServer(desk, extensions=[Tasks(JobTasks(desk))], keys=keys)
