"""The preview as an MCP App: a table and histograms in clients that show them, text in all others."""

from __future__ import annotations

from importlib.resources import files

from mcp.server.apps import Apps

PREVIEW_URI = "ui://rowsmith/preview.html"


def preview_app() -> Apps:
    """The app's page. It is one file, loads nothing and speaks to its client only."""
    apps = Apps()
    page = files("rowsmith.mcp_server").joinpath("preview.html").read_text(encoding="utf-8")
    apps.add_html_resource(
        PREVIEW_URI,
        page,
        name="preview",
        title="Preview of a dataset",
        description="The rows that preview_rows answered with, as a table with histograms.",
        prefers_border=True,
    )
    return apps
