"""Errors as tool answers. A model reads them and calls again: each says what was given and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound, RowsmithError, Unavailable
from rowsmith.mcp_server.answers import clip, compact, fitting

ERROR = "rowsmith/error"

_ISSUES = 2_400
_TITLES = {
    InvalidInput: "invalid input",
    NotFound: "not found",
    Conflict: "conflict",
    Unavailable: "unavailable",
}


class Refusal(BaseModel):
    """An error for programs, in the answer's `_meta`: the words and codes of the HTTP service."""

    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []
    errors_left_out: int = 0


def refuse(error: RowsmithError, hint: str = "") -> CallToolResult:
    """An error as an answer: what is wrong, where, and what to do."""
    title = next((word for kind, word in _TITLES.items() if isinstance(error, kind)), "error")
    return _refusal(title, error.status, error.message, error.issues, hint)


def refuse_arguments(tool: str, model: type[BaseModel], error: ValidationError) -> CallToolResult:
    """Arguments that do not fit the tool's schema: every one of them, with what was given instead."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    found = [
        _argument_issue(detail, names) for detail in error.errors(include_url=False, include_context=False)
    ]
    count = "one argument is" if len(found) == 1 else f"{len(found)} arguments are"
    refusal = _refusal("invalid input", 422, f"{count} wrong", found, "")
    known = f"The arguments of {tool} are: {', '.join(names)}."
    return refusal.model_copy(update={"content": [*refusal.content, TextContent(type="text", text=known)]})


def _refusal(title: str, status: int, detail: str, issues: Iterable[Issue], hint: str) -> CallToolResult:
    every = [
        {"path": clip(item.path, 200), "code": item.code, "message": clip(item.message, 500)}
        for item in issues
    ]
    shown = fitting(every, _ISSUES)
    left_out = len(every) - len(shown)
    detail = clip(detail, 700)
    lines = [f"{title} ({status})" + ("" if shown else f": {detail}")]
    lines += [f"- {item['path'] or 'input'}: {item['message']} [{item['code']}]" for item in shown]
    lines += [f"... and {left_out} more of the kind"] if left_out else []
    lines += [hint] if hint and len(every) != 1 else []
    refusal = Refusal(title=title, status=status, detail=detail, errors=shown, errors_left_out=left_out)
    return CallToolResult(
        content=[TextContent(type="text", text="\n".join(lines))],
        is_error=True,
        # Structured content would have to fit the tool's output schema, even in an error.
        _meta={ERROR: refusal.model_dump(mode="json")},
    )


def _argument_issue(detail: ErrorDetails, names: list[str]) -> Issue:
    path = ".".join(str(step) for step in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "missing":
        return Issue(path, "missing", "is missing")
    if detail["type"] == "extra_forbidden":
        near = process.extractOne(path[:100], names, score_cutoff=60)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        return Issue(path, "unknown_argument", f"is no argument of this tool{guess}")
    return Issue(path, detail["type"], f"{message}; got {_given(detail['input'])}")


def _given(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "an array" if isinstance(value, list) else "an object"
    kind = "text" if isinstance(value, str) else "boolean" if isinstance(value, bool) else "number"
    return f"the {kind} {clip(compact(value), 60)}"
