"""Asking the user for a row count that nobody said, where the client can ask."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import BaseModel, Field

from rowsmith.errors import RowsmithError
from rowsmith.mcp_server import given
from rowsmith.mcp_server.desk import desk_of
from rowsmith.schema.messages import SchemaImportRequest
from rowsmith.schema.values import MAX_ROWS


class RowsAnswer(BaseModel):
    """What the user is asked."""

    total_rows: Annotated[int, Field(ge=0, le=MAX_ROWS, title="Rows", description="How many rows to make.")]


def ask_for_schema(
    ctx: Context, schema: dict[str, Any] | str, total_rows: int | None
) -> RowsAnswer | Elicit[RowsAnswer] | None:
    """The resolver of a missing `total_rows`, for a tool that takes a schema."""
    return ask_for_any(ctx, schema, None, None, total_rows)


def ask_for_any(
    ctx: Context,
    schema: dict[str, Any] | str | None,
    user_input: str | None,
    source: SchemaImportRequest | None,
    total_rows: int | None,
) -> RowsAnswer | Elicit[RowsAnswer] | None:
    """The same for a tool that also takes a request or a source. It never asks what the call already answers."""
    if total_rows is not None or not can_ask(ctx) or not given.only_one(schema, user_input, source):
        return None
    try:
        if schema is not None:
            wanted, rows = given.schema_of(desk_of(ctx), schema), None
        else:
            found = given.read(desk_of(ctx), user_input, source, extractor="offline")
            wanted, rows = found.schema, found.rows
    except RowsmithError:
        return None  # the tool itself says what is wrong
    if rows is not None or not given.needs_rows(wanted):
        return None
    tables = ", ".join(table.name for table in wanted.all_tables()[:3])
    return Elicit(f"How many rows of {tables[:100]} shall be made?", RowsAnswer)


def can_ask(ctx: Context) -> bool:
    """Whether the client said that it can put a form before its user, and can be reached."""
    capabilities = ctx.client_capabilities
    forms = capabilities.elicitation if capabilities is not None else None
    if forms is None or (forms.form is None and forms.url is not None):
        return False
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS or ctx.session.can_send_request
