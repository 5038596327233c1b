"""`merge_and_download` and `get_report`: the finished file, and the proof of what is in it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from mcp.server.mcpserver import Context
from mcp_types import ResourceLink
from pydantic import BaseModel, Field

from rowsmith.mcp_server import given, job_answers, watching
from rowsmith.mcp_server.answers import answer, clip, first, fitting
from rowsmith.mcp_server.desk import caller, desk_of
from rowsmith.mcp_server.job_answers import FileAnswer
from rowsmith.mcp_server.tool import Answer, MendableTool, tool
from rowsmith.quality.pages.words import clause_line, verdict
from rowsmith.schema.job import DatasetDownloadInfo, JobStatus
from rowsmith.schema.receipt import Receipt

_UNFINISHED = "get_job_progress with wait_seconds waits for the end; list_jobs shows your jobs."


class ReportFile(BaseModel):
    """A finished file of a job."""

    format: str
    table: str
    rows: int
    size: int
    sha256: str


class ReportAnswer(BaseModel):
    """What was made, and how to make it again."""

    job_id: str
    status: JobStatus
    files: list[ReportFile]
    files_left_out: int = 0
    repairs: list[str] = Field(description="Damage that was noticed and mended while files were made.")
    seed: int
    plan_hash: str
    holds: bool | None = Field(
        None, description="Whether every clause and promise holds; null if not measured."
    )
    clauses: list[str] = Field([], description="Each clause of the request with what was measured of it.")
    versions: dict[str, str] = Field(description="The versions that decide the bytes.")


async def merge_and_download(
    ctx: Context,
    job_id: given.JobIdArgument,
    format: Annotated[  # noqa: A002 - the name of this thing at every door
        given.FormatArgument | None, Field(description="Another format than the job's.")
    ] = None,
) -> Annotated[Answer, FileAnswer]:
    """Put a completed job's chunks together, and say where the file is.

    Use it when get_job_progress says completed. You get the file's size, row count, SHA-256 and a link; on
    the same machine also its path. No rows are sent here. Several tables come as one zip. If the making
    takes longer than the wait, the status is `merging`: call it again.
    """
    desk = desk_of(ctx)
    jobs, tenant = desk.jobs(), caller().tenant
    job = await to_thread.run_sync(partial(jobs.job, job_id, tenant))

    async def report(info: DatasetDownloadInfo) -> None:
        done = info.status != "merging"
        await ctx.report_progress(1 if done else 0, 1, f"{info.format} file is {info.status}")

    info = await watching.until(
        jobs,
        partial(jobs.files.prepare, job, format),
        lambda found: found.status != "merging",
        watching.patience(ctx),
        report,
    )
    said = await to_thread.run_sync(job_answers.ready_file, desk, job, info)
    if said.status == "ready":
        return answer(said, job_answers.file_words(said), [job_answers.file_link(said)])
    if said.status == "merging":
        return answer(said, "The file is still being made. Next: call merge_and_download again.")
    return answer(
        said, f"The file could not be made: {said.error_message}. Next: call merge_and_download again."
    )


def get_report(ctx: Context, job_id: given.JobIdArgument) -> Annotated[Answer, ReportAnswer]:
    """Give the proof of a finished dataset: each clause as measured, checksums, repairs, seed, versions.

    Use it after merge_and_download, when the user wants evidence or wants to make the same data again. The
    whole manifest, with the schema, is the resource rowsmith://jobs/{job_id}/report.
    """
    jobs = desk_of(ctx).jobs()
    report = jobs.files.report(jobs.job(job_id, caller().tenant))
    manifest: dict[str, Any] = report["manifest"]
    receipt = Receipt.model_validate(report["receipt"]) if report["receipt"] is not None else None
    names = list(ReportFile.model_fields)
    files = [{name: clip(str(file[name] or ""), 80) if name == "table" else file[name] for name in names}
             for file in report["files"]]  # fmt: skip
    kept = fitting(files, 2_000)
    said = ReportAnswer(
        job_id=job_id,
        status=report["status"],
        files=[ReportFile(**file) for file in kept],
        files_left_out=len(files) - len(kept),
        repairs=first(report["repairs"], 600),
        seed=manifest["seed"],
        plan_hash=manifest["plan_hash"],
        holds=receipt.holds if receipt is not None else None,
        clauses=first(map(clause_line, receipt.clauses), 2_000, 200) if receipt is not None else [],
        versions=manifest["versions"],
    )
    lines = [f"Job {job_id} is {said.status}; seed {said.seed}, plan {said.plan_hash}."]
    lines += [
        f"{file.format}: {file.rows:,} rows, {file.size:,} bytes, sha256 {file.sha256}"
        for file in said.files[:8]
    ]
    lines += [verdict(receipt)] if receipt is not None else []
    lines += said.clauses
    lines += [f"repaired: {text}" for text in said.repairs]
    link = ResourceLink(
        type="resource_link", uri=f"rowsmith://jobs/{job_id}/report", name="report",
        description="The report and manifest in full", mime_type="application/json",
    )  # fmt: skip
    return answer(said, "\n".join(lines), [link])


TOOLS: list[MendableTool] = [
    tool(merge_and_download, title="Get the file", scope="write", hint=_UNFINISHED),
    tool(get_report, title="Get the report", scope="read", hint=_UNFINISHED),
]
