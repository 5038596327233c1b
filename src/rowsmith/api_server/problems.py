"""Problem documents (RFC 9457): the one shape of every answer that is not a success."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from starlette.types import Scope

from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound, RowsmithError, Unavailable

MEDIA_TYPE = "application/problem+json"
MAX_ISSUES = 200
MAX_DETAIL = 2_000

_KINDS = {
    InvalidInput: "invalid-input",
    NotFound: "not-found",
    Conflict: "conflict",
    Unavailable: "unavailable",
}


class ProblemIssue(BaseModel):
    """One problem of what was sent: where, a word for programs, and what to do."""

    path: str = Field(examples=["fields.age.constraints.min_value"])
    code: str = Field(examples=["min_above_max"])
    message: str = Field(examples=["min_value 90 is above max_value 18; swap them"])


class ErrorResponse(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:rowsmith:problem:not-found",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "there is no job '01k9zq'",
                    "instance": "/jobs/01k9zq",
                    "request_id": "0f8b5c1e6a7d4b19",
                }
            ]
        }
    )

    type: str = Field(description="A stable name of the kind of problem.")
    title: str = Field(description="The HTTP status in words.")
    status: int
    detail: str = Field(description="What happened and what to do.")
    instance: str = Field(description="The path that was asked for.")
    request_id: str = Field(description="Also in the server's log and the header `X-Request-ID`.")
    errors: list[ProblemIssue] | None = Field(None, description="Every problem found in what was sent.")


class Refused(RowsmithError):
    """An answer that only HTTP has: 401, 405, 413, 429 and the like, with its headers."""

    def __init__(
        self, status: int, message: str, headers: Mapping[str, str] | None = None, kind: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.headers = dict(headers or {})


def problem(
    scope: Scope,
    status: int,
    detail: str,
    *,
    kind: str | None = None,
    issues: Iterable[Issue] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer itself: `problem(scope, 404, "there is no job 'x'", kind="not-found")`."""
    title = HTTPStatus(status).phrase
    found = [ProblemIssue(path=i.path, code=i.code, message=_clean(i.message)) for i in issues]
    document = ErrorResponse(
        type=f"urn:rowsmith:problem:{kind or title.lower().replace(' ', '-')}",
        title=title,
        status=status,
        detail=_clean(detail),
        instance=_clean(scope.get("path", "")),
        request_id=scope.get("state", {}).get("request_id", ""),
        errors=found[:MAX_ISSUES] or None,
    )
    extra = {"cache-control": "no-store", **(headers or {})}
    return Response(
        document.model_dump_json(exclude_none=True), status_code=status, media_type=MEDIA_TYPE, headers=extra
    )


def problem_of(scope: Scope, error: RowsmithError) -> Response:
    """The problem document of one of our own errors."""
    if isinstance(error, Refused):
        return problem(scope, error.status, error.message, kind=error.kind, headers=error.headers)
    kind = next((word for cls, word in _KINDS.items() if isinstance(error, cls)), "error")
    status = error.status if error.status < 600 else 500
    if status == 422:
        kind = "invalid-input"
    headers = {"retry-after": "5"} if isinstance(error, Unavailable) else None
    return problem(scope, status, error.message, kind=kind, issues=error.issues, headers=headers)


def _clean(text: str) -> str:
    """Text that is valid UTF-8 and of bounded length, whatever a client put into its path or values."""
    kept = text if len(text) <= MAX_DETAIL else text[:MAX_DETAIL] + "..."
    return re.sub(r"[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", kept)
