"""A tool as a model meets it: strict arguments, its docstring as description, errors that can be mended."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any, Literal

from mcp.server.context import LifespanContextT, RequestT
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import ValidationError, create_model

from rowsmith.errors import RowsmithError
from rowsmith.mcp_server.desk import caller
from rowsmith.mcp_server.json_schema import plain
from rowsmith.mcp_server.refusals import refuse, refuse_arguments

_log = logging.getLogger(__name__)


class Forbidden(RowsmithError):
    """The caller's key does not allow this."""

    status = 403


class MendableTool(Tool):
    """A tool whose every failure is an answer that says what to do next."""

    scope: Literal["read", "write"] = "read"
    hint: str = ""
    """What to do after any of its errors, where the error itself does not say it."""

    async def run(
        self,
        arguments: dict[str, Any],
        context: Context[LifespanContextT, RequestT],
        convert_result: bool = False,
    ) -> Any:
        """Check the arguments and the caller, then call the function."""
        try:
            self.fn_metadata.validate_arguments(arguments)
        except ValidationError as error:
            return refuse_arguments(self.name, self.fn_metadata.arg_model, error)
        if self.scope not in caller().scopes:
            have = ", ".join(sorted(caller().scopes)) or "none"
            return refuse(Forbidden(f"this key has no scope {self.scope!r}; it has: {have}"))
        try:
            return await super().run(arguments, context, convert_result)
        except MCPError:
            raise
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, RowsmithError):
                return refuse(cause, self.hint)
            _log.exception("%s failed", self.name, exc_info=cause or error)
            told = str(cause) if isinstance(cause, ToolError) else "an internal error; calling again may work"
            return refuse(RowsmithError(told))


def tool(
    function: Callable[..., Any],
    *,
    title: str,
    scope: Literal["read", "write"],
    destructive: bool = False,
    idempotent: bool = True,
    hint: str = "",
    meta: dict[str, Any] | None = None,
) -> MendableTool:
    """The tool of a function: its docstring, and its parameters with unknown ones refused."""
    made = MendableTool.from_function(
        function,
        title=title,
        description=inspect.cleandoc(function.__doc__ or ""),
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=scope == "read",
            destructive_hint=destructive,
            idempotent_hint=idempotent,
            open_world_hint=False,
        ),
        meta=meta,
    )
    assert isinstance(made, MendableTool)  # noqa: S101 - what `from_function` is called on is what it makes
    loose = made.fn_metadata.arg_model
    strict = create_model(
        loose.__name__, __base__=loose, __cls_kwargs__={"extra": "forbid", "allow_inf_nan": False}
    )
    made.fn_metadata.arg_model = strict
    made.parameters = plain(strict.model_json_schema(by_alias=True))
    if made.fn_metadata.output_schema is not None:
        made.fn_metadata.output_schema = plain(made.fn_metadata.output_schema)
    made.scope, made.hint = scope, hint
    return made


Answer = CallToolResult
"""What every tool function returns; the model of its structured content is named beside it."""
