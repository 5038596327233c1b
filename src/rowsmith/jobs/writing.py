"""Texts for jobs: written once by the language model before a job's first chunk, under this server's lease.

Every answer lies in the job's own store the moment it came, so that any server goes on where another one stopped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from rowsmith.errors import RowsmithError, Unavailable
from rowsmith.jobs.chunk import parsed_plan
from rowsmith.jobs.job import Documents, Job, MoveRefused
from rowsmith.jobs.repository import Repository
from rowsmith.jobs.work import describe
from rowsmith.llm import ModelConfig, ModelTrouble, Tally, Usage, submit
from rowsmith.plan import Plan
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.storage.keys import text_prefix
from rowsmith.texts import StoreAnswers, write

AT_ONCE = 8
"""Jobs that one server has written at once; their calls share the provider's limits."""

_REST_SECONDS = 5.0

_log = logging.getLogger(__name__)


class JobLedger:
    """A job's budget: `JobLedger(repository, job, 50_000, None)`; what is spent is in the database at once."""

    def __init__(
        self, repository: Repository, job: Job, max_tokens: int | None, max_cost: float | None
    ) -> None:
        spent = Usage(job.model_calls, job.tokens_read, job.tokens_written, job.cost)
        self._tally = Tally(max_tokens, max_cost, spent)
        self._repository = repository
        self._seq = job.seq

    @property
    def busy(self) -> bool:
        """Whether calls are under way."""
        return self._tally.busy

    def reserve(self, expected: Usage) -> None:
        """Set aside what a call may cost."""
        self._tally.reserve(expected)

    def settle(self, expected: Usage, spent: Usage) -> None:
        """Enter what the call cost."""
        self._tally.settle(expected, spent)
        self._repository.spend(self._seq, spent)


@dataclass(frozen=True, slots=True)
class Writing:
    """The texts of one job under way."""

    owner: str
    job: Job
    documents: Documents
    future: Future[Plan]


class Writers:
    """What the coordinator has written: `Writers(repository, model, watch.touch).turn(owner)`."""

    def __init__(self, repository: Repository, model: ModelConfig, touch: Callable[[], None]) -> None:
        self._repository = repository
        self._model = model
        self._touch = touch
        self._running: dict[int, Writing] = {}
        self._rest_until = 0.0

    def turn(self, owner: str) -> None:
        """Report what ended, drop what nobody wants, and begin what waits."""
        if self._model.offline:
            return
        for seq, writing in list(self._running.items()):
            if writing.future.done():
                self._report(writing)
                del self._running[seq]
            elif (job := self._repository.job_at(seq)) is None or job.writer != writing.owner:
                writing.future.cancel()
                del self._running[seq]
        room = AT_ONCE - len(self._running)
        if room > 0 and time.monotonic() >= self._rest_until:
            for job in self._repository.claim_texts(owner, room):
                self._begin(owner, job)

    def stop(self) -> None:
        """Let go of everything; the calls under way end by themselves, and their answers are kept."""
        for seq, writing in list(self._running.items()):
            writing.future.cancel()
            del self._running[seq]
            self._repository.release_texts(writing.owner, seq)

    def _begin(self, owner: str, job: Job) -> None:
        documents = self._repository.documents(job.seq)
        said = JobSpecificationInput.model_validate_json(documents.spec)
        ledger = JobLedger(self._repository, job, said.max_tokens, said.max_cost)
        answers = StoreAnswers(job.store_url, text_prefix(job.id))
        future = submit(write(parsed_plan(documents.plan), self._model, ledger, answers))
        self._running[job.seq] = Writing(owner, job, documents, future)
        future.add_done_callback(lambda _: self._touch())

    def _report(self, writing: Writing) -> None:
        now, owner, job = time.time(), writing.owner, writing.job
        error = None if writing.future.cancelled() else writing.future.exception()
        try:
            if writing.future.cancelled():
                self._repository.release_texts(owner, job.seq)
            elif error is None:
                plan = writing.future.result()
                texts = Documents(writing.documents.spec, plan.to_json())
                if not self._repository.finish_texts(owner, job, texts, plan.hash, now):
                    self._repository.release_texts(owner, job.seq)  # its plan changed meanwhile: begin anew
            elif isinstance(error, ModelTrouble):
                self._repository.stop_texts(owner, job.seq, "pause", error.message, now)
            elif isinstance(error, Unavailable):
                _log.warning("the texts of job %s wait: %s", job.id, error)
                self._rest_until = time.monotonic() + _REST_SECONDS
                self._repository.release_texts(owner, job.seq)
            else:
                if not isinstance(error, RowsmithError):
                    _log.error("writing the texts of job %s failed", job.id, exc_info=error)
                self._repository.stop_texts(owner, job.seq, "fail", describe(error), now)
        except MoveRefused:
            return  # its user was faster
