"""Completion of arguments: job ids, semantic types, formats."""

from __future__ import annotations

from mcp_types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from rowsmith.formats import format_names
from rowsmith.mcp_server import catalog
from rowsmith.mcp_server.desk import Desk, caller

_MOST = 100


class Completer:
    """Completes for the callers of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def complete(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        """What the argument may become: those that begin so first, then those that hold it."""
        del context
        begun = argument.value.lower()[:200]
        known = self._values(ref, argument.name)
        found = sorted(
            (name for name in known if begun in name.lower()),
            key=lambda name: not name.lower().startswith(begun),
        )
        return Completion(values=found[:_MOST], total=len(found), has_more=len(found) > _MOST)

    def _values(self, ref: PromptReference | ResourceTemplateReference, name: str) -> list[str]:
        match name:
            case "job_id":
                page = self._desk.jobs().list(tenant=caller().tenant, limit=1000)
                return [job.job_id for job in page.jobs]
            case "name" if isinstance(ref, ResourceTemplateReference):
                return catalog.type_names()
            case "output_format":
                return format_names()
            case _:
                return []
