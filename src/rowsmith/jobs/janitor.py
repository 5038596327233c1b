"""Keeping house: old jobs go after their retention, and files that nobody refers to are removed."""

from __future__ import annotations

import logging
import time

from rowsmith.errors import Conflict, NotFound, Unavailable
from rowsmith.jobs.job import FINAL, Job
from rowsmith.jobs.merge import manifest_key
from rowsmith.jobs.repository import Query, Repository
from rowsmith.storage import Store, Stored, open_store
from rowsmith.storage.keys import JOBS, job_of, job_prefix, text_prefix

GRACE_SECONDS = 3600.0
"""How old an object must be before it counts as left behind: long enough for any attempt to be reported."""

_PAGE = 500
_log = logging.getLogger(__name__)


def remove(repository: Repository, job: Job) -> None:
    """Remove a job that is at rest, its records first: what is left of its files then, the sweep finds."""
    repository.remove(job.seq)
    store = open_store(job.store_url)
    store.delete([item.key for item in store.list(job_prefix(job.id))])


def expire(repository: Repository, older_than: float) -> int:
    """Remove jobs that ended before a moment; how many there were."""
    count = offset = 0
    while True:
        jobs, _ = repository.jobs(Query(states=FINAL, limit=_PAGE, offset=offset))
        if not jobs:
            return count
        old = [job for job in jobs if job.completed_at is not None and job.completed_at < older_than]
        for job in old:
            try:
                remove(repository, job)
                count += 1
            except (Conflict, NotFound, Unavailable) as error:
                _log.info("job %s is not removed now: %s", job.id, error)
                offset += 1
        offset += len(jobs) - len(old)


def sweep(repository: Repository, store: Store, grace: float = GRACE_SECONDS) -> list[Stored]:
    """Remove objects that no job refers to, and what killed writes left; returns the objects."""
    before = time.time() - grace
    store.sweep(before)
    orphans: list[Stored] = []
    wanted: dict[str, frozenset[str] | None] = {}
    for item in store.list(JOBS):
        job_id = job_of(item.key)
        if job_id is None or item.modified > before:
            continue
        if job_id not in wanted:
            wanted[job_id] = _referred(repository, job_id, store.url)
        keys = wanted[job_id]
        if keys is not None and keys.isdisjoint((item.key, item.key.rpartition("/")[0])):
            orphans.append(item)
    store.delete([item.key for item in orphans])
    return orphans


def _referred(repository: Repository, job_id: str, store_url: str) -> frozenset[str] | None:
    """The keys and folders that a job's records name; None where the job is at work and may be writing more."""
    try:
        job = repository.job(job_id)
    except NotFound:
        return frozenset()
    if job.state not in FINAL or job.store_url != store_url:
        return None
    files = repository.files(job.seq)
    if any(file.state in ("queued", "merging") for file in files):
        return None
    keys = {chunk.key for chunk in repository.chunks(job.seq) if chunk.key is not None}
    kept = [file.key for file in files if file.state == "ready" and file.key is not None]
    return frozenset({text_prefix(job_id), *keys, *kept, *(manifest_key(key) for key in kept)})
