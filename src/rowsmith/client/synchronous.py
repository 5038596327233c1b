"""The synchronous client."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx2

from rowsmith.client import calls
from rowsmith.client.calls import Call, Schema
from rowsmith.client.saving import Progress, Saving
from rowsmith.client.streams import Reader
from rowsmith.errors import Conflict, Unavailable
from rowsmith.schema.job import (
    ChunkGenerationResponse,
    ChunkPreviewResponse,
    DatasetDownloadInfo,
    JobAction,
    JobControlResponse,
    JobEvent,
    JobProgress,
    JobQuote,
    JobsListResponse,
    JobStateDetail,
    JobStateSummary,
    JobStatus,
)
from rowsmith.schema.messages import (
    SchemaExtractionResponse,
    SchemaPreviewResponse,
    SchemaValidationResponse,
)

T = TypeVar("T")

_AT_REST = ("completed", "failed", "cancelled", "paused")
_ENDED = ("completed", "failed", "cancelled")
_POLL_SECONDS = 20.0
_TRIES = 5
"""How often a cut connection is taken up again before it is an error."""


class Client:
    """`Client("http://127.0.0.1:8000", key="rsk_...")`; errors are those of `rowsmith.errors`."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._timeout = timeout
        self._http = httpx2.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        """Keep connections open while the block runs."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, call: Call[T]) -> T:
        """Send one request and read its answer."""
        try:
            answer = self._http.request(
                call.method, call.path, json=call.json, params=call.params, headers=call.headers,
                timeout=self._timeout + call.seconds,
            )  # fmt: skip
        except httpx2.TransportError as error:
            raise _unreachable(self._http.base_url, error) from error
        return call.read(answer.status_code, answer.content, answer.headers)

    def extract(self, user_input: str, *, context: str | None = None) -> SchemaExtractionResponse:
        """Turn a request in plain words into a schema."""
        return self.send(calls.extract(user_input, context))

    def import_schema(
        self, kind: str, content: str | bytes, *, dialect: str | None = None, name: str | None = None
    ) -> SchemaExtractionResponse:
        """Turn DDL, a JSON Schema or a sample into a schema."""
        return self.send(calls.import_schema(kind, content, dialect, name))

    def validate(self, schema: Schema) -> SchemaValidationResponse:
        """Check a schema; every problem is in the answer."""
        return self.send(calls.validate(schema))

    def preview(
        self,
        schema: Schema,
        *,
        rows: int = 10,
        offset: int = 0,
        seed: int | None = None,
        table: str | None = None,
    ) -> SchemaPreviewResponse:
        """Show rows from anywhere in the dataset, without a job."""
        return self.send(calls.preview(schema, rows, offset, seed, table))

    def create(
        self, schema: Schema, *, total_rows: int, idempotency_key: str | None = None, **options: Any
    ) -> JobStateSummary:
        """Create a job; `options` are those of `JobSpecificationInput`: `output_format`, `seed`, ..."""
        return self.send(calls.create(schema, total_rows, idempotency_key, options))

    def quote(self, schema: Schema, *, total_rows: int, **options: Any) -> JobQuote:
        """Say what a job would cost; nothing is started."""
        return self.send(calls.quote(schema, total_rows, options))

    def list(self, *, status: JobStatus | None = None, limit: int = 50, offset: int = 0) -> JobsListResponse:
        """One page of jobs, newest first."""
        return self.send(calls.list_(status, limit, offset))

    def get(self, job_id: str, *, wait: float = 0.0) -> JobStateDetail:
        """A job in full; with `wait`, as soon as it rests or after so many seconds."""
        return self.send(calls.get(job_id, wait))

    def control(
        self,
        job_id: str,
        action: JobAction,
        *,
        reason: str | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
    ) -> JobControlResponse:
        """Pause, resume, cancel or retry a job; a resumed one may be given another budget."""
        return self.send(calls.control(job_id, action, reason, max_tokens, max_cost))

    def delete(self, job_id: str) -> None:
        """Remove a job and its files."""
        self.send(calls.delete(job_id))

    def make_chunk(self, job_id: str, chunk_id: int) -> ChunkGenerationResponse:
        """Make one chunk now."""
        return self.send(calls.make_chunk(job_id, chunk_id))

    def chunk(self, job_id: str, chunk_id: int, *, limit: int = 100, offset: int = 0) -> ChunkPreviewResponse:
        """Rows of a chunk that is made."""
        return self.send(calls.chunk(job_id, chunk_id, limit, offset))

    def rows(
        self, job_id: str, *, table: str | None = None, offset: int = 0, limit: int = 100
    ) -> dict[str, Any]:
        """Any rows of the dataset, computed now."""
        return self.send(calls.rows(job_id, table, offset, limit))

    def report(self, job_id: str) -> dict[str, Any]:
        """What was delivered, and how to make it again."""
        return self.send(calls.report(job_id))

    def prepare(
        self,
        job_id: str,
        *,
        format: str | None = None,  # noqa: A002 - the name of this thing at every door
        table: str | None = None,
        wait: float = 3600.0,
    ) -> DatasetDownloadInfo:
        """Have the dataset made into one file, and wait for it."""
        while True:
            info = self.send(calls.prepare(job_id, format, table, min(wait, _POLL_SECONDS)))
            wait -= _POLL_SECONDS
            if info.status != "merging" or wait <= 0:
                return info

    def wait(self, job_id: str, *, progress: Callable[[JobProgress], None] | None = None) -> JobStateDetail:
        """Wait until the job rests (completed, failed, cancelled, paused), however long that takes."""
        while True:
            job = self.get(job_id, wait=2.0 if progress else _POLL_SECONDS)
            if progress is not None:
                progress(job.progress)
            if job.status in _AT_REST:
                return job

    def follow(self, job_id: str, *, after: int = 0) -> Generator[JobEvent]:
        """Events as they come, until the last one; a cut connection is taken up where it was."""
        reader, tries = Reader(after), 0
        while True:
            seen = reader.last
            try:
                with self._http.stream(
                    "GET", f"/jobs/{job_id}/events", headers={"Last-Event-ID": str(reader.last)},
                    timeout=httpx2.Timeout(self._timeout, read=60.0),
                ) as answer:  # fmt: skip
                    if answer.status_code >= 400:
                        raise calls.error_of(answer.status_code, answer.read(), answer.headers)
                    for line in answer.iter_lines():
                        event = reader.line(line)
                        if event is not None:
                            yield event
                job = self.get(job_id)
                if job.status in _ENDED and reader.last >= job.last_event_id:
                    return
            except httpx2.TransportError as error:
                tries = 1 if reader.last > seen else tries + 1
                if tries > _TRIES:
                    raise _unreachable(self._http.base_url, error) from error
            time.sleep(min(0.2 * 2**tries, 5.0))

    def download(
        self,
        job_id: str,
        output: str | Path | None = None,
        *,
        format: str | None = None,  # noqa: A002 - the name of this thing at every door
        table: str | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """Save the finished file, by default under its own name here; a cut download is resumed."""
        info = self.prepare(job_id, format=format, table=table)
        if info.status != "ready":
            raise Conflict(f"the file was not made: {info.error_message or info.status}")
        path, params = (
            f"/jobs/{job_id}/download",
            {"format": info.format, **({"table": table} if table else {})},
        )
        head = self._http.head(path, params=params)
        if head.status_code >= 400:
            raise calls.error_of(head.status_code, head.content, head.headers)
        saving = Saving(head.headers, output, progress)
        for attempt in range(_TRIES):
            try:
                self._fetch(path, params, saving)
                return saving.finish()
            except httpx2.TransportError as error:
                if attempt == _TRIES - 1:
                    raise _unreachable(self._http.base_url, error) from error
                time.sleep(0.2 * 2**attempt)
        raise AssertionError("the loop returns or raises")

    def _fetch(self, path: str, params: dict[str, str], saving: Saving) -> None:
        if saving.have == saving.size and saving.part.exists():
            return
        with self._http.stream("GET", path, params=params, headers=saving.headers()) as answer:
            if answer.status_code >= 400:
                raise calls.error_of(answer.status_code, answer.read(), answer.headers)
            with saving.open(answer.status_code) as file:
                for block in answer.iter_bytes():
                    file.write(block)
                    saving.wrote(file)


def _unreachable(url: object, error: Exception) -> Unavailable:
    return Unavailable(f"cannot reach the server at {url}: {error or type(error).__name__}")
