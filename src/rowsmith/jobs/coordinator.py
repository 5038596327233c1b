"""The coordinator: one loop that claims chunks, has them made, and reports them, on every server alike.

It decides nothing that is not in the database, so any number of them may run, and any of them may vanish.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import Any

from rowsmith.errors import Conflict, NotFound, RowsmithError, Unavailable
from rowsmith.jobs.chunk import make_chunk, parsed_plan
from rowsmith.jobs.events import Watch
from rowsmith.jobs.executors import interrupt
from rowsmith.jobs.job import Job, MoveRefused, State
from rowsmith.jobs.merge import FileMade, make_file
from rowsmith.jobs.ownership import Ownership
from rowsmith.jobs.repository import Chunk, Claim, DataFile, Finished, OwnerLost, Repository
from rowsmith.jobs.whole import check_format
from rowsmith.jobs.work import JobWork, JobWorks, describe, failure, finished, is_dropped
from rowsmith.jobs.writing import Writers
from rowsmith.storage import open_store

_TURN_SECONDS = 0.5
_LOOK_SECONDS = 1.0
_HOUSE_SECONDS = 600.0
_GATHER_SECONDS = 0.02
_PER_WORKER = 3

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A task under way."""

    owner: str
    work: JobWork
    item: Claim | DataFile
    executor: Executor


