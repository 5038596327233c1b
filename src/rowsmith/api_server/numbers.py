"""The numbers about jobs, read from the database when Prometheus asks for them."""

from __future__ import annotations

from sqlalchemy import func, select

from rowsmith import llm
from rowsmith.jobs.manager import JobManager
from rowsmith.jobs.sql.tables import chunks, files, jobs

Numbers = dict[str, tuple[str, str, dict[str, float]]]


def numbers(manager: JobManager) -> Numbers:
    """`{"rowsmith_jobs": ("Jobs by state.", "state", {"generating": 2, ...}), ...}`."""
    under_way = jobs.c.state.in_(("pending", "schema_validation", "generating"))
    waiting = select(chunks.c.state, func.count()).where(
        chunks.c.state.in_(("pending", "running")), chunks.c.job.in_(select(jobs.c.seq).where(under_way))
    )
    with manager.repository.database.read() as connection:
        by_state = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state)).all()
        rows, size, active = connection.execute(
            select(
                func.coalesce(func.sum(jobs.c.rows_done), 0),
                func.coalesce(func.sum(jobs.c.bytes_done), 0),
                func.coalesce(func.sum(jobs.c.active_seconds), 0),
            )
        ).one()
        queue = connection.execute(waiting.group_by(chunks.c.state)).all()
        merges = connection.execute(select(files.c.state, func.count()).group_by(files.c.state)).all()
    model = llm.totals.spent
    return {
        "rowsmith_model_calls": (
            "Calls of the language model by this process.",
            "kind",
            {"all": float(model.calls)},
        ),
        "rowsmith_model_tokens": (
            "Tokens of the language model, by this process.",
            "kind",
            {"read": float(model.input_tokens), "written": float(model.output_tokens)},
        ),
        "rowsmith_model_cost_dollars": ("What they cost.", "kind", {"all": model.cost}),
        "rowsmith_jobs": ("Jobs by state.", "state", {str(state): float(count) for state, count in by_state}),
        "rowsmith_rows": ("Rows of the jobs that are kept.", "kind", {"generated": float(rows)}),
        "rowsmith_bytes": ("Bytes of their chunks.", "kind", {"chunks": float(size)}),
        "rowsmith_active_seconds": ("Time that jobs spent generating.", "kind", {"jobs": float(active)}),
        "rowsmith_queue": (
            "Chunks of jobs under way.",
            "state",
            {"pending": 0.0, "running": 0.0} | {str(state): float(count) for state, count in queue},
        ),
        "rowsmith_files": ("Files by state.", "state", {str(state): float(count) for state, count in merges}),
    }
