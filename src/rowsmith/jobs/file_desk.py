"""Finished files on request: made when first asked for, read in ranges, reported on."""

from __future__ import annotations

# ruff: noqa: A002 - `format` is the name of this thing at every door
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rowsmith.errors import Conflict, NotFound
from rowsmith.jobs import views
from rowsmith.jobs.config import JobsConfig
from rowsmith.jobs.job import Job, State
from rowsmith.jobs.merge import read_manifest
from rowsmith.jobs.receipts import Receipts
from rowsmith.jobs.repository import DataFile, Repository
from rowsmith.jobs.whole import check_format
from rowsmith.jobs.work import JobWorks
from rowsmith.schema.job import DatasetDownloadInfo
from rowsmith.schema.receipt import Receipt
from rowsmith.storage import open_store


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A finished file, to be read in ranges: `b"".join(file.read(0, 100))`."""

    info: DatasetDownloadInfo
    key: str
    store_url: str

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes of a range, a block at a time."""
        return open_store(self.store_url).read(self.key, start, stop)

    def manifest(self) -> bytes:
        """The manifest that lies beside the file."""
        return read_manifest(open_store(self.store_url), self.key) or b""

    def sign(self, seconds: int) -> str | None:
        """The store's own link, where it has such links."""
        return open_store(self.store_url).sign(self.key, seconds)


class FileDesk:
    """What `JobManager.files` offers; a job has been looked up for its tenant before."""

    def __init__(self, repository: Repository, config: JobsConfig) -> None:
        self._repository = repository
        self._config = config
        self._works = JobWorks(repository)
        self._receipts = Receipts()

    def prepare(
        self,
        job: Job,
        format: str | None = None,
        *,
        table: str | None = None,
        force: bool = False,
    ) -> DatasetDownloadInfo:
        """The file in a format: ready, or queued to be made."""
        return self._info(job, self._requested(job, format, table, force=force))

    def _requested(self, job: Job, format: str | None, table: str | None, *, force: bool) -> DataFile:
        if job.state is not State.COMPLETED:
            raise Conflict(f"the job is {job.state.status}; its files are there once it is completed")
        chosen = format or job.output_format
        work = self._works.of(job)
        check_format(chosen, {}, work.plan)
        if table is not None:
            work.plan.table(table)
        alone = table is None or len(work.layout.tables) == 1
        wanted = DataFile(
            secrets.token_hex(16), job.seq, chosen, "" if alone else table or "", created_at=time.time()
        )
        return self._repository.request_file(wanted, force=force)

    def _info(self, job: Job, file: DataFile) -> DatasetDownloadInfo:
        kept = self._config.retention_seconds
        end = job.completed_at + kept if kept is not None and job.completed_at is not None else None
        return views.download(job, file, self._works.of(job).layout.tables, end)

    def open(self, job: Job, format: str | None = None, *, table: str | None = None) -> OpenFile:
        """A finished file; raises `Conflict` while it is not made."""
        file = self._requested(job, format, table, force=False)
        if file.state != "ready" or file.key is None:
            raise Conflict(f"the {file.format} file is being made; ask again in a moment")
        return OpenFile(self._info(job, file), file.key, job.store_url)

    def report(self, job: Job) -> dict[str, Any]:
        """The job's receipt, manifest, files, and what was noticed and repaired while they were made."""
        found = self._repository.files(job.seq)
        primary, ready = self._primary(job)
        store = open_store(job.store_url)
        manifest = read_manifest(store, primary.key or "")
        if manifest is None:
            raise NotFound("the manifest is missing from the store; prepare the file again with force")
        receipt = self.receipt(job)
        shown = ("format", "table", "rows", "size", "sha256", "notes")
        return {
            "job_id": job.id,
            "status": job.state.status,
            "files": [{name: getattr(file, name) for name in shown} for file in ready],
            "repairs": sorted({note for file in found for note in file.notes}),
            "receipt": receipt.model_dump(mode="json") if receipt is not None else None,
            "manifest": json.loads(manifest),
        }

    def receipt(self, job: Job) -> Receipt | None:
        """What the finished file shows of each clause and element; None where it is too large to be measured."""
        primary, _ = self._primary(job)
        return self._receipts.of(primary, self._repository.documents(job.seq), open_store(job.store_url))

    def _primary(self, job: Job) -> tuple[DataFile, list[DataFile]]:
        """The file that the job was made for, and all that are ready."""
        found = self._repository.files(job.seq)
        ready = [file for file in found if file.state == "ready" and file.key is not None]
        if not ready:
            raise Conflict(f"the job is {job.state.status}; its report is there with its first file")
        whole = [file for file in ready if not file.table]
        return next((file for file in whole if file.format == job.output_format), (whole or ready)[0]), ready