class Coordinator:
    """Works on jobs in a thread: `Coordinator(...).start()`, and `stop()` to drain."""

    def __init__(
        self,
        repository: Repository,
        watch: Watch,
        ownership: Ownership,
        executors: Callable[[str], Executor],
        *,
        workers: int,
        limits: Callable[[str], int],
        writers: Writers,
        keep_house: Callable[[], None] = lambda: None,
    ) -> None:
        self._repository = repository
        self._watch = watch
        self._ownership = ownership
        self._executors = executors
        self._workers = workers
        self._limits = limits
        self._writers = writers
        self._works = JobWorks(repository)
        self._running: dict[Future[Any], Running] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._keep_house = keep_house
        self._looked = 0.0
        self._kept_house = time.time()
        self._owner = ""

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._loop, name="rowsmith-coordinator", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the loop runs."""
        return self._thread is not None and self._thread.is_alive() and not self._stopping.is_set()

    def stop(self, seconds: float = 15.0) -> None:
        """Take nothing new, let running chunks finish for so long, give back the rest."""
        self._stopping.set()
        self._watch.touch()
        if self._thread is not None:
            self._drop(lambda future, _: future.cancel())
            deadline = time.monotonic() + seconds
            while self._running and time.monotonic() < deadline and self._thread.is_alive():
                self._thread.join(0.05)
            self._drop(lambda future, task: interrupt(task.executor, future))
            self._thread.join(5)
            self._writers.stop()

    def _drop(self, how: Callable[[Future[Any], Running], object]) -> None:
        for future, task in list(self._running.items()):
            how(future, task)

    def _loop(self) -> None:
        while not (self._stopping.is_set() and not self._running):
            seen = self._watch.count
            try:
                self._turn()
            except OwnerLost:
                self._ownership.lost(self._owner)
                self._begin_anew()
            except Unavailable as error:
                _log.warning("%s", error)
                self._stopping.wait(_TURN_SECONDS)
            except Exception:  # noqa: BLE001 - the loop is the server's heart: it tells what happened and goes on
                _log.exception("the coordinator met an error it does not know")
                self._stopping.wait(_TURN_SECONDS)
            else:
                self._watch.wait(seen, _TURN_SECONDS)

    def _turn(self) -> None:
        now = time.time()
        owner = self._owner = self._ownership.id
        if any(task.owner != owner for task in self._running.values()):
            self._begin_anew()
        if now - self._looked > _LOOK_SECONDS:
            self._looked = now
            self._ownership.take_over()
        if now - self._kept_house > _HOUSE_SECONDS:
            self._kept_house = now
            threading.Thread(target=self._house, name="rowsmith-house", daemon=True).start()
        self._report(owner)
        self._let_go()
        if self._stopping.is_set():
            return
        for job in self._repository.settle(now, self._limits):
            self._check(job)
        self._writers.turn(owner)
        self._fill(owner)

    def _house(self) -> None:
        try:
            self._keep_house()
        except RowsmithError as error:
            _log.warning("keeping house failed: %s", error)

    def _begin_anew(self) -> None:
        """Another server has our work; what our workers still make counts no more."""
        for future, task in list(self._running.items()):
            interrupt(task.executor, future)
        self._running.clear()
        self._writers.stop()

    def _check(self, job: Job) -> None:
        """Start a job whose plan this server can run; fail one whose plan nobody can."""
        try:
            work = self._works.of(job)
            parsed_plan(work.documents.plan)
            check_format(job.output_format, work.specification.format_options, work.plan)
            open_store(job.store_url)
        except Unavailable as error:
            _log.warning("job %s waits: %s", job.id, error)
            return
        except RowsmithError as error:
            self._move(job, "fail", describe(error))
            return
        except LookupError:
            return  # deleted meanwhile
        if not job.unwritten:  # else it starts with its texts
            self._move(job, "start", None)

    def _move(self, job: Job, action: Any, reason: str | None) -> None:
        try:
            self._repository.move(job.seq, action, time.time(), reason)
        except (MoveRefused, NotFound):
            return  # its user was faster

    def _fill(self, owner: str) -> None:
        """Take as much as keeps the workers busy, in batches."""
        room = self._workers * _PER_WORKER - len(self._running)
        if room < self._workers * 2 or not self._repository.work_waits(time.time()):
            return
        file = self._repository.claim_file(owner, time.time())
        if file is not None:
            room -= 1
            self._run_file(owner, file)
        for claim in self._repository.claim(owner, room, time.time()):
            self._run_chunk(owner, claim)

    def _run_chunk(self, owner: str, claim: Claim) -> None:
        work = self._works.at(claim.job)
        if work is not None:
            executor = self._executors(work.job.store_url)
            self._submit(
                executor.submit(make_chunk, work.chunk_task(claim, owner)), owner, work, claim, executor
            )

    def _run_file(self, owner: str, file: DataFile) -> None:
        work = self._works.at(file.job)
        if work is not None:
            executor = self._executors(work.job.store_url)
            task = work.file_task(file, self._repository)
            self._submit(executor.submit(make_file, task), owner, work, file, executor)

    def _submit(
        self, future: Future[Any], owner: str, work: JobWork, item: Claim | DataFile, executor: Executor
    ) -> None:
        self._running[future] = Running(owner, work, item, executor)
        future.add_done_callback(lambda _: self._watch.touch())

    def _report(self, owner: str) -> None:
        """Report what ended. It leaves our books only when the database has it."""
        ended = {future: task for future, task in list(self._running.items()) if future.done()}
        if not ended:
            return
        if len(ended) < len(self._running) - self._workers:
            self._stopping.wait(_GATHER_SECONDS)  # the workers have enough to do: report more at once
            ended = {future: task for future, task in list(self._running.items()) if future.done()}
        made = {
            future: finished(task.item, future.result())
            for future, task in ended.items()
            if isinstance(task.item, Claim) and not is_dropped(future) and future.exception() is None
        }
        if made:
            counted = {item.key for item in self._repository.finish(owner, list(made.values()), time.time())}
            late = [future for future, item in made.items() if item.key not in counted]
            self._clean([(ended[future], made[future]) for future in late])
            self._forget(list(made))
        for future, task in ended.items():
            if future in self._running:
                self._report_one(owner, future, task)
                self._forget([future])

    def _forget(self, futures: list[Future[Any]]) -> None:
        for future in futures:
            self._running.pop(future, None)

    def _clean(self, late: list[tuple[Running, Finished]]) -> None:
        """Remove the files of attempts that did not count."""
        for task, item in late:
            try:
                open_store(task.work.job.store_url).delete([item.key])
            except Unavailable as error:
                _log.warning("a left-over chunk file stays until the next sweep: %s", error)

    def _report_one(self, owner: str, future: Future[Any], task: Running) -> None:
        now, item = time.time(), task.item
        if is_dropped(future):
            if isinstance(item, Claim):
                self._repository.give_back(owner, [item])
            else:
                self._repository.give_back_file(owner, item)
            return
        error = future.exception()
        if isinstance(item, DataFile):
            if error is not None:
                told = failure(describe(error), error, item.tries, now)
                self._repository.fail_file(owner, item, told, now)
            else:
                self._publish(owner, item, future.result())
        elif error is not None:
            told = failure(task.work.told(item.number, error), error, item.tries, now)
            self._repository.fail(owner, item, told, now)

    def _publish(self, owner: str, file: DataFile, made: FileMade) -> None:
        ready = replace(
            file, key=made.key, size=made.size, sha256=made.sha256, rows=made.rows, notes=made.notes
        )
        repaired = [
            Chunk(item.number, "done", key=item.key, size=item.size, sha256=item.sha256)
            for item in made.repaired
        ]
        try:
            self._repository.finish_file(owner, ready, repaired, time.time())
        except (NotFound, Conflict) as error:
            _log.info("a finished file was not wanted any more: %s", error)

    def _let_go(self) -> None:
        """Drop what belongs to jobs that were paused, cancelled or deleted."""
        states: dict[int, State | None] = {}
        for future, task in list(self._running.items()):
            seq = task.work.job.seq
            if seq not in states:
                job = self._repository.job_at(seq)
                states[seq] = job.state if job is not None else None
            if states[seq] in (State.PAUSED, State.FAILED):
                future.cancel()
            elif states[seq] in (State.CANCELLED, None):
                interrupt(task.executor, future)
