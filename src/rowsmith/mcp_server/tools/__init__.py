"""The tools, a topic a file. Their names and arguments are the mission's."""

from __future__ import annotations

from rowsmith.mcp_server.tool import MendableTool
from rowsmith.mcp_server.tools import creation, delivery, jobs, schemas

ALL_TOOLS: list[MendableTool] = [*schemas.TOOLS, *creation.TOOLS, *jobs.TOOLS, *delivery.TOOLS]
"""Every tool, in the order in which a client meets them."""
