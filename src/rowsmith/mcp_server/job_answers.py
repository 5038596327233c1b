"""Jobs as tools answer with them: the models of the HTTP service, cut to what a model needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mcp_types import ResourceLink
from pydantic import Field

from rowsmith.api_server.rows import check_size
from rowsmith.formats import formats
from rowsmith.jobs.file_desk import OpenFile
from rowsmith.jobs.job import Job
from rowsmith.jobs.manager import JobManager
from rowsmith.mcp_server import watching
from rowsmith.mcp_server.answers import answer, clip
from rowsmith.mcp_server.desk import Desk, caller
from rowsmith.mcp_server.sample import Sample, as_lines, shown
from rowsmith.mcp_server.tool import Answer
from rowsmith.schema.job import DatasetDownloadInfo, JobStateSummary

_SAMPLE = 1_600
_TABLE = 60


class FileAnswer(DatasetDownloadInfo):
    """A finished file, or how far its making is."""

    local_path: str | None = Field(
        None, description="Where the file is, when server and client share a disk."
    )


class JobAnswer(JobStateSummary):
    """A job, and a few of its rows."""

    sample: Sample | None = None
    file: FileAnswer | None = Field(None, description="The finished dataset, once the job is completed.")


def job_answer(
    desk: Desk,
    job: JobStateSummary,
    *,
    rows: int = 0,
    file: FileAnswer | None = None,
    meta: dict[str, Any] | None = None,
) -> Answer:
    """A job in words and data, with what to do next."""
    # Rows with texts that are still being written cannot be shown yet.
    written = not desk.jobs().job(job.job_id, caller().tenant).unwritten
    found = sample_of(desk.jobs(), job.job_id, rows) if rows and written else None
    summary = {name: getattr(job, name) for name in JobStateSummary.model_fields}
    summary["progress"] = _clipped(job)
    said = JobAnswer(**summary, sample=found, file=file)
    name = f" {clip(job.name, 80)!r}" if job.name else ""
    lines = [f"Job {job.job_id}{name} as {job.output_format}, seed {job.seed}. {watching.words(job)}."]
    lines += [f"error: {said.progress.error_message}"] if said.progress.error_message else []
    lines += ["Sample:", clip(as_lines(found), _SAMPLE)] if found else []
    lines += [file_words(file)] if file else []
    lines.append(next_step(job, delivered=file is not None))
    links = [job_link(job)] if file is None else [file_link(file)]
    return answer(said, "\n".join(lines), links, meta)


def _clipped(job: JobStateSummary) -> Any:
    message = job.progress.error_message
    return job.progress.model_copy(update={"error_message": clip(message, 500) if message else None})


def next_step(job: JobStateSummary, *, delivered: bool = False) -> str:
    """What a model would do now."""
    call = f'job_id="{job.job_id}"'
    match job.status:
        case "completed" if delivered:
            return f"Next: tell the user where the file is; get_report({call}) has the proof."
        case "completed":
            return f"Next: merge_and_download({call}) for the file, get_report({call}) for the proof."
        case "failed" | "cancelled":
            return f'Next: control_job({call}, action="retry") runs what is not done.'
        case "paused":
            return f'Next: control_job({call}, action="resume") goes on.'
        case "pending" if job.progress.started_at is None and job.progress.chunks_completed == 0:
            return (
                f"Next: get_job_progress({call}, wait_seconds=45) until it is completed; one made with "
                "auto_start false waits for control_job with resume, or for generate_chunk."
            )
        case _:
            return f"Next: get_job_progress({call}, wait_seconds=45) until it is completed."


def sample_of(jobs: JobManager, job_id: str, rows: int) -> Sample:
    """The first rows of a job's first table, generated or not."""
    job = jobs.job(job_id, caller().tenant)
    detail = jobs.get(job_id, tenant=caller().tenant)
    wanted = detail.specification.data_schema
    check_size(wanted, rows)
    table = wanted.all_tables()[0].name
    columns, data = jobs.chunks.rows(job, table, limit=rows)
    return shown(clip(table, _TABLE), columns, data, _SAMPLE)


def job_link(job: JobStateSummary) -> ResourceLink:
    """Where a job can be read in full."""
    return ResourceLink(
        type="resource_link", uri=f"rowsmith://jobs/{job.job_id}", name=f"job {job.job_id}",
        description="The job in full", mime_type="application/json",
    )  # fmt: skip


def ready_file(desk: Desk, job: Job, info: DatasetDownloadInfo) -> FileAnswer:
    """A file with the places where its client can get it."""
    path = None
    if info.status == "ready":
        opened: OpenFile = desk.jobs().files.open(job, info.format)
        path = desk.path(opened)
    url = info.download_url or (desk.download_url(job.id, info.format) if info.status == "ready" else None)
    return FileAnswer(
        **info.model_dump(exclude={"download_url", "error_message", "file_name"}),
        file_name=clip(info.file_name, 140),
        download_url=url,
        error_message=clip(info.error_message, 500) if info.error_message else None,
        local_path=str(path) if path is not None else None,
    )


def file_words(file: FileAnswer) -> str:
    """A file in one line."""
    where = file.local_path or file.download_url
    return (
        f"File: {file.total_rows:,} rows, {file.file_size_bytes or 0:,} bytes of {file.format}, "
        f"sha256 {file.checksum}" + (f", at {where}" if where else "")
    )


def file_link(file: FileAnswer) -> ResourceLink:
    """A link to a finished file, with size and checksum."""
    uri = Path(file.local_path).as_uri() if file.local_path else file.download_url
    return ResourceLink(
        type="resource_link",
        uri=uri or f"rowsmith://jobs/{file.job_id}/report",
        name=file.file_name,
        size=file.file_size_bytes,
        mime_type=media_type(file.file_name, file.format),
        description=f"{file.total_rows:,} rows",
        _meta={"rowsmith/sha256": file.checksum},
    )


def media_type(file_name: str, format: str) -> str:  # noqa: A002 - the name of this thing at every door
    """`text/csv`, or `application/zip` for several tables."""
    if file_name.endswith(".zip"):
        return "application/zip"
    stem, _, compression = format.partition(".")
    if compression:
        return {"gz": "application/gzip", "zst": "application/zstd"}.get(
            compression, "application/octet-stream"
        )
    return formats.get(stem).media_type
