"""Events: what happens to a job, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from rowsmith.api_server.dependencies import READ, JobDep, ServicesDep

router = APIRouter(prefix="/jobs/{job_id}/events", tags=["jobs"])

_RETRY_MILLISECONDS = 2_000


@router.get("", operation_id="watch_job", response_class=EventSourceResponse, **READ)
async def events(
    job: JobDep,
    services: ServicesDep,
    last_event_id: Annotated[
        int | None,
        Header(ge=0, le=2**53, description="Go on after this event; 0 or none begins at the first."),
    ] = None,
) -> AsyncIterable[ServerSentEvent]:
    """Watch a job: `progress`, `status`, `chunk` and, at the end, `done`, with ids that grow by one."""
    silence = services.settings.heartbeat_seconds
    with services.streams.taken():
        yield ServerSentEvent(comment="rowsmith", retry=_RETRY_MILLISECONDS)
        async with aclosing(services.feeds.listen(job, last_event_id or 0, silence)) as listening:
            async for event in listening:
                if event is None:
                    yield ServerSentEvent(comment="ping")
                else:
                    shown = {**event.data, "at": event.at.isoformat()}
                    yield ServerSentEvent(data=shown, event=event.event, id=str(event.id))
