"""Waiting for a job while its client hears how far it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import anyio
from anyio import to_thread
from mcp.server.mcpserver import Context

from rowsmith.jobs.manager import JobManager
from rowsmith.schema.job import JobStateDetail, JobStateSummary

T = TypeVar("T")

AT_REST = ("completed", "failed", "cancelled", "paused")
QUIET_SECONDS = 45.0
"""A client that hears no progress gives up after about a minute, so an answer comes before that."""
HEARING_SECONDS = 3600.0

_STEP_SECONDS = 0.25


async def until(
    jobs: JobManager,
    look: Callable[[], T],
    done: Callable[[T], bool],
    seconds: float,
    tell: Callable[[T], Awaitable[None]] | None = None,
) -> T:
    """Look now and after each change, until it is done or the time is over; tell what was seen."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()

    def heard() -> None:
        loop.call_soon_threadsafe(changed.set)

    end = jobs.watch.subscribe(heard)
    deadline = time.monotonic() + seconds
    try:
        while True:
            changed.clear()
            found = await to_thread.run_sync(look)
            if tell is not None:
                await tell(found)
            left = deadline - time.monotonic()
            if done(found) or left <= 0:
                return found
            with anyio.move_on_after(min(left, 1.0)):
                await changed.wait()
                await anyio.sleep(_STEP_SECONDS)
    finally:
        end()


async def finish(
    jobs: JobManager, job_id: str, tenant: str, ctx: Context, seconds: float | None
) -> JobStateDetail:
    """Wait until a job rests, with progress notifications; then, or when the time is over, its state."""
    told = -1

    async def tell(job: JobStateDetail) -> None:
        nonlocal told
        if job.progress.rows_generated > told:
            told = job.progress.rows_generated
            await ctx.report_progress(told, job.progress.total_rows, words(job))

    return await until(
        jobs,
        partial(jobs.get, job_id, tenant=tenant),
        lambda job: job.status in AT_REST,
        patience(ctx) if seconds is None else seconds,
        tell,
    )


def patience(ctx: Context) -> float:
    """How long this client waits for an answer, as far as one can tell."""
    meta = ctx.request_context.meta
    return HEARING_SECONDS if meta is not None and "progress_token" in meta else QUIET_SECONDS


def words(job: JobStateSummary) -> str:
    """`generating: 400,000 of 1,000,000 rows, 1,200,000 rows/s`."""
    progress = job.progress
    speed = f", {progress.rows_per_second:,.0f} rows/s" if progress.rows_per_second else ""
    return f"{job.status}: {progress.rows_generated:,} of {progress.total_rows:,} rows{speed}"
