"""`rowsmith mcp`: the MCP server for an assistant on this machine."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """Serve the Model Context Protocol on standard input and output; assistants start this themselves.

    docs/mcp.md has the settings for the well-known clients. Over the network the same server is at /mcp of
    `rowsmith serve`.
    """
    from rowsmith.mcp_server.stdio import serve
    from rowsmith.settings import load_settings

    serve(load_settings())
