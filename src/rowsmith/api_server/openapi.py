"""The OpenAPI document: FastAPI's own, with our errors, security and scopes said for every operation."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from rowsmith.api_server.access import PUBLIC
from rowsmith.api_server.problems import MEDIA_TYPE, ErrorResponse

_REF = "#/components/schemas/{model}"

_ERRORS = {
    400: "The request is not HTTP as it should be.",
    401: "No valid key or token.",
    403: "The key has not the scope that this needs.",
    404: "It does not exist, or belongs to another tenant.",
    408: "The body took too long to arrive.",
    409: "It is not in a state that allows this.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    416: "The file has no such range.",
    421: "A server without keys answers only to localhost.",
    422: "What was sent cannot be used; `errors` names every problem.",
    429: "Too many requests; `Retry-After` says when to come again.",
    500: "An error of ours; the log has it under `request_id`.",
    503: "Something that is needed is down or full; try again later.",
}


def install(app: FastAPI) -> None:
    """Let `/openapi.json` be the document that `describe` makes."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        document = plain()
        if "x-described" not in document:
            describe(document)
            document["x-described"] = True
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def describe(document: dict[str, Any]) -> None:
    """Say in place what FastAPI cannot know: problem documents, who may ask, and what each code means."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    model = ErrorResponse.model_json_schema(ref_template=_REF)
    schemas.update(model.pop("$defs", {}))
    schemas["ErrorResponse"] = model
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "An API key or an OIDC token."},
        "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe(path, operation)


def _describe(path: str, operation: dict[str, Any]) -> None:
    public = path in PUBLIC
    operation["security"] = [] if public else [{"bearer": []}, {"apiKey": []}]
    codes = {400, 500, 503}
    if not public:
        codes |= {401, 403, 421, 429}
    if "{" in path:
        codes |= {404}
    if operation.get("parameters"):
        codes |= {422}
    if "requestBody" in operation:
        codes |= {404, 408, 413, 415, 422}
    codes |= set(operation.pop("x-errors", ()))
    answers: dict[str, Any] = operation["responses"]
    answers.pop("422", None)
    for code in sorted(codes):
        answers.setdefault(
            str(code),
            {
                "description": _ERRORS[code],
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}},
            },
        )
    operation["responses"] = dict(sorted(answers.items()))
