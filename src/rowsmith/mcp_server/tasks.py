"""The tasks extension (`io.modelcontextprotocol/tasks`): long calls answer with a handle to come back with.

A tool hands its work over by marking its answer with `handed_over(id)`; where the tasks themselves are kept
is behind `TaskBoard`. The server's own board is the job table (`job_tasks.py`): a task is a job, and outlives
us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.server import require_client_extension
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import MCP_NAME_HEADER, decode_header_value
from mcp_types import (
    HEADER_MISMATCH,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ErrorData,
    RequestParams,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import Field

EXTENSION = "io.modelcontextprotocol/tasks"
POLL_MILLISECONDS = 1_000

_MARK = "rowsmith/task"

TaskStatus = Literal["working", "input_required", "completed", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Task:
    """Where a task stands. `result` is what the call would have answered, `error` a protocol's fault."""

    id: str
    status: TaskStatus
    created_at: datetime
    updated_at: datetime
    message: str | None = None
    lives_ms: int | None = None
    """How long after its creation it can be asked for; None is without end."""
    result: CallToolResult | None = None
    error: ErrorData | None = None
    questions: Mapping[str, Any] | None = None


class TaskBoard(Protocol):
    """Where tasks are kept. A task of another caller does not exist."""

    async def find(self, task_id: str) -> Task | None:
        """The task as it stands."""
        ...

    async def cancel(self, task_id: str) -> None:
        """Stop it if it still runs."""
        ...

    async def update(self, task_id: str, answers: Mapping[str, Any]) -> None:
        """Take answers to its questions; answers to others are passed over."""
        ...


def wants_task(ctx: Context) -> bool:
    """Whether this request comes from a client that can take a task for an answer."""
    capabilities = ctx.client_capabilities
    declared = capabilities.extensions if capabilities is not None else None
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS and EXTENSION in (declared or {})


def handed_over(task_id: str) -> dict[str, Any]:
    """The mark on an answer whose work goes on as a task."""
    return {_MARK: task_id}


class TaskRequest(RequestParams):
    """Names a task."""

    task_id: str = Field(alias="taskId", max_length=200)


class TaskUpdate(TaskRequest):
    """Names a task and answers its questions."""

    input_responses: dict[str, Any] = Field(alias="inputResponses")


class Tasks(Extension):
    """`Tasks(board)` serves `tasks/get`, `tasks/update`, `tasks/cancel`; marked answers become tasks."""

    identifier = EXTENSION

    def __init__(self, board: TaskBoard) -> None:
        self._board = board

    def methods(self) -> list[MethodBinding]:
        """The three methods, in the revisions that know extensions."""
        modern = frozenset(MODERN_PROTOCOL_VERSIONS)
        return [
            MethodBinding("tasks/get", TaskRequest, self._get, modern),
            MethodBinding("tasks/update", TaskUpdate, self._update, modern),
            MethodBinding("tasks/cancel", TaskRequest, self._cancel, modern),
        ]

    async def intercept_tool_call(
        self, params: CallToolRequestParams, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        """Answer with the task where the tool handed its work over."""
        del params
        result = await call_next(ctx)
        task_id = (result.meta or {}).get(_MARK) if isinstance(result, CallToolResult) else None
        if task_id is None:
            return result
        return {"resultType": "task", **_shown(await self._known(str(task_id)))}

    async def _get(self, ctx: ServerRequestContext[Any, Any], params: TaskRequest) -> HandlerResult:
        _check(ctx, params)
        task = await self._known(params.task_id)
        found = _shown(task)
        if task.status == "completed" and task.result is not None:
            found["result"] = task.result.model_dump(mode="json", by_alias=True, exclude_none=True)
        if task.status == "failed" and task.error is not None:
            found["error"] = task.error.model_dump(mode="json", by_alias=True, exclude_none=True)
        if task.status == "input_required":
            found["inputRequests"] = dict(task.questions or {})
        return found

    async def _update(self, ctx: ServerRequestContext[Any, Any], params: TaskUpdate) -> HandlerResult:
        _check(ctx, params)
        await self._known(params.task_id)
        await self._board.update(params.task_id, params.input_responses)
        return {}

    async def _cancel(self, ctx: ServerRequestContext[Any, Any], params: TaskRequest) -> HandlerResult:
        _check(ctx, params)
        await self._known(params.task_id)
        await self._board.cancel(params.task_id)
        return {}

    async def _known(self, task_id: str) -> Task:
        task = await self._board.find(task_id)
        if task is None:
            raise MCPError(code=INVALID_PARAMS, message="there is no such task")
        return task


def _check(ctx: ServerRequestContext[Any, Any], params: TaskRequest) -> None:
    """Refuse clients that did not say they know tasks, and a routing header that names another task."""
    require_client_extension(ctx, EXTENSION)
    headers = getattr(ctx.request, "headers", None)
    named = decode_header_value(headers.get(MCP_NAME_HEADER)) if headers is not None else None
    if named is not None and named != params.task_id:
        raise MCPError(code=HEADER_MISMATCH, message="the Mcp-Name header names another task than the body")


def _shown(task: Task) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "taskId": task.id,
        "status": task.status,
        "createdAt": task.created_at.isoformat(),
        "lastUpdatedAt": task.updated_at.isoformat(),
        "ttlMs": task.lives_ms,
        "pollIntervalMs": POLL_MILLISECONDS,
    }
    if task.message:
        shown["statusMessage"] = task.message
    return shown
