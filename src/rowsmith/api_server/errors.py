"""From exceptions to problem documents; all of them, the router's and the framework's included."""

from __future__ import annotations

from typing import cast

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import Scope

from rowsmith.api_server.problems import problem, problem_of
from rowsmith.errors import Issue, RowsmithError
from rowsmith.schema.parse import issues_of

_DETAILS = {
    404: "there is nothing at this path",
    405: "this path does not take that method; the header `Allow` names those it takes",
    413: "the request body is too large",
    415: "send the body as application/json",
}


def answer(scope: Scope, error: Exception) -> Response:
    """The problem document of any exception; what we did not foresee is a 500 that tells nothing."""
    if isinstance(error, RowsmithError):
        if error.status >= 500:
            structlog.get_logger().warning("unavailable", error=error.message)
        return problem_of(scope, error)
    if isinstance(error, RequestValidationError):
        return _invalid(scope, error)
    if isinstance(error, HTTPException):
        detail = _DETAILS.get(error.status_code, str(error.detail))
        return problem(scope, error.status_code, detail, headers=error.headers)
    structlog.get_logger().error("internal error", kind=type(error).__name__, exc_info=error)
    return problem(
        scope, 500, "something went wrong here, not with your request; the log has it under this request_id"
    )


def install(app: FastAPI) -> None:
    """Let every exception that a route raises be answered here."""

    async def handle(request: Request, error: Exception) -> Response:
        response = answer(request.scope, error)
        if response.status_code == 405:  # the router names the methods of the first route only
            response.headers["allow"] = ", ".join(_methods(app, request.scope["path"]))
        return response

    for kind in (RowsmithError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, handle)


def _methods(app: FastAPI, path: str) -> list[str]:
    """What a path takes: `["GET", "POST"]` for `/jobs`."""
    paths = app.openapi()["paths"]
    fits = (verbs for template, verbs in paths.items() if compile_path(template)[0].match(path))
    return sorted({verb.upper() for verbs in fits for verb in verbs})


def _invalid(scope: Scope, error: RequestValidationError) -> Response:
    issues: list[Issue] = []
    for place in ("body", "query", "path", "header"):
        details = [item for item in error.errors() if item["loc"] and item["loc"][0] == place]
        if not details:
            continue
        if place != "body":
            issues += [Issue(str(item["loc"][-1]), item["type"], item["msg"]) for item in details]
        elif details[0]["type"] == "json_invalid":
            at = details[0]["loc"][-1]
            issues.append(Issue("", "not_json", f"the body is no JSON: {details[0]['ctx']['error']} at {at}"))
        else:
            inside = [{**item, "loc": item["loc"][1:]} for item in details]
            issues += issues_of(error.body, cast("list[ErrorDetails]", inside))
    if any(issue.code == "missing" and not issue.path for issue in issues):
        issues = [Issue("", "missing", "the request needs a JSON body")]
    first = str(issues[0]) if issues else "the request is not valid"
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    return problem(scope, 422, first + more, kind="invalid-input", issues=issues)
