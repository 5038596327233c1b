"""A job's receipt as a document: Markdown, or a page that loads nothing and runs nothing."""

from __future__ import annotations

from fastapi import Response

from rowsmith.errors import Conflict
from rowsmith.jobs.file_desk import FileDesk
from rowsmith.jobs.job import Job
from rowsmith.quality.pages import as_html, as_markdown
from rowsmith.quality.pages.html import POLICY


def report_page(files: FileDesk, job: Job, format: str) -> Response:  # noqa: A002 - as at every door
    """The document in one of its formats."""
    receipt = files.receipt(job)
    if receipt is None:
        raise Conflict(
            f"{job.total_rows:,} rows are too many to be measured here; download the file and run "
            "`rowsmith verify FILE --schema SCHEMA --report report.html`"
        )
    title = job.name or f"Job {job.id}"
    if format == "markdown":
        return Response(as_markdown(receipt, title), media_type="text/markdown; charset=utf-8")
    facts = {"job": job.id, "seed": str(job.seed), "format": job.output_format, "plan": job.plan_hash[:16]}
    return Response(
        as_html(receipt, title, facts),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"},
    )
