"""Jobs as tasks: a task's id is its job's, so it outlives the connection and the server."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread

from rowsmith.errors import Conflict, NotFound
from rowsmith.mcp_server import watching
from rowsmith.mcp_server.answers import clip
from rowsmith.mcp_server.desk import Desk, caller
from rowsmith.mcp_server.tasks import Task, TaskStatus
from rowsmith.mcp_server.tools.creation import job_outcome
from rowsmith.schema.job import JobStatus

_STATUS: dict[JobStatus, TaskStatus] = {
    "pending": "working",
    "schema_validation": "working",
    "generating": "working",
    "paused": "working",
    "completed": "completed",
    "failed": "completed",  # a job that failed is an answer that is an error, not a fault of the protocol
    "cancelled": "cancelled",
}


class JobTasks:
    """The job table as a board of tasks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, task_id: str) -> Task | None:
        """The job as a task, with its file once it is completed."""
        return await to_thread.run_sync(self._find, task_id, caller().tenant)

    def _find(self, task_id: str, tenant: str) -> Task | None:
        jobs = self._desk.jobs()
        try:
            job = jobs.get(task_id, tenant=tenant)
        except NotFound:
            return None
        status, result = _STATUS[job.status], None
        if status == "completed":
            result = job_outcome(self._desk, task_id, tenant)
            if job.status == "failed":
                result = result.model_copy(update={"is_error": True})
        message = job.progress.error_message or watching.words(job)
        kept = jobs.config.retention_seconds
        return Task(
            task_id, status, job.created_at, job.updated_at, clip(message, 500),
            lives_ms=None if kept is None else max(1, int(kept * 1000)), result=result,
        )  # fmt: skip

    async def cancel(self, task_id: str) -> None:
        """Cancel the job; one that has ended stays as it is."""
        control = partial(self._desk.jobs().control, tenant=caller().tenant, reason="its task was cancelled")
        try:
            await to_thread.run_sync(control, task_id, "cancel")
        except (Conflict, NotFound):
            return

    async def update(self, task_id: str, answers: Mapping[str, Any]) -> None:
        """A job asks nothing once it runs, so there is nothing to answer."""
        del task_id, answers
