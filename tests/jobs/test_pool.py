"""The worker pool: a death is one task's, and nobody outlives the parent."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rowsmith.errors import InvalidInput
from rowsmith.jobs.executors import Threads, open_executor
from rowsmith.jobs.interruption import Interrupted
from rowsmith.jobs.pool import WorkerDied, WorkerPool
from services import until
from worker_tasks import spin


@pytest.fixture
def pool():
    made = WorkerPool(2)
    yield made
    made.shutdown(cancel_futures=True)


def test_tasks_run_in_other_processes_and_bring_back_results(pool):
    assert pool.submit(operator.add, 2, 3).result(30) == 5
    assert list(pool.map(operator.neg, range(50), timeout=30)) == [-n for n in range(50)]
    assert pool.submit(os.getpid).result(30) != os.getpid()


def test_an_error_arrives_as_itself(pool):
    with pytest.raises(ZeroDivisionError):
        pool.submit(operator.truediv, 1, 0).result(30)
    from rowsmith.storage import open_store

    with pytest.raises(InvalidInput, match="is no store"):
        pool.submit(open_store, "nothing").result(30)


def test_a_killed_worker_fails_its_own_task_and_is_replaced(pool):
    slow = pool.submit(time.sleep, 60)
    other = pool.submit(operator.add, 1, 1)
    assert other.result(30) == 2
    until(slow.running)
    os.kill(_other_pid(pool, slow), signal.SIGKILL)
    with pytest.raises(WorkerDied, match="signal 9"):
        slow.result(30)
    assert pool.submit(operator.add, 2, 2).result(30) == 4


def _other_pid(pool, slow):
    assert not slow.done()
    mine = pool.submit(os.getpid).result(30)
    return next(pid for pid in pool.processes() if pid != mine)


def test_a_task_that_kills_its_worker_fails_with_its_code(pool):
    with pytest.raises(WorkerDied, match="ended with code 7"):
        pool.submit(os._exit, 7).result(30)
    assert pool.submit(operator.add, 2, 2).result(30) == 4


def test_printing_does_not_disturb_the_messages(pool, capfd):
    assert pool.submit(print, "hello").result(30) is None
    assert pool.submit(os.write, 1, b"raw\n").result(30) == 4
    assert pool.submit(operator.add, 2, 2).result(30) == 4


def test_a_waiting_task_is_cancelled_and_a_running_one_interrupted():
    for pool in (WorkerPool(1), Threads(1)):
        running, waiting = pool.submit(spin), pool.submit(spin)
        until(running.running)
        pool.interrupt(waiting)
        assert waiting.cancelled()
        until(lambda: (pool.interrupt(running), running.done())[1])  # noqa: B023 - used within the turn
        with pytest.raises(Interrupted):
            running.result(30)
        assert pool.submit(operator.add, 2, 2).result(30) == 4
        pool.shutdown()


PARENT = """
import sys, time
from rowsmith.jobs.pool import WorkerPool
pool = WorkerPool(2)
tasks = [pool.submit(time.sleep, 600) for _ in range(2)]
while len(pool.processes()) < 2: time.sleep(0.01)
print(*pool.processes(), flush=True)
time.sleep(600)
"""


def test_workers_end_with_a_killed_parent():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not any(alive(pid) for pid in workers), what="the workers to end")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_pool_that_is_shut_down_leaves_no_process(pool):
    pool.submit(operator.add, 1, 1).result(30)
    pids = pool.processes()
    pool.shutdown()
    assert not any(alive(pid) for pid in pids)
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(operator.add, 1, 1)


def test_unknown_executors_are_refused():
    with pytest.raises(InvalidInput, match="processes, threads or dask"):
        open_executor("magic", 2)
