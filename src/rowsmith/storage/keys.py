"""The keys of objects, made of ids that the server drew, so that no user text ever reaches a path."""

from __future__ import annotations

JOBS = "jobs"


def job_prefix(job_id: str) -> str:
    """The folder of everything that belongs to a job: `jobs/5b1c...`."""
    return f"{JOBS}/{job_id}"


def chunk_key(job_id: str, number: int, attempt: int, owner: str) -> str:
    """The key of one attempt at a chunk; two attempts never meet: `jobs/5b1c.../chunks/000000042-1-9c2e41d0`.

    The owner is in it because an attempt's number could come again after a database was restored.
    """
    return f"{job_prefix(job_id)}/chunks/{number:09d}-{attempt}-{owner[:8]}"


def file_key(job_id: str, file_id: str, attempt: int, name: str) -> str:
    """The key of a finished file: `jobs/5b1c.../files/77aa...-1/data.csv`."""
    return f"{job_prefix(job_id)}/files/{file_id}-{attempt}/{name}"


def text_prefix(job_id: str) -> str:
    """The folder of what a language model answered for a job: `jobs/5b1c.../text`."""
    return f"{job_prefix(job_id)}/text"


def job_of(key: str) -> str | None:
    """The job that a key belongs to."""
    parts = key.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == JOBS else None
